import type { DeskAxes } from '../../schemas/api/desk-parts.ts';
import type { DeskResult } from '../../schemas/api/desk-result.ts';
import { Time } from '../ui/time.tsx';
import { WithTime } from '../ui/with-time.tsx';
import { useWords } from '../words/use-words.tsx';
import { nameOf } from './people.ts';
import { RECIPIENTS, RESULT, WAY } from './words.ts';

/** Who is told, what systems answered and what humans did: apart, for a delivered result is not a read one. */
export function Way({ result: { recipients, delivery }, notMarked }: { result: DeskResult; notMarked: boolean }) {
  const { t } = useWords();
  return (
    <section aria-labelledby="way">
      <h2 id="way">{t(RESULT.way)}</h2>
      <dl>
        <dt>{t(RESULT.told)}</dt>
        <dd>
          {recipients.length === 0
            ? t(RESULT.nobodyTold)
            : recipients.map((one) => {
                const as = RECIPIENTS[one.as];
                return (
                  <p key={`${one.id} ${one.as}`}>
                    {nameOf(one)} <span class="soft">{as ? t(as) : one.as}</span>
                  </p>
                );
              })}
        </dd>
        {delivery === undefined ? (
          <>
            <dt>{t(WAY.systems)}</dt>
            <dd>{t(RESULT.noDelivery)}</dd>
          </>
        ) : (
          <Axes delivery={delivery} />
        )}
      </dl>
      {notMarked && <p role="status">{t(WAY.notMarked)}</p>}
    </section>
  );
}

function Axes({ delivery }: { delivery: DeskAxes }) {
  const { t } = useWords();
  const { noRecordSystem, delivered, reads, acknowledged, actedOn, dueAt, overdueSince } = delivery;
  return (
    <>
      <dt>{t(WAY.systems)}</dt>
      <dd>
        {delivered ? (
          <WithTime words={delivered.code === 'AA' ? RESULT.delivered : RESULT.refused} at={delivered.at} />
        ) : (
          t(noRecordSystem ? RESULT.noRecordSystem : RESULT.waitsDelivery)
        )}
      </dd>
      <dt>{t(WAY.humans)}</dt>
      <dd>
        {reads.length === 0 && <p>{t(RESULT.nobodyRead)}</p>}
        {reads.map((read) => (
          <p key={read.id}>
            {t(RESULT.readBy)}: {nameOf(read)}, <Time at={read.at} />{' '}
            <span class="soft">{t(RESULT.version, { version: read.version })}</span>
          </p>
        ))}
        {acknowledged ? (
          <p>
            {t(WAY.acknowledged)}: {nameOf(acknowledged)}, <Time at={acknowledged.at} />
          </p>
        ) : (
          <p>
            {t(RESULT.notAcknowledged)}
            {overdueSince ? (
              <b class="late">
                {'. '}
                <WithTime words={RESULT.overdue} at={overdueSince} />
              </b>
            ) : (
              dueAt && (
                <>
                  {'. '}
                  <WithTime words={RESULT.due} at={dueAt} />
                </>
              )
            )}
          </p>
        )}
        {actedOn && (
          <p>
            {t(WAY.acted)}: {nameOf(actedOn)}, <Time at={actedOn.at} /> {'what' in actedOn && `«${actedOn.what}»`}
          </p>
        )}
      </dd>
    </>
  );
}
