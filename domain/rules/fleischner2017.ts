/**
 * Fleischner Society 2017 (MacMahon, Radiology 284:228, summary table): incidental pulmonary nodules on CT of a person of
 * 35 years or more without known cancer or immunosuppression, outside lung cancer screening.
 */
export type NoduleType = 'solid' | 'ground-glass' | 'part-solid' | 'subsolid';
export type Nodule = {
  /** `subsolid`: ground-glass or part-solid, as the table's rows for several nodules have it. */
  readonly type: NoduleType;
  readonly number: 'single' | 'multiple';
  /** Risk factors of the person; asked of solid nodules only. */
  readonly risk: 'low' | 'high' | undefined;
  /** Mean of the long and the short axis of the (most suspicious) nodule. */
  readonly sizeMm: number;
};

/** An interval in months, both ends included. */
export type Months = readonly [from: number, to: number];
export type NodulePlan = {
  readonly action: 'no routine follow-up' | 'optional CT' | 'CT' | 'consider CT at 3 months, PET/CT or tissue sampling';
  readonly firstMonths?: Months;
  readonly secondMonths?: Months;
  /** The second examination is to be considered, not a must. */
  readonly secondOptional?: boolean;
  readonly extra?:
    | 'if unchanged and solid component <6 mm, annual CT for 5 years; persistent solid component >=6 mm highly suspicious'
    | 'to confirm persistence, then CT every 2 years until 5 years'
    | 'if stable consider CT at 2 and 4 years'
    | 'subsequent management based on the most suspicious nodule(s)';
};

export const FLEISCHNER_AGE_YEARS = 35;
export type SizeBand = '<6' | '6-8' | '>8';

/** Sizes are rounded to whole millimetres before they are compared: 5.4 mm is below 6, 8.4 mm is not above 8. */
export function sizeBandOf(sizeMm: number): SizeBand {
  const millimetres = Math.round(sizeMm);
  return millimetres < 6 ? '<6' : millimetres <= 8 ? '6-8' : '>8';
}

const NONE: NodulePlan = { action: 'no routine follow-up' };
const OPTIONAL: NodulePlan = { action: 'optional CT', firstMonths: [12, 12] };
const SAMPLING: NodulePlan = {
  action: 'consider CT at 3 months, PET/CT or tissue sampling',
  firstMonths: [3, 3],
};
const twice = (firstMonths: Months, secondOptional: boolean): NodulePlan => ({
  action: 'CT',
  firstMonths,
  secondMonths: [18, 24],
  secondOptional,
});

/** The row of the table, or undefined where what is not known (risk, kind of a subsolid nodule) decides between rows. */
export function fleischner({ type, number, risk, sizeMm }: Nodule): NodulePlan | undefined {
  const band = sizeBandOf(sizeMm);
  if (type === 'solid') {
    if (band === '>8' && number === 'single') return SAMPLING;
    if (risk === undefined) return undefined;
    if (band === '<6') return risk === 'low' ? NONE : OPTIONAL;
    return twice(number === 'single' ? [6, 12] : [3, 6], risk === 'low');
  }
  if (number === 'multiple')
    return band === '<6'
      ? { action: 'CT', firstMonths: [3, 6], secondOptional: true, extra: 'if stable consider CT at 2 and 4 years' }
      : {
          action: 'CT',
          firstMonths: [3, 6],
          secondOptional: false,
          extra: 'subsequent management based on the most suspicious nodule(s)',
        };
  if (band === '<6') return NONE;
  if (type === 'subsolid') return undefined;
  return type === 'ground-glass'
    ? {
        action: 'CT',
        firstMonths: [6, 12],
        secondOptional: false,
        extra: 'to confirm persistence, then CT every 2 years until 5 years',
      }
    : {
        action: 'CT',
        firstMonths: [3, 6],
        secondOptional: false,
        extra:
          'if unchanged and solid component <6 mm, annual CT for 5 years; persistent solid component >=6 mm highly suspicious',
      };
}
