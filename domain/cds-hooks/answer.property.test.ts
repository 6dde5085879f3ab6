import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { HookResponse } from '../../schemas/cds-hooks/response.ts';
import { adult, ask, bundle, callOf, diagnosis, measured, medicine, services } from './example.ts';
import { breachesOfResponse } from './invariants.ts';
import { MOST_CARDS } from './rank.ts';

const ATCS = ['B01AA03', 'M01AB05', 'N06AF03', 'N06AB03', 'A10BA02', 'J01CA04', 'C10AA01', 'J01FA09', 'C01BD01'];
const LOINCS = [
  ['2823-3', 'mmol/L'],
  ['14682-9', 'umol/L'],
  ['718-7', 'g/L'],
  ['59408-5', '%'],
  ['9279-1', '/min'],
  ['8480-6', 'mm[Hg]'],
  ['2951-2', 'mmol/L'],
] as const;

const medicines = fc
  .uniqueArray(fc.constantFrom(...ATCS), { maxLength: 8 })
  .map((codes) => codes.map((code) => medicine(`m-${code}`, code, `Medicine ${code}`)));
const observations = fc.array(
  fc
    .tuple(fc.constantFrom(...LOINCS), fc.double({ min: -10, max: 500, noNaN: true }), fc.constantFrom('', 'mg/dL'))
    .map(([[code, unit], value, other]) => measured(code, value, other || unit)),
  { maxLength: 8 },
);
const orders = fc.array(
  fc
    .tuple(fc.constantFrom('КТ органов грудной клетки с контрастом', 'Рентген грудной клетки', 'x'), fc.nat(9))
    .map(([text, number]) => ({
      resourceType: 'ServiceRequest',
      id: `s-${number}`,
      status: 'active',
      intent: 'order',
      code: { text },
      authoredOn: '2026-02-27',
      subject: { reference: 'Patient/p' },
    })),
  { maxLength: 3 },
);
const conditions = fc.subarray(['J18.9', 'Z34.0', 'I48.0', 'N18.4', 'K25.4']).map((codes) => codes.map(diagnosis));
/** Things that no reader expects under the name of a resource. */
const strange = fc.record({
  resourceType: fc.constantFrom('MedicationRequest', 'Observation', 'Patient', 'Condition', 'Bundle'),
  code: fc.jsonValue(),
  subject: fc.jsonValue(),
  status: fc.jsonValue(),
  component: fc.jsonValue(),
  valueQuantity: fc.jsonValue(),
  entry: fc.jsonValue(),
  medicationCodeableConcept: fc.jsonValue(),
});
const answerTo = <T extends object>(found: fc.Arbitrary<T[]>) =>
  fc.oneof(
    { weight: 6, arbitrary: found.map((all) => bundle(...all)) },
    { weight: 1, arbitrary: fc.constantFrom(null, undefined, { resourceType: 'OperationOutcome' }) },
    { weight: 1, arbitrary: strange },
    { weight: 1, arbitrary: strange.map((one) => bundle(one)) },
  );

const filledOnes = fc
  .record({
    patient: fc.constantFrom<unknown>(adult, { ...adult, birthDate: '1961' }, null, undefined),
    medications: answerTo(medicines),
    observations: answerTo(observations),
    orders: answerTo(orders),
    conditions: answerTo(conditions),
    others: fc.boolean(),
  })
  .map(({ others, ...given }) => {
    const kept = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const rest = ['allergies', 'studies', 'reports', 'encounters', 'appointments', 'procedures', 'observation'];
    return others ? { ...Object.fromEntries(rest.map((key) => [key, null])), ...kept } : kept;
  });

const prefetches = fc.oneof({ weight: 9, arbitrary: filledOnes }, { weight: 1, arbitrary: fc.constant({}) });

const calls = fc.oneof(
  fc.constant(callOf('patient-view')),
  fc.constant(callOf('encounter-start', { encounterId: 'e' })),
  fc.tuple(fc.constantFrom('order-sign', 'order-select'), medicines, orders).map(([hook, one, other]) =>
    callOf(hook, {
      draftOrders: bundle(...one.map((order) => ({ ...order, id: `${order.id}-new`, status: 'draft' })), ...other),
      ...(hook === 'order-select' ? { selections: ['MedicationRequest/m-N06AF03-new'] } : {}),
    }),
  ),
  fc.constant(callOf('order-dispatch', { dispatchedOrders: ['ServiceRequest/s-1'], userId: undefined })),
);

describe('every response', () => {
  test('is valid, short, and empty only when nothing stayed open, whatever comes', () => {
    const seen = { empty: 0, critical: 0, open: 0, refused: 0 };
    fc.assert(
      fc.property(calls, prefetches, fc.constantFrom('en', 'ru'), fc.nat(), (call, prefetch, language, pick) => {
        const able = services.filter(({ hooks }) => (hooks as readonly string[]).includes(call.hook));
        const service = able[pick % able.length];
        if (!service) return;
        const answer = ask(service.matter.id, call, prefetch, { language: language as 'en' | 'ru' });
        if ('refused' in answer) {
          seen.refused += 1;
          expect(answer.refused).toBe('data-missing');
          return;
        }
        const { cards } = answer.response;
        expect(breachesOfResponse(answer.response)).toEqual([]);
        expect(HookResponse.parse(JSON.parse(JSON.stringify(answer.response)))).toEqual(answer.response);
        const critical = cards.filter(({ indicator }) => indicator === 'critical').length;
        expect(cards.length).toBeLessThanOrEqual(Math.max(MOST_CARDS, critical + 1));
        expect(cards.slice(0, critical).every(({ indicator }) => indicator === 'critical')).toBe(true);
        expect(answer.hidden.every(({ severity }) => severity !== 'critical')).toBe(true);
        expect(new Set(answer.told.map(({ matter }) => matter)).size).toBe(answer.told.length);
        expect(new Set(cards.map(({ uuid }) => uuid)).size).toBe(cards.length);
        const isWhole = service.keys.every(({ key }) => Object.hasOwn(prefetch, key));
        if (cards.length === 0) expect(isWhole).toBe(true);
        seen.empty += cards.length === 0 ? 1 : 0;
        seen.critical += critical > 0 ? 1 : 0;
        seen.open += cards.at(-1)?.source.label === 'Oka' ? 1 : 0;
      }),
      { numRuns: 600, seed: 5 },
    );
    // The generator reaches each kind of answer; otherwise this test would prove nothing.
    expect(Object.entries(seen).filter(([, count]) => count <= 10)).toEqual([]);
  });
});
