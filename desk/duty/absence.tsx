import { useId, useRef, useState } from 'preact/hooks';
import type { ChangeAnswer, DutyAnswer } from '../../schemas/api/duty.ts';
import { regionNow } from '../api/clock.ts';
import { SendingSays } from '../result/sending-says.tsx';
import { useSend } from '../result/use-send.ts';
import { useDraft } from '../session/use-draft.ts';
import { usePerson } from '../session/use-session.ts';
import { announce } from '../shell/announce.tsx';
import { useWords } from '../words/use-words.tsx';
import { Changes } from './changes.tsx';
import { DUTY } from './words.ts';
import { instantIn, localIn } from './zoned.ts';

type Typed = { readonly person: string; readonly from: string; readonly until: string; readonly deputy: string };
const EMPTY: Typed = { person: '', from: '', until: '', deputy: '' };

/** Telling an absence: anybody's where one may, else one's own; times are those of the clinic's clocks. */
export function Absence({ duty, refresh }: { duty: DutyAnswer; refresh: () => void }) {
  const { t } = useWords();
  const id = useId();
  const me = usePerson();
  const [typed, change, done] = useDraft<Typed>(`absence ${duty.clinic}`, EMPTY);
  const [fault, setFault] = useState<'needTimes' | 'needPerson'>();
  const key = useRef<string>(undefined);
  const path = `/duty/${encodeURIComponent(duty.clinic)}/changes`;
  const { sending, send } = useSend<ChangeAnswer>(path, () => {
    key.current = undefined;
    done();
    announce(t(DUTY.told));
    refresh();
  });
  const isOwn = duty.mayChange === 'own-absence';
  const person = isOwn ? me.id : typed.person;
  const edit = (part: Partial<Typed>) => {
    key.current = undefined;
    change({ ...typed, ...part });
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const from = instantIn(typed.from, duty.zone);
    const until = instantIn(typed.until, duty.zone);
    const areTimes = from !== undefined && until !== undefined && from < until;
    setFault(person === '' ? 'needPerson' : areTimes ? undefined : 'needTimes');
    if (person === '' || !areTimes) return;
    key.current ??= crypto.randomUUID();
    const deputy = typed.deputy === '' ? {} : { deputy: typed.deputy };
    void send({ key: key.current, change: { kind: 'absence', person, from, until, ...deputy } });
  };
  const earliest = localIn(regionNow(), duty.zone);
  const wrong = fault === undefined ? {} : { 'aria-describedby': `${id}-fault` };
  return (
    <section class="card" aria-labelledby="absence">
      <h2 id="absence">{t(DUTY.absence)}</h2>
      <form onSubmit={submit} noValidate>
        <label class="field">
          {t(DUTY.who)}
          <select
            value={person}
            disabled={isOwn}
            onChange={(event) => edit({ person: event.currentTarget.value })}
            {...(fault === 'needPerson' ? { 'aria-invalid': true, ...wrong } : {})}
          >
            {isOwn ? (
              <option value={me.id}>{me.name ?? me.id}</option>
            ) : (
              <>
                <option value="" />
                {duty.people.map((one) => (
                  <option key={one.person} value={one.person}>
                    {one.name}
                  </option>
                ))}
              </>
            )}
          </select>
        </label>
        {(['from', 'until'] as const).map((end) => (
          <label key={end} class="field">
            {t(DUTY[end])}
            <input
              type="datetime-local"
              value={typed[end]}
              min={earliest.slice(0, 10).concat('T00:00')}
              onInput={(event) => edit({ [end]: event.currentTarget.value })}
              {...(fault === 'needTimes' ? { 'aria-invalid': true, ...wrong } : {})}
            />
          </label>
        ))}
        <p class="soft">{t(DUTY.zone, { zone: duty.zone })}</p>
        <label class="field">
          {t(DUTY.deputy)}
          <select value={typed.deputy} onChange={(event) => edit({ deputy: event.currentTarget.value })}>
            <option value="">{t(DUTY.anyDeputy)}</option>
            {duty.people
              .filter((one) => one.person !== person)
              .map((one) => (
                <option key={one.person} value={one.person}>
                  {one.name}
                </option>
              ))}
          </select>
        </label>
        {fault && (
          <p class="wrong" role="alert" id={`${id}-fault`}>
            {t(DUTY[fault])}
          </p>
        )}
        <p class="buttons">
          <button type="submit" class="main" disabled={sending.state === 'sending'}>
            {t(DUTY.tell)}
          </button>
        </p>
        <SendingSays sending={sending} notSent={DUTY.notTold} />
      </form>
      <Changes duty={duty} refresh={refresh} />
    </section>
  );
}
