import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { expect, test } from '@jest/globals';
import { startMllpEhr } from '../edge/connector/testing/mllp-ehr.ts';
import { publishedOf, resultIdOf } from '../edge/connector/testing/results.ts';
import { startServers } from '../local/servers/servers.ts';
import { sqsClient } from '../local/template/create.ts';
import { ResultDelivered } from '../schemas/messages.ts';

const RECORDS = 12;
const VERSIONS = 3;
const KILLS = 6;

test('killed again and again, the connector loses no result of a real SQS queue and the record system applies each once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'oka-connector-kill-'));
  const servers = await startServers(folder, { s3: 0, sqs: 0, dynamodb: 0 });
  const sqs = sqsClient(servers.urls.sqs);
  const ehr = await startMllpEhr();
  ehr.slow(15);
  let child: ChildProcess | undefined;
  const make = async (QueueName: string, Attributes = {}) =>
    (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? '';
  const queueUrl = await make('records-demo.fifo', { FifoQueue: 'true' });
  const acknowledgementsUrl = await make('acknowledgements');
  const start = (): ChildProcess =>
    fork(
      join(import.meta.dirname, 'connector-kill', 'main.ts'),
      [servers.urls.sqs, queueUrl, acknowledgementsUrl, join(folder, 'connector'), `${ehr.port}`],
      { stdio: 'ignore', execArgv: ['--disable-warning=ExperimentalWarning'] },
    );
  const answers = new Map<string, ResultDelivered>();
  async function hear(): Promise<void> {
    const command = new ReceiveMessageCommand({ QueueUrl: acknowledgementsUrl, MaxNumberOfMessages: 10 });
    const { Messages = [] } = await sqs.send(command);
    for (const { Body = '', ReceiptHandle } of Messages) {
      const message = ResultDelivered.parse(JSON.parse(Body));
      answers.set(message.id, message);
      await sqs.send(new DeleteMessageCommand({ QueueUrl: acknowledgementsUrl, ReceiptHandle }));
    }
  }
  try {
    for (let version = 1; version <= VERSIONS; version += 1)
      for (let record = 1; record <= RECORDS; record += 1) {
        const message = publishedOf({ name: `r${record}`, record, version });
        await sqs.send(
          new SendMessageCommand({
            QueueUrl: queueUrl,
            MessageBody: JSON.stringify(message),
            MessageGroupId: message.data.record,
            MessageDeduplicationId: `${record}-${version}`,
          }),
        );
      }
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const before = ehr.got.length;
      child = start();
      // Each life ends a little further on: in the taking, between sending and answer, in the telling.
      for (let tries = 0; tries < 400 && ehr.got.length < before + kill; tries += 1)
        await new Promise((resolve) => setTimeout(resolve, 10));
      await new Promise((resolve) => setTimeout(resolve, kill * 5));
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }
    child = start();
    const newest = () => [...answers.values()].filter(({ data }) => data.version === VERSIONS).length;
    for (let tries = 0; tries < 300 && newest() < RECORDS; tries += 1) {
      await hear();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(newest()).toBe(RECORDS);
    for (let record = 1; record <= RECORDS; record += 1)
      expect(ehr.held.get(resultIdOf(`r${record}`).slice(0, 20))?.version).toBe(VERSIONS);
    // A repeat is the same message, so it was never applied twice; versions of a result went upwards.
    const numbers = new Map(ehr.got.map(({ filler, version, controlId }) => [`${filler} ${version}`, controlId]));
    for (const { filler, version, controlId } of ehr.got) expect(numbers.get(`${filler} ${version}`)).toBe(controlId);
    for (const { data } of answers.values()) expect(data.code).toBe('AA');
    const said = [...answers.values()].map(({ data }) => `${data.resultId} ${data.version}`);
    expect(new Set(said).size).toBe(said.length);
    const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
    const left = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...names] }));
    expect(names.map((name) => left.Attributes?.[name])).toEqual(['0', '0']);
  } finally {
    child?.kill('SIGKILL');
    await ehr.stop();
    sqs.destroy();
    await servers.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
