import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sqsClient } from '../template/create.ts';
import { type Servers, startServers } from './servers.ts';

const free = { s3: 0, sqs: 0, dynamodb: 0 };
let folder: string;
let servers: Servers | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oka-servers-'));
});
afterEach(async () => {
  await servers?.stop();
  servers = undefined;
  rmSync(folder, { recursive: true, force: true });
});

test('a message given back at once is there again, with its attempts counted, also after a restart', async () => {
  servers = await startServers(folder, free);
  let sqs = sqsClient(servers.urls.sqs);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'work' }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'once' }));
  const receive = async () => {
    const command = new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1, MessageSystemAttributeNames: ['All'] });
    const { Messages = [] } = await sqs.send(command);
    return Messages[0];
  };
  const first = await receive();
  await sqs.send(
    new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout: 0 }),
  );
  expect((await receive())?.Attributes?.ApproximateReceiveCount).toBe('2');
  process.kill(servers.pids().sqs ?? 0, 'SIGKILL');
  sqs.destroy();
  await servers.stop();
  servers = await startServers(folder, free);
  sqs = sqsClient(servers.urls.sqs);
  // Its reader ended with the servers: it does not wait for its visibility timeout.
  expect((await receive())?.Attributes?.ApproximateReceiveCount).toBe('3');
  sqs.destroy();
});

test('a message that went to a caller who had died is there again at once', async () => {
  servers = await startServers(folder, free);
  const sqs = sqsClient(servers.urls.sqs);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'work' }));
  const dead = new AbortController();
  const command = new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10 });
  const poll = sqs.send(command, { abortSignal: dead.signal }).catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 300));
  dead.abort();
  await poll;
  await new Promise((resolve) => setTimeout(resolve, 100));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'for the living' }));
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 3 }));
  expect(Messages?.[0]?.Body).toBe('for the living');
  sqs.destroy();
});

test('the servers are reachable on loopback only', async () => {
  servers = await startServers(folder, free);
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((address) => address?.family === 'IPv4' && !address.internal)?.address;
  for (const url of Object.values(servers.urls)) {
    expect((await fetch(url)).status).toBeGreaterThan(0);
    if (outside) await expect(fetch(url.replace('127.0.0.1', outside))).rejects.toThrow();
  }
});

test('a port that is taken is said by name, and nothing is left running', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const { port } = taken.address() as AddressInfo;
  await expect(startServers(folder, { ...free, sqs: port })).rejects.toThrow(
    `sqs server did not start on port ${port}`,
  );
  taken.close();
});
