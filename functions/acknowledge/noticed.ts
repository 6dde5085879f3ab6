import { log } from '../../platform/log.ts';
import type { World } from '../../platform/world.ts';
import type { ClinicSilent, NoticeAnswered } from '../../schemas/messages.ts';

/** What became of a notice stands beside it; a word about one that is not there says nothing. */
export async function noteNotice({ data }: NoticeAnswered, { chart }: World): Promise<void> {
  const { record, resultId, version, to, channel, outcome, why, at } = data;
  await chart.changeDelivery(record, resultId, (stored) =>
    stored === undefined
      ? undefined
      : {
          ...stored,
          notices: stored.notices.map((one) =>
            one.version === version && one.to === to && one.channel === channel && one.outcome !== 'sent'
              ? { ...one, outcome, outcomeAt: at, ...(why ? { why } : {}) }
              : one,
          ),
        },
  );
}

/** The clinic of a critical result does not answer. */
export async function noteSilentClinic({ data }: ClinicSilent, _: World): Promise<void> {
  log.warn('critical result of a clinic that does not answer', { record: data.record, resultId: data.resultId });
}
