import type { DutyAnswer, OnDutyPerson } from '../../schemas/api/duty.ts';
import { WithTime } from '../ui/with-time.tsx';
import { useWords } from '../words/use-words.tsx';
import { DUTY, ROLES } from './words.ts';

/** A person of the directory by name; by the name of his token where the clinic does not know him. */
export const personName = (duty: Pick<DutyAnswer, 'people'>, person: string): string =>
  duty.people.find((one) => one.person === person)?.name ?? person;

/** Who is on duty now, in the order in which they are asked, who is absent, and what does not work tonight. */
export function OnDuty({ duty }: { duty: DutyAnswer }) {
  const { t } = useWords();
  const { contact, gateway, zone } = duty;
  const absent = duty.people.filter(({ isAbsent }) => isAbsent);
  return (
    <section class="card" aria-labelledby="on-duty">
      <h2 id="on-duty">{t(DUTY.onDuty)}</h2>
      {contact?.offlineSince && (
        <p class="state offline">
          <WithTime words={DUTY.offline} at={contact.offlineSince} zone={zone} />
        </p>
      )}
      {contact?.ehrSilentSince && (
        <p class="state offline">
          <WithTime words={DUTY.ehrSilent} at={contact.ehrSilentSince} zone={zone} />
        </p>
      )}
      <dl>
        {Object.entries(duty.onDuty).map(([role, people]) => (
          <div key={role}>
            <dt>{ROLES[role] ? t(ROLES[role]) : role}</dt>
            <dd>
              <People people={people} duty={duty} />
            </dd>
          </div>
        ))}
      </dl>
      <p class="soft">{t(DUTY.order)}</p>
      {absent.length > 0 && (
        <>
          <h3>{t(DUTY.absentNow)}</h3>
          <ul>
            {absent.map(({ person, name, deputies }) => (
              <li key={person}>
                {name}{' '}
                <span class="soft">
                  {deputies.length === 0
                    ? t(DUTY.noDeputy)
                    : t(DUTY.deputies, { who: deputies.map((one) => personName(duty, one)).join(', ') })}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {!gateway && <p class="soft">{t(DUTY.noGateway)}</p>}
    </section>
  );
}

/** One below the other; nobody is said aloud, for then alarms alone are left. */
export function People({ people, duty }: { people: readonly OnDutyPerson[]; duty: Pick<DutyAnswer, 'people'> }) {
  const { t } = useWords();
  if (people.length === 0) return <b class="late">{t(DUTY.nobody)}</b>;
  return (
    <ol>
      {people.map(({ person, name, of, insteadOf }) => (
        <li key={`${person} ${of}`}>
          {name} {of === 'region' && <span class="soft">{t(DUTY.ofRegion)}</span>}{' '}
          {insteadOf && <span class="soft">{t(DUTY.insteadOf, { who: personName(duty, insteadOf) })}</span>}
        </li>
      ))}
    </ol>
  );
}
