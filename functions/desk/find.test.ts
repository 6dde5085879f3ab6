import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { recordId } from '../../domain/fhir/identifiers.ts';
import { variableOf } from '../../platform/environment.ts';
import { FindAnswer } from '../../schemas/api/desk-find.ts';
import { ask, askFor, deskRegion, PEOPLE, tell } from '../../test/desk-api.ts';
import { type TestWorld, withWorld } from '../../test/world.ts';

const CLINIC = '1.2.643.5.1.13.13.12.2.77.1';
const NORTH = `${CLINIC}.1`;
let it: TestWorld;
const record = (n: number): string => recordId(variableOf(it.world.env, 'OKA_ID_KEY'), CLINIC, NORTH, `MRN-${n}`);
beforeAll(async () => {
  it = await withWorld(deskRegion());
  await tell(it, record(1), []);
  await tell(it, record(2), []);
});
afterAll(() => it.close());

const find = (as: (typeof PEOPLE)[keyof typeof PEOPLE], ...identifiers: { system: string; value: string }[]) =>
  askFor(it, FindAnswer, as, 'POST /desk-api/find', { body: { identifiers } });

test('a number in the domain of the reader’s clinic leads to its record, with or without urn:oid', async () => {
  for (const system of [NORTH, `urn:oid:${NORTH}`]) {
    const { found } = await find(PEOPLE.physician, { system, value: 'MRN-1' });
    expect(found).toMatchObject([{ record: record(1), records: [record(1)], clinic: 'north' }]);
  }
});

test('numbers of two people lead to two people: the page stops there', async () => {
  const { found } = await find(PEOPLE.physician, { system: NORTH, value: 'MRN-1' }, { system: NORTH, value: 'MRN-2' });
  expect(found.map((one) => one.record)).toEqual([record(1), record(2)]);
});

test('the same digits in another domain, an unknown number and another clinic’s patient lead nowhere', async () => {
  expect((await find(PEOPLE.physician, { system: `${NORTH}.9`, value: 'MRN-1' })).found).toEqual([]);
  expect((await find(PEOPLE.physician, { system: NORTH, value: 'MRN-777' })).found).toEqual([]);
  expect((await find(PEOPLE.stranger, { system: NORTH, value: 'MRN-1' })).found).toEqual([]);
});

test('who may open no chart finds nobody, and a question without numbers is refused', async () => {
  expect((await find(PEOPLE.registrar, { system: NORTH, value: 'MRN-1' })).found).toEqual([]);
  const { status } = await ask(it, PEOPLE.physician, 'POST /desk-api/find', { body: { identifiers: [] } });
  expect(status).toBe(400);
});
