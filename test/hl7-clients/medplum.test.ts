import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { openJournal } from '../../edge/journal/journal.ts';
import { startListener } from '../../edge/listener.ts';
import { atEnd, closeAll } from '../mllp.ts';

/** The libraries of the benchmarks: installed by them, never by a test. */
const PEERS = join(import.meta.dirname, '../../bench/peers');
const CLIENT = '@medplum/hl7';
type Hl7Message = { readonly toString: () => string };
type Medplum = {
  readonly Hl7Client: new (options: {
    host: string;
    port: number;
    encoding: string;
  }) => { readonly sendAndWait: (message: Hl7Message) => Promise<Hl7Message>; readonly close: () => Promise<void> };
};
type Core = { readonly Hl7Message: { readonly parse: (text: string) => Hl7Message } };

const isHere = existsSync(join(PEERS, 'node_modules', CLIENT));
if (!isHere) process.stderr.write(`skipped: tests with ${CLIENT}; not here: npm ci in bench/peers brings it\n`);
const describeHere = isHere ? describe : describe.skip;

const ORU = [
  'MSH|^~\\&|LIS|MRL|OKA|REGION|20260131||ORU^R01^ORU_R01|MP1|P|2.5.1||||||UNICODE UTF-8',
  'PID|1||100001^^^1.2.643.5.1.13.13.12.2.77.0001^PI||Вымышленная^Анна||19560402|F',
  'OBR|1|P1|F1|2823-3^Калий^LN|||20260131081500+0500',
  'OBX|1|NM|2823-3^Калий^LN||7.1|mmol/L|3.5-5.1|HH|||F',
].join('\r');

afterEach(closeAll);

describeHere('an MLLP client that is not ours', () => {
  test('gets AA for its own control id, and what it sent lies in the journal byte for byte', async () => {
    const load = createRequire(join(PEERS, 'package.json'));
    const { Hl7Client } = load(CLIENT) as Medplum;
    const { Hl7Message } = load('@medplum/core') as Core;
    const folder = mkdtempSync(join(tmpdir(), 'oka-hl7-clients-'));
    atEnd(() => rmSync(folder, { recursive: true, force: true }));
    const journal = await openJournal({ folder });
    atEnd(() => journal.close());
    const listener = await startListener({ journal, port: 0, zone: 'Europe/Moscow' });
    atEnd(() => listener.stop(100));
    const client = new Hl7Client({ host: '127.0.0.1', port: listener.port, encoding: 'utf-8' });
    atEnd(() => client.close());

    const message = Hl7Message.parse(ORU);
    const answer = await client.sendAndWait(message);

    expect(answer.toString()).toMatch(/\rMSA\|AA\|MP1\b/);
    const [entry, ...others] = journal.waiting();
    expect(others).toEqual([]);
    if (entry === undefined) throw new Error('the journal has nothing');
    const kept = await journal.read(entry, 0, entry.bytes);
    expect(kept.toString('utf8')).toBe(message.toString());
    expect(Buffer.compare(kept, Buffer.from(message.toString(), 'utf8'))).toBe(0);
  });
});
