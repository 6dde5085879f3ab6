import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { dutyRegion } from '../../domain/duty/example.ts';
import { record } from '../../test/chart-examples.ts';
import { type TestWorld, withWorld } from '../../test/world.ts';
import { watchDuty } from './duty.ts';

let it: TestWorld;
beforeAll(async () => {
  const region = dutyRegion();
  const clinics = region.clinics.map((clinic) =>
    clinic.id === 'north' ? { ...clinic, edgeKeys: [{ kty: 'EC' as const, kid: 'e', alg: 'ES256' as const }] } : clinic,
  );
  it = await withWorld({ ...region, clinics });
});
afterAll(() => it.close());
beforeEach(() => {
  it.sent.length = 0;
});

const later = (seconds: number): void => {
  it.time.now = new Date(it.time.now.getTime() + seconds * 1000);
};
const critical = (n: number, change: object = {}) =>
  it.world.chart.changeDelivery(record(n), 'b'.repeat(64), () => ({
    ...{ record: record(n), resultId: 'b'.repeat(64), version: 1, clinic: 'north', ehr: 'mis' },
    ...{ severity: 'critical', state: 'current', level: 'red', from: 1, sentAt: it.time.now.toISOString() },
    ...change,
  }));
const north = async () => (await watchDuty(it.world)).find(({ clinic }) => clinic === 'north');

describe('each minute', () => {
  test('alarms that nobody has taken are counted, until they are taken or met', async () => {
    const since = it.time.now.toISOString();
    await critical(1, { alarm: { since } });
    await critical(2, { alarm: { since, takenAt: since, takenBy: 'day' } });
    await critical(3);
    expect(await north()).toMatchObject({ CriticalAlarms: 1 });
    await critical(1, { alarm: { since }, acknowledged: { at: since, by: 'day' } });
    expect(await north()).toMatchObject({ CriticalAlarms: 0 });
  });

  test('that nobody is on duty is a figure, for as long as it is so', async () => {
    const { chart, region } = it.world;
    expect(await north()).toMatchObject({ NobodyOnDuty: 0 });
    const from = it.time.now.toISOString();
    const until = new Date(it.time.now.getTime() + 3600_000).toISOString();
    for (const [n, { id: person }] of region.people.entries()) {
      const id = n.toString(16).padStart(32, '0');
      await chart.duty.tell({
        id,
        clinic: 'north',
        change: { kind: 'absence', person, from, until },
        said: { by: 'm', at: from },
      });
    }
    expect(await north()).toMatchObject({ NobodyOnDuty: 1 });
    later(3601);
    expect(await north()).toMatchObject({ NobodyOnDuty: 0 });
  });

  test('a clinic that is heard no more: its open critical results go round it, once for each silence', async () => {
    const { contacts } = it.world.chart;
    expect(await north()).toMatchObject({ ClinicOffline: 0 });
    await contacts.heard('north', it.time.now);
    expect(await north()).toMatchObject({ ClinicOffline: 0 });
    later(301);
    expect(await north()).toMatchObject({ ClinicOffline: 1 });
    const told = () => it.sent.map(({ message }) => (message as { data: { record: string } }).data.record).sort();
    expect(told()).toEqual([record(2), record(3)].sort());
    expect(it.sent[0]).toMatchObject({ queue: 'acknowledgements', message: { type: 'oka.clinic.silent' } });
    await north();
    expect(it.sent).toHaveLength(2);
    await contacts.heard('north', it.time.now);
    expect(await north()).toMatchObject({ ClinicOffline: 0 });
    later(301);
    await north();
    expect(it.sent).toHaveLength(4);
  });

  test('a record system that is silent for longer is a figure; a clinic without an edge is never offline', async () => {
    const { contacts } = it.world.chart;
    const now = () => it.time.now.toISOString();
    await contacts.heard('north', it.time.now);
    await contacts.ehrSaid('north', { at: now(), since: now() });
    expect(await north()).toMatchObject({ RecordSystemSilent: 0 });
    later(290);
    await contacts.heard('north', it.time.now);
    later(20);
    expect(await north()).toMatchObject({ RecordSystemSilent: 1, ClinicOffline: 0 });
    await contacts.ehrSaid('north', { at: now(), since: undefined });
    expect(await north()).toMatchObject({ RecordSystemSilent: 0 });
    await contacts.heard('south', it.time.now);
    later(3600);
    const south = (await watchDuty(it.world)).find(({ clinic }) => clinic === 'south');
    expect(south).toMatchObject({ ClinicOffline: 0 });
  });
});
