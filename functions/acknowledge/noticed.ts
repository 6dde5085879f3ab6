import { log } from '../../platform/log.ts';
import { takeStep } from '../../platform/way.ts';
import type { World } from '../../platform/world.ts';
import type { ClinicSilent, NoticeAnswered } from '../../schemas/messages.ts';

/** What became of a notice: a failed one has the next way tried at once; a word about one that is not there says nothing. */
export async function noteNotice({ data, traceparent }: NoticeAnswered, world: World): Promise<void> {
  const { version, to, channel, outcome, why = 'not-stated', at } = data;
  const notice = { version, to, channel, at };
  await takeStep(
    world,
    data,
    outcome === 'sent' ? { type: 'notice-sent', ...notice } : { type: 'notice-failed', ...notice, why },
    { traceparent },
  );
}

/** The clinic of a critical result does not answer: who could only see it there is passed over, and it is written so. */
export async function noteSilentClinic({ data, traceparent }: ClinicSilent, world: World): Promise<void> {
  log.warn('critical result of a clinic that does not answer', { record: data.record, resultId: data.resultId });
  await takeStep(world, data, { type: 'clinic-offline' }, { traceparent });
}
