import { HookRequest, type Prefetch } from '../../schemas/cds-hooks/request.ts';
import { ATC, ICD10, LOINC, UCUM } from '../fhir/systems.ts';
import { RULES } from '../rules/catalogue.ts';
import { type Answer, type AnswerInput, answerCall } from './answer.ts';
import { breachesOfResponse } from './invariants.ts';
import { type Service, servicesOf } from './services.ts';

/** Calls for tests: an invented patient "p" at an invented record system. */

export const ASKED_AT = '2026-03-01T12:00:00.000Z';
const SERVER = 'https://ehr.example/fhir';
const subject = { reference: 'Patient/p' };

export const services = servicesOf(RULES);

export const serviceOf = (id: string): Service => {
  const found = services.find(({ matter }) => matter.id === id);
  if (!found) throw new Error(`no service ${id}`);
  return found;
};

export const adult = { resourceType: 'Patient', id: 'p', gender: 'female', birthDate: '1960-05-04' };

export const medicine = (id: string, atc: string, text: string, change: object = {}) => ({
  resourceType: 'MedicationRequest',
  id,
  status: 'active',
  intent: 'order',
  authoredOn: '2026-02-20',
  medicationCodeableConcept: { coding: [{ system: ATC, code: atc }], text },
  subject,
  ...change,
});

export const measured = (code: string, value: number, unit: string, change: object = {}) => ({
  resourceType: 'Observation',
  id: `o-${code}`,
  status: 'final',
  code: { coding: [{ system: LOINC, code }] },
  effectiveDateTime: '2026-03-01T10:00:00+05:00',
  valueQuantity: { value, unit, system: UCUM, code: unit },
  subject,
  ...change,
});

export const diagnosis = (code: string) => ({
  resourceType: 'Condition',
  id: `c-${code}`,
  code: { coding: [{ system: ICD10, code }] },
  recordedDate: '2026-02-28',
  subject,
});

export const bundle = (...resources: readonly object[]) => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: resources.map((resource) => ({ resource })),
});

export const callOf = (hook: string, context: object = {}, change: object = {}) => ({
  hook,
  hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea',
  fhirServer: SERVER,
  context: { userId: 'Practitioner/d', patientId: 'p', ...context },
  ...change,
});

/** A prefetch in which every key of a service is there: null but for those given. */
export const whole = (service: Service, given: Readonly<Record<string, unknown>> = {}): Prefetch =>
  ({ ...Object.fromEntries(service.keys.map(({ key }) => [key, null])), patient: adult, ...given }) as Prefetch;

/** Whatever is answered with cards is held to the specification, in every test that asks. */
export function ask(
  id: string,
  call: unknown,
  prefetch: Readonly<Record<string, unknown>>,
  change: Partial<AnswerInput> = {},
): ReturnType<typeof answerCall> {
  const answer = answerCall({
    service: serviceOf(id),
    // As it comes over the wire: what is undefined is absent.
    call: HookRequest.parse(JSON.parse(JSON.stringify(call))),
    prefetch: prefetch as Prefetch,
    origin: { en: 'District hospital', ru: 'Районная больница' },
    asOf: ASKED_AT,
    zone: 'Asia/Yekaterinburg',
    language: 'en',
    idKey: 'ab'.repeat(32),
    ...change,
  });
  const breaches = 'refused' in answer ? [] : breachesOfResponse(answer.response);
  if (breaches.length) throw new Error(`breaks ${JSON.stringify(breaches)}`);
  return answer;
}

/** The answer where cards are expected. */
export const answered = (...input: Parameters<typeof ask>): Answer => {
  const answer = ask(...input);
  if ('refused' in answer) throw new Error(`refused: ${answer.refused} ${answer.at}`);
  return answer;
};
