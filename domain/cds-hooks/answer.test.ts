import { describe, expect, test } from '@jest/globals';
import { cardsOf } from '../../test/hooks/cards.ts';
import { entry, RECORD } from '../rules/examples.ts';
import { adult, answered, bundle, callOf, medicine, serviceOf, whole } from './example.ts';

const FLUOXETINE = medicine('old', 'N06AB03', 'Fluoxetine 20 mg');
const MAOI = medicine('new', 'N06AF03', 'Phenelzine 15 mg', { status: 'draft', authoredOn: undefined });
const signing = (...orders: object[]) => callOf('order-sign', { draftOrders: bundle(...orders) });
const id = 'oka-interactions';
const all = (given: object = {}) => whole(serviceOf(id), given as Record<string, unknown>);

describe('an order that interacts with the medication list', () => {
  const [card, ...others] = cardsOf(id, signing(MAOI), all({ medications: bundle(FLUOXETINE) }));

  test('is one critical card with its source, its topic and reasons to override it', () => {
    expect(others).toEqual([]);
    expect(card).toMatchObject({
      indicator: 'critical',
      source: { label: expect.stringContaining('Phansalkar'), topic: { code: 'ddi_onc_high_priority' } },
    });
    expect(card?.overrideReasons?.length).toBeGreaterThan(2);
  });

  test('names the date and the source of each fact', () => {
    expect(card?.detail).toContain('Fluoxetine 20 mg (N06AB03) (2026-02-20; District hospital)');
    expect(card?.detail).toMatch(/Phenelzine 15 mg \(N06AF03\) \(2026-03-01 12:00 UTC; the order of this call\)/);
  });

  test('offers to withdraw the draft, and not what is taken already', () => {
    expect(card?.suggestions?.map(({ actions }) => actions)).toEqual([
      [{ type: 'delete', description: expect.any(String), resourceId: 'MedicationRequest/new' }],
    ]);
  });

  test('is told in Russian to those who read Russian', () => {
    const [russian] = cardsOf(id, signing(MAOI), all({ medications: bundle(FLUOXETINE) }), { language: 'ru' });
    expect(russian?.detail).toContain('(20.02.2026; Районная больница)');
    expect(russian?.suggestions?.[0]?.label).toMatch(/^Не назначать: /);
    expect(russian?.uuid).toBe(card?.uuid);
  });

  test('has the same id when asked again, and another for another physician or patient', () => {
    const again = (context: object, list: object) => {
      const call = callOf('order-sign', { draftOrders: bundle(MAOI), ...context });
      return cardsOf(id, call, all({ medications: bundle(list) }))[0]?.uuid;
    };
    expect(again({}, FLUOXETINE)).toBe(card?.uuid);
    expect(again({ userId: 'Practitioner/e' }, FLUOXETINE)).not.toBe(card?.uuid);
    expect(again({}, { ...FLUOXETINE, authoredOn: '2026-02-21' })).not.toBe(card?.uuid);
  });

  test('tells which rule, matter and facts stand behind the id, for feedback', () => {
    const { told } = answered(id, signing(MAOI), all({ medications: bundle(FLUOXETINE) }));
    expect(told).toEqual([
      {
        uuid: card?.uuid,
        rule: 'ddi_onc_high_priority',
        matter: expect.stringContaining('ddi_onc_high_priority:'),
        severity: 'critical',
        facts: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
  });

  test('opens the desk where the region has one, without a patient in the link', () => {
    const prefetch = all({ medications: bundle(FLUOXETINE) });
    const [linked] = cardsOf(id, signing(MAOI), prefetch, { desk: 'https://desk.example/launch' });
    expect(linked?.links).toEqual([
      {
        label: 'Open in Oka',
        url: 'https://desk.example/launch',
        type: 'smart',
        appContext: '{"matter":"ddi_onc_high_priority"}',
      },
    ]);
  });
});

describe('at an order', () => {
  const taken = [medicine('a', 'B01AA03', 'Warfarin'), medicine('b', 'M01AB05', 'Diclofenac')];
  const unrelated = medicine('n', 'C07AB02', 'Metoprolol', { status: 'draft' });

  test('only what concerns it is told, unless it is critical', () => {
    const opened = cardsOf(id, callOf('patient-view'), all({ medications: bundle(...taken) }));
    expect(opened.length).toBeGreaterThan(0);
    const signed = cardsOf(id, signing(unrelated), all({ medications: bundle(...taken) }));
    expect(signed).toEqual(opened.filter(({ indicator }) => indicator === 'critical'));
  });

  test('that is only selected, the others of the basket say nothing but what is critical', () => {
    const draftOrders = bundle(...taken.map((one) => ({ ...one, status: 'draft' })), unrelated);
    const selected = (reference: string) =>
      cardsOf(id, callOf('order-select', { selections: [reference], draftOrders }), all()).length;
    expect(selected('MedicationRequest/b')).toBe(1);
    expect(selected('MedicationRequest/n')).toBeLessThanOrEqual(selected('MedicationRequest/b'));
  });

  test('a medicine by reference is read where it lies', () => {
    const { medicationCodeableConcept, ...bare } = MAOI;
    const contained = {
      ...bare,
      medicationReference: { reference: '#m' },
      contained: [{ resourceType: 'Medication', id: 'm', code: medicationCodeableConcept }],
    };
    const beside = { ...bare, medicationReference: { reference: 'Medication/m' } };
    const medication = { resourceType: 'Medication', id: 'm', code: medicationCodeableConcept };
    for (const orders of [[contained], [beside, medication]])
      expect(cardsOf(id, signing(...orders), all({ medications: bundle(FLUOXETINE) }))[0]?.indicator).toBe('critical');
  });
});

test('the regional chart, once allowed, is told with the clinic it comes from', () => {
  const regional = {
    entries: [entry(FLUOXETINE as unknown as fhir4.FhirResource)],
    findings: [],
    sourceOf: (record: string) => ({ en: record === RECORD ? 'City clinic' : '?', ru: 'Городская' }),
  };
  const [card] = cardsOf(id, signing(MAOI), all(), { regional });
  expect(card?.detail).toContain('(2026-02-20; City clinic)');
  expect(card?.detail).toContain('the order of this call');
});

test('the patient of a search result is the patient', () => {
  expect(cardsOf(id, callOf('patient-view'), all({ patient: bundle(adult) }))).toEqual([]);
  const other = cardsOf(id, callOf('patient-view'), all({ patient: { ...adult, id: 'q' } }));
  expect(other[0]?.summary).toContain('patient of another patient');
});

test('where a hook names no physician nobody’s silence counts: what one has answered is not hidden from all', () => {
  const medications = bundle(medicine('maoi', 'N06AF03', 'Phenelzine 15 mg'), FLUOXETINE);
  const dispatch = callOf('order-dispatch', { dispatchedOrders: [`MedicationRequest/${FLUOXETINE.id}`] });
  const heardAt = '2026-03-01T00:00:00.000Z';
  for (const [call, shown] of [
    [callOf('patient-view'), 0],
    [dispatch, 1],
  ] as const) {
    const { told } = answered(id, call, all({ medications }));
    expect(told).toHaveLength(1);
    const silences = told.map(({ matter, facts, severity }) => ({ matter, facts, severity, since: heardAt }));
    expect(answered(id, call, all({ medications }), { silences }).told).toHaveLength(shown);
  }
});

test('what protects the stomach of a patient on warfarin with an NSAID is not offered to be withdrawn', () => {
  const warfarin = medicine('w', 'B01AA03', 'Warfarin');
  const nsaid = medicine('n', 'M01AE01', 'Ibuprofen', { status: 'draft' });
  const protector = medicine('ppi', 'A02BC01', 'Omeprazole', { status: 'draft' });
  const steroid = medicine('s', 'H02AB06', 'Prednisolone', { status: 'draft' });
  const [card] = cardsOf(id, signing(nsaid, protector, steroid), all({ medications: bundle(warfarin) }));
  expect(card?.detail).toContain('Omeprazole');
  expect(card?.suggestions?.map(({ label }) => label)).toEqual(['Do not order: Ibuprofen (M01AE01)']);
});
