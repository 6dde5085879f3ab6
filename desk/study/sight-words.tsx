import { modalityValueOf } from '../../domain/imaging/shades.ts';
import type { PictureDisplay } from '../../schemas/display.ts';
import { Refused, Unreached } from '../api/ask.ts';
import { Failed } from '../ui/states.tsx';
import { useWords } from '../words/use-words.tsx';
import type { FilmState } from './use-film.ts';
import { STUDY } from './words.ts';

type SightWordsProps = {
  readonly state: FilmState;
  readonly picture: PictureDisplay | undefined;
  /** Stored value under the pointer. */
  readonly hovered: number | undefined;
};

/** Under the picture: what one sees of it, how much has come, and what went wrong. */
export function SightWords({ state, picture, hovered }: SightWordsProps) {
  const { t, language } = useWords();
  const { sight, progress, fault, retry } = state;
  return (
    <div class="sight">
      <p role="status" class={`sight-${sight.kind}`}>
        {t(...sentence(state, picture))}
      </p>
      {progress && <Coming {...progress} />}
      {hovered !== undefined && picture && (
        <p class="soft value">{t(STUDY.value, { value: valueWords(hovered, picture, language) })}</p>
      )}
      {fault instanceof Refused && <Failed refusal={fault.refusal} retry={retry} />}
      {fault instanceof Unreached && (
        <p class="state offline" role="alert">
          {t(STUDY.stopped)}{' '}
          <button type="button" onClick={retry}>
            {t({ ru: 'Повторить', en: 'Try again' })}
          </button>
        </p>
      )}
    </div>
  );
}

function sentence(
  { sight, isPreview }: Pick<FilmState, 'sight' | 'isPreview'>,
  picture: PictureDisplay | undefined,
): readonly [(typeof STUDY)[keyof typeof STUDY], Record<string, string | number>] {
  if (sight.kind === 'waiting' || picture === undefined)
    return [sight.kind === 'preview' ? STUDY.preview : STUDY.waiting, {}];
  if (sight.kind === 'preview') return [STUDY.preview, {}];
  const all = { allColumns: picture.columns, allRows: picture.rows, bits: picture.bits };
  if (sight.kind === 'whole') return [picture.lossy ? STUDY.wholeLossy : STUDY.whole, all];
  const values = { ...all, columns: sight.columns, rows: sight.rows };
  if (sight.kind === 'part') return [isPreview ? STUDY.partBehind : STUDY.part, values];
  return [sight.why === 'decoder' ? STUDY.decoderFailed : STUDY.rendered, values];
}

function Coming({ have, total }: { have: number; total: number }) {
  const { t, language } = useWords();
  const size = (bytes: number): string =>
    new Intl.NumberFormat(language, {
      style: 'unit',
      unit: bytes < 1e6 ? 'kilobyte' : 'megabyte',
      maximumFractionDigits: bytes < 1e6 ? 0 : 1,
    }).format(bytes / (bytes < 1e6 ? 1e3 : 1e6));
  const words = t(STUDY.coming, { have: size(have), total: size(total) });
  return (
    <p class="coming">
      <progress value={have} max={total} aria-label={words} /> <span aria-hidden="true">{words}</span>
    </p>
  );
}

/** A stored value as readers speak of it, with its unit where it has one. */
function valueWords(stored: number, picture: PictureDisplay, language: string): string {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(modalityValueOf(picture)(stored));
  const { unit } = picture.modalityValues;
  return unit === undefined ? number : `${number} ${unit}`;
}
