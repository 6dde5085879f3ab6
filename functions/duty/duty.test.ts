import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { callId } from '../../domain/duty/calls.ts';
import { dutyRegion } from '../../domain/duty/example.ts';
import { apiHandler } from '../../platform/handlers/api.ts';
import type { DutyAnswer, DutyCallsAnswer } from '../../schemas/api/duty.ts';
import type { Ask } from '../../schemas/delivery.ts';
import type { Principal } from '../../schemas/principal.ts';
import { record } from '../../test/chart-examples.ts';
import { apiEvent, principals, type TestWorld, withWorld } from '../../test/world.ts';
import { routes } from './routes.ts';

let it: TestWorld;
let handler: ReturnType<typeof apiHandler>;
beforeAll(async () => {
  const region = dutyRegion();
  const people = region.people.map((person) =>
    person.id === 'day' ? { ...person, channels: [{ kind: 'phone' as const, address: '101' }] } : person,
  );
  const clinics = region.clinics.map((clinic) =>
    clinic.id === 'north' ? { ...clinic, edgeKeys: [{ kty: 'EC' as const, kid: 'e', alg: 'ES256' as const }] } : clinic,
  );
  it = await withWorld({ ...region, people, clinics });
  it.time.now = new Date('2026-03-10T11:00:00.000Z');
  handler = apiHandler({ world: () => it.world, routes });
});
afterAll(() => it.close());
beforeEach(() => {
  it.sent.length = 0;
});

const who = (id: string, roles: string[] = ['physician'], clinics = ['north']): Principal => ({
  ...{ kind: 'person', id, clinics, roles },
});
const manager = who('manager', ['duty-manager']);

async function ask(principal: Principal, method: string, path: string, json?: unknown) {
  const body = json === undefined ? {} : { body: Buffer.from(JSON.stringify(json)) };
  const answer = await handler(apiEvent(principal, method, path, body));
  return { status: answer.statusCode, json: JSON.parse(answer.body) };
}
const dutyNow = async (query = ''): Promise<DutyAnswer> => (await ask(manager, 'GET', `/duty/north${query}`)).json;
const first = (duty: DutyAnswer): string | undefined => duty.onDuty.duty[0]?.person;
const span = { from: '2026-03-10T08:00:00.000Z', until: '2026-03-11T08:00:00.000Z' };
const tell = (principal: Principal, change: object, key = 'key-of-the-test') =>
  ask(principal, 'POST', '/duty/north/changes', { key, change });

describe('changes of the day', () => {
  test('an absence puts the deputy on duty at once, stands once, and is taken back for ever', async () => {
    expect(first(await dutyNow())).toBe('day');
    const told = await tell(manager, { kind: 'absence', person: 'day', ...span });
    expect(told).toMatchObject({ status: 200, json: { change: { said: { by: 'manager' } } } });
    await tell(manager, { kind: 'absence', person: 'day', ...span });
    const duty = await dutyNow();
    expect(first(duty)).toBe('deputy');
    expect(duty.changes).toHaveLength(1);
    expect(duty.people.find(({ person }) => person === 'day')).toMatchObject({
      isAbsent: true,
      deputies: ['deputy', 'other'],
    });
    expect(first(await dutyNow('?at=2026-03-12T11:00:00.000Z'))).toBe('day');

    const { id } = told.json.change;
    const undone = await ask(manager, 'POST', `/duty/north/changes/${id}/undo`, {});
    expect(undone.json.change.undone).toMatchObject({ by: 'manager' });
    await tell(manager, { kind: 'absence', person: 'day', ...span });
    expect(first(await dutyNow())).toBe('day');
    await tell(manager, { kind: 'absence', person: 'day', ...span }, 'another-key');
    expect(first(await dutyNow())).toBe('deputy');
  });

  test('that leave nobody are stored, and the answer says from when', async () => {
    const day = { from: '2026-03-20T08:00:00.000Z', until: '2026-03-20T12:00:00.000Z' };
    for (const { id } of it.world.region.people.filter((one) => one.id !== 'other'))
      expect((await tell(manager, { kind: 'absence', person: id, ...day })).json.nobodyFrom).toBeUndefined();
    const last = await tell(manager, { kind: 'absence', person: 'other', ...day });
    expect(last).toMatchObject({ status: 200, json: { nobodyFrom: day.from } });
    const { onDuty } = await dutyNow(`?at=${day.from}`);
    expect(onDuty).toEqual({ duty: [], 'duty-radiologist': [] });
  });

  const refused: [string, Principal, object, number][] = [
    ['a colleague’s absence by a physician', who('night'), { kind: 'absence', person: 'day', ...span }, 403],
    ['a swap by a physician', who('day'), { kind: 'swap', person: 'day', by: 'night', ...span }, 403],
    [
      'a manager of another clinic',
      who('m', ['duty-manager'], ['south']),
      { kind: 'absence', person: 'day', ...span },
      403,
    ],
    ['somebody whom the directory lacks', manager, { kind: 'absence', person: 'ghost', ...span }, 400],
    ['a deputy whom the directory lacks', manager, { kind: 'absence', person: 'day', deputy: 'ghost', ...span }, 400],
    [
      'an end before the beginning',
      manager,
      { kind: 'absence', person: 'day', from: span.until, until: span.from },
      400,
    ],
    [
      'a time that is over',
      manager,
      { kind: 'absence', person: 'day', from: '2026-03-01T08:00:00.000Z', until: '2026-03-02T08:00:00.000Z' },
      400,
    ],
    ['a swap with himself', manager, { kind: 'swap', person: 'day', by: 'day', ...span }, 400],
  ];
  test.each(refused)('are refused: %s', async (_, principal, change, status) => {
    expect((await tell(principal, change)).status).toBe(status);
  });

  test('a person tells and takes back his own absence', async () => {
    const own = {
      kind: 'absence',
      person: 'night',
      from: '2026-04-01T08:00:00.000Z',
      until: '2026-04-02T08:00:00.000Z',
    };
    const told = await tell(who('night'), own);
    expect(told.status).toBe(200);
    const undo = `/duty/north/changes/${told.json.change.id}/undo`;
    expect((await ask(who('day'), 'POST', undo, {})).status).toBe(403);
    expect((await ask(who('night'), 'POST', undo, {})).status).toBe(200);
    expect((await ask(manager, 'POST', `/duty/north/changes/${'0'.repeat(32)}/undo`, {})).status).toBe(404);
  });
});

