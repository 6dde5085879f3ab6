import { useState } from 'preact/hooks';
import type { DutyAnswer } from '../../schemas/api/duty.ts';
import { regionNow } from '../api/clock.ts';
import { useGet } from '../api/use-get.ts';
import { Shown } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { useWords } from '../words/use-words.tsx';
import { People } from './on-duty.tsx';
import { DUTY } from './words.ts';
import { week } from './zoned.ts';

/** Whose the days and nights of a week are, as it stands now with all changes; asked for only when somebody wants to see it. */
export function Week({ clinic, zone }: { clinic: string; zone: string }) {
  const { t } = useWords();
  const [days, setDays] = useState<ReturnType<typeof week>>();
  return (
    <section class="card" aria-labelledby="week">
      <h2 id="week">{t(DUTY.week)}</h2>
      {days === undefined ? (
        <button type="button" onClick={() => setDays(week(regionNow(), zone))}>
          {t(DUTY.showWeek)}
        </button>
      ) : (
        <ul class="week">
          {days.map(({ day, noon, night }) => (
            <li key={day}>
              <h3>
                <Time at={day} />
              </h3>
              <dl>
                <dt>{t(DUTY.atNoon)}</dt>
                <dd>
                  <At clinic={clinic} at={noon} />
                </dd>
                <dt>{t(DUTY.atNight)}</dt>
                <dd>
                  <At clinic={clinic} at={night} />
                </dd>
              </dl>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function At({ clinic, at }: { clinic: string; at: string }) {
  const got = useGet<DutyAnswer>(`/duty/${encodeURIComponent(clinic)}?at=${encodeURIComponent(at)}`);
  return <Shown got={got}>{(duty) => <People people={duty.onDuty.duty ?? []} duty={duty} />}</Shown>;
}
