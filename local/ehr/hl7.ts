import { join } from 'node:path';
import { readOru } from '../../edge/connector/read-oru.ts';
import { type MllpServer, startMllpServer } from '../../edge/mllp/server.ts';
import { log } from '../../platform/log.ts';
import { OkaError } from '../../schemas/errors.ts';
import { RESULT_EXTENSION, Result } from '../../schemas/result.ts';
import { writeDurably } from '../durable.ts';
import { type Applied, applyResult, type Data, type Desk } from './apply.ts';
import { openLedger } from './ledger.ts';
import { indexPage } from './page.ts';
import type { ReaderOptions } from './reader.ts';
import { openRecords } from './records.ts';

export type Hl7Options = Omit<ReaderOptions, 'sqs' | 'queueUrl' | 'acknowledgementsUrl'> & {
  /** Whose patients they are: the clinic whose edge sends. */
  readonly clinic: string;
  readonly port: number;
  /** Once in its life it says nothing for so long, as a system does that hangs. */
  readonly silentMs?: number;
  /** From which message on, counted from 1; default the first. */
  readonly silentFrom?: number;
};

/**
 * A record system that takes results as ORU^R01 from a clinic's connector instead of reading the queue itself: applied by
 * number and version, on disk before AA. Its pages are made of the bundle that comes along.
 */
export async function startHl7Reader(options: Hl7Options): Promise<{ port: number; stop: () => Promise<void> }> {
  const { ehr, clinic, folder, port, silentMs = 0, silentFrom = 1, clock = () => new Date() } = options;
  const ledger = await openLedger(join(folder, 'ledger.jsonl'));
  const records = openRecords(folder);
  const desk: Desk = { folder, ledger, records, readBinary: options.readBinary, placeOf: options.placeOf, clock };
  const writeIndex = async () =>
    writeDurably(join(folder, 'index.html'), indexPage(await records.all(), options.title));
  await writeIndex();
  let [came, speaksAgainAt] = [ledger.counts().applied > 0 ? silentFrom : 0, 0];
  let last: Promise<unknown> = Promise.resolve();
  /** The index shows all patients: it is written when a message is through, not once for each that waits behind it. */
  let indexing = false;
  const indexLater = (): void => {
    if (indexing) return;
    indexing = true;
    setTimeout(() => {
      indexing = false;
      void writeIndex().catch((cause: unknown) => log.error('the index of patients is not written', { ehr }, cause));
    }, 500).unref();
  };

  /** Repeats come on another connection while the first is still being applied: one after the other. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };

  async function take(bytes: Uint8Array): Promise<Buffer | undefined> {
    const now = clock().getTime();
    came += 1;
    const hangs = silentMs > 0 && came === silentFrom;
    if (hangs) speaksAgainAt = now + silentMs;
    else if (now < speaksAgainAt) return undefined;
    const { controlId, bundle } = readOru(bytes);
    const { code, outcome, applied } = await applyResult(dataOf(bundle, { ehr, clinic }), desk);
    if (applied) tell(applied);
    log.info('result taken over HL7', { ehr, outcome, code });
    // What hangs has taken the message and does not say so.
    return hangs ? undefined : answer(code, controlId);
  }

  function tell(applied: Applied): void {
    options.onApplied?.(applied);
    indexLater();
  }

  const server: MllpServer = await startMllpServer({
    host: '127.0.0.1',
    port,
    handle: ({ bytes }) =>
      inTurn(async () => {
        const said = await take(bytes).catch((cause: unknown) => {
          log.warn('message not taken', { ehr, fault: cause instanceof OkaError ? cause.code : 'unknown' });
          return answer('AE', '');
        });
        return said === undefined ? [] : [said];
      }),
  });
  return {
    port: server.port,
    async stop() {
      await server.stop(1000);
      await last;
      await writeIndex();
      await ledger.close();
    },
  };
}

const answer = (code: string, controlId: string): Buffer =>
  Buffer.from(`MSH|^~\\&|EHR||OKA||${Date.now()}||ACK^R01^ACK|${Date.now()}|P|2.5.1\rMSA|${code}|${controlId}\r`);

/** The message that the queue would have brought, from the bundle that the ORU carries. @throws OkaError `hl7-structure` */
function dataOf(bundle: unknown, { ehr, clinic }: { ehr: string; clinic: string }): Data {
  const entries = (bundle as fhir4.Bundle | undefined)?.entry ?? [];
  const carried = entries
    .flatMap(({ resource }) => (resource as fhir4.DomainResource | undefined)?.extension ?? [])
    .find(({ url }) => url === RESULT_EXTENSION)?.valueString;
  const parsed = carried === undefined ? undefined : Result.safeParse(JSON.parse(carried));
  if (!parsed?.success) throw new OkaError('hl7-structure', 'OBX "bundle" with a result');
  const { record, resultId, version, contentHash, state, severity, notify } = parsed.data;
  const said = { ehr, clinic, record, resultId, version, contentHash, state, severity, notify };
  return { ...said, bundle: bundle as Record<string, unknown> };
}