describe('the list of calls', () => {
  const asked: Ask = {
    ...{ record: record(70), resultId: 'c'.repeat(64), version: 1, clinic: 'north', to: 'day', channel: 'phone' },
    ...{ rung: 1, reason: 'critical', level: 'red', askedAt: '2026-03-10T10:59:00.000Z' },
  };
  const id = callId(asked);
  const calls = async (): Promise<DutyCallsAnswer['calls']> =>
    ((await ask(manager, 'GET', '/duty/north/calls')).json as DutyCallsAnswer).calls;

  beforeAll(async () => {
    const { record: of, resultId, version } = asked;
    const named = { record: of, resultId, version, clinic: 'north', ehr: 'mis' };
    await it.world.chart.changeDelivery(of, resultId, () => ({
      ...named,
      ...{ severity: 'critical', state: 'current', level: 'red', from: 1, sentAt: asked.askedAt },
      dueAt: '2026-03-10T11:14:00.000Z',
      recipients: [{ person: 'day', as: 'attending' }],
    }));
    await it.world.chart.calls.note({ id, ask: asked, tried: [] });
  });

  test('says whom to call on which number, by when, and nothing of the patient', async () => {
    expect(await calls()).toEqual([
      {
        ...{ id, clinic: 'north', record: asked.record, resultId: asked.resultId, version: 1, person: 'day' },
        ...{ name: 'Dr day', as: 'attending', numbers: ['101'], level: 'red', reason: 'critical', rung: 1 },
        ...{ askedAt: asked.askedAt, dueAt: '2026-03-10T11:14:00.000Z', calls: [], state: 'open' },
      },
    ]);
    expect((await ask(who('x', ['physician'], ['south']), 'GET', '/duty/north/calls')).status).toBe(403);
  });

  test('who is not reached has failed as a way at once; who is reached ends the call', async () => {
    const answer = (outcome: string, key: string) => ask(manager, 'POST', `/duty/north/calls/${id}`, { key, outcome });
    expect((await answer('no-answer', 'first-call')).json.call).toMatchObject({ state: 'open' });
    expect(it.sent).toMatchObject([
      {
        queue: 'acknowledgements',
        message: { data: { to: 'day', channel: 'phone', outcome: 'failed', why: 'no-answer' } },
      },
    ]);
    await answer('no-answer', 'first-call');
    expect((await calls())[0]?.calls).toHaveLength(1);
    expect((await answer('reached', 'second-call')).json.call).toMatchObject({ state: 'done' });
    expect(await calls()).toMatchObject([
      { id, state: 'done', calls: [{ outcome: 'no-answer' }, { outcome: 'reached' }] },
    ]);
  });

  test('a call about what somebody has taken note of leaves the list', async () => {
    const other = { ...asked, to: 'other' };
    await it.world.chart.calls.note({ id: callId(other), ask: other, tried: [] });
    await it.world.chart.changeDelivery(asked.record, asked.resultId, (stored) =>
      stored ? { ...stored, acknowledged: { at: it.time.now.toISOString(), by: 'day' } } : undefined,
    );
    expect((await calls()).find((call) => call.person === 'other')).toMatchObject({ state: 'over' });
    expect(await it.world.chart.calls.open('north')).toEqual([]);
  });
});

describe('a clinic’s edge', () => {
  test('is heard, says whether its record system answers, and is offline when it is heard no more', async () => {
    const contact = (clinic: string, recordSystem: object) =>
      ask(principals.edge(clinic), 'POST', '/duty/north/contact', { at: it.time.now.toISOString(), recordSystem });
    expect((await contact('south', {})).status).toBe(403);
    expect(await dutyNow()).toMatchObject({ contact: {} });
    const silentSince = '2026-03-10T10:00:00.000Z';
    expect((await contact('north', { silentSince })).json).toEqual({ heardAt: it.time.now.toISOString() });
    expect((await dutyNow()).contact).toEqual({ lastHeardAt: it.time.now.toISOString(), ehrSilentSince: silentSince });
    const heard = it.time.now.toISOString();
    it.time.now = new Date(it.time.now.getTime() + 301_000);
    expect((await dutyNow()).contact).toMatchObject({ offlineSince: heard });
    // A word each minute is written down nowhere; who may not say it is.
    const audits = async () => (await it.world.objects.list('audit', '')).length;
    const before = await audits();
    await contact('north', {});
    expect(await audits()).toBe(before);
    await contact('south', {});
    expect(await audits()).toBe(before + 1);
    expect((await dutyNow()).contact).toEqual({ lastHeardAt: it.time.now.toISOString() });
  });
});
