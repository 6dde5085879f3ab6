import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PictureDisplay } from '../../schemas/display.ts';
import { useWords } from '../words/use-words.tsx';
import { type Place, type Point, pixelWidth, type Size, toPicture, toScreen } from './geometry.ts';
import { type Gestures, listen } from './gestures.ts';
import { type Line, lengthWords } from './lengths.ts';
import type { Drawn } from './sight.ts';

export type StageProps = {
  /** What a screen reader hears of the picture. */
  readonly label: string;
  readonly help?: string;
  readonly film: Size | undefined;
  readonly picture: PictureDisplay | undefined;
  readonly drawn: Drawn | undefined;
  readonly place: Place | undefined;
  readonly lines: readonly Line[];
  readonly cursor?: Point | undefined;
  readonly gestures: Gestures;
  readonly onSize: (size: Size) => void;
  readonly onKey?: (event: KeyboardEvent) => void;
  readonly onHover?: (at: Point | undefined) => void;
  /** Words over the picture: what it is, and what it is not for. */
  readonly children?: ComponentChildren;
};

/** A picture on black, where it is moved, enlarged and measured; it draws what it is given and decides nothing. */
export function Stage(props: StageProps) {
  const { label, help, film, picture, drawn, place, lines, cursor, onKey, onHover, children } = props;
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measure = (): void => {
      const next = { width: element.clientWidth, height: element.clientHeight };
      setSize(next);
      latest.current.onSize(next);
    };
    measure();
    const watching = new ResizeObserver(measure);
    watching.observe(element);
    const ended = listen(element, () => latest.current.gestures);
    return () => {
      watching.disconnect();
      ended();
    };
  }, []);

  const wide = picture ? pixelWidth(picture) : 1;
  useEffect(() => {
    if (canvas.current === null || size.width === 0) return;
    const frame = requestAnimationFrame(() => draw(canvas.current, size, film, wide, place, drawn));
    return () => cancelAnimationFrame(frame);
  }, [size, film?.width, film?.height, wide, place, drawn]);

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is a form's; this is a picture with tools of its own.
    <div
      ref={box}
      class="stage"
      role="group"
      aria-roledescription="viewer"
      aria-label={help === undefined ? label : `${label}. ${help}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard moves and windows the picture here.
      tabIndex={0}
      onKeyDown={onKey}
      onPointerMove={(event) => {
        if (onHover === undefined || event.pointerType === 'touch' || place === undefined) return;
        const { left, top } = event.currentTarget.getBoundingClientRect();
        onHover(toPicture(place, wide, { x: event.clientX - left, y: event.clientY - top }));
      }}
      onPointerLeave={() => onHover?.(undefined)}
    >
      <canvas ref={canvas} role="img" aria-label={label} />
      {place && film && <Lines {...{ lines, cursor, place, wide, picture, size }} />}
      {children}
    </div>
  );
}

function draw(
  canvas: HTMLCanvasElement | null,
  { width, height }: Size,
  film: Size | undefined,
  wide: number,
  place: Place | undefined,
  drawn: Drawn | undefined,
): void {
  if (canvas === null) return;
  const ratio = devicePixelRatio;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null || place === undefined || drawn === undefined || film === undefined) return;
  context.imageSmoothingQuality = 'high';
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const { left, top, width: across, height: down } = drawn.at ?? { left: 0, top: 0, ...film };
  const { scale } = place;
  const [from, corner] = [toScreen(place, wide, { x: left, y: top }), toScreen(place, wide, { x: 0, y: 0 })];
  // A low resolution reaches a little over the edges of the film, where there is nothing.
  context.beginPath();
  context.rect(corner.x, corner.y, film.width * scale * wide, film.height * scale);
  context.clip();
  context.drawImage(drawn.image, from.x, from.y, across * scale * wide, down * scale);
}

type LinesProps = Pick<StageProps, 'lines' | 'cursor' | 'picture'> & { place: Place; wide: number; size: Size };

/** Lengths over the picture: black under white, so that they are seen on every ground. */
function Lines({ lines, cursor, place, wide, picture, size }: LinesProps) {
  const words = useWords();
  const cross = cursor && toScreen(place, wide, cursor);
  return (
    <svg class="lines" aria-hidden="true">
      {lines.map(({ from, to }, k) => {
        const [a, b] = [toScreen(place, wide, from), toScreen(place, wide, to)];
        const isRight = Math.max(a.x, b.x) > size.width - 160;
        return (
          <g key={k}>
            {['under', 'over'].map((layer) => (
              <g key={layer} class={layer}>
                <line x1={a.x} y1={a.y} x2={b.x} y2={b.y} />
                <circle cx={a.x} cy={a.y} r="4" />
                <circle cx={b.x} cy={b.y} r="4" />
                <text
                  x={b.x + (isRight ? -10 : 10)}
                  y={Math.min(size.height - 8, Math.max(16, b.y - 8))}
                  text-anchor={isRight ? 'end' : 'start'}
                >
                  {picture && lengthWords(from, to, picture, words).short}
                </text>
              </g>
            ))}
          </g>
        );
      })}
      {cross && (
        <g>
          {['under', 'over'].map((layer) => (
            <path key={layer} class={layer} d={`M${cross.x - 10} ${cross.y}h20M${cross.x} ${cross.y - 10}v20`} />
          ))}
        </g>
      )}
    </svg>
  );
}
