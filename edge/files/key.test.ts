import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readEdgeKey } from './edge-key.ts';
import { makeEdgeKey } from './key.ts';
import { makeEdgeKeyFile, rollEdgeKeyFile } from './key-file.ts';
import { rollKmsKey } from './kms-key.ts';

const folder = mkdtempSync(join(tmpdir(), 'oka-key-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);
const SALT = Buffer.alloc(16, 1);
const derived = (key: ReturnType<typeof makeEdgeKey>, id = key.id): string =>
  key.derive(id, SALT, 'object').toString('hex');

describe('a key', () => {
  test('gives other keys for another salt and another purpose, and the same for the same', () => {
    const key = makeEdgeKey(Buffer.alloc(32, 1));
    expect(derived(key)).toBe(derived(makeEdgeKey(Buffer.alloc(32, 1))));
    const others = [
      key.derive(key.id, Buffer.alloc(16, 2), 'object'),
      key.derive(key.id, SALT, 'segment body'),
      makeEdgeKey(Buffer.alloc(32, 2)).derive(makeEdgeKey(Buffer.alloc(32, 2)).id, SALT, 'object'),
    ];
    for (const other of others) expect(other.toString('hex')).not.toBe(derived(key));
    expect(() => key.derive('0'.repeat(16), SALT, 'object')).toThrow('wrong-key');
  });
});

describe('a key file', () => {
  test('is made for the owner alone, once, and read again', async () => {
    const made = await makeEdgeKeyFile(at('made/one.key'));
    expect(statSync(at('made/one.key')).mode & 0o777).toBe(0o600);
    expect(derived(await readEdgeKey({ file: at('made/one.key') }))).toBe(derived(made));
    const before = readFileSync(at('made/one.key'), 'utf8');
    await expect(makeEdgeKeyFile(at('made/one.key'))).rejects.toMatchObject({ code: 'configuration' });
    expect(readFileSync(at('made/one.key'), 'utf8')).toBe(before);
  });

  test('that others may read, or that holds no key, is not taken', async () => {
    await makeEdgeKeyFile(at('open.key'));
    chmodSync(at('open.key'), 0o640);
    await expect(readEdgeKey({ file: at('open.key') })).rejects.toThrow('chmod 600');
    for (const text of ['', 'short\n', `${randomBytes(31).toString('base64')}\n`]) {
      writeFileSync(at('bad.key'), text, { mode: 0o600 });
      await expect(readEdgeKey({ file: at('bad.key') })).rejects.toMatchObject({ code: 'configuration' });
    }
    await expect(readEdgeKey({ file: at('none.key') })).rejects.toMatchObject({ code: 'configuration' });
  });

  test('that was rolled over seals under the new key and opens what the old one sealed', async () => {
    const old = await makeEdgeKeyFile(at('rolled.key'));
    const fresh = await rollEdgeKeyFile(at('rolled.key'));
    const read = await readEdgeKey({ file: at('rolled.key') });
    expect(read.id).toBe(fresh.id);
    expect(read.id).not.toBe(old.id);
    expect(derived(read, old.id)).toBe(derived(old));
    expect(statSync(at('rolled.key')).mode & 0o777).toBe(0o600);
  });
});

/** KMS as its JSON protocol speaks (TrentService): it wraps by putting the key's name and the context before the key. */
class SmallKms {
  readonly asked: string[] = [];
  readonly disabled = new Set<string>();
  #server: Server | undefined;

  async start(): Promise<string> {
    this.#server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const target = String(request.headers['x-amz-target']);
        this.asked.push(target);
        const body = JSON.parse(Buffer.concat(parts).toString('utf8')) as Record<string, unknown>;
        const { status, answer } = this.#answer(target, body);
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer));
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => this.#server?.once('listening', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop = (): Promise<void> => new Promise((resolve) => this.#server?.close(() => resolve()));

  #answer(target: string, body: Record<string, unknown>): { status: number; answer: object } {
    const context = JSON.stringify(body.EncryptionContext);
    const fault = (name: string) => ({ status: 400, answer: { __type: name, message: name } });
    if (target === 'TrentService.GenerateDataKey') {
      if (body.KeySpec !== 'AES_256') return fault('ValidationException');
      const key = randomBytes(32);
      const wrapped = Buffer.from(JSON.stringify([body.KeyId, context, key.toString('base64')])).toString('base64');
      return { status: 200, answer: { KeyId: body.KeyId, Plaintext: key.toString('base64'), CiphertextBlob: wrapped } };
    }
    try {
      const wrapped = Buffer.from(String(body.CiphertextBlob), 'base64').toString('utf8');
      const [arn, bound, key] = JSON.parse(wrapped) as [string, string, string];
      if (this.disabled.has(arn)) return fault('DisabledException');
      if (bound !== context) return fault('InvalidCiphertextException');
      return { status: 200, answer: { KeyId: arn, Plaintext: key } };
    } catch {
      return fault('InvalidCiphertextException');
    }
  }
}

describe('a key in KMS', () => {
  const server = new SmallKms();
  let kms: KMSClient;
  beforeAll(async () => {
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
    kms = new KMSClient({ endpoint: await server.start(), region: 'ru-central-1', credentials, maxAttempts: 1 });
  });
  afterAll(async () => {
    kms.destroy();
    await server.stop();
  });
  const read = (name: string, arn = 'arn:one') => readEdgeKey({ kms: arn }, { wrapped: at(name), kms });

  test('wraps a data key that is made once; on the disk it lies wrapped alone', async () => {
    const first = await read('wrapped.json');
    const second = await read('wrapped.json');
    expect(derived(second)).toBe(derived(first));
    expect(server.asked.filter((one) => one.endsWith('GenerateDataKey'))).toHaveLength(1);
    expect(statSync(at('wrapped.json')).mode & 0o777).toBe(0o600);
  });

  test('is rolled over: the new data key seals, the old one opens', async () => {
    const old = await read('roll.json');
    await rollKmsKey({ kms, arn: 'arn:two', path: at('roll.json') });
    const key = await read('roll.json', 'arn:two');
    expect(key.id).not.toBe(old.id);
    expect(derived(key, old.id)).toBe(derived(old));
  });

  test('that cannot be had is told apart: not this key, no right to it, no answer', async () => {
    writeFileSync(at('foreign.json'), JSON.stringify({ keys: [{ kms: 'arn:one', wrapped: 'AAAA' }] }));
    await expect(read('foreign.json')).rejects.toMatchObject({ code: 'wrong-key' });
    await read('disabled.json', 'arn:off');
    server.disabled.add('arn:off');
    await expect(read('disabled.json', 'arn:off')).rejects.toMatchObject({ code: 'configuration' });
    writeFileSync(at('broken.json'), '{}');
    await expect(read('broken.json')).rejects.toMatchObject({ code: 'configuration' });
    const nobody = new KMSClient({
      endpoint: 'http://127.0.0.1:9',
      region: 'ru-central-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 1,
    });
    await expect(readEdgeKey({ kms: 'arn:one' }, { wrapped: at('wrapped.json'), kms: nobody })).rejects.toMatchObject({
      code: 'unavailable',
    });
    nobody.destroy();
  });
});
