import { useState } from 'preact/hooks';
import { config } from '../config.ts';
import { dayShown } from '../shell/banner.tsx';
import { StopPage } from '../shell/stop.tsx';
import { PATIENT } from '../shell/words.ts';
import { useWords } from '../words/use-words.tsx';
import type { Bilingual } from '../words/words.ts';
import type { Compared } from './compare.ts';
import { FIELDS, LAUNCH, VERDICTS } from './words.ts';

/** Name of a record system, for sentences. */
export function useSystem(iss: string): string {
  const { t } = useWords();
  return t(config().recordSystems.find((one) => one.iss === iss)?.title ?? LAUNCH.system);
}

/** A stop with its reason; the only ways out lead away from the patient. */
export function Stopped({
  title,
  says,
  iss = '',
  rows,
  back,
}: {
  title: Bilingual;
  says: Bilingual;
  iss?: string;
  rows?: readonly (readonly Compared[])[];
  back?: { readonly words: Bilingual; readonly go: () => void };
}) {
  const { t } = useWords();
  const system = useSystem(iss);
  const [tried, setTried] = useState(false);
  return (
    <StopPage title={t(title)}>
      <p>{t(says, { system })}</p>
      {rows?.map((one, place) => (
        <Sides key={place} rows={one} system={system} />
      ))}
      <p class="row">
        {back && (
          <button type="button" class="main" onClick={back.go}>
            {t(back.words)}
          </button>
        )}
        <button
          type="button"
          onClick={() => {
            close();
            // A browser closes only what a page has opened.
            setTried(true);
          }}
        >
          {t(LAUNCH.close)}
        </button>
      </p>
      {tried && <p role="status">{t(LAUNCH.closeByHand)}</p>}
    </StopPage>
  );
}

/** Both sides beside each other, line by line. */
function Sides({ rows, system }: { rows: readonly Compared[]; system: string }) {
  const { t } = useWords();
  const shown = (field: Compared['field'], value: string | undefined): string => {
    if (value === undefined) return t(LAUNCH.unknown);
    if (field === 'birthDate') return dayShown(value);
    return field === 'sex' && (value === 'male' || value === 'female' || value === 'other') ? t(PATIENT[value]) : value;
  };
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t(LAUNCH.what)}</th>
          <th scope="col">{system}</th>
          <th scope="col">{t(LAUNCH.inOka)}</th>
          <th scope="col">{t(LAUNCH.verdict)}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ field, ehr, oka, verdict }) => (
          <tr key={field} class={verdict}>
            <th scope="row">{t(FIELDS[field])}</th>
            <td data-side={system}>{shown(field, ehr)}</td>
            <td data-side={t(LAUNCH.inOka)}>{shown(field, oka)}</td>
            <td>{t(VERDICTS[verdict])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
