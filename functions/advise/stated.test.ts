import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { makeEvent } from '../../platform/queues.ts';
import type { InputKey } from '../../schemas/input.ts';
import { at, creatinine, owners, patient, record } from '../../test/chart-examples.ts';
import { sha256Hex } from '../../test/sha256.ts';
import { type TestWorld, withWorld } from '../../test/world.ts';
import { advise } from './advise.ts';

// A busy machine needs its time.
jest.setTimeout(60_000);

let it: TestWorld;
let serial = 900;
beforeAll(async () => {
  it = await withWorld();
});
afterAll(() => it.close());

/** A laboratory's input of a record with what its PID says of the patient. */
async function laboratory(of: string, birthDate: string): Promise<InputKey> {
  serial += 1;
  const input = { kind: 'record', clinic: 'lab', sha256: sha256Hex(`result ${serial}`) } as const;
  const { chart } = it.world;
  await chart.openInput(input, 1, at(0));
  const said = { record: of, name: 'Ёлкина Анна', birthDate, gender: 'female' } as const;
  await chart.write({
    items: [creatinine(of, serial)],
    owners: owners(of),
    awaiting: { input, record: of },
    stated: { input, statements: [{ record: of, key: record(Number(birthDate.replaceAll('-', ''))), said }] },
  });
  return input;
}
const registered = (of: string, birthDate: string, said = 0) =>
  it.world.chart.write({ items: [patient(of, { birthDate, said })], owners: owners(of) });
async function advised(of: string) {
  const data = { record: of, revision: (await it.world.chart.head(of))?.revision ?? 0 };
  await advise(makeEvent('oka.advice.requested', 'test', data, { time: it.time.now }), it.world);
}
const listed = async ({ sha256 }: InputKey): Promise<boolean> =>
  (await it.world.chart.waitingForHuman('lab')).some(({ input }) => input.sha256 === sha256);

test.each([
  ['before', false],
  ['after', true],
])('a result whose PID differs is on the list, also when it came %s the registration', async (_, late) => {
  serial += 1;
  const of = record(serial);
  if (late) await registered(of, '1980-05-12');
  const wrong = await laboratory(of, '1981-05-12');
  const right = await laboratory(of, '1980-05-12');
  if (!late) {
    await advised(of);
    expect(await listed(wrong)).toBe(false);
    await registered(of, '1980-05-12');
  }
  await advised(of);
  expect([await listed(wrong), await listed(right)]).toEqual([true, false]);
  expect((await it.world.chart.input(wrong))?.steps.at(-1)?.detail).toBe('pid-birth-date');

  // The clinic had mistyped the birth date: its correction settles the one and brings up the other.
  await registered(of, '1981-05-12', 30);
  await advised(of);
  await advised(of);
  expect([await listed(wrong), await listed(right)]).toEqual([false, true]);
});

test('an input that is listed for another reason stays there', async () => {
  serial += 1;
  const of = record(serial);
  const input = await laboratory(of, '1981-05-12');
  await registered(of, '1980-05-12');
  await it.world.chart.listForHuman(input, ['critical-no-record-system']);
  await advised(of);
  await registered(of, '1981-05-12', 30);
  await advised(of);
  expect(await listed(input)).toBe(true);
});
