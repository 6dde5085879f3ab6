import { describe, expect, test } from '@jest/globals';
import { cardsOf } from '../../test/hooks/cards.ts';
import { ask, bundle, callOf, diagnosis, measured, medicine, serviceOf, whole } from './example.ts';

const FLUOXETINE = medicine('old', 'N06AB03', 'Fluoxetine 20 mg');
const MAOI = medicine('new', 'N06AF03', 'Phenelzine 15 mg', { status: 'draft', authoredOn: undefined });
const signing = (...orders: object[]) => callOf('order-sign', { draftOrders: bundle(...orders) });
const id = 'oka-interactions';
const all = (given: object = {}) => whole(serviceOf(id), given as Record<string, unknown>);

describe('silence', () => {
  test('is given only when every rule of the service was checked', () => {
    expect(cardsOf(id, signing(medicine('n', 'C07AB02', 'Metoprolol')), all())).toEqual([]);
    expect(cardsOf(id, callOf('patient-view'), all())).toEqual([]);
  });

  test.each([
    ['did not come', undefined, 'medication list did not arrive'],
    ['came as an error', { resourceType: 'OperationOutcome' }, 'medication list the record system answered'],
    ['has a next page', { ...bundle(), link: [{ relation: 'next', url: 'x' }] }, 'medication list arrived in part'],
    ['holds fewer than were found', { ...bundle(FLUOXETINE), total: 2 }, 'medication list arrived in part'],
    ['is of another type', { resourceType: 'Patient', id: 'p' }, 'medication list not readable'],
    [
      'holds an order of another patient',
      bundle({ ...FLUOXETINE, subject: { reference: 'Patient/q' } }),
      'medication list of another patient',
    ],
    [
      'holds an order of another server',
      bundle({ ...FLUOXETINE, subject: { reference: 'https://other.example/fhir/Patient/p' } }),
      'medication list of another patient',
    ],
    ['holds an order of no shape', bundle({ ...FLUOXETINE, dosageInstruction: 7 }), 'medication list not readable'],
  ])('is not given where the list %s', (_, medications, words) => {
    const { medications: _absent, ...rest } = all();
    const prefetch = medications === undefined ? rest : { ...rest, medications };
    const [card, ...others] = cardsOf(id, signing(medicine('n', 'C07AB02', 'Metoprolol')), prefetch);
    expect(others).toEqual([]);
    expect(card).toMatchObject({
      indicator: 'warning',
      summary: expect.stringContaining('Not checked: interactions ('),
    });
    expect(card?.summary).toContain(words);
  });

  test('in Russian says the same', () => {
    const { medications: _, ...prefetch } = all();
    const [card] = cardsOf(id, signing(medicine('n', 'C07AB02', 'Метопролол')), prefetch, { language: 'ru' });
    expect(card?.summary).toBe('Не проверено: взаимодействия (не пришло: список назначений)');
  });

  test('is not given where medicines have no code to check them by', () => {
    const uncoded = (name: string) => medicine(name, '', name, { medicationCodeableConcept: { text: name } });
    const [card] = cardsOf(id, signing(uncoded('A')), all({ medications: bundle(uncoded('B')) }));
    expect(card).toMatchObject({ indicator: 'info' });
    expect(card?.summary).toMatch(/^Not checked: interactions \(.*ATC code of “B”/);
  });

  test('nor of one alone, where a medicine alone is judged: by the kidneys', () => {
    const uncoded = medicine('A', '', 'A', { medicationCodeableConcept: { text: 'Метформин' } });
    const NOTHING = { medications: null, orders: null, studies: null, observations: null };
    const [card] = cardsOf('oka-kidney-medicines', signing(uncoded), all(NOTHING));
    expect(card?.summary).toMatch(/^Not (fully )?checked: doses by kidney function \(.*ATC code of “Метформин”/);
  });

  test('is not given where the orders themselves are another patient’s', () => {
    const foreign = { ...MAOI, subject: { reference: 'Patient/q' } };
    const [card, ...others] = cardsOf(id, signing(foreign), all({ medications: bundle(FLUOXETINE) }));
    expect(others).toEqual([]);
    expect(card?.summary).toBe('Not checked: interactions (orders of this call of another patient)');
  });
});

describe('what is outstanding', () => {
  test('does not hold back what is critical among the drafts', () => {
    const call = signing({ ...FLUOXETINE, status: 'draft' }, MAOI);
    const cards = cardsOf(id, call, {});
    expect(cards.map(({ indicator }) => indicator)).toEqual(['critical', 'warning']);
    expect(cards[1]?.summary).toMatch(/^Not fully checked: interactions \(patient did not arrive; medication list/);
  });

  test('is a 412 of this matter where nothing came at all', () => {
    expect(ask(id, callOf('patient-view'), {})).toEqual({
      refused: 'data-missing',
      at: 'patient, medications, conditions',
    });
    expect(ask('oka-critical-values', callOf('patient-view'), {})).toMatchObject({ refused: 'data-missing' });
  });

  test('findings of models are not spoken of without the regional chart that holds them', () => {
    const findings = 'oka-findings';
    const prefetch = whole(serviceOf(findings));
    expect(ask(findings, callOf('patient-view'), prefetch)).toEqual({
      refused: 'data-missing',
      at: 'regional chart',
    });
    const regional = { entries: [], findings: [], sourceOf: () => ({ en: 'c', ru: 'c' }) };
    expect(cardsOf(findings, callOf('patient-view'), prefetch, { regional })).toEqual([]);
  });

  test('holds back what would rest on it: sex is not missing in the record, it did not come', () => {
    const kidneys = 'oka-kidney-medicines';
    const { patient, ...prefetch } = whole(serviceOf(kidneys), {
      medications: bundle(medicine('m', 'A10BA02', 'Metformin')),
      observations: bundle(measured('14682-9', 190, 'umol/L')),
    });
    const told = (given: object) =>
      cardsOf(kidneys, callOf('patient-view'), given as Record<string, unknown>).map(({ summary }) => summary);
    expect(told({ ...prefetch, patient })).toEqual([expect.stringMatching(/^Metformin/)]);
    expect(told(prefetch)).toEqual(['Not checked: doses by kidney function (patient did not arrive)']);
  });

  test('holds back what is for information only until all is there', () => {
    const order = {
      resourceType: 'ServiceRequest',
      id: 's',
      status: 'draft',
      intent: 'order',
      code: { text: 'КТ органов грудной клетки' },
      subject: { reference: 'Patient/p' },
    };
    const study = {
      resourceType: 'ImagingStudy',
      id: 'i',
      status: 'available',
      started: '2026-01-10',
      modality: [{ code: 'CT' }],
      description: 'CT chest',
      subject: { reference: 'Patient/p' },
    };
    const prior = 'oka-prior-images';
    const { patient, ...prefetch } = whole(serviceOf(prior), { studies: bundle(study) });
    const told = (given: object) =>
      cardsOf(prior, signing(order), given as Record<string, unknown>).map(({ indicator, source }) => [
        indicator,
        source.label === 'Oka',
      ]);
    expect(told({ ...prefetch, patient })).toEqual([['info', false]]);
    expect(told(prefetch)).toEqual([['info', true]]);
  });

  test('a patient who is null did not arrive', () => {
    const [card] = cardsOf(id, signing(medicine('n', 'C07AB02', 'M')), all({ patient: null }));
    expect(card?.summary).toContain('(patient did not arrive)');
  });
});

describe('measurements', () => {
  const labs = 'oka-critical-values';
  const values = (...observations: object[]) => whole(serviceOf(labs), { observations: bundle(...observations) });
  const opened = callOf('patient-view');

  test('are told in whatever unit they come', () => {
    const [card] = cardsOf(labs, opened, values(measured('2823-3', 7.1, 'mmol/L')));
    expect(card).toMatchObject({ indicator: 'critical', summary: expect.stringContaining('7.1') });
    const [same] = cardsOf(labs, opened, values(measured('2823-3', 7100, 'umol/L')));
    expect(same).toMatchObject({ indicator: 'critical' });
  });

  test('that are critical are told though the patient did not arrive', () => {
    const { patient: _, ...prefetch } = values(measured('2823-3', 7.1, 'mmol/L'));
    const cards = cardsOf(labs, opened, prefetch);
    expect(cards.map(({ indicator }) => indicator)).toEqual(['critical', 'info']);
  });

  test('that no living person has, or in a unit that does not convert, are named and not believed', () => {
    const pneumonia = 'oka-pneumonia';
    const vitals = (rate: number, unit: string) =>
      whole(serviceOf(pneumonia), {
        conditions: bundle(diagnosis('J18.9')),
        observations: bundle(measured('9279-1', rate, unit)),
      });
    for (const [rate, unit, words] of [
      [400, '/min', 'not plausible'],
      [30, 'mg/dL', 'not readable'],
    ] as const) {
      const cards = cardsOf(pneumonia, opened, vitals(rate, unit));
      expect(JSON.stringify(cards)).toContain(words);
      expect(cards.some(({ indicator }) => indicator === 'critical')).toBe(false);
    }
  });

  test('SpO2 of 400 % is not believed either', () => {
    const service = 'oka-deterioration';
    const round = [measured('9279-1', 28, '/min'), measured('8480-6', 85, 'mm[Hg]'), measured('8867-4', 135, '/min')];
    const spo2 = (value: number) =>
      whole(serviceOf(service), {
        observations: bundle(...round, measured('8310-5', 39.5, 'Cel'), measured('59408-5', value, '%')),
      });
    const missing = (value: number) => cardsOf(service, opened, spo2(value))[0]?.detail.match(/Missing.*/)?.[0];
    expect(missing(400)).toContain('Oxygen saturation (SpO2) (value not plausible)');
    expect(missing(97)).not.toContain('SpO2');
  });

  test('that were never made can be ordered by one click', () => {
    const kidneys = 'oka-kidney-medicines';
    const prefetch = whole(serviceOf(kidneys), { medications: bundle(medicine('m', 'A10BA02', 'Metformin')) });
    const suggestions = cardsOf(kidneys, opened, prefetch).flatMap((card) => card.suggestions ?? []);
    expect(suggestions[0]?.actions[0]).toMatchObject({
      type: 'create',
      resource: { resourceType: 'ServiceRequest', status: 'draft', subject: { reference: 'Patient/p' } },
    });
  });
});
