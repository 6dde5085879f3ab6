import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { recordId } from '../../domain/fhir/identifiers.ts';
import { ID_KEY, message, REGION } from '../../domain/hl7/map/example.ts';
import { signed } from '../../domain/rules/examples.ts';
import { advise } from '../../functions/advise/advise.ts';
import { readItems } from '../../functions/chart-api/everything.ts';
import { receiveRecord } from '../../functions/receive-record/receive.ts';
import { segmentKey } from '../../platform/objects.ts';
import { makeEvent } from '../../platform/queues.ts';
import type { InputKey } from '../../schemas/input.ts';
import { sha256Hex } from '../sha256.ts';
import { type TestWorld, withWorld } from '../world.ts';

// A busy machine needs its time.
jest.setTimeout(120_000);

const NUMBERS = ['70001', '70002', '70003'] as const;
type Number = (typeof NUMBERS)[number];
const DOMAIN = '1.2.643.5.1.13.13.12.2.999.91.100.1';
const recordOf = (number: Number): string => recordId(ID_KEY, REGION.clinics[0]?.oid ?? '', DOMAIN, number);

/** The hospital has a record system, so that a critical result is told there and its input waits for nobody. */
const region: typeof REGION = {
  ...REGION,
  ehrs: [{ id: 'mis', title: { en: 'MIS', ru: 'МИС' }, replaces: true }],
  clinics: REGION.clinics.map((clinic) => (clinic.id === 'hospital' ? { ...clinic, ehr: 'mis' } : clinic)),
  rules: signed('critical_labs'),
};

let it: TestWorld;
beforeEach(async () => {
  it = await withWorld(region);
  Object.assign(it.world.env, { OKA_ID_KEY: ID_KEY, OKA_QUEUE_RESULTS: 'results' });
  for (const [n, number] of NUMBERS.entries())
    await told('hospital', 'ADT^A28', [`${pid(number)}||Вымышленный^Номер||19${n + 5}00512|M`], 10);
  await settle();
});
afterEach(() => it.close());

