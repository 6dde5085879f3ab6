import { describe, expect, test } from '@jest/globals';
import { bornBefore, diagnosis, entry, patient, RECORD, sign, value } from '../rules/examples.ts';
import type { ChartEntry } from '../rules/facts.ts';
import { adult, allSent, child, OTHER, previousOf, region, results } from './examples.ts';
import { activeRules, resultsOf } from './results.ts';

describe('versions', () => {
  const potassium = (number: number, id = 'k') => value('2823-3', number, 'mmol/L', { id });

  test('the first is version 1 and notifies; the same facts again are the same object', () => {
    const first = results([adult, potassium(7)]);
    expect(first).toMatchObject([
      { version: 1, notify: true, state: 'current', severity: 'critical', subject: 'potassium' },
    ]);
    const again = resultsOf({
      record: RECORD,
      entries: [potassium(7), adult],
      elsewhere: new Set(),
      previous: previousOf(first),
      region,
    });
    expect(again[0]).toBe(first[0]);
  });

  test('other content under the same id is the next version and notifies', () => {
    const first = results([adult, potassium(7)]);
    const second = results([adult, potassium(8)], allSent(first));
    expect(second).toMatchObject([{ version: 2, notify: true, resultId: first[0]?.resultId }]);
    expect(second[0]?.contentHash).not.toBe(first[0]?.contentHash);
  });

  test('stamps and revisions take no part in the content', () => {
    const [first] = results([adult, potassium(7)]);
    const later = { ...potassium(7) };
    const restamped = entry(later.resource as fhir4.Observation, { stamp: '2026-03-01T11:59:00.000Z' });
    const [second] = results([adult, { ...restamped, id: later.id, resource: later.resource }]);
    expect(second?.contentHash).toBe(first?.contentHash);
    expect(second?.sourceTime).not.toBe(first?.sourceTime);
  });

  test('what no longer holds is withdrawn once, and comes back as a further version', () => {
    const first = results([adult, potassium(7)]);
    const second = results([adult, potassium(4)], allSent(first));
    expect(second).toMatchObject([{ version: 2, state: 'withdrawn', notify: true, severity: 'info' }]);
    const third = results([adult, potassium(4)], allSent(second));
    expect(third).toEqual(second);
    expect(results([adult, potassium(7)], allSent(third))).toMatchObject([
      { version: 3, state: 'current', notify: true },
    ]);
  });

  test('what could not be computed rings nobody, nor does its end; a class in its place does', () => {
    const cough = diagnosis('R05');
    const first = results([child, cough]);
    expect(first).toMatchObject([{ version: 1, notify: false, severity: 'info', producer: 'who_child_pneumonia' }]);
    const still = results([child, cough, sign('danger-sign', false)], allSent(first));
    expect(still).toMatchObject([{ version: 2, notify: false }]);
    const severe = results([child, cough, sign('danger-sign', true)], allSent(still));
    expect(severe).toMatchObject([{ version: 3, notify: true, severity: 'warning' }]);
    expect(results([child, cough], allSent(severe))).toMatchObject([{ version: 4, notify: true, severity: 'info' }]);
    expect(results([child], allSent(first))).toMatchObject([{ version: 2, state: 'withdrawn', notify: false }]);
    expect(results([child], allSent(severe))).toMatchObject([{ state: 'withdrawn', notify: true }]);
  });

  test('a clock that runs years ahead moves nobody’s age', () => {
    const ahead = value('2345-7', 5, 'mmol/L', {}, { doubtful: true, stamp: '2046-03-01T11:00:00.000Z' });
    const ill = [child, diagnosis('R05'), sign('danger-sign', true)];
    const hashes = (entries: readonly ChartEntry[]) => results(entries).map(({ contentHash }) => contentHash);
    expect(hashes([...ill, ahead])).toEqual(hashes(ill));
    expect(hashes(ill)).toHaveLength(1);
  });

  test('a withdrawn result has one hash, whatever it said before', () => {
    const hash = (number: number) =>
      results([adult, potassium(4)], previousOf(results([adult, potassium(number)])))[0]?.contentHash;
    expect(hash(7)).toBe(hash(8));
  });

  test('rules in shadow say nothing, and one that is switched off withdraws what it said', () => {
    const off = { ...region, rules: { ...region.rules, critical_labs: { state: 'shadow' as const, decision: 'x' } } };
    expect(activeRules({ rules: {} })).toEqual([]);
    expect(results([adult, potassium(7)], undefined, { region: off })).toEqual([]);
    const first = results([adult, potassium(7)]);
    expect(results([adult, potassium(7)], previousOf(first), { region: off })).toMatchObject([{ state: 'withdrawn' }]);
  });

  test('of a record that was merged away is taken back there and said of its survivor; unmerged, it calls again', () => {
    const survivors = new Map([[RECORD, OTHER]]);
    const both = [patient(bornBefore({ years: 66 }), 'female', { record: OTHER }), adult, potassium(7)];
    const first = results([adult, potassium(7)]);
    expect(first).toMatchObject([{ version: 1, severity: 'critical', state: 'current' }]);

    const merged = results(both, allSent(first), { survivors });
    expect(merged).toMatchObject([{ version: 2, state: 'withdrawn', notify: true }]);
    const said = results(both, undefined, { survivors, record: OTHER });
    expect(said).toMatchObject([{ record: OTHER, version: 1, severity: 'critical', notify: true }]);

    expect(results([adult, potassium(7)], allSent(merged))).toMatchObject([
      { version: 3, state: 'current', notify: true },
    ]);
    const alone = [patient(bornBefore({ years: 66 }), 'female', { record: OTHER })];
    expect(results(alone, allSent(said), { record: OTHER })).toMatchObject([{ state: 'withdrawn', version: 2 }]);
  });

  test('of a record whose survivor nobody has registered stays where it is', () => {
    const survivors = new Map([[RECORD, OTHER]]);
    expect(results([adult, potassium(7)], undefined, { survivors })).toMatchObject([{ notify: true }]);
  });
});
