import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { OkaError } from '../../../schemas/errors.ts';
import { giveWay } from '../../../test/give-way.ts';
import { toBundle } from './bundle.ts';
import { openContext } from './context.ts';
import { chartOf, ID_KEY, mapFrom, message, PID, RECEIVED_AT, segment } from './example.ts';
import { type MappedInput, mapHl7 } from './map.ts';

type Validator = {
  validate(resource: unknown): { messages: { severity: string; location?: string; message?: string }[] };
};
const { Fhir } = createRequire(import.meta.url)('fhir') as { Fhir: new () => Validator };
const fhir = new Fhir();
/** Faults of the FHIR R4 structure definitions; code lists that the package does not have are only warnings. */
const faultsOf = (mapped: MappedInput): string[] =>
  (toBundle(mapped).entry ?? []).flatMap(({ resource }) =>
    fhir
      .validate(resource)
      .messages.filter(({ severity }) => severity === 'error' || severity === 'fatal')
      .map(({ location, message: fault }) => `${location}: ${fault}`),
  );

/** A day of one patient: every kind of message, corrections, a merge. */
const PV1 = segment('PV1', { 2: 'I', 3: 'ТЕР^12', 7: 'T1^Вымыслова^Ася', 19: 'V-1', 44: '20260110093000' });
const obr = (fields: Record<number, string>): string => segment('OBR', { 1: '1', 4: 'БХ^Биохимия^L', ...fields });
const lab = (at: string, status: string, value: string): Uint8Array =>
  message(
    'ORU^R01',
    [
      PID,
      obr({ 3: 'F1', 7: '20260110080000', 22: at, 25: status }),
      segment('OBX', { 2: 'NM', 3: 'КАЛИЙ^Калий^L', 5: value, 6: 'ммоль/л', 7: '3,5-5,1', 11: status }),
      'NTE|1||Проба гемолизирована',
      segment('OBX', { 2: 'SN', 3: 'ТИТР^Титр^L', 5: '^1^:^128', 11: status }),
      segment('OBX', { 2: 'NM', 3: '8867-4^Пульс^LN', 5: '60~120', 6: '/мин', 11: status }),
    ],
    { application: 'LIS' },
  );
const INPUTS: readonly [clinic: 'hospital' | 'laboratory', bytes: Uint8Array][] = [
  [
    'hospital',
    message('ADT^A01', [
      'EVN|A01|20260110093000',
      `${PID}|||ул. Сказочная, 1^^Берёзово||89990000000^PRN^CP`,
      PV1,
      'PV2|||R05^Кашель^I10',
      segment('OBX', { 2: 'NM', 3: '59408-5^SpO2^LN', 5: '88', 6: '%', 11: 'F', 14: '20260110093500' }),
      'AL1|1|DA|ПЕН^Пенициллин^L|SV|сыпь|2001',
      'DG1|1||J18.9^Пневмония^I10||20260110|W',
    ]),
  ],
  ['hospital', message('ADT^A08', ['EVN|A08|20260110100000', `${PID}|||||""`, PV1, 'DG1|1||J18.9^Пневмония^I10|||F'])],
  ['hospital', message('ADT^A03', ['EVN|A03|20260110110000', PID, `${PV1}|20260110110000`])],
  ['hospital', message('ORM^O01', [PID, PV1, 'ORC|NW|N-1', obr({ 2: 'N-1', 18: 'A-77', 31: 'R05^Кашель^I10' })])],
  ['hospital', message('ORM^O01', [PID, 'ORC|CA|N-1', obr({ 2: 'N-1' })], { sentAt: '20260110120000' })],
  ['hospital', message('ORM^O01', [PID, 'ORC|NW|R-1', 'RXO|ВАРФ^Варфарин^L|2,5||мг|||1 раз^в день'])],
  [
    'hospital',
    message('SIU^S12', ['SCH|1|AP-1|||||ПРИЁМ^Приём^L||15|min|^^^20260112143000', PID, 'AIP|1||Т1^Вымыслова']),
  ],
  ['laboratory', lab('20260110083000', 'P', '6,8')],
  ['laboratory', lab('20260110093000', 'F', '<3,0')],
  ['laboratory', lab('20260110093000', 'C', '4,4')],
  [
    'hospital',
    message(
      'ORU^R01',
      [
        PID,
        obr({
          3: 'R-1',
          7: '20260110090000',
          18: 'A-77',
          22: '20260110101000',
          24: 'RAD',
          25: 'F',
          32: 'Р1&Рентгенов&Яков',
        }),
        segment('OBX', { 2: 'CWE', 3: '233604007^Pneumonia^SCT', 5: '2667000^Absent^SCT', 11: 'F' }),
        segment('OBX', { 2: 'TX', 3: '19005-8^Impression^LN', 5: 'Без патологии', 11: 'F' }),
      ],
      { application: 'RIS' },
    ),
  ],
  ['hospital', message('ADT^A40', ['EVN|A40|20260110113000', PID, 'MRG|60001^^^HOS^PI'])],
];

