import type { DisplayItem, StudyDisplay } from '../../schemas/display.ts';
import { useWords, type Words } from '../words/use-words.tsx';
import { bodyPartWords } from './body-parts.ts';
import { KINDS, STUDY } from './words.ts';

type ItemsProps = {
  readonly display: StudyDisplay;
  readonly item: DisplayItem | undefined;
  readonly onChoose: (instance: string) => void;
};
/** More images of a series than this are walked through by a slider, not by buttons. */
const BUTTONS = 8;

/** What lies in the study: its series, and the images of the one that is open. */
export function Items({ display, item, onChoose }: ItemsProps) {
  const { t } = useWords();
  const series = [...Map.groupBy(display.items, ({ series: uid }) => uid).values()];
  const own = series.find((all) => all.some(({ instance }) => instance === item?.instance)) ?? [];
  const place = own.findIndex(({ instance }) => instance === item?.instance);
  if (display.items.length < 2) return null;
  return (
    <nav class="items" aria-label={t(STUDY.series)}>
      {series.length > 1 && (
        <label>
          {t(STUDY.series)}
          <select
            value={item?.series}
            onChange={({ currentTarget }) => {
              const all = series.find(([one]) => one?.series === currentTarget.value) ?? [];
              const middle = all.length > BUTTONS ? all[Math.floor((all.length - 1) / 2)] : all[0];
              if (middle) onChoose(middle.instance);
            }}
          >
            {series.map((all, k) => (
              <option key={all[0]?.series} value={all[0]?.series}>
                {`${k + 1}. ${itemWords(all[0], t)} (${all.length})`}
              </option>
            ))}
          </select>
        </label>
      )}
      {own.length > BUTTONS ? (
        <label class="slider">
          {t(STUDY.imageOf, { n: place + 1, all: own.length })}
          <input
            type="range"
            min={1}
            max={own.length}
            value={place + 1}
            onInput={({ currentTarget }) => {
              const next = own[currentTarget.valueAsNumber - 1];
              if (next) onChoose(next.instance);
            }}
          />
        </label>
      ) : (
        own.length > 1 && (
          <div class="group">
            {own.map((one, k) => (
              <button
                key={one.instance}
                type="button"
                aria-pressed={one.instance === item?.instance}
                onClick={() => onChoose(one.instance)}
              >
                {`${k + 1}. ${itemWords(one, t)}`}
              </button>
            ))}
          </div>
        )
      )}
    </nav>
  );
}

/** What an instance is, in words: `DX, грудная клетка, PA`; of what is no image its kind. */
export function itemWords(item: DisplayItem | undefined, t: Words['t']): string {
  if (item === undefined) return t(KINDS.film);
  const { modality, bodyPart, view, laterality, kind, description } = item;
  const parts = [modality, bodyPart && bodyPartWords(bodyPart, t), view, laterality];
  const words = parts.filter((one) => one !== undefined && one !== '').join(', ');
  if (kind === 'film') return words || description || t(KINDS.film);
  return [t(KINDS[kind]), description ?? words].filter((one) => one !== '').join(': ');
}
