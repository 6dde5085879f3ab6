import { describe, expect, test } from '@jest/globals';
import { ACCESSION, allSent, child, film, findingIn, image, report, results } from './examples.ts';

describe('the radiologist’s report', () => {
  const seen = [child, film(), image('1', 0.9)];
  test.each([
    [0.9, true, 'agrees'],
    [0.9, false, 'disagrees'],
    [0.1, true, 'disagrees'],
    [0.1, false, 'agrees'],
    [0.5, true, 'not-comparable'],
    [0.9, undefined, 'not-comparable'],
  ])('probability %f, pneumonia stated %s: %s', (probability, stated, verdict) => {
    const made = findingIn(results([child, film(), image('1', probability), report(stated)]));
    expect(made.agreement).toMatchObject({ verdict });
    const warns = probability > 0.7 || verdict === 'disagrees';
    expect(made.severity).toBe(warns ? 'warning' : 'info');
  });
  test('a disagreement that comes later is a new version that notifies', () => {
    const first = results(seen);
    expect(findingIn(results([...seen, report(false)], allSent(first)))).toMatchObject({
      version: 2,
      notify: true,
      agreement: { verdict: 'disagrees', reportSays: { ru: 'Пневмония: нет' } },
    });
  });
  test('the report of another examination, and a preliminary one, are not compared', () => {
    const other = { imagingStudy: [{ identifier: { ...ACCESSION, value: 'D-2' } }] };
    expect(findingIn(results([...seen, report(false, other)])).agreement).toBeUndefined();
    const sameNumberElsewhere = { imagingStudy: [{ identifier: { ...ACCESSION, system: 'urn:oid:1.2.643.10' } }] };
    expect(findingIn(results([...seen, report(false, sameNumberElsewhere)])).agreement).toBeUndefined();
    expect(findingIn(results([...seen, report(false, { status: 'preliminary' })])).agreement).toBeUndefined();
  });
});
