import { useEffect, useRef, useState } from 'preact/hooks';
import type { DisplayItem, PictureDisplay } from '../../schemas/display.ts';
import { type Got, useGet } from '../api/use-get.ts';
import { askPicture } from '../study/bytes/pictures.ts';
import { pixelWidth } from '../study/geometry.ts';
import { itemWords } from '../study/items.tsx';
import { displayPath, renderedPath } from '../study/paths.ts';
import { COUNTS } from '../study/words.ts';
import { useWords } from '../words/use-words.tsx';
import { askingOrder, frameAfter, nearest, SPEEDS, type Speed, standsMs } from './playing.ts';
import { DOCUMENTS } from './words.ts';

/** Longer side of the frames that are asked for: a loop is looked at, and read on a workstation. */
const SIDE = 640;
/** Frames on their way at once. */
const AT_ONCE = 3;
/** Of a longer one the first; the page says how many there are. */
const MOST_FRAMES = 300;

/** A film of several frames: play and pause, step by step, slower and faster, by keys too; it stands where less motion is wanted. */
export function Loop({ study, item }: { readonly study: string; readonly item: DisplayItem }) {
  const { t, n } = useWords();
  const got: Got<PictureDisplay> = useGet<PictureDisplay>(displayPath(study, item));
  const picture = got.state === 'loading' ? undefined : got.data;
  const all = Math.min(item.frames, MOST_FRAMES);
  const frames = useFrames(study, item, all);
  const [isStill] = useState(() => matchMedia('(prefers-reduced-motion: reduce)').matches);
  const [isPlaying, setIsPlaying] = useState(!isStill);
  const [speed, setSpeed] = useState<Speed>(1);
  const [at, setAt] = useState(0);
  useTicking(isPlaying && frames.size > 1, standsMs(picture?.frameMs, speed), at, all, setAt);

  const step = (by: number): void => {
    setIsPlaying(false);
    setAt((at + by + all) % all);
  };
  const keys: Readonly<Record<string, () => void>> = {
    Space: () => setIsPlaying(!isPlaying),
    KeyK: () => setIsPlaying(!isPlaying),
    ArrowLeft: () => step(-1),
    ArrowRight: () => step(1),
  };
  const what = `${itemWords(item, t)}, ${n(COUNTS.frames, item.frames)}`;
  return (
    <div class="document loop">
      <h2>{what}</h2>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is a form's; this is a picture with keys of its own. */}
      <div
        class="stage"
        role="group"
        aria-label={what}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard plays and steps the loop here.
        tabIndex={0}
        onKeyDown={(event) => {
          const found = keys[event.code];
          if (found === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
          event.preventDefault();
          found();
        }}
      >
        <Frame image={nearest(frames, at)} wide={picture ? pixelWidth(picture) : 1} label={what} />
        <p class="mark">{t(DOCUMENTS.rendered)}</p>
      </div>
      <div class="tools" role="toolbar" aria-label={what}>
        <button type="button" aria-keyshortcuts="Space" onClick={() => setIsPlaying(!isPlaying)}>
          {t(isPlaying ? DOCUMENTS.pause : DOCUMENTS.play)}
        </button>
        <button
          type="button"
          aria-label={t(DOCUMENTS.before)}
          title={`${t(DOCUMENTS.before)} (←)`}
          onClick={() => step(-1)}
        >
          ‹
        </button>
        <button
          type="button"
          aria-label={t(DOCUMENTS.after)}
          title={`${t(DOCUMENTS.after)} (→)`}
          onClick={() => step(1)}
        >
          ›
        </button>
        <label>
          {t(DOCUMENTS.speed)}{' '}
          <select
            value={String(speed)}
            onChange={({ currentTarget }) => setSpeed(Number(currentTarget.value) as Speed)}
          >
            {SPEEDS.map((one) => (
              <option key={one} value={String(one)}>{`×${one}`}</option>
            ))}
          </select>
        </label>
        <label class="slider">
          {t(DOCUMENTS.frame, { n: at + 1, all })}
          <input
            type="range"
            min={1}
            max={all}
            value={at + 1}
            onInput={({ currentTarget }) => {
              setIsPlaying(false);
              setAt(currentTarget.valueAsNumber - 1);
            }}
          />
        </label>
      </div>
      {isStill && <p class="soft">{t(DOCUMENTS.still)}</p>}
      <p class="soft" role="status">
        {frames.size < all && t(DOCUMENTS.loading, { have: frames.size, all })}
      </p>
    </div>
  );
}

/** The frames as they come, a few at once. A frame that does not come is left out: its neighbours stand for it. */
function useFrames(study: string, item: DisplayItem, all: number): ReadonlyMap<number, ImageBitmap> {
  const [frames, setFrames] = useState<ReadonlyMap<number, ImageBitmap>>(new Map());
  useEffect(() => {
    const leaving = new AbortController();
    const waiting = askingOrder(all);
    const next = async (): Promise<void> => {
      const at = waiting.shift();
      if (at === undefined || leaving.signal.aborted) return;
      const path = renderedPath(study, item, { frame: at + 1, width: SIDE, height: SIDE });
      const image = await askPicture(path, 'image/jpeg', leaving.signal).catch(() => undefined);
      if (image && !leaving.signal.aborted) setFrames((before) => new Map([...before, [at, image]]));
      return next();
    };
    for (let k = 0; k < AT_ONCE; k++) void next();
    return () => leaving.abort();
  }, [study, item.instance, all]);
  return frames;
}

/** Plays from where it stands, by the screen's own clock: a slow device leaves frames out and keeps the tempo. */
function useTicking(isPlaying: boolean, stands: number, at: number, all: number, setAt: (at: number) => void): void {
  const from = useRef(at);
  if (!isPlaying) from.current = at;
  useEffect(() => {
    if (!isPlaying) return;
    const started = performance.now();
    const first = from.current;
    let frame = requestAnimationFrame(function tick(now) {
      const next = frameAfter(first, Math.max(0, now - started), all, stands);
      from.current = next;
      setAt(next);
      frame = requestAnimationFrame(tick);
    });
    return () => cancelAnimationFrame(frame);
  }, [isPlaying, stands, all]);
}

function Frame({ image, wide, label }: { image: ImageBitmap | undefined; wide: number; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current === null || image === undefined) return;
    canvas.current.width = image.width * Math.max(1, wide);
    canvas.current.height = image.height / Math.min(1, wide);
    canvas.current.getContext('2d')?.drawImage(image, 0, 0, canvas.current.width, canvas.current.height);
  }, [image, wide]);
  return <canvas ref={canvas} class="whole" role="img" aria-label={label} />;
}
