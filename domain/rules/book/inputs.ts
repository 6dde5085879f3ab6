import type { Bilingual } from '../../../schemas/result.ts';
import { observationFacet } from '../../fhir/facets.ts';
import { ATC, ICD10, LOINC, SNOMED } from '../../fhir/systems.ts';
import { ASSESSMENT_SYSTEM, SCALES, type Scale } from '../assessments.ts';
import { GRADES, RESPONSIVENESS, SIGN_SYSTEM, SIGNS, SMOKING_STATUS } from '../bedside-codes.ts';
import { ANALYTES, type Analyte, PNEUMONIA, PRESSURE_PANEL } from '../codes.ts';
import type { Span } from '../facts.ts';
import { DIALYSIS_ICD10, PREGNANCY_ICD10 } from '../person.ts';
import { type Need, populationNeeds, type Rule } from '../rule.ts';
import { both, type Cell } from './entry.ts';

/** One kind of fact that a rule reads: its name, codes, the unit it is read in, and how old it may be. */
export type Input = {
  readonly title: Bilingual;
  readonly codes: readonly string[];
  readonly unit: Cell;
  readonly fresh: Bilingual;
};

type Named = { readonly key: string; readonly title: Bilingual; readonly unit: Cell };
const YES_NO = both('yes or no', 'да или нет');
const CODED = both('coded', 'код');
const SYSTEMS: Readonly<Record<string, string>> = {
  [LOINC]: 'LOINC',
  [SNOMED]: 'SNOMED CT',
  [ICD10]: 'ICD-10',
  [ATC]: 'ATC',
  [SIGN_SYSTEM]: 'Oka sign',
  [ASSESSMENT_SYSTEM]: 'Oka assessment',
};

const OF_TYPE: Readonly<Record<string, Bilingual>> = {
  Condition: both('Diagnoses', 'Диагнозы'),
  MedicationRequest: both('Medicines ordered or taken', 'Назначения препаратов'),
  AllergyIntolerance: both('Allergies', 'Аллергии'),
  ServiceRequest: both('Orders', 'Направления'),
  ImagingStudy: both('Studies', 'Исследования'),
  DiagnosticReport: both('Signed reports', 'Подписанные заключения'),
  Encounter: both('Visits', 'Случаи обращения'),
  Appointment: both('Appointments', 'Записи на приём'),
  Procedure: both('Procedures', 'Процедуры'),
};

/** Facet of an observation → what it is called. */
const OBSERVED: ReadonlyMap<string, Named> = new Map(
  [
    ...Object.entries(ANALYTES).flatMap(([key, { title, unit, codes }]: [string, Analyte]) =>
      Object.keys(codes).map((code) => [LOINC, code, { key, title, unit }] as const),
    ),
    [
      LOINC,
      PRESSURE_PANEL,
      { key: 'panel', title: both('Blood pressure panel', 'Панель АД'), unit: 'mm[Hg]' },
    ] as const,
    ...RESPONSIVENESS.map(
      (code) =>
        [LOINC, code, { key: 'acvpu', title: both('Consciousness (ACVPU)', 'Сознание (ACVPU)'), unit: CODED }] as const,
    ),
    [LOINC, SMOKING_STATUS, { key: 'smoking', title: both('Smoking', 'Курение'), unit: CODED }] as const,
    ...Object.entries(SIGNS).flatMap(([name, { title, codes }]) => [
      [SIGN_SYSTEM, name, { key: name, title, unit: YES_NO }] as const,
      ...codes.map((code) => [SNOMED, code, { key: name, title, unit: YES_NO }] as const),
    ]),
    ...Object.entries(GRADES).map(
      ([name, title]) => [SIGN_SYSTEM, name, { key: name, title, unit: '0, 1, 2' }] as const,
    ),
    ...(Object.keys(SCALES) as Scale[]).flatMap((scale) =>
      [[ASSESSMENT_SYSTEM, scale], ...(SCALES[scale].loinc ?? []).map((code) => [LOINC, code])].map(
        ([system = '', code = '']) => [system, code, { key: scale, title: SCALES[scale].title, unit: CODED }] as const,
      ),
    ),
    [
      ASSESSMENT_SYSTEM,
      'lung-nodule',
      { key: 'nodule', title: both('Lung nodule', 'Очаг в лёгком'), unit: 'mm' },
    ] as const,
    [
      SNOMED,
      PNEUMONIA,
      { key: 'pneumonia', title: both('Pneumonia stated in a report', 'Пневмония в заключении'), unit: YES_NO },
    ] as const,
  ].map(([system, code, named]) => [observationFacet(system, code), named]),
);

