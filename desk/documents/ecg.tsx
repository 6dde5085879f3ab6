import { useMemo, useState } from 'preact/hooks';
import { useWords } from '../words/use-words.tsx';
import {
  CARD_MM,
  type Calibration,
  calibrationOf,
  drawingMm,
  keepCalibration,
  LEAST_PX_PER_MM,
  MOST_PX_PER_MM,
} from './calibration.ts';
import { useBlobUrl, useBytes } from './use-bytes.ts';
import { DOCUMENTS } from './words.ts';

/**
 * An ECG to scale: the drawing's millimetres are those of the screen, once somebody has held a card to it; until then it says
 * that they may be off and that squares may be counted. The drawing is an image: nothing in it runs.
 */
export function Ecg({ path, title }: { readonly path: string; readonly title: string }) {
  const { t } = useWords();
  const got = useBytes(path, 'image/svg+xml');
  const [calibration, setCalibration] = useState<Calibration>(() => calibrationOf(localStorage));
  const [isChecking, setIsChecking] = useState(false);
  const bytes = got.state === 'ready' ? got.bytes : undefined;
  const size = useMemo(() => bytes && drawingMm(new TextDecoder().decode(bytes.slice(0, 1024))), [bytes]);
  const url = useBlobUrl(bytes, 'image/svg+xml');
  const { pixelsPerMm, isChecked } = calibration;
  return (
    <div class="document">
      <h2>{title}</h2>
      {got.state === 'loading' && <p role="status">{t(DOCUMENTS.coming)}</p>}
      {got.state === 'failed' && (
        <p role="alert">
          {t(DOCUMENTS.failed)}{' '}
          <button type="button" onClick={got.retry}>
            {t(DOCUMENTS.retry)}
          </button>
        </p>
      )}
      {url && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than the page is moved by keys too (WCAG 2.2, 2.1.1).
        <section class="paper" tabIndex={0} aria-label={title}>
          <img
            src={url}
            alt={`${t(DOCUMENTS.ecg)}. ${t(DOCUMENTS.ecgAlone)}`}
            style={size && { width: `${size.width * pixelsPerMm}px`, height: `${size.height * pixelsPerMm}px` }}
          />
        </section>
      )}
      {url && (
        <p>
          {t(isChecked ? DOCUMENTS.scaled : DOCUMENTS.unscaled)}{' '}
          <button type="button" aria-expanded={isChecking} onClick={() => setIsChecking(!isChecking)}>
            {t(DOCUMENTS.check)}
          </button>
        </p>
      )}
      {isChecking && (
        <Check
          pixelsPerMm={pixelsPerMm}
          onChange={(next) => setCalibration({ ...calibration, pixelsPerMm: next })}
          onDone={() => {
            keepCalibration(localStorage, pixelsPerMm);
            setCalibration({ pixelsPerMm, isChecked: true });
            setIsChecking(false);
          }}
        />
      )}
    </div>
  );
}

type CheckProps = { pixelsPerMm: number; onChange: (pixelsPerMm: number) => void; onDone: () => void };

/** A bar as long as a bank card: whoever makes them equal has measured his screen. */
function Check({ pixelsPerMm, onChange, onDone }: CheckProps) {
  const { t } = useWords();
  return (
    <div class="check-scale">
      <p>{t(DOCUMENTS.checking)}</p>
      <div class="bar" style={{ width: `${CARD_MM * pixelsPerMm}px` }} aria-hidden="true" />
      <label>
        {t(DOCUMENTS.barLength)}{' '}
        <input
          type="range"
          min={LEAST_PX_PER_MM}
          max={MOST_PX_PER_MM}
          step={0.01}
          value={pixelsPerMm}
          onInput={({ currentTarget }) => onChange(currentTarget.valueAsNumber)}
        />
      </label>{' '}
      <button type="button" onClick={onDone}>
        {t(DOCUMENTS.done)}
      </button>
    </div>
  );
}
