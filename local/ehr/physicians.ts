import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { acknowledged } from '../../edge/connector/envelope.ts';
import { log } from '../../platform/log.ts';
import type { ReadBack } from '../../schemas/delivery.ts';
import { type LocalKeys, tokenFor } from '../keys.ts';
import type { Applied } from './apply.ts';

/** A demo physician: an invented name at the development issuer, never in a deployed stack. */
export type Physician = { id: string; name: string; clinic: string; roles: string[] };
/** Who takes note of a result and after how many seconds; undefined: nobody does. */
export type Acknowledges = (applied: Applied) => { physician: Physician; afterSeconds: number } | undefined;

/** schemas/delivery.ts, ReadBack */
const MOST_SAID = 200;

export type PhysiciansOptions = {
  keys: LocalKeys;
  sqs: SQSClient;
  acknowledgementsUrl: string;
  acknowledges: Acknowledges;
};

/** What he repeats of a critical result: year of birth, and the value it rests on, else its words. */
function readBackOf({ severity, patient, result, words }: Applied): ReadBack | undefined {
  if (severity !== 'critical') return undefined;
  const value = result?.cited.map((one) => one.value).find((one) => /\d/.test(one));
  return { birthYear: patient.birthDate?.slice(0, 4) ?? '', says: (value ?? words.ru).slice(0, MOST_SAID) };
}

/**
 * Plays the physicians of the sample day: hand `onApplied` to the record systems. Each acknowledgement is a statement
 * signed for exactly this version (schemas/principal.ts, AcknowledgementClaims).
 */
export function startPhysicians({ keys, sqs, acknowledgementsUrl, acknowledges }: PhysiciansOptions) {
  const timers = new Set<NodeJS.Timeout>();
  const sending = new Set<Promise<void>>();

  async function sign(
    physician: Physician,
    { record, resultId, version }: Pick<Applied, 'record' | 'resultId' | 'version'>,
    readBack?: ReadBack,
  ): Promise<void> {
    const oka = { act: 'acknowledge', record, resultId, version, ...(readBack ? { readBack } : {}) };
    const statement = await tokenFor(keys, { kind: 'person', ...physician }, { more: { oka } });
    const at = new Date();
    const data = { record, resultId, version, statement, at: at.toISOString() };
    const message = acknowledged(data, { source: `person/${physician.id}`, time: at });
    await sqs.send(new SendMessageCommand({ QueueUrl: acknowledgementsUrl, MessageBody: JSON.stringify(message) }));
  }

  return {
    onApplied(applied: Applied): void {
      const decided = acknowledges(applied);
      if (!decided) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        const sent = sign(decided.physician, applied, readBackOf(applied))
          .catch((cause: unknown) => log.error('acknowledgement not sent', { record: applied.record }, cause))
          .finally(() => sending.delete(sent));
        sending.add(sent);
      }, decided.afterSeconds * 1000);
      timers.add(timer);
    },
    /** Takes note of a result now, with what he read back of it. */
    acknowledge: sign,
    /** Acknowledgements that are still to come. */
    pending: (): number => timers.size + sending.size,
    async stop(): Promise<void> {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      await Promise.all(sending);
    },
  };
}
