import { z } from 'zod';
import { FLEISCHNER_AGE_YEARS, fleischner, type Months, type NodulePlan } from '../library/fleischner2017.ts';
import { Flag } from './inputs.ts';
import { scoreOf } from './score.ts';

const Inputs = z
  .strictObject({
    type: z.enum(['solid', 'ground-glass', 'part-solid', 'subsolid']),
    number: z.enum(['single', 'multiple']),
    risk: z.enum(['low', 'high']).nullable().optional(),
    sizeMm: z.number().positive().optional(),
    /** A row of the table named by its band, with a size that lies in it. */
    sizeBand: z.string().optional(),
    sizeMmExample: z.number().positive().optional(),
    age: z.number().optional(),
    knownCancer: Flag.optional(),
    immunosuppressed: Flag.optional(),
    screening: Flag.optional(),
  })
  .refine(({ sizeMm, sizeMmExample }) => (sizeMm ?? sizeMmExample) !== undefined, 'sizeMm is missing');

const between = ([from, to]: Months): string => (from === to ? `${from} months` : `${from}-${to} months`);

/** The plan as one sentence. */
function sentence({ action, firstMonths, secondMonths, secondOptional, extra }: NodulePlan): string {
  if (action === 'no routine follow-up' || firstMonths === undefined) return 'no routine follow-up';
  if (action === 'optional CT') return `optional CT at ${between(firstMonths)}`;
  if (action !== 'CT') return action;
  const second = secondMonths ? `, then ${secondOptional ? 'consider CT ' : ''}at ${between(secondMonths)}` : '';
  return `CT at ${between(firstMonths)}${second}${extra === undefined ? '' : `; ${extra}`}`.toLowerCase();
}

const PART_SOLID =
  'ct at 3-6 months; if unchanged and solid component <6 mm, annual ct for 5 years; persistent solid component >=6 mm highly suspicious';
/** Sentences of a published implementation of the table → ours; the rest differ in capitals alone. */
const WORDS: Readonly<Record<string, string>> = {
  'no routine follow-up': 'no routine follow-up',
  'optional ct at 12 months': 'optional CT at 12 months',
  'consider ct at 3 months, pet or ct, or tissue sampling': 'consider CT at 3 months, PET/CT or tissue sampling',
  'ct at 6-12 months, then consider ct at 18-24 months': 'ct at 6-12 months, then consider ct at 18-24 months',
  'ct at 6-12 months, then ct at 18-24 months': 'ct at 6-12 months, then at 18-24 months',
  'ct at 3-6 months, then consider ct at 18-24 months': 'ct at 3-6 months, then consider ct at 18-24 months',
  'ct at 3-6 months, then at 18-24 months': 'ct at 3-6 months, then at 18-24 months',
  'ct at 6-12 months, then at 18-24 months': 'ct at 6-12 months, then at 18-24 months',
  'ct at 3-6 months to confirm persistence. if unchanged and solid component remains <6 mm, annual ct should be performed for 5 years':
    PART_SOLID,
  'ct at 6-12 months to confirm persistence, then ct every 2 years until 5 years':
    'ct at 6-12 months; to confirm persistence, then ct every 2 years until 5 years',
  'ct at 3-6 months. subsequent management based on the most suspicious nodule(s)':
    'ct at 3-6 months; subsequent management based on the most suspicious nodule(s)',
  'ct at 3-6 months. if stable, consider ct at 2 and 4 years':
    'ct at 3-6 months; if stable consider ct at 2 and 4 years',
};

/** What to do about an incidental pulmonary nodule on CT. */
export const fleischner2017Score = scoreOf(
  Inputs,
  { type: 'solid', number: 'single', risk: 'high', sizeMm: 7 },
  ({ type, number, risk, sizeMm, sizeMmExample, age, knownCancer, immunosuppressed, screening }) => {
    if (age !== undefined && age < FLEISCHNER_AGE_YEARS) return { outside: 'from 35 years of age' };
    if (knownCancer || immunosuppressed) return { outside: 'not with known cancer or immunosuppression' };
    if (screening) return { outside: 'not in lung cancer screening: Lung-RADS' };
    const plan = fleischner({ type, number, risk: risk ?? undefined, sizeMm: sizeMm ?? sizeMmExample ?? 0 });
    if (!plan) return { figures: { action: 'not-computable' } };
    const { action, firstMonths, secondMonths, secondOptional, extra } = plan;
    return {
      figures: {
        action,
        recommendation: sentence(plan),
        firstMonths: firstMonths ?? null,
        secondMonths: secondMonths ?? null,
        secondOptional: secondOptional ?? false,
        ...(extra === undefined ? {} : { extra }),
      },
    };
  },
  { words: WORDS },
);
