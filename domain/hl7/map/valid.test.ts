import { createRequire } from 'node:module';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { toBundle } from './bundle.ts';
import { mapFrom, message, segment } from './example.ts';
import type { MappedInput } from './map.ts';

type Validator = {
  validate(
    resource: unknown,
    options: object,
  ): { messages: { severity: string; location?: string; message?: string }[] };
};
const { Fhir } = createRequire(import.meta.url)('fhir') as { Fhir: new () => Validator };

const PATIENT = segment('PID', {
  1: '1',
  2: 'ALT',
  3: '70001^^^HOS^PI^Больница^20200101^20300101~112-233-445 95^^^СНИЛС',
  5: 'Небылицын^Пётр^Фомич^мл.^г-н^^L~Петя^^^^^^N',
  6: 'Сказкина',
  7: '202601090312',
  8: 'M',
  11: 'Сказочная&ул. Сказочная&1^кв. 2^Берёзово^Край^627000^RUS^H^^Озёрный',
  13: '^PRN^CP^^7^000^0000001~a@example.test^NET',
  14: '222',
  15: 'rus^Русский^HL70296',
  16: 'M^Женат',
  18: 'ACC',
  23: 'Берёзово',
  24: 'Y',
  25: '2',
  30: 'N',
});
const VISIT = {
  1: '1',
  2: 'I',
  3: 'ТЕР&1.2.643.5.1.13.13.12.2.77.1.0.1&ISO^12^3^&1.2.643.5.1.13.13.12.2.77.1&ISO',
  4: 'U',
  6: 'ПРИЁМ',
  7: 'Т1^Вымыслова^Ася',
  10: 'MED',
  11: 'КОР',
  13: 'R',
  14: '7',
  18: 'A',
  19: 'V-1',
  36: '01',
  37: 'ДОМ^Домой',
  42: 'ХИР^4',
  44: '20260110093000',
  50: 'ALT-1',
};
const AROUND = [
  segment('PD1', { 3: 'Поликлиника^^12', 4: 'Т9^Небылов' }),
  segment('NK1', { 1: '1', 2: 'Сказкина^Анна', 3: 'MTH^Мать', 4: 'ул. 1', 5: '1', 8: '2020', 13: 'ООО', 15: 'F' }),
  segment('PV1', VISIT),
  segment('PV2', { 3: 'R05^Кашель^I10', 8: '20260110', 9: '202601150900', 23: 'Больница^^1', 25: '1' }),
  segment('ROL', {
    2: 'AD',
    3: 'AT^Лечащий',
    4: 'Т3^Врач',
    5: '20260110093000',
    9: '109^Врач^1.2.643.5.1.13.13.11.1002',
  }),
  segment('DG1', { 3: 'J18.9^Пневмония^I10', 6: 'A', 15: '1', 16: 'Т1^Вымыслова', 19: '20260110', 20: 'D-1' }),
  segment('PR1', {
    3: 'A16^Операция^L',
    4: 'Описание',
    5: '20260110080000',
    11: 'Т1^Вымыслова',
    15: 'J18',
    19: 'OP-1',
  }),
  segment('AL1', { 2: 'DA', 3: 'ПЕН^Пенициллин^L', 4: 'SV', 5: 'сыпь', 6: '2001' }),
  segment('IAM', {
    2: 'FA',
    3: 'ОРЕХ^Орехи^L',
    4: 'MI',
    6: 'A',
    7: 'AL-1',
    9: 'AL',
    12: 'в детстве',
    13: '20260109',
    17: 'C',
  }),
  segment('IAM', { 2: 'EA', 3: 'NKA' }),
  segment('PRB', {
    1: 'AD',
    2: '20260110',
    3: 'I10^АГ^I10',
    4: 'PR-1',
    7: '2025',
    9: '2026',
    14: 'Resolved',
    17: 'давно',
    27: 'SV',
  }),
  'NTE|1||Со слов',
];
const EVENTS = [
  'A01',
  'A02',
  'A03',
  'A05',
  'A11',
  'A13',
  'A15',
  'A16',
  'A21',
  'A25',
  'A28',
  'A40',
  'A45',
  'A50',
  'A60',
];
const APPOINTMENTS = ['S12', 'S14', 'S15', 'S17', 'S18', 'S19', 'S26'];
const MERGE = segment('MRG', { 1: '60001^^^HOS^PI', 5: 'V-0' });
const SCHEDULE = segment('SCH', {
  1: 'P',
  2: 'F',
  6: 'БОЛ^Болезнь^L',
  7: 'ПР^Приём^L',
  8: 'Т^Тип^L',
  9: '15',
  11: '^^^202601121430',
});
const RESOURCES = [
  'RGS|1',
  'AIS|1||B01^Осмотр^L|202601121430',
  'AIL|1||ПОЛ^12||||202601121430',
  'AIP|1||Т1^Вымыслова|109^Врач^1.2.643.5.1.13.13.11.1002||202601121430',
];
const MESSAGES = [
  ...EVENTS.map((event) => {
    const merge = ['A40', 'A45', 'A50'].includes(event) ? [MERGE] : [];
    const [before, visit] = [AROUND.slice(0, 2), AROUND.slice(2)];
    return [
      `ADT^${event}`,
      [`EVN|${event}|20260110100000||||202601100955`, PATIENT, ...before, ...merge, ...visit],
    ] as const;
  }),
  ...APPOINTMENTS.map(
    (event) => [`SIU^${event}`, [SCHEDULE, 'NTE|1||Натощак', PATIENT, ...AROUND, ...RESOURCES]] as const,
  ),
  ['PPR^PC1', [PATIENT, ...AROUND]] as const,
];