const systemAndCode = (facet: string): string => {
  const [system = '', code = ''] = facet.slice('Observation:'.length).split('|');
  return `${SYSTEMS[system] ?? system} ${code}`;
};

/** How the name of a kind of fact is found; undefined: the book does not know it, and a test says so. */
export const namedFacet = (facet: string): Named | undefined => {
  if (facet.startsWith('Observation:')) return OBSERVED.get(facet);
  const title = OF_TYPE[facet];
  return title && { key: facet, title, unit: CODED };
};

const SYSTEM_OF: Readonly<Record<string, string>> = { Condition: 'ICD-10', MedicationRequest: 'ATC' };

/** A run of categories as one: `C00`, `C01`, … `C43` is `C00–C43`. */
export function codeRanges(codes: readonly string[]): string[] {
  const runs: { first: string; last: string }[] = [];
  for (const code of [...new Set(codes)].sort()) {
    const run = runs.at(-1);
    if (run && isNext(run.last, code)) run.last = code;
    else runs.push({ first: code, last: code });
  }
  return runs.map(({ first, last }) => (first === last ? first : `${first}–${last}`));
}

const isNext = (a: string, b: string): boolean =>
  /^[A-Z]\d\d$/.test(a) && /^[A-Z]\d\d$/.test(b) && a[0] === b[0] && Number(b.slice(1)) === Number(a.slice(1)) + 1;

const freshText = (fresh: Span | undefined): Bilingual => {
  if (!fresh) return both('the newest; see “What it says”', 'новейшее; см. «Что говорит правило»');
  const { hours = 0, days = 0 } = fresh;
  return days
    ? both(`of the last ${days} days`, `за ${days} сут.`)
    : both(`of the last ${hours} hours`, `за ${hours} ч`);
};

const codesOf = ({ facet, codes }: Need): string[] => {
  if (facet.startsWith('Observation:')) return [systemAndCode(facet)];
  return codes ? [`${SYSTEM_OF[facet] ?? ''} ${codeRanges(codes).join(', ')}`.trim()] : [];
};

/** What must be read to know whether somebody belongs to the population. */
const populationInputs = ({ population }: Rule): Need[] =>
  populationNeeds(population).map((need) =>
    need.facet === 'Condition'
      ? {
          ...need,
          codes: [...(population.pregnancy ? PREGNANCY_ICD10 : []), ...(population.dialysis ? DIALYSIS_ICD10 : [])],
        }
      : need,
  );

/** A row with the needs it was made of, and the name under which analytes are known. */
export type InputRow = Input & { readonly key: string; readonly needs: readonly Need[] };

/** Everything a rule reads, one row for each kind of fact, in the order in which the rule names it. */
export function inputRowsOf(rule: Rule): InputRow[] {
  const rows = new Map<string, InputRow & { codes: string[]; needs: Need[] }>();
  for (const need of [...rule.needs, ...populationInputs(rule)]) {
    const named = namedFacet(need.facet);
    if (!named) throw new Error(`${rule.id} reads ${need.facet}, which the rule book cannot name`);
    const fresh = freshText(need.fresh);
    const key = `${named.key} ${fresh.en}`;
    const row = rows.get(key) ?? { ...named, codes: [], fresh, needs: [] };
    row.codes.push(...codesOf(need).filter((code) => !row.codes.includes(code)));
    row.needs.push(need);
    rows.set(key, row);
  }
  return [...rows.values()];
}

const NEWEST = both('the newest', 'новейшее');

/** What the page tells of it, with age and sex where the population asks for them. */
export function inputsOf(rule: Rule): Input[] {
  const { ageMonths, sex } = rule.population;
  const date = both('date', 'дата');
  return [
    ...(ageMonths
      ? [{ title: both('Date of birth', 'Дата рождения'), codes: ['Patient.birthDate'], unit: date, fresh: NEWEST }]
      : []),
    ...(sex ? [{ title: both('Sex', 'Пол'), codes: ['Patient.gender'], unit: CODED, fresh: NEWEST }] : []),
    ...inputRowsOf(rule).map(({ title, codes, unit, fresh }) => ({ title, codes, unit, fresh })),
  ];
}