async function receive(bytes: Uint8Array, clinic: 'hospital' | 'laboratory'): Promise<InputKey> {
  const input = { kind: 'record' as const, clinic, sha256: sha256Hex(bytes) };
  const receivedAt = '2026-01-10T12:00:00.000Z';
  await it.world.objects.put('intake', segmentKey(input, 0), bytes, { metadata: { length: String(bytes.length) } });
  await it.world.chart.openInput(input, bytes.length, receivedAt);
  const data = { input, length: bytes.length, receivedAt };
  await receiveRecord({ data, traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` }, it.world);
  return input;
}

/** Follows the triggers until none is left: what nobody was told of stays as it was. */
async function settle(): Promise<void> {
  const { sent } = it.chart;
  while (sent.length > 0) {
    const records = new Set(sent.splice(0).map(({ record }) => record));
    for (const record of records) {
      const data = { record, revision: (await it.world.chart.head(record))?.revision ?? 0 };
      await advise(makeEvent('oka.advice.requested', 'test', data, { time: it.time.now }), it.world);
    }
  }
}

const pid = (number: Number): string => `PID|1||${number}^^^HOS^PI`;
const told = (clinic: 'hospital' | 'laboratory', type: string, segments: string[], minute: number) =>
  receive(
    message(type, segments, { application: clinic === 'hospital' ? 'HIS' : 'LIS', sentAt: `2026011010${minute}00` }),
    clinic,
  );
/** A potassium of the laboratory's order F-1; `W` withdraws it. */
const potassium = (number: Number, minute: number, { value = '7,2', status = 'F', order = 'F-1' } = {}) =>
  told(
    'laboratory',
    'ORU^R01',
    [
      pid(number),
      `OBR|1||${order}|БХ^Биохимия^L|||20260110090000|||||||||||||||||||${status}`,
      `OBX|1|NM|КАЛИЙ^Калий^L||${value}|ммоль/л|||||${status}|||20260110090000`,
    ],
    minute,
  );

const critical = async (number: Number): Promise<boolean> =>
  ((await it.world.chart.advice(recordOf(number)))?.results ?? []).some(
    ({ subject, state }) => subject === 'potassium' && state === 'current',
  );
const listed = async (clinic = 'laboratory'): Promise<string[]> =>
  (await it.world.chart.waitingForHuman(clinic))
    .filter(({ steps }) => steps.some(({ detail }) => detail === 'order-of-two-patients'))
    .map(({ input }) => input.sha256)
    .sort();

describe.each([
  ['in order', false],
  ['the other way round', true],
])('a result sent for the wrong patient and again for the right one, told %s', (_, reversed) => {
  /** First for 70001, two minutes later for 70002; at rest in between or not. */
  async function sentTwice(quiet = true): Promise<{ wrong: InputKey; right: InputKey }> {
    if (reversed) {
      const right = await potassium('70002', 32);
      if (quiet) await settle();
      const wrong = await potassium('70001', 30);
      await settle();
      return { wrong, right };
    }
    const wrong = await potassium('70001', 30);
    if (quiet) await settle();
    const right = await potassium('70002', 32);
    await settle();
    return { wrong, right };
  }
  const both = ({ wrong, right }: { wrong: InputKey; right: InputKey }) => [wrong.sha256, right.sha256].sort();

  test.each([true, false])(
    'counts for the right one alone, and both stand on the list (at rest between: %s)',
    async (quiet) => {
      const inputs = await sentTwice(quiet);
      expect([await critical('70001'), await critical('70002')]).toEqual([false, true]);
      expect(await listed()).toEqual(both(inputs));
    },
  );

  test('repeated, changes nothing', async () => {
    const inputs = await sentTwice();
    await potassium('70001', 30);
    await potassium('70002', 32);
    await settle();
    expect([await critical('70001'), await critical('70002')]).toEqual([false, true]);
    expect(await listed()).toEqual(both(inputs));
  });

  test.each(['W', 'D', 'X'])('withdrawn for the wrong one (%s), leaves the list', async (status) => {
    await sentTwice();
    await potassium('70001', 40, { status });
    await settle();
    expect([await critical('70001'), await critical('70002')]).toEqual([false, true]);
    expect(await listed()).toEqual([]);
  });

  test('withdrawn for the second, counts for the first again', async () => {
    await sentTwice();
    await potassium('70002', 40, { status: 'W' });
    await settle();
    expect([await critical('70001'), await critical('70002')]).toEqual([true, false]);
    expect(await listed()).toEqual([]);
  });

  test('counts for both when they are merged, and is on no list; parted, it is again', async () => {
    const inputs = await sentTwice();
    await told('hospital', 'ADT^A40', [pid('70002'), 'MRG|70001^^^HOS^PI'], 40);
    await settle();
    expect(await critical('70002')).toBe(true);
    expect(await listed()).toEqual([]);
    await told('hospital', 'ADT^A37', [pid('70002'), pid('70001')], 45);
    await settle();
    expect([await critical('70001'), await critical('70002')]).toEqual([false, true]);
    expect(await listed()).toEqual(both(inputs));
  });

  test('sent for a third, counts for the third alone', async () => {
    const inputs = await sentTwice();
    const third = await potassium('70003', 50);
    await settle();
    expect(await Promise.all(NUMBERS.map(critical))).toEqual([false, false, true]);
    expect(await listed()).toEqual([...both(inputs), third.sha256].sort());
    await potassium('70003', 55, { status: 'W' });
    await settle();
    expect(await Promise.all(NUMBERS.map(critical))).toEqual([false, true, false]);
    expect(await listed()).toEqual(both(inputs));
  });

  test('does not hide what else the wrong patient has', async () => {
    await potassium('70001', 20, { order: 'F-2', value: '7,9' });
    await settle();
    await sentTwice();
    expect([await critical('70001'), await critical('70002')]).toEqual([true, true]);
  });
});

test('the result is read in the chart of the right patient alone', async () => {
  await potassium('70001', 30);
  await potassium('70002', 32);
  const shown = async (number: Number) =>
    ((await readItems([recordOf(number)], [recordOf(number)], it.world.chart)).get(recordOf(number)) ?? []).map(
      ({ resource }) => resource?.resourceType,
    );
  expect(await shown('70001')).not.toContain('Observation');
  expect(await shown('70002')).toContain('Observation');
});

test('corrected for the first patient later, the result is his again until a human has looked', async () => {
  await potassium('70001', 30);
  await potassium('70002', 32);
  await potassium('70001', 40, { status: 'C', value: '7,0' });
  await settle();
  expect([await critical('70001'), await critical('70002')]).toEqual([true, false]);
  expect(await listed()).toHaveLength(2);
});

test('an order placed for two patients is on the list of its clinic until it is cancelled for one', async () => {
  const order = (number: Number, control: string, minute: number) =>
    told('hospital', 'ORM^O01', [pid(number), `ORC|${control}|N-1`, 'OBR|1|N-1||КТ-ОГК^КТ^L'], minute);
  await order('70001', 'NW', 30);
  await order('70002', 'NW', 32);
  await settle();
  expect(await listed('hospital')).toHaveLength(2);
  await order('70001', 'CA', 40);
  await settle();
  expect(await listed('hospital')).toEqual([]);
});

test('a result under an order that the clinic placed is one of one patient', async () => {
  await told('hospital', 'ORM^O01', [pid('70001'), 'ORC|NW|F-1', 'OBR|1|F-1||БХ^Биохимия^L'], 30);
  await potassium('70001', 32);
  await settle();
  expect([await listed(), await listed('hospital')]).toEqual([[], []]);
  expect(await critical('70001')).toBe(true);
});
