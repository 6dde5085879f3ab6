import { describe, expect, test } from '@jest/globals';
import type { Recipient } from '../../schemas/delivery.ts';
import type { StoredDutyChange } from '../../schemas/duty.ts';
import { RegionFile } from '../../schemas/region.ts';
import { testRegion } from '../../test/world.ts';
import { channelsOf, ladderOf, type WayGround, waySettings } from './ladder.ts';

const AT = '2026-03-02T08:00:00.000Z';
const sms = { kind: 'sms', address: '+70000000001' };
const phone = { kind: 'phone', address: '101' };
const region = RegionFile.parse({
  ...testRegion(),
  people: [
    { id: 'attending', name: 'A', clinics: ['north'], channels: [sms, phone], deputies: ['deputy'] },
    { id: 'deputy', name: 'B', clinics: ['north'], channels: [{ kind: 'mail', address: 'b@north.example' }] },
    { id: 'duty-north', name: 'C', clinics: ['north'], channels: [phone] },
    { id: 'duty-region', name: 'D', clinics: ['north', 'south'], channels: [phone] },
    { id: 'radiologist', name: 'E', clinics: ['south'], channels: [phone] },
  ],
  duty: [
    { clinic: 'north', days: ['mon'], from: '00:00', to: '00:00', people: ['duty-north'] },
    { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '00:00', to: '00:00', people: ['duty-region'] },
  ],
  gateway: { url: 'http://gateway.test' },
});
const absent = (person: string): StoredDutyChange => ({
  id: '0'.repeat(32),
  clinic: 'north',
  change: { kind: 'absence', person, from: '2026-03-02T00:00:00.000Z', until: '2026-03-03T00:00:00.000Z' },
  said: { by: person, at: '2026-03-01T08:00:00.000Z' },
});
const ground = (change: Partial<WayGround> = {}): WayGround => ({
  ...{ region, changes: [], offline: new Set<string>(), now: AT },
  ...change,
});
const ladder = (recipients: Recipient[], change: Partial<WayGround> = {}) =>
  ladderOf({ recipients, clinic: 'north', level: 'red' }, ground(change)).map((group) =>
    group.map(({ person, as }) => `${person} ${as}`),
  );
const attending: Recipient = { person: 'attending', as: 'attending' };

describe('the ladder', () => {
  test('goes from those who know the patient to who stands in for them, the duty of the clinic and of the region', () => {
    expect(ladder([attending])).toEqual([
      ['attending attending'],
      ['deputy deputy'],
      ['duty-north duty'],
      ['duty-region duty'],
    ]);
  });

  test('asks of those on duty first who may open it: who works in the clinic', () => {
    const [first] = region.duty.filter(({ clinic }) => clinic === undefined);
    const duty = [{ ...first, people: ['attending', 'duty-region'] }] as typeof region.duty;
    const south = ladderOf({ recipients: [], clinic: 'south', level: 'red' }, ground({ region: { ...region, duty } }));
    expect(south.flat().map(({ person }) => person)).toEqual(['duty-region', 'attending']);
  });

  test('puts in the place of an absent one who stands in for him, and leaves out an absent one on duty', () => {
    expect(ladder([attending], { changes: [absent('attending'), absent('duty-north')] })).toEqual([
      ['deputy deputy'],
      ['duty-region duty'],
    ]);
  });

  test('begins with the duty where nobody of the chart is known, and with the radiologist where only he judges', () => {
    expect(ladder([])[0]).toEqual(['duty-north duty']);
    expect(ladder([attending, { person: 'radiologist', as: 'duty-radiologist' }]).slice(0, 2)).toEqual([
      ['radiologist duty-radiologist'],
      ['attending attending'],
    ]);
  });
});

describe('the channels of a person', () => {
  const cut = (person: string, change: Partial<WayGround> = {}) =>
    channelsOf(person, ground(change)).map((one) => `${one.channel}${one.cut ? ` ${one.cut}` : ''}`);

  test('are his desk and those of the directory in its order; whom it does not know has his desk', () => {
    expect(cut('attending')).toEqual(['desk', 'sms', 'phone']);
    expect(cut('stranger')).toEqual(['desk']);
  });

  test('lose desk and mail where all his clinics are offline, and mail and SMS without a gateway', () => {
    const offline = { offline: new Set(['north']) };
    expect(cut('deputy', offline)).toEqual(['desk clinic-offline', 'mail clinic-offline']);
    expect(cut('duty-region', offline)).toEqual(['desk', 'phone']);
    const { gateway: _, ...without } = region;
    expect(cut('attending', { region: without })).toEqual(['desk', 'sms no-gateway', 'phone']);
  });
});

test('the settings are those of the level, a third of its deadline for each step, and the red one is the region’s deadline', () => {
  expect(waySettings(region)).toEqual({
    levels: {
      red: { deadlineSeconds: 20, nextAfterSeconds: 7 },
      orange: { deadlineSeconds: 3600, nextAfterSeconds: 1200 },
      yellow: { deadlineSeconds: 86_400, nextAfterSeconds: 28_800 },
    },
    retakeSeconds: 600,
    silentSeconds: 120,
  });
});
