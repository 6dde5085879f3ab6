import type { Suggestion } from '../../schemas/cds-hooks/response.ts';
import type { Bilingual, CitedFact } from '../../schemas/result.ts';
import { LOINC } from '../fhir/systems.ts';
import type { Language } from '../rules/cards.ts';
import { ANALYTES, type AnalyteName } from '../rules/codes.ts';
import { isWeighedOnly } from '../rules/facts.ts';

/** What a laboratory can be asked for when a rule lacks it; bedside measurements are not ordered. */
const LABORATORY: readonly AnalyteName[] = [
  'potassium',
  'creatinine',
  'urea',
  'sodium',
  'glucose',
  'calcium',
  'haemoglobin',
  'platelets',
  'inr',
  'troponinI',
  'troponinT',
  'cholesterol',
  'hdl',
  'bilirubin',
];

type Ask = {
  readonly patientId: string;
  readonly language: Language;
  readonly asOf: string;
  /** A stable id for this suggestion of this card. */
  readonly idOf: (label: string) => string;
};

/** Withdraws each draft that a conclusion speaks against, so that accepting it leaves nothing to be done by hand. */
export const withdrawals = (
  cited: readonly CitedFact[],
  drafts: ReadonlySet<string>,
  { language, idOf }: Ask,
): Suggestion[] => {
  const named = new Map(
    cited.filter((one) => drafts.has(one.reference) && !isWeighedOnly(one)).map((one) => [one.reference, one.value]),
  );
  return [...named].map(([reference, value]) => {
    const label = language === 'ru' ? `Не назначать: ${value}` : `Do not order: ${value}`;
    return {
      label,
      uuid: idOf(`${reference} ${label}`),
      actions: [{ type: 'delete', description: label, resourceId: reference }],
    };
  });
};

/** Orders of the laboratory values that a rule lacks, ready to be signed. */
export const laboratoryOrders = (missing: readonly Bilingual[], ask: Ask): Suggestion[] => {
  const { patientId, language, asOf, idOf } = ask;
  const wanted = LABORATORY.filter((name) => missing.some(({ en }) => isNamed(en, ANALYTES[name].title.en)));
  return wanted.map((name) => {
    const title = ANALYTES[name].title[language];
    const label = language === 'ru' ? `Назначить анализ: ${title}` : `Order: ${title}`;
    const order: fhir4.ServiceRequest = {
      resourceType: 'ServiceRequest',
      status: 'draft',
      intent: 'order',
      code: { coding: [{ system: LOINC, code: Object.keys(ANALYTES[name].codes)[0] as string }], text: title },
      subject: { reference: `Patient/${patientId}` },
      authoredOn: asOf,
    };
    return { label, uuid: idOf(label), actions: [{ type: 'create', description: label, resource: { ...order } }] };
  });
};

/** "Creatinine of the last 12 months" names creatinine. */
const isNamed = (said: string, title: string): boolean =>
  said.startsWith(title) && !/^\p{L}/u.test(said.slice(title.length));
