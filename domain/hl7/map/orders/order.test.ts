import { describe, expect, test } from '@jest/globals';
import { accessionFor } from '../../../dicom/accession.ts';
import { mapFrom, message, PID, resourcesOf, segment } from '../example.ts';
import type { MappedInput } from '../map.ts';

const HOSPITAL = 'urn:oid:1.2.643.5.1.13.13.12.2.999.91';
const order = (segments: string[], sentAt = '20260110101500'): MappedInput =>
  mapFrom('hospital', message('ORM^O01', [PID, ...segments], { sentAt }));
const requests = (...inputs: MappedInput[]): fhir4.ServiceRequest[] =>
  resourcesOf<fhir4.ServiceRequest>('ServiceRequest', ...inputs);

describe('orders', () => {
  const chest = [
    segment('ORC', { 1: 'NW', 2: 'N-1', 9: '20260110101500' }),
    segment('OBR', { 1: '1', 2: 'N-1', 4: 'РГ-ОГК^Рентгенография^L', 18: 'A-77', 27: '^^^^^S' }),
  ];

  test('an examination is ordered, and its accession leads to the record', () => {
    const mapped = order(chest);
    expect(requests(mapped)).toMatchObject([
      {
        status: 'active',
        intent: 'order',
        priority: 'stat',
        code: { coding: [{ code: '36643-5' }, { code: 'РГ-ОГК' }] },
        authoredOn: '2026-01-10T10:15:00+05:00',
        identifier: [
          { type: { coding: [{ code: 'PLAC' }] }, value: 'N-1' },
          { type: { coding: [{ code: 'ACSN' }] }, system: HOSPITAL, value: 'A-77' },
        ],
      },
    ]);
    expect(mapped.write.accessions).toEqual([
      {
        domain: '1.2.643.5.1.13.13.12.2.999.91',
        accession: 'A-77',
        record: mapped.records[0],
        order: requests(mapped)[0]?.id,
      },
    ]);
  });

  test('without OBR-18 the number by which the sender counts is the accession, but not for a laboratory', () => {
    const of = (section: string): unknown[] => [
      ...order(['ORC|NW|N-2', segment('OBR', { 2: 'N-2', 4: 'КТ^КТ^L', 24: section })]).write.accessions,
    ];
    expect(of('CT')).toMatchObject([{ accession: 'N-2' }]);
    expect(of('LAB')).toEqual([]);
  });

  test('without OBR-18 and a section only an order whose service is known as imaging has an accession', () => {
    const of = (service: string): unknown[] => [...order(['ORC|NW|N-2', `OBR|1|N-2||${service}`]).write.accessions];
    expect(of('РГ-ОГК^Рентгенография^L')).toMatchObject([{ accession: 'N-2', order: expect.any(String) }]);
    expect(of('ОАК^Общий анализ крови^L')).toEqual([]);
  });

  test('the modality in OBR-24, as IHE writes it, says that images will come', () => {
    const of = (section: string): unknown[] => [
      ...order(['ORC|NW|N-2', segment('OBR', { 2: 'N-2', 4: 'Х^Х^L', 24: section })]).write.accessions,
    ];
    expect(of('US')).toMatchObject([{ accession: 'N-2' }]);
    // Physical therapy in table 0074, whatever it is elsewhere.
    expect(of('PT')).toEqual([]);
  });

  test('an imaging order says its accession number in IPC-1', () => {
    const obr = segment('OBR', { 2: 'N-4', 4: 'Х^Х^L' });
    const mapped = mapFrom('hospital', message('OMI^O23', [PID, 'ORC|NW|N-4', obr, 'IPC|A-4|RP-4|1.2.3|S-4|CT']));
    expect(mapped.write.accessions).toMatchObject([{ accession: 'A-4', record: mapped.records[0] }]);
  });

  test('an accession number that DICOM cannot carry leads to the order under the one that images have', () => {
    const long = 'ЗАКАЗ-2026-02-03-000177';
    const mapped = order(['ORC|NW|N-5', segment('OBR', { 2: 'N-5', 4: 'Х^Х^L', 18: long, 24: 'CT' })]);
    const clinic = HOSPITAL.replace('urn:oid:', '');
    expect(mapped.write.accessions.map(({ accession }) => accession)).toEqual([long, accessionFor(long, clinic)]);
  });

  test('a cancellation holds whether it comes before or after the order', () => {
    const cancelled = order(['ORC|CA|N-1', 'OBR|1|N-1||РГ-ОГК^Рентгенография^L'], '20260110110000');
    expect(requests(order(chest), cancelled)[0]?.status).toBe('revoked');
    expect(requests(cancelled, order(chest))).toEqual(requests(order(chest), cancelled));
  });

  test('several examinations under one number are one order with its details', () => {
    const mapped = order(['ORC|NW|N-3', 'OBR|1|N-3||А^Калий^L', 'OBR|2|N-3||Б^Натрий^L']);
    expect(requests(mapped)).toMatchObject([{ code: { text: 'Калий' }, orderDetail: [{ text: 'Натрий' }] }]);
  });

  test('a prescription has the drug as ATC and its state', () => {
    const prescribed = order(['ORC|NW|R-1', 'RXO|ВАРФ^Варфарин^L|2,5||мг']);
    const stopped = order(['ORC|DC|R-1', 'RXO|ВАРФ^Варфарин^L'], '20260110161500');
    const drugs = (...inputs: MappedInput[]) => resourcesOf<fhir4.MedicationRequest>('MedicationRequest', ...inputs);
    expect(drugs(prescribed)).toMatchObject([
      {
        status: 'active',
        medicationCodeableConcept: {
          coding: [{ system: 'http://www.whocc.no/atc', code: 'B01AA03' }, {}],
          text: 'Варфарин',
        },
        dosageInstruction: [{ doseAndRate: [{ doseQuantity: { value: 2.5, code: 'mg' } }] }],
      },
    ]);
    expect(drugs(stopped, prescribed)[0]?.status).toBe('stopped');
  });
});

