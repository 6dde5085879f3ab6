import { describe, expect, test } from '@jest/globals';
import { type CriticalEntry, CriticalList, digestOfList } from '../../../../schemas/critical-list.ts';
import { settingsOf } from '../../decisions.ts';
import { bornBefore, patient, saidBy, value } from '../../examples.ts';
import { criticalLabsRule } from '../critical_labs.ts';

const signedList = (...entries: CriticalEntry[]): CriticalList =>
  CriticalList.parse({
    version: '1',
    entries,
    signed: { by: 'demonstration', on: '2026-01-01', digest: digestOfList('1', entries) },
  });
const adult = patient(bornBefore({ years: 40 }));
const child = patient(bornBefore({ years: 5 }));
const potassium = (number: number) => value('2823-3', number, 'mmol/L');

/** What the rule says of an adult's or a child's values under a list: matter, severity and level. */
const said = (list: CriticalList | undefined, ...entries: Parameters<typeof saidBy>[1]) =>
  saidBy(criticalLabsRule.id, entries, { settings: settingsOf({ rules: {}, critical: { list } }) }).map(
    ({ advice }) => [advice.matter, advice.severity, advice.score?.level],
  );

describe('the list of a region', () => {
  test('has limits of its own, and says how soon a person is needed', () => {
    const list = signedList({ analyte: 'potassium', high: 6, level: 'orange' });
    expect(said(undefined, adult, potassium(6.2))).toEqual([]);
    expect(said(list, adult, potassium(6.2))).toEqual([['potassium', 'critical', 'orange']]);
    expect(said(list, adult, potassium(2.3))).toEqual([]);
  });

  test('has limits by age, and one of this age goes before one of every age', () => {
    const list = signedList(
      { analyte: 'potassium', high: 6.5, level: 'red' },
      { analyte: 'potassium', band: 'child', high: 7, level: 'yellow' },
    );
    expect(said(list, child, potassium(6.8))).toEqual([]);
    expect(said(list, child, potassium(7.2))).toEqual([['potassium', 'critical', 'yellow']]);
    expect(said(list, adult, potassium(6.8))).toEqual([['potassium', 'critical', 'red']]);
  });

  test('is closed: what is not on it keeps the limits of the rule and is a warning', () => {
    const list = signedList({ analyte: 'sodium', low: 120, level: 'red' });
    expect(said(list, adult, potassium(7))).toEqual([['potassium', 'warning', undefined]]);
    expect(said(undefined, adult, potassium(7))).toEqual([['potassium', 'critical', undefined]]);
  });

  test('says how great a change is grave', () => {
    const at = (effectiveDateTime: string, number: number) => value('718-7', number, 'g/L', { effectiveDateTime });
    const fall = [at('2026-02-28T10:00:00Z', 120), at('2026-03-01T08:00:00Z', 105)];
    expect(said(undefined, adult, ...fall)).toEqual([]);
    const list = signedList({ change: 'haemoglobin-fall', by: 15, withinHours: 24, level: 'orange' });
    expect(said(list, adult, ...fall)).toEqual([['haemoglobin-fall', 'critical', 'orange']]);
    expect(
      said(signedList({ analyte: 'potassium', high: 6, level: 'red' }), adult, ...fall, at('2026-03-01T09:00:00Z', 90)),
    ).toEqual([['haemoglobin-fall', 'warning', undefined]]);
  });

  test('is the one that was signed, and names each thing once', () => {
    const list = signedList({ analyte: 'potassium', high: 6, level: 'red' });
    const changed = { ...list, entries: [{ analyte: 'potassium', high: 7, level: 'red' }] };
    expect(CriticalList.safeParse(changed).error?.issues[0]?.message).toContain('sign ');
    expect(() => signedList({ rule: 'news2', level: 'red' }, { rule: 'news2', level: 'orange' })).toThrow(
      'stands twice',
    );
    expect(() => signedList({ analyte: 'potassium', level: 'red' })).toThrow();
  });
});
