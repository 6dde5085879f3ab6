import { expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import { bornBefore, diagnosis, grade, patient, sign, value } from '../examples.ts';
import { crb65Rule } from './crb65.ts';
import { findriscRule } from './findrisc.ts';
import { heartRule } from './heart.ts';
import { percRule } from './perc.ts';
import { wellsDvtRule } from './wells_dvt.ts';
import { wellsPeRule } from './wells_pe.ts';

const aged = (years: number) => patient(bornBefore({ years }));

test.each([
  { rule: crb65Rule, entries: [diagnosis('J18.9'), value('9279-1', 30, '/min')] },
  { rule: wellsPeRule, entries: [sign('pe-most-likely', true)] },
  { rule: wellsDvtRule, entries: [sign('dvt-alternative', true)] },
  { rule: percRule, entries: [sign('pe-low-gestalt', true)] },
  { rule: heartRule, entries: [grade('heart-history', 2)] },
  { rule: findriscRule, entries: [sign('diabetes-parents', true)] },
])('$rule.id is for adults', ({ rule, entries }) => {
  expect(told(rule, [patient(bornBefore({ years: 17, months: 11 })), ...entries])).toBe(
    'does-not-apply: from 18 years of age',
  );
  expect(told(rule, [aged(18), ...entries])).toHaveProperty('severity');
});
