import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { canonicalJson } from '../../domain/fhir/canonical.ts';
import { recordId } from '../../domain/fhir/identifiers.ts';
import { ID_KEY, PID, REGION, segment } from '../../domain/hl7/map/example.ts';
import { inBatches } from '../../platform/chart/batches.ts';
import type { GuessedSender } from '../../platform/chart/charsets.ts';
import { readByGuessKey } from '../../platform/chart/keys.ts';
import { makeStore } from '../../platform/chart/store.ts';
import { segmentKey } from '../../platform/objects.ts';
import { readAgain } from '../../platform/read-again.ts';
import type { SenderCharsetName } from '../../schemas/charset.ts';
import type { RecordUploaded } from '../../schemas/messages.ts';
import { RegionFile } from '../../schemas/region.ts';
import { encodeAs } from '../../test/charsets.ts';
import { type TestWorld, withWorld } from '../../test/world.ts';
import { receiveRecord } from './receive.ts';

const TRACE = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const RECORD = recordId(ID_KEY, REGION.clinics[0]?.oid ?? '', '1.2.643.5.1.13.13.12.2.999.91.100.1', '70001');

let it: TestWorld;
beforeEach(async () => {
  it = await withWorld(REGION);
  Object.assign(it.world.env, { OKA_ID_KEY: ID_KEY });
});
afterEach(() => it.close());

/** A world with nothing in it, in place of the one that was used. */
async function renew(): Promise<void> {
  await it.close();
  it = await withWorld(REGION);
  Object.assign(it.world.env, { OKA_ID_KEY: ID_KEY });
}

type Sent = { readonly type?: string; readonly at?: string; readonly application?: string; readonly declared?: string };

/** A message of the hospital's HIS in any character set, declared as ASCII unless told otherwise. */
function said(
  segments: readonly string[],
  charset: string,
  { type = 'ADT^A08', at = '20260110101500', application = 'HIS', declared = 'ASCII' }: Sent = {},
): Uint8Array {
  const msh = `MSH|^~\\&|${application}|X|OKA|TESTS|${at}||${type}|1|P|2.5.1||||||${declared}`;
  return encodeAs([msh, ...segments, ''].join('\r'), charset);
}

/** Hands an input in as `uploads` does, and whatever the function sends itself, until nothing is left. */
async function receive(bytes: Uint8Array, clinic = 'hospital'): Promise<void> {
  await receiveRecord(await accept(bytes, clinic), it.world);
  await receiveSent();
}

async function accept(bytes: Uint8Array, clinic = 'hospital') {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const input = { kind: 'record' as const, clinic, sha256 };
  const receivedAt = '2026-01-10T12:00:00.000Z';
  await it.world.objects.put('intake', segmentKey(input, 0), bytes, { metadata: { length: String(bytes.length) } });
  await it.world.chart.openInput(input, bytes.length, receivedAt);
  return { data: { input, length: bytes.length, receivedAt }, traceparent: TRACE };
}

async function receiveSent(): Promise<void> {
  for (let one = it.sent.shift(); one !== undefined; one = it.sent.shift())
    if (one.queue === 'records') await receiveRecord(one.message as RecordUploaded, it.world);
}

async function confirm(charset: SenderCharsetName): Promise<void> {
  const [sender] = await it.world.chart.charsets.senders('hospital');
  const decision = { charset, by: 'operator', at: '2026-01-10T13:00:00.000Z' };
  const confirmed = await it.world.chart.charsets.confirm('hospital', sender?.id ?? '', decision);
  await readAgain(confirmed, 'operate', TRACE, it.world);
  await receiveSent();
}

const patient = async (): Promise<fhir4.Patient | undefined> =>
  (await it.world.chart.get(RECORD, 'Patient', RECORD))?.resource as fhir4.Patient | undefined;

