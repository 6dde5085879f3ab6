import { afterAll, describe, expect, test } from '@jest/globals';
import { ACKNOWLEDGEMENTS } from './acknowledgements.ts';
import { synthesizeSample } from './fixture.ts';
import { rulePacks } from './rule-packs.ts';

/** Without acknowledgements, so that each finding can be laid beside the table. */
const bare = synthesizeSample({ local: true });
const findings = rulePacks(bare.app).flatMap((pack) =>
  pack
    .validateScope(bare.app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => ({ rule: ruleName, path: constructPath ?? '' })),
    ),
);
afterAll(bare.remove);

const covers = (scope: string, path: string): boolean => `${path}/`.startsWith(scope === '' ? 'Oka/' : `Oka/${scope}/`);

describe('the rule packs (AWS Solutions, HIPAA Security)', () => {
  test('every finding is acknowledged', () => {
    const open = findings.filter(
      ({ rule, path }) => !ACKNOWLEDGEMENTS.some((one) => one.rule === rule && covers(one.scope, path)),
    );
    expect(open).toEqual([]);
  });

  test.each(ACKNOWLEDGEMENTS.map((one) => [`${one.rule} at ${one.scope || 'the stack'}`, one] as const))(
    '%s still has a finding',
    (_, { rule, scope }) => {
      expect(findings.filter((one) => one.rule === rule && covers(scope, one.path))).not.toEqual([]);
    },
  );

  test('every acknowledgement says why, and what would make it untrue', () => {
    for (const { reason, untrueWhen } of ACKNOWLEDGEMENTS) {
      expect(reason.length).toBeGreaterThan(40);
      expect(untrueWhen.length).toBeGreaterThan(20);
    }
  });

  test('both packs look at the stack: they find something where nothing is acknowledged', () => {
    expect(findings.some(({ rule }) => rule.startsWith('AwsSolutions-'))).toBe(true);
    expect(findings.some(({ rule }) => rule.startsWith('HIPAA.Security-'))).toBe(true);
  });

  test('with the acknowledgements the synthesis passes', () => {
    const held = synthesizeSample({ local: false });
    held.remove();
    expect(process.exitCode ?? 0).toBe(0);
    for (const pack of rulePacks(held.app)) expect(pack.validateScope(held.app).violations).toEqual([]);
  });
});
