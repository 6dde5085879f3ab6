import { join } from 'node:path';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { BinaryReader } from '../../edge/connector/binary.ts';
import { delivered } from '../../edge/connector/envelope.ts';
import { log } from '../../platform/log.ts';
import { ResultPublished } from '../../schemas/messages.ts';
import type { Bilingual } from '../../schemas/result.ts';
import { writeDurably } from '../durable.ts';
import { type Applied, applyResult, type Desk } from './apply.ts';
import { openLedger } from './ledger.ts';
import { indexPage } from './page.ts';
import { openRecords } from './records.ts';

export type ReaderOptions = {
  ehr: string;
  title: Bilingual;
  /** Pages, pictures, records and the ledger of this record system. */
  folder: string;
  sqs: SQSClient;
  queueUrl: string;
  acknowledgementsUrl: string;
  readBinary: BinaryReader;
  placeOf: Desk['placeOf'];
  onApplied?: (applied: Applied) => void;
  clock?: () => Date;
};

/** Short polls: what a killed reader had asked for is held by nobody for longer than this. */
const WAIT_SECONDS = 5;
const RETRY_SECONDS = 2;
/** A page takes well under a second; a reader that died gives its messages back after this long. */
const HOLD_SECONDS = 20;

/**
 * One record system: reads its queue, applies versions, writes pages, answers. A message is deleted only when ledger and
 * page are on disk and the answer is sent; whatever is repeated after a crash changes nothing (docs/ehr-contract.md).
 */
export async function startReader(options: ReaderOptions) {
  const { ehr, folder, sqs, queueUrl, acknowledgementsUrl, clock = () => new Date() } = options;
  const ledger = await openLedger(join(folder, 'ledger.jsonl'));
  const records = openRecords(folder);
  const desk: Desk = {
    folder,
    ledger,
    records,
    readBinary: options.readBinary,
    placeOf: options.placeOf,
    clock,
  };
  const writeIndex = async () =>
    writeDurably(join(folder, 'index.html'), indexPage(await records.all(), options.title));
  await writeIndex();
  const stopping = new AbortController();

  async function handle({ Body, ReceiptHandle }: Message): Promise<void> {
    const { data, traceparent } = ResultPublished.parse(JSON.parse(Body ?? ''));
    const { code, text, outcome, applied } = await applyResult(data, desk);
    if (applied) options.onApplied?.(applied);
    const { record, resultId, version } = data;
    const at = clock().toISOString();
    const answer = { ehr, record, resultId, version, code, ...(text ? { text } : {}), at };
    const message = delivered(answer, { source: `ehr/${ehr}`, time: clock(), traceparent });
    await sqs.send(new SendMessageCommand({ QueueUrl: acknowledgementsUrl, MessageBody: JSON.stringify(message) }));
    await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
    log.info('result read', { ehr, record, resultId, version, outcome, code });
  }

  /** Messages of one record in their order: the first that fails holds back the rest. */
  async function handleGroup(messages: readonly Message[]): Promise<void> {
    for (const [index, message] of messages.entries()) {
      try {
        await handle(message);
      } catch (cause) {
        log.warn('result not applied, comes again', { ehr, fault: cause instanceof Error ? cause.name : 'unknown' });
        for (const { ReceiptHandle } of messages.slice(index))
          await sqs
            .send(
              new ChangeMessageVisibilityCommand({
                QueueUrl: queueUrl,
                ReceiptHandle,
                VisibilityTimeout: RETRY_SECONDS,
              }),
            )
            // If SQS is away, the message comes again when its hold ends.
            .catch(() => undefined);
        return;
      }
    }
  }

  async function poll(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({
            QueueUrl: queueUrl,
            MaxNumberOfMessages: 10,
            WaitTimeSeconds: WAIT_SECONDS,
            VisibilityTimeout: HOLD_SECONDS,
            MessageSystemAttributeNames: ['MessageGroupId'],
          }),
          { abortSignal: stopping.signal },
        );
        const groups = Map.groupBy(Messages, ({ Attributes }) => Attributes?.MessageGroupId ?? '');
        await Promise.all([...groups.values()].map(handleGroup));
        if (Messages.length > 0) await writeIndex();
      } catch {
        // SQS is being restarted, or we stop: wait a little rather than spin.
        if (!stopping.signal.aborted) await new Promise((resolve) => setTimeout(resolve, 250));
      }
    }
  }
  const polling = poll();

  return {
    counts: ledger.counts,
    async stop(): Promise<void> {
      stopping.abort();
      await polling;
      await ledger.close();
    },
  };
}