/** Every resource of the record as it is read. */
async function chart(): Promise<string> {
  const items = await it.world.chart.everything(RECORD);
  return canonicalJson(items.flatMap(({ resource }) => resource ?? []));
}

const NAME = 'Небылицын Пётр Фомич';
const VISIT = segment('PV1', { 2: 'I', 19: 'V-1' });
const diagnosis = (text: string): string => `DG1|1||J18.9^${text}^I10|||A`;

describe('a name read by guess', () => {
  test('is not written; birth date, sex and number are, and the chart says that a name waits', async () => {
    await receive(said([PID], 'windows-1251'));
    expect(await patient()).toMatchObject({
      birthDate: '1980-05-12',
      gender: 'male',
      identifier: [{ value: '70001' }],
      name: [
        { extension: [{ valueCode: 'temp-unknown' }, { valueString: expect.stringContaining('name not confirmed') }] },
      ],
    });
    expect(await chart()).not.toContain('Небылицын');
  });

  test('leaves a name of a certain source as it is', async () => {
    await receive(said([PID], 'utf-8', { declared: 'UNICODE UTF-8', at: '20260110100000' }));
    await receive(said([PID.replace('Небылицын', 'Вымышленный')], 'koi8-r', { at: '20260110110000' }));
    expect((await patient())?.name?.map(({ text }) => text)).toEqual([NAME]);
  });

  test('appears when a human confirms the set, and the input keeps its end', async () => {
    await receive(said([PID], 'windows-1251'));
    await confirm('windows-1251');
    expect((await patient())?.name?.map(({ text }) => text)).toEqual([NAME]);
    expect(await chart()).not.toContain('name-not-confirmed');
  });

  test('appears at the next message of a sender whom the region file registers', async () => {
    await receive(said([PID], 'koi8-r'));
    const registered = RegionFile.parse(JSON.parse(JSON.stringify(REGION)));
    for (const sender of registered.clinics[0]?.senders ?? []) sender.charset = 'koi8-r';
    Object.assign(it.world, { region: registered });
    await receive(
      said(
        [VISIT.replace('V-1', 'V-2')].map((visit) => `${PID.replace('Пётр', 'Павел')}\r${visit}`),
        'koi8-r',
        { at: '20260110090000', type: 'ADT^A01' },
      ),
    );
    expect((await patient())?.name?.map(({ text }) => text)).toEqual([NAME]);
    expect((await it.world.chart.charsets.senders('hospital')).map(({ mode }) => mode)).toEqual(['registered/koi8-r']);
  });

  test('of ASCII letters alone is no guess', async () => {
    await receive(said(['PID|1||70001^^^HOS^PI||Doe^John||19800512|M', diagnosis('Пневмония')], 'windows-1251'));
    expect((await patient())?.name?.map(({ text }) => text)).toEqual(['Doe John']);
  });

  test('of another sender is neither agreement nor contradiction', async () => {
    await receive(said([PID], 'utf-8', { declared: 'UNICODE UTF-8' }));
    const other = PID.replace('Небылицын', 'Вымышленный').replace('19800512', '19810512');
    const order = ['OBR|1||F1|БХ^Биохимия^L'];
    await receive(said([other, ...order], 'windows-1251', { type: 'ORU^R01', application: 'RIS' }));
    const [waiting] = await it.world.chart.waitingForHuman('hospital');
    expect(waiting?.steps.find(({ step }) => step === 'pid-differs')?.detail).toBe('birth-date');
  });
});

/** Three inputs of one sender: two whose few letters look like another set, one that says much. */
const three = (charset: string): Uint8Array[] => [
  said(['PID|1||70001^^^HOS^PI||ЙЮ||19800512|M', VISIT, 'DG1|1||ЙЮ^ЙЮ^99|||A'], charset, {
    type: 'ADT^A01',
    at: '20260110100000',
  }),
  said(['PID|1||70001^^^HOS^PI||ЁЖ||19800512|M', VISIT, 'DG1|1||ЁЖ^ЁЖ^99|||A'], charset, {
    type: 'ADT^A01',
    at: '20260110101000',
  }),
  said([PID, VISIT, diagnosis('Внебольничная пневмония неуточнённая, средней тяжести')], charset, {
    type: 'ADT^A01',
    at: '20260110100500',
  }),
];

