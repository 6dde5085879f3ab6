import type { DeskMe } from '../../schemas/api/desk-me.ts';
import type { WorklistQuery } from '../../schemas/api/desk-worklist.ts';
import { useWords } from '../words/use-words.tsx';
import { LIST, STATES } from './words.ts';

export type Wanted = {
  readonly clinic: string;
  readonly who: NonNullable<WorklistQuery['who']>;
  readonly state: NonNullable<WorklistQuery['state']>;
};

/** What the address asks for; of what it does not say, the narrowest: one's own, what waits, the first clinic. */
export function wantedIn(query: URLSearchParams, clinics: readonly { readonly id: string }[]): Wanted | undefined {
  const asked = query.get('clinic');
  const clinic = clinics.find(({ id }) => id === asked)?.id ?? clinics[0]?.id;
  const state = query.get('state');
  return clinic === undefined
    ? undefined
    : {
        clinic,
        who: query.get('who') === 'clinic' ? 'clinic' : 'mine',
        state: state === 'all' || state === 'critical' || state === 'unread' ? state : 'open',
      };
}

/** The address of a list: kept by Back, and by who sends it to himself. */
export const listLink = ({ clinic, who, state }: Wanted): string =>
  `#/worklist?${new URLSearchParams({ clinic, who, state })}`;

export type FiltersProps = {
  wanted: Wanted;
  clinics: DeskMe['clinics'];
  text: string;
  onText: (text: string) => void;
  onWanted: (wanted: Wanted) => void;
};

export function Filters({ wanted, clinics, text, onText, onWanted }: FiltersProps) {
  const { t } = useWords();
  return (
    <form class="filters" onSubmit={(event) => event.preventDefault()}>
      {clinics.length > 1 && (
        <label>
          {t(LIST.clinic)}{' '}
          <select
            value={wanted.clinic}
            onChange={({ currentTarget }) => onWanted({ ...wanted, clinic: currentTarget.value })}
          >
            {clinics.map(({ id, title }) => (
              <option key={id} value={id}>
                {t(title)}
              </option>
            ))}
          </select>
        </label>
      )}
      <fieldset class="row">
        <legend class="unseen">{t(LIST.whose)}</legend>
        {(['mine', 'clinic'] as const).map((who) => (
          <button
            key={who}
            type="button"
            aria-pressed={who === wanted.who}
            onClick={() => onWanted({ ...wanted, who })}
          >
            {t(who === 'mine' ? LIST.mine : LIST.all)}
          </button>
        ))}
      </fieldset>
      <label>
        {t(LIST.state)}{' '}
        <select
          value={wanted.state}
          onChange={({ currentTarget }) => onWanted({ ...wanted, state: currentTarget.value as Wanted['state'] })}
        >
          {(['open', 'critical', 'unread', 'all'] as const).map((state) => (
            <option key={state} value={state}>
              {t(STATES[state])}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t(LIST.find)} <input type="search" value={text} onInput={({ currentTarget }) => onText(currentTarget.value)} />
      </label>
    </form>
  );
}