describe('an input as a whole', () => {
  test('the resources are valid FHIR R4', () => {
    const mapped = INPUTS.map(([clinic, bytes]) => mapFrom(clinic, bytes));
    expect(mapped.flatMap(({ messages }) => messages.flatMap(({ error }) => error ?? []))).toEqual([]);
    expect(mapped.flatMap(faultsOf)).toEqual([]);
    const types = mapped.flatMap((one) => toBundle(one).entry?.map(({ resource }) => resource?.resourceType) ?? []);
    expect([...new Set(types)].sort()).toEqual([
      'AllergyIntolerance',
      'Appointment',
      'Condition',
      'DiagnosticReport',
      'Encounter',
      'MedicationRequest',
      'Observation',
      'Patient',
      'ServiceRequest',
    ]);
  });

  test('any order and any repeats end in the same chart', () => {
    const mapped = INPUTS.map(([clinic, bytes]) => mapFrom(clinic, bytes));
    const once = chartOf(...mapped);
    const shuffled = fc.shuffledSubarray([...mapped, ...mapped], { minLength: mapped.length * 2 });
    fc.assert(
      fc.property(shuffled, (inputs) => {
        expect(chartOf(...inputs)).toEqual(once);
      }),
      { numRuns: 50 },
    );
  });

  test('a message at fault is named, the others are mapped', () => {
    const good = message('ADT^A01', ['EVN|A01|20260110', PID]);
    const bad = message('ADT^A01', ['EVN|A01|20260110'], { control: '2' });
    const mapped = mapFrom('hospital', Buffer.concat([good, bad, good]));
    expect(mapped.messages.map(({ number, error }) => [number, error])).toEqual([
      [1, undefined],
      [2, { code: 'hl7-structure', detail: 'PID' }],
      [3, undefined],
    ]);
    expect(mapped.records).toHaveLength(1);
  });

  test.each([
    ['MDM^T02', [PID], 'hl7-structure', 'TXA'],
    ['VXU^V04', [PID], 'hl7-structure', 'RXA'],
    ['BAR^P01', [PID], 'hl7-unsupported', 'MSH-9'],
    ['ADT^Z99', [PID], 'hl7-unsupported', 'MSH-9.2'],
    ['ORM^O01', [PID, 'ORC|NW|N-1', 'ODS|D'], 'hl7-unsupported', 'ORC'],
    ['ORU^R01', [PID], 'hl7-structure', 'OBR'],
    ['SIU^S12', [PID], 'hl7-structure', 'SCH'],
    ['', [PID], 'hl7-structure', 'MSH-9'],
  ])('%s with %j is %s', (type, segments, code, detail) => {
    const mapped = mapFrom('hospital', message(type, segments));
    expect(mapped.messages[0]?.error).toEqual({ code, detail });
    expect(mapped.write.items).toEqual([]);
  });

  test('a sender that nobody registered is refused', () => {
    const mapped = mapFrom('laboratory', message('ADT^A01', [PID]));
    expect(mapped.messages[0]?.error).toEqual({ code: 'unknown-sender', detail: 'MSH-3' });
  });

  test('what the reader warns of is told with the message', () => {
    const bytes = message('ADT^A31', ['EVN|A31|20260110', `${PID}|||\\M244250\\`]);
    const batch = Buffer.concat([Buffer.from('BHS|^~\\&|HIS\r'), bytes, Buffer.from('BTS|2\r')]);
    expect(mapFrom('hospital', batch).messages[0]?.warnings).toEqual(
      expect.arrayContaining([
        'BTS-1 is not the number of messages in the batch',
        'PID-11: an escape sequence of bytes is kept as text',
      ]),
    );
  });

  test('a Z segment does no harm', () => {
    const [plain, extended] = [[PID], ['ZA1|1', PID, 'ZPD|своё']].map((segments) =>
      mapFrom('hospital', message('ADT^A08', ['EVN|A08|20260110', ...segments])),
    );
    expect(extended?.write).toEqual(plain?.write);
  });
});