const ORDERS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
  [0, 0, 1, 0, 2, 1, 2, 0],
  [2, 1, 1, 0, 2],
];

describe.each([
  ['windows-1251', ORDERS],
  ['koi8-r', ORDERS.slice(4)],
  ['iso-8859-5', ORDERS.slice(5)],
  ['ibm866', ORDERS.slice(6)],
] as const)('three inputs in %s', (charset, orders) => {
  async function play(order: readonly number[], confirmedAfter?: number): Promise<{ guessed: string; sender: string }> {
    await renew();
    for (const [place, number] of order.entries()) {
      await receive(three(charset)[number] ?? new Uint8Array());
      if (place === confirmedAfter) await confirm(charset);
    }
    const [sender] = await it.world.chart.charsets.senders('hospital');
    readings = sender?.reading ?? 0;
    return { guessed: await chart(), sender: canonicalJson([sender?.mode, sender?.evidence]) };
  }
  let readings = 0;

  test('make one chart in every order and however often they come, with and without a confirmation on the way', async () => {
    const first = await play([0, 1, 2]);
    expect(first.guessed).toContain('Внебольничная пневмония');
    expect(first.guessed).not.toContain('Небылицын');
    // Else nothing would have been read again.
    expect(readings).toBeGreaterThan(1);
    for (const order of orders) expect(await play(order)).toEqual(first);

    const confirmed = await play([0, 1, 2], 2);
    expect(confirmed.guessed).toContain('"text":"ЁЖ"');
    for (const order of orders.slice(-3)) expect((await play(order, order.length % 3)).guessed).toBe(confirmed.guessed);
  }, 60_000);
});

test('three workers at once, in any pace, make the chart that one after the other makes', async () => {
  const inputs = three('koi8-r');
  for (const bytes of inputs) await receive(bytes);
  const expected = await chart();
  for (let round = 0; round < 4; round += 1) {
    await renew();
    const events = await Promise.all(inputs.map((bytes) => accept(bytes)));
    const pauses = inputs.map((_, place) => ((place + round) % 3) * round * 3);
    await Promise.all(
      events.map(async (event, place) => {
        await new Promise((resolve) => setTimeout(resolve, pauses[place]));
        await receiveRecord(event, it.world);
      }),
    );
    await receiveSent();
    expect(await chart()).toBe(expected);
  }
}, 60_000);

test('a worker that dies at any step leaves nothing of its reading behind once its message comes again', async () => {
  const [first, , clear] = three('koi8-r');
  await receive(first ?? new Uint8Array());
  await receive(clear ?? new Uint8Array());
  const expected = await chart();
  let died = true;
  let steps = 0;
  for (; died && steps < 200; steps += 3) {
    await renew();
    await receive(first ?? new Uint8Array());
    const event = await accept(clear ?? new Uint8Array());
    died = await receiveRecord(event, worldThatDies(steps)).then(
      () => false,
      () => true,
    );
    await receiveRecord(event, it.world);
    await receiveSent();
    expect([steps, await chart()]).toEqual([steps, expected]);
  }
  expect(steps).toBeGreaterThan(28);
}, 120_000);

/** The table answers so many requests, then the process is gone. */
function worldThatDies(steps: number): TestWorld['world'] {
  let left = steps;
  const send = async (command: never) => {
    left -= 1;
    if (left < 0) throw new Error('the process is gone');
    return it.chart.client.send(command);
  };
  const client = { send } as unknown as typeof it.chart.client;
  return { ...it.world, chart: it.chart.again({ client }) };
}

