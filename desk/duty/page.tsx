import { useState } from 'preact/hooks';
import type { DeskMe } from '../../schemas/api/desk-me.ts';
import type { DutyAnswer } from '../../schemas/api/duty.ts';
import { usePolled } from '../api/use-get.ts';
import { useMe } from '../shell/nav.tsx';
import { Empty, Shown } from '../ui/states.tsx';
import { useWords } from '../words/use-words.tsx';
import { Absence } from './absence.tsx';
import { Calls } from './calls.tsx';
import { Criticals } from './criticals.tsx';
import { OnDuty } from './on-duty.tsx';
import { Sound } from './sound-switch.tsx';
import { Week } from './week.tsx';
import { DUTY } from './words.ts';

/** The night of whoever is on duty: what sounds, what runs out, whom to call, and who else is there. */
export default function DutyPage() {
  const { t } = useWords();
  const me = useMe();
  return (
    <article class="duty">
      <h1>{t(DUTY.title)}</h1>
      <Shown got={me} isEmpty={({ clinics }) => clinics.length === 0} empty={t(DUTY.noClinic)}>
        {(known) => <DutyOf me={known} />}
      </Shown>
    </article>
  );
}

/** Begins with a clinic where an alarm sounds, and stays with it: an alarm elsewhere is said above and moves nothing here. */
function DutyOf({ me: { clinics, may } }: { me: DeskMe }) {
  const { t } = useWords();
  const [chosen, setChosen] = useState(() => (clinics.find(({ alarms }) => alarms > 0) ?? clinics[0])?.id);
  const clinic = clinics.find(({ id }) => id === chosen) ?? clinics[0];
  if (clinic === undefined) return <Empty>{t(DUTY.noClinic)}</Empty>;
  return (
    <>
      {clinics.length > 1 && (
        <label class="field">
          {t(DUTY.clinic)}
          <select value={clinic.id} onChange={(event) => setChosen(event.currentTarget.value)}>
            {clinics.map(({ id, title, alarms }) => (
              <option key={id} value={id}>
                {t(title)}
                {alarms > 0 ? ` ‼ ${alarms}` : ''}
              </option>
            ))}
          </select>
        </label>
      )}
      {may.takeAlarm && <Sound />}
      {may.readCharts && <Criticals key={`critical ${clinic.id}`} clinic={clinic.id} mayTake={may.takeAlarm} />}
      <Calls key={`calls ${clinic.id}`} clinic={clinic.id} />
      <Roster key={`roster ${clinic.id}`} clinic={clinic.id} />
    </>
  );
}

function Roster({ clinic }: { clinic: string }) {
  const got = usePolled<DutyAnswer>(`/duty/${encodeURIComponent(clinic)}`, 60_000);
  return (
    <Shown got={got}>
      {(duty) => (
        <>
          <div class="columns">
            <OnDuty duty={duty} />
            <Absence duty={duty} refresh={got.refresh} />
          </div>
          <Week clinic={duty.clinic} zone={duty.zone} />
        </>
      )}
    </Shown>
  );
}
