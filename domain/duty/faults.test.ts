import { describe, expect, test } from '@jest/globals';
import { unmanned } from '../../schemas/duty-faults.ts';
import { dutyRegion } from './example.ts';

const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const regional = { days: everyDay, from: '00:00', to: '00:00', people: ['first'] };
const days = { clinic: 'north', days: everyDay, from: '08:00', to: '20:00', people: ['day'] };
const nights = { clinic: 'north', days: everyDay, from: '20:00', to: '08:00', people: ['night'] };
const south = { clinic: 'south', days: everyDay, from: '00:00', to: '00:00', people: ['other'] };

describe('the duty of a region file', () => {
  test('is whole by the clinics’ own shifts, or by the region’s', () => {
    expect(() => dutyRegion({ duty: [days, nights, south] })).not.toThrow();
    expect(() => dutyRegion({ duty: [regional] })).not.toThrow();
  });

  const faulty: [string, object, RegExp][] = [
    [
      'a shift of somebody whom the directory lacks',
      { duty: [{ ...regional, people: ['ghost'] }] },
      /names ghost, whom .+people.+ lacks/,
    ],
    ['a night that nobody has', { duty: [days, south] }, /nobody is duty for north on mon at 00:00/],
    [
      'one night of the week',
      { duty: [days, south, { ...nights, days: everyDay.slice(0, 6) }] },
      /north on mon at 00:00/,
    ],
    ['an hour between two shifts', { duty: [{ ...days, to: '19:00' }, nights, south] }, /north on mon at 19:00/],
    ['a clinic that does not exist', { duty: [regional, { ...days, clinic: 'west' }] }, /there is no such clinic/],
    [
      'a level whose duty nobody has',
      { critical: { levels: { red: { deadlineSeconds: 900, duty: 'duty-radiologist' } } } },
      /nobody is duty-radiologist for north/,
    ],
    ['no duty at all beside people', { duty: [] }, /nobody is duty for south/],
  ];
  test.each(faulty)('is refused with a sentence: %s', (_, change, sentence) => {
    expect(() => dutyRegion(change)).toThrow(sentence);
  });

  test('a region’s shift covers a clinic by the clocks of its own zone, summer and winter', () => {
    // Yekaterinburg is four hours ahead of Berlin in winter and three in summer: 12:00 to 24:00 there is 08:00 to 20:00 here.
    const shifted = { days: everyDay, from: '12:00', to: '00:00', people: ['first'] };
    expect(() => dutyRegion({ duty: [shifted, nights, south] })).toThrow(
      /north on mon at 08:00|north on mon at 20:00|nobody is duty for north/,
    );
    expect(() => dutyRegion({ duty: [{ ...shifted, from: '11:00' }, nights, south] })).not.toThrow();
  });

  test('people of one number, and people twice, are refused', () => {
    const { people } = dutyRegion();
    const same = { ...people[1], staff: [{ clinic: 'north', number: 'T1' }] };
    expect(() => dutyRegion({ people: [...people, same] })).toThrow(/twice/);
    expect(() => dutyRegion({ people: [people[0], same, ...people.slice(2)] })).toThrow(
      /both have the number T1 in north/,
    );
  });

  test('a clinic without a record system needs somebody too where it keeps a registry; a laboratory has no patients of its own', () => {
    const { clinics } = dutyRegion();
    const sender = { application: 'HIS', facility: 'S', orderKey: 'placer', defaultDomain: 'S' };
    const without = (role: string) =>
      clinics.map(({ ehr: _, ...clinic }) =>
        clinic.id === 'south'
          ? { ...clinic, domains: [{ namespace: 'S', oid: '1.2.643.1' }], senders: [{ ...sender, role }] }
          : { ...clinic, ehr: 'mis' },
      );
    expect(() => dutyRegion({ clinics: without('post'), duty: [days, nights] })).toThrow(/nobody is duty for south/);
    expect(() => dutyRegion({ clinics: without('lis'), duty: [days, nights] })).not.toThrow();
    expect(unmanned(dutyRegion({ clinics: without('his'), people: undefined, duty: undefined }))).toEqual([
      'north',
      'south',
    ]);
  });

  test('a file of before there was a duty is taken, and its clinics are named as unmanned', () => {
    const old = dutyRegion({ people: undefined, duty: undefined });
    expect(unmanned(old)).toEqual(['north', 'south']);
    expect(unmanned(dutyRegion())).toEqual([]);
  });
});