test('a confirmation that was wrong is corrected without a trace in the chart', async () => {
  const [, , message] = three('koi8-r');
  await receive(message ?? new Uint8Array());
  await confirm('koi8-r');
  const right = await chart();
  await confirm('windows-1251');
  expect(await chart()).not.toBe(right);
  await confirm('koi8-r');
  expect(await chart()).toBe(right);
});

test('a name that was read in a set confirmed wrongly contradicts nobody once the set is right', async () => {
  // So short that the bytes alone do not speak against a human.
  const short = 'PID|1||70001^^^HOS^PI||Ким^Ян||19800512|M';
  await receive(said([short], 'utf-8', { declared: 'UNICODE UTF-8' }));
  await receive(said([short, 'OBR|1||F1|BC^Biochemistry^L'], 'koi8-r', { type: 'ORU^R01', application: 'RIS' }));
  const waiting = async () => (await it.world.chart.waitingForHuman('hospital')).length;
  const contradicting = async () => {
    const statements = await it.world.chart.statements(RECORD);
    const stated = await Promise.all(statements.map((one) => it.world.chart.inputsStating(one)));
    return statements.filter(({ said: { name } }, n) => name !== undefined && name !== 'Ким Ян' && stated[n]?.length);
  };
  await confirm('windows-1251');
  expect([await waiting(), (await contradicting()).length]).toEqual([1, 1]);
  await confirm('koi8-r');
  expect([await waiting(), (await contradicting()).length]).toEqual([0, 0]);
}, 60_000);

describe('a sender of many inputs, when his set is confirmed', () => {
  const MANY = 450;
  async function confirmedWithMany(): Promise<GuessedSender> {
    await receive(said([PID], 'windows-1251'));
    const [sender] = await it.world.chart.charsets.senders('hospital');
    const store = makeStore(it.chart.client, it.chart.table);
    const names = Array.from({ length: MANY }, (_, n) => createHash('sha256').update(`many ${n}`).digest('hex'));
    await inBatches(names, (sha256) =>
      store.put({
        ...readByGuessKey('hospital', sender?.id ?? '', sha256),
        ...{ receivedAt: '2026-01-10T12:00:00.000Z', length: 1, reading: 0 },
      }),
    );
    const decision = { charset: 'koi8-r', by: 'operator', at: '2026-01-10T13:00:00.000Z' } as const;
    return it.world.chart.charsets.confirm('hospital', sender?.id ?? '', decision);
  }
  const sent = (): string[] =>
    it.sent.flatMap(({ queue, message }) =>
      queue === 'records' ? [(message as RecordUploaded).data.input.sha256] : [],
    );

  test('has them sent again part by part, each once, however many workers come upon it', async () => {
    const sender = await confirmedWithMany();
    it.sent.length = 0;
    await Promise.all(Array.from({ length: 6 }, () => readAgain(sender, 'test', TRACE, it.world)));
    expect(sent().length).toBeGreaterThan(0);
    expect(sent().length).toBeLessThan(300);
    for (let part = 0; part < 5; part += 1) await readAgain(sender, 'test', TRACE, it.world);
    expect([sent().length, new Set(sent()).size]).toEqual([MANY + 1, MANY + 1]);
    expect((await it.world.chart.charsets.senders('hospital'))[0]?.sentAgain).toBe(sender.reading);
  }, 60_000);

  test('has the part of a worker who died sent again after a while', async () => {
    const sender = await confirmedWithMany();
    it.sent.length = 0;
    const queues = { send: async () => Promise.reject(new Error('the process is gone')) };
    await expect(readAgain(sender, 'test', TRACE, { ...it.world, queues })).rejects.toThrow('gone');
    it.time.now = new Date(it.time.now.getTime() + 120_000);
    for (let part = 0; part < 5; part += 1) await readAgain(sender, 'test', TRACE, it.world);
    expect(new Set(sent()).size).toBe(MANY + 1);
  }, 60_000);
});