const fhir = new Fhir();
const faultsOf = (mapped: Pick<MappedInput, 'write'>): string[] =>
  (toBundle(mapped).entry ?? []).flatMap(({ resource }) =>
    fhir
      .validate(resource, { errorOnUnexpected: true })
      .messages.filter(({ severity }) => severity === 'error' || severity === 'fatal')
      .map(({ location, message: fault }) => `${resource?.resourceType} ${location}: ${fault}`),
  );

test.each(MESSAGES)('all that %s can say is valid FHIR R4, with nothing unknown to it', (type, segments) => {
  const mapped = mapFrom('hospital', message(type, segments));
  expect(mapped.messages[0]?.error).toBeUndefined();
  expect(toBundle(mapped).entry?.length).toBeGreaterThanOrEqual(2);
  expect(faultsOf(mapped)).toEqual([]);
});

test('whatever is put into any place of them, they are mapped or refused with a code, and what comes is valid', () => {
  const words = [
    '',
    '""',
    '~',
    '^',
    '&',
    '|',
    'D',
    '0',
    '-1',
    '20269999',
    '\\X00\\',
    '__proto__',
    'Ж',
    '1.2',
    'NKA',
    '\r',
  ];
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.nat(9),
    put: fc.constantFrom(...words),
  });
  const changes = fc.array(change, { minLength: 1, maxLength: 15 });
  fc.assert(
    fc.property(fc.constantFrom(...MESSAGES), changes, ([type, segments], made) => {
      const whole = new TextDecoder().decode(message(type, segments));
      const text = made.reduce((said, { at, cut, put }) => {
        const place = 60 + Math.floor(at * (said.length - 60));
        return said.slice(0, place) + put + said.slice(place + cut);
      }, whole);
      expect(faultsOf(mapFrom('hospital', new TextEncoder().encode(text)))).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test('whichever of them arrived, in whatever order, the chart is valid and says no more than FHIR allows', () => {
  const mapped = MESSAGES.map(([type, segments], place) =>
    mapFrom(
      'hospital',
      message(
        type,
        segments.filter((one) => !one.startsWith('EVN')),
        { sentAt: `2026011010${10 + place}` },
      ),
    ),
  );
  fc.assert(
    fc.property(fc.shuffledSubarray(mapped, { minLength: 1 }), (arrived) => {
      const items = arrived.flatMap(({ write }) => write.items);
      const chart = { write: { items, edges: [], owners: {}, accessions: [] } };
      expect(faultsOf(chart)).toEqual([]);
      const resources = (toBundle(chart).entry ?? []).map(({ resource }) => resource as fhir4.FhirResource);
      for (const resource of resources) {
        if (resource.resourceType === 'Encounter') expect(resource).toMatchObject({ class: {}, subject: {} });
        // FHIR R4 app-3 and app-4.
        if (resource.resourceType !== 'Appointment') continue;
        if (resource.start === undefined) expect(['proposed', 'cancelled', 'waitlist']).toContain(resource.status);
        if (resource.cancelationReason) expect(['cancelled', 'noshow']).toContain(resource.status);
      }
    }),
    { numRuns: 100 },
  );
});
