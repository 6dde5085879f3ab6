import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** Rows drawn together; so many fill several screens. */
const CHUNK = 40;
const GUESSED_ROW_PX = 76;

/**
 * A list of any length: rows are drawn in chunks, and only those near the screen; the others keep the height they had. Rows
 * may be of any height. `draw` gets a row and its place in the whole list.
 */
export function Windowed<Row>({
  rows,
  draw,
}: {
  rows: readonly Row[];
  draw: (row: Row, place: number) => ComponentChildren;
}) {
  const chunks = Array.from({ length: Math.ceil(rows.length / CHUNK) }, (_, index) => index * CHUNK);
  return (
    <>
      {chunks.map((from) => (
        <Chunk key={from} rows={rows.slice(from, from + CHUNK)} from={from} draw={draw} />
      ))}
    </>
  );
}

type ChunkProps<Row> = { rows: readonly Row[]; from: number; draw: (row: Row, place: number) => ComponentChildren };

function Chunk<Row>({ rows, from, draw }: ChunkProps<Row>) {
  const element = useRef<HTMLUListElement>(null);
  const [near, setNear] = useState(from === 0);
  const height = useRef(rows.length * GUESSED_ROW_PX);
  useEffect(() => {
    const list = element.current;
    if (list === null) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        // What has the focus stays, wherever it is scrolled to.
        const held = list.contains(document.activeElement);
        if (entry && !entry.isIntersecting && !held) height.current = list.offsetHeight || height.current;
        setNear((entry?.isIntersecting ?? false) || held);
      },
      { rootMargin: '1200px 0px' },
    );
    observer.observe(list);
    return () => observer.disconnect();
  }, []);
  return (
    <ul ref={element} class="rows" {...(near ? {} : { style: { height: `${height.current}px` } })}>
      {near && rows.map((row, index) => draw(row, from + index))}
    </ul>
  );
}
