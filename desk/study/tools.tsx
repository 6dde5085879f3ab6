import { useEffect, useState } from 'preact/hooks';
import type { DisplayView, PictureDisplay } from '../../schemas/display.ts';
import { announce } from '../shell/announce.tsx';
import { useWords } from '../words/use-words.tsx';
import type { Mode } from './pane.tsx';
import { presetsOf } from './presets.ts';
import type { Look } from './use-film.ts';
import { asView, windowOf } from './windowing.ts';
import { STUDY } from './words.ts';

export type ToolsProps = {
  readonly picture: PictureDisplay | undefined;
  readonly mode: Mode;
  readonly onMode: (mode: Mode) => void;
  readonly look: Look;
  readonly onLook: (look: Look) => void;
  /** Larger or smaller by a factor, about the middle. */
  readonly onZoom: (factor: number) => void;
  readonly onFit: () => void;
  readonly onOne: () => void;
  readonly onReset: () => void;
  readonly hasLines: boolean;
  readonly onClear: () => void;
};

const MODES: readonly { readonly mode: Mode; readonly key: string }[] = [
  { mode: 'window', key: 'W' },
  { mode: 'move', key: 'M' },
  { mode: 'length', key: 'L' },
];

/** Every tool as a button with its name and its key; the window in numbers too. */
export function Tools(props: ToolsProps) {
  const { picture, mode, onMode, look, onLook, onZoom, onFit, onOne, onReset, hasLines, onClear } = props;
  const { t } = useWords();
  const hasWindow = picture === undefined || picture.views.length > 0;
  return (
    <div class="tools" role="toolbar" aria-label={t(STUDY.tools)}>
      <div class="group">
        {MODES.map(({ mode: one, key }) => (
          <button
            key={one}
            type="button"
            aria-pressed={mode === one}
            aria-keyshortcuts={key}
            title={`${t(STUDY[one])} (${key})`}
            disabled={one === 'window' && !hasWindow}
            onClick={() => onMode(one)}
          >
            {t(STUDY[one])}
          </button>
        ))}
      </div>
      <div class="group">
        <button
          type="button"
          aria-label={t(STUDY.larger)}
          title={`${t(STUDY.larger)} (+)`}
          onClick={() => onZoom(1.25)}
        >
          +
        </button>
        <button
          type="button"
          aria-label={t(STUDY.smaller)}
          title={`${t(STUDY.smaller)} (−)`}
          onClick={() => onZoom(0.8)}
        >
          −
        </button>
        <button type="button" title={`${t(STUDY.fit)} (F)`} aria-keyshortcuts="F" onClick={onFit}>
          {t(STUDY.fit)}
        </button>
        <button type="button" title={`${t(STUDY.oneToOne)} (1)`} aria-keyshortcuts="1" onClick={onOne}>
          {t(STUDY.oneToOne)}
        </button>
      </div>
      <div class="group">
        <button
          type="button"
          aria-pressed={look.inverted}
          aria-keyshortcuts="I"
          title={`${t(STUDY.invert)} (I)`}
          onClick={() => onLook({ ...look, inverted: !look.inverted })}
        >
          {t(STUDY.invert)}
        </button>
        <button type="button" title={`${t(STUDY.reset)} (R)`} aria-keyshortcuts="R" onClick={onReset}>
          {t(STUDY.reset)}
        </button>
        {hasLines && (
          <button type="button" onClick={onClear}>
            {t(STUDY.clearLengths)}
          </button>
        )}
      </div>
      {picture &&
        (hasWindow ? <WindowFields {...{ picture, look, onLook }} /> : <p class="soft">{t(STUDY.noWindow)}</p>)}
    </div>
  );
}

type WindowProps = Pick<ToolsProps, 'look' | 'onLook'> & { readonly picture: PictureDisplay };

/** Ready windows and the two numbers of the present one; a change is told once the hand rests. */
function WindowFields({ picture, look, onLook }: WindowProps) {
  const { t } = useWords();
  const window = windowOf(picture, look.view);
  const presets = presetsOf(picture);
  const setView = (view: DisplayView): void => onLook({ ...look, view });
  const said = window && t(STUDY.windowIs, { centre: shown(window.centre), width: shown(window.width) });
  useTold(look.view && said);
  if (window === undefined) return null;
  const chosen = look.view === undefined ? 0 : presets.findIndex(({ view }) => same(view, look.view));
  return (
    <div class="group fields">
      <label>
        {t(STUDY.preset)}
        <select
          value={String(chosen)}
          onChange={({ currentTarget }) => {
            const preset = presets[Number(currentTarget.value)];
            if (preset) setView(preset.view);
          }}
        >
          {chosen < 0 && <option value="-1">{t(STUDY.own)}</option>}
          {presets.map(({ name }, place) => (
            <option key={place} value={String(place)}>
              {t(name)}
            </option>
          ))}
        </select>
      </label>
      <Numeric
        label={t(STUDY.centre)}
        value={window.centre}
        onValue={(centre) => setView(asView({ ...window, centre }))}
      />
      <Numeric
        label={t(STUDY.width)}
        value={window.width}
        least={1}
        onValue={(width) => setView(asView({ ...window, width }))}
      />
    </div>
  );
}

const shown = (value: number): number => Math.round(value * 100) / 100;
const same = (a: DisplayView, b: DisplayView | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

type NumericProps = { label: string; value: number; least?: number; onValue: (value: number) => void };

/** A number that is taken when it is one; what is being typed is left alone. */
function Numeric({ label, value, least, onValue }: NumericProps) {
  return (
    <label>
      {label}
      <input
        type="number"
        inputMode="decimal"
        step="any"
        min={least}
        value={shown(value)}
        onChange={({ currentTarget }) => {
          const typed = currentTarget.valueAsNumber;
          if (Number.isFinite(typed) && typed >= (least ?? Number.NEGATIVE_INFINITY)) onValue(typed);
          else currentTarget.value = String(shown(value));
        }}
      />
    </label>
  );
}

const TOLD_AFTER_MS = 700;
/** Tells a screen reader what has changed, once and when it has come to rest. */
function useTold(text: string | undefined): void {
  const [told, setTold] = useState(text);
  useEffect(() => {
    if (text === undefined || text === told) return;
    const timer = setTimeout(() => {
      setTold(text);
      announce(text);
    }, TOLD_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text, told]);
}