describe('the radiologist’s report', () => {
  const report = (status: string, obx: string[], reportedAt = '20260110120000'): MappedInput =>
    mapFrom(
      'hospital',
      message(
        'ORU^R01',
        [
          PID,
          segment('OBR', {
            3: 'R-1',
            4: 'РГ-ОГК^Рентгенография^L',
            7: '20260110113000',
            18: 'A-77',
            22: reportedAt,
            24: 'RAD',
            25: status,
          }),
          ...obx,
        ],
        { application: 'RIS' },
      ),
    );
  const reports = (...inputs: MappedInput[]): fhir4.DiagnosticReport[] =>
    resourcesOf<fhir4.DiagnosticReport>('DiagnosticReport', ...inputs);
  const TEXT = 'OBX|9|TX|19005-8^Impression^LN||Инфильтрация справа ^ 2 см||||||F';

  test('keeps its words, its coded statements and the accession of the study', () => {
    const [read] = reports(
      report('F', [
        'OBX|1|CWE|233604007^Pneumonia^SCT||52101004^Present^SCT||||||F',
        'OBX|2|CWE|36118008^Pneumothorax^SCT||2667000^Absent^SCT||||||F',
        'OBX|3|CE|ДИАГНОЗ^Диагноз^L||J18.1^Долевая пневмония^I10||||||F',
        TEXT,
      ]),
    );
    expect(read).toMatchObject({
      status: 'final',
      category: [{ coding: [{ code: 'RAD' }] }],
      imagingStudy: [{ identifier: { system: HOSPITAL, value: 'A-77' } }],
      effectiveDateTime: '2026-01-10T11:30:00+05:00',
    });
    expect(read?.conclusion).toContain('Инфильтрация справа ^ 2 см');
    expect(read?.conclusionCode?.map(({ coding }) => coding?.[0]?.code)).toEqual(['233604007', 'J18.1']);
    const stated = (read?.contained ?? []) as fhir4.Observation[];
    expect(
      stated.map(({ code, valueCodeableConcept }) => [code.coding?.[0]?.code, valueCodeableConcept?.coding?.[0]?.code]),
    ).toEqual([
      ['233604007', '52101004'],
      ['36118008', '2667000'],
    ]);
    expect(read?.result).toEqual([{ reference: '#statement-1' }, { reference: '#statement-2' }]);
  });

  test('a correction replaces it, a cancellation takes it back, in any order', () => {
    const final = report('F', [TEXT]);
    const corrected = report('C', ['OBX|1|TX|T||Без патологии||||||C']);
    expect(reports(corrected, final)).toMatchObject([{ status: 'corrected', conclusion: 'Без патологии' }]);
    expect(reports(report('X', []), corrected, final)).toEqual([]);
  });

  test('completes an order that counts by the same number, and makes none', () => {
    const final = report('F', [TEXT]);
    expect(requests(final)).toEqual([]);
    const ordered = mapFrom(
      'hospital',
      message('ORM^O01', [PID, 'ORC|NW||R-1', 'OBR|1||R-1|РГ-ОГК^Рентгенография^L'], { application: 'RIS' }),
    );
    expect(requests(final, ordered)[0]?.status).toBe('completed');
  });
});

describe('appointments', () => {
  const siu = (event: string, sch: string, more: string[] = [], sentAt = '20260110101500'): MappedInput =>
    mapFrom('hospital', message(`SIU^${event}`, [sch, PID, ...more], { sentAt }));
  const appointments = (...inputs: MappedInput[]): fhir4.Appointment[] =>
    resourcesOf<fhir4.Appointment>('Appointment', ...inputs);
  const SCH = 'SCH|AP-1|AP-1|||||||15|min|^^^20260112143000';

  test('a booking has start and end in the zone of the clinic, the patient and the doctor', () => {
    const mapped = siu('S12', SCH, ['RGS|1', 'AIP|1||Т12^Вымыслова^Ася']);
    expect(appointments(mapped)).toMatchObject([
      {
        status: 'booked',
        start: '2026-01-12T14:30:00+05:00',
        participant: [
          { actor: { reference: `Patient/${mapped.records[0]}` } },
          { actor: { display: 'Вымыслова Ася', identifier: { value: 'Т12' } } },
        ],
      },
    ]);
    expect(Date.parse(appointments(mapped)[0]?.end ?? '')).toBe(Date.parse('2026-01-12T14:45:00+05:00'));
  });

  test('a cancellation holds in any order', () => {
    const [booked, cancelled] = [siu('S12', SCH), siu('S15', SCH, [], '20260110161500')];
    expect(appointments(cancelled, booked)[0]?.status).toBe('cancelled');
    expect(appointments(booked, cancelled)).toEqual(appointments(cancelled, booked));
  });

  test('without an end it is only proposed, and without a number refused', () => {
    expect(appointments(siu('S12', 'SCH|AP-2||||||||||^^^20260112143000'))).toMatchObject([
      { status: 'proposed', requestedPeriod: [{ start: '2026-01-12T14:30:00+05:00' }] },
    ]);
    expect(siu('S12', 'SCH|').messages[0]?.error).toEqual({ code: 'no-identity', detail: 'SCH-2' });
  });
});