describe('robustness', () => {
  const words = [
    'constructor',
    '__proto__',
    'toString',
    '""',
    '^',
    '~',
    '&',
    '\\',
    '\\X00\\',
    '99999999999999',
    '-',
    '\ud800',
  ];
  const whole = new TextDecoder().decode(Buffer.concat(INPUTS.map(([, bytes]) => bytes)));
  const mutation = fc.record({
    at: fc.nat(whole.length),
    cut: fc.nat(12),
    put: fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 8 })),
  });

  test('mutated messages are mapped or refused with a code, and what comes of them is valid', () => {
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 12 }), (mutations) => {
        const text = mutations.reduce(
          (said, { at, cut, put }) => said.slice(0, at) + put + said.slice(at + cut),
          whole,
        );
        try {
          expect(faultsOf(mapFrom('hospital', new TextEncoder().encode(text)))).toEqual([]);
        } catch (cause) {
          if (!(cause instanceof OkaError)) throw cause;
        }
      }),
      { numRuns: 150 },
    );
  });

  test('sixty thousand results in one message are mapped in good time', async () => {
    const lines = Array.from({ length: 60_000 }, (_, index) => `OBX|${index}|NM|X${index}^Имя^L||${index}|г/л|||||F`);
    const bytes = message('ORU^R01', [PID, obr({ 3: 'F1', 22: '20260110093000', 25: 'F' }), ...lines], {
      application: 'LIS',
    });
    // Seconds by their number; by its square it would be hours.
    expect(mapFrom('laboratory', bytes).write.items).toHaveLength(60_002);
    await giveWay();
  }, 300_000);
});

const corpora = join(process.env.OKA_CORPORA ?? '../shared/data', 'hl7');
const isMessage = (name: string): boolean => /\.(hl7|hl7v2|txt)$/.test(name) && !name.endsWith('COMMIT.txt');

(existsSync(corpora) ? describe : describe.skip)('real messages (skipped without OKA_CORPORA)', () => {
  test('all are mapped, stored or refused with a code, and what is mapped is valid', () => {
    const context = openContext({ zone: 'UTC', idKey: ID_KEY, receivedAt: RECEIVED_AT });
    const files = readdirSync(corpora, { recursive: true, encoding: 'utf8' }).filter(isMessage).sort();
    const outcomes: Record<string, number> = {};
    for (const file of files) {
      const mapped = mapHl7(readFileSync(join(corpora, file)), context);
      expect([file, faultsOf(mapped)]).toEqual([file, []]);
      for (const { error } of mapped.messages) {
        const outcome = error?.code ?? 'mapped';
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      }
    }
    process.stdout.write(`${files.length} files of HL7: ${JSON.stringify(outcomes)}\n`);
    // One file of the corpus is a PID without its PID: it tests time zones of another converter.
    expect(outcomes['hl7-structure']).toBe(1);
    expect(outcomes['no-identity']).toBeUndefined();
    expect(outcomes.mapped).toBeGreaterThanOrEqual(90);
  });
});
