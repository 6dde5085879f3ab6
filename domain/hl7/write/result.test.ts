import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Finding, type Result } from '../../../schemas/result.ts';
import { criticalAdvice, presentFinding } from '../../../test/results.ts';
import { unescapeText } from '../read/escapes.ts';
import type { Hl7Message, Segment } from '../read/message.ts';
import { readHl7 } from '../read/read.ts';
import { fitText } from './fit.ts';
import { controlIdOf, fillerNumberOf, type OruOptions, writeOru } from './result.ts';

const RECORD = '0a0b0c0d-0000-8000-8000-000000000001';
const HOSPITAL = '1.2.643.5.1.13.13.12.2.999.91.100.1';
const PATIENT: fhir4.Patient = {
  resourceType: 'Patient',
  id: RECORD,
  identifier: [
    { system: 'urn:oid:1.2.643.100.3', value: '112-233-445 95', type: typed('SS') },
    { system: `urn:oid:${HOSPITAL}`, value: '70001', type: typed('PI') },
  ],
  name: [{ family: 'Небылицын', given: ['Пётр', 'Фомич'] }],
  birthDate: '1948-05',
  gender: 'male',
};
function typed(code: string): fhir4.CodeableConcept {
  return { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code }] };
}

const OPTIONS: OruOptions = {
  patient: PATIENT,
  sender: { application: 'OKA', facility: 'REGION' },
  receiver: { application: 'MIS', facility: 'HOS' },
  zone: 'Asia/Yekaterinburg',
  domainName: (oid) => (oid === HOSPITAL ? 'HOS' : undefined),
};
const finding = (content: Partial<Finding> = {}, changes: Partial<Result> = {}): Result => {
  const whole = presentFinding(RECORD, changes);
  return { ...whole, content: Finding.parse({ ...whole.content, ...content }) };
};
const TAKEN = [
  {
    reference: 'Observation/0a0b0c0d-0000-8000-8000-000000000009',
    label: { en: 'Image', ru: 'Снимок' },
    value: 'present',
    time: '2026-03-02T07:10:00.000Z',
  },
];

const read = (result: Result, options: Partial<OruOptions> = {}): Hl7Message => {
  const all = { ...OPTIONS, ...options };
  const [message] = readHl7(writeOru(result, all), { charsetOf: () => all.charset ?? 'utf-8' });
  if (message === undefined) throw new Error('nothing is written');
  return message;
};
const lines = (result: Result, options: Partial<OruOptions> = {}): string[] =>
  new TextDecoder().decode(writeOru(result, { ...OPTIONS, ...options })).split('\r');
/** The row of OBX-3.1 as [type, value, unit, flag, status]. */
const row = (message: Hl7Message, code: string) => {
  const obx = message.all('OBX').find((one) => one.text(3, 1) === code);
  return obx && [2, 5, 6, 8, 11].map((field) => obx.first(field)?.text(1));
};

describe('a finding as ORU^R01', () => {
  test('is written so', () => {
    const result = finding({}, { cited: TAKEN });
    const [msh, pid, obr, ...rest] = lines(result);
    expect(msh).toBe(
      `MSH|^~\\&|OKA|REGION|MIS|HOS|20260302123000+0500||ORU^R01^ORU_R01|${controlIdOf(result)}|P|2.5.1||||||UNICODE UTF-8`,
    );
    expect(pid).toBe(
      `PID|1||70001^^^HOS&${HOSPITAL}&ISO^PI~112-233-445 95^^^&1.2.643.100.3&ISO^SS||Небылицын^Пётр^Фомич||194805|M`,
    );
    expect(obr).toBe(
      `OBR|1||${fillerNumberOf(result)}^OKA|ai-analysis^ИИ-анализ / AI analysis^99OKA|||20260302121000+0500|||||||||||A17||||20260302123000+0500||RAD|P`,
    );
    expect(rest.slice(0, 2)).toEqual([
      'NTE|1|L|ИИ, предварительно, не подтверждено врачом|RE',
      'NTE|2|L|AI, preliminary, not confirmed by a physician|RE',
    ]);
    const end =
      '|||P|||20260302121000+0500|||chest-xray-children^chest-xray-children 1^99OKA|chest-xray-children 1^OKA|20260302123000+0500';
    expect(rest[2]).toBe(`OBX|1|ST|110180^Study Instance UID^DCM||1.2.3|||${end}`);
    expect(rest[3]).toBe(
      `OBX|2|CWE|233604007^Пневмония / Pneumonia^SCT^chest-xray-children/pneumonia^^99OKA|pneumonia|52101004^Present^SCT^present^Present^99OKA|||A${end}`,
    );
    expect(rest[4]).toMatch(/^OBX\|3\|NM\|probability\^[^|]*\|pneumonia\|0\.93\|1\^no units\^UCUM\|/);
    expect(rest[5]).toMatch(
      /^OBX\|4\|FT\|text\^Текст \/ Text\^99OKA\|pneumonia\|Признаки выше порога: пневмония\..*\\\.br\\\\\.br\\Signs of/,
    );
    expect(rest.at(-1)).toBe('');
  });

  test.each<[string, Result, unknown[] | undefined, unknown[] | undefined]>([
    ['present', finding(), ['CWE', '52101004', undefined, 'A', 'P'], ['NM', '0.93', '1', undefined, 'P']],
    [
      'critical',
      finding({}, { severity: 'critical' }),
      ['CWE', '52101004', undefined, 'AA', 'P'],
      ['NM', '0.93', '1', undefined, 'P'],
    ],
    [
      'absent, which is never normal',
      finding({ state: 'absent', probability: 0.0000004 }),
      ['CWE', '2667000', undefined, undefined, 'P'],
      ['NM', '0', '1', undefined, 'P'],
    ],
    [
      'indeterminate',
      finding({ state: 'indeterminate', probability: 0.5 }),
      ['CWE', '82334004', undefined, undefined, 'P'],
      ['NM', '0.5', '1', undefined, 'P'],
    ],
    [
      'not assessed, which has no value',
      finding({ state: 'not-assessed', reason: 'age-missing' }),
      [undefined, undefined, undefined, undefined, 'X'],
      undefined,
    ],
    [
      'withdrawn',
      finding({}, { state: 'withdrawn' }),
      ['CWE', '52101004', undefined, undefined, 'W'],
      ['NM', '0.93', '1', undefined, 'W'],
    ],
  ])('%s', (_, result, answer, probability) => {
    const message = read(result);
    expect(row(message, '233604007')).toEqual(answer);
    expect(row(message, 'probability')).toEqual(probability);
    const status = result.state === 'withdrawn' ? 'W' : 'P';
    expect(row(message, 'text')?.[4]).toBe(status);
    expect(row(message, 'version')).toEqual(['NM', '1', undefined, undefined, status]);
    expect(row(message, 'notify')?.[1]).toBe('Y');
    expect(message.first('OBR')?.text(25)).toBe('P');
  });

  test('says first that it was withdrawn', () => {
    expect(
      read(finding({}, { state: 'withdrawn' }))
        .first('NTE')
        ?.text(3),
    ).toMatch(/^Отозвано/);
  });

  test('never carries the number of an order, nor that of another result', () => {
    const message = read(finding());
    expect([message.first('ORC'), message.first('OBR')?.field(2)]).toEqual([undefined, '']);
    expect(fillerNumberOf(finding())).not.toBe(fillerNumberOf(criticalAdvice(RECORD)));
  });

  test('brings a document and a link along', () => {
    const pdf = new TextEncoder().encode('%PDF-1.4');
    const message = read(finding(), {
      attachments: [
        { code: 'report', title: 'Протокол', mediaType: 'application/pdf', bytes: pdf },
        { code: 'heat-map', title: 'Карта', mediaType: 'image/png', url: 'https://oka.test/fhir/Binary/7?a=1&b=2' },
      ],
    });
    const report = message.all('OBX').find((one) => one.text(3) === 'report');
    expect([2, 3, 4].map((component) => report?.text(5, component))).toEqual(['AP', 'PDF', 'Base64']);
    expect(Buffer.from(report?.text(5, 5) ?? '', 'base64')).toEqual(Buffer.from(pdf));
    expect(row(message, 'heat-map')?.slice(0, 2)).toEqual(['RP', 'https://oka.test/fhir/Binary/7?a=1&b=2']);
  });
});

describe('a card of a rule as ORU^R01', () => {
  const card = (changes: Partial<Result> = {}, content = {}): Hl7Message =>
    read(criticalAdvice(RECORD, changes, content));

  test('says how grave it is, what to do, the whole text and the figures', () => {
    const message = card({}, { score: { points: 3, class: 'II', sure: true } });
    expect(message.first('OBR')?.text(4)).toBe('decision-support');
    expect(message.first('OBR')?.text(18)).toBeUndefined();
    expect(row(message, 'critical_labs')).toEqual(['CWE', 'critical', undefined, 'AA', 'P']);
    expect(message.all('OBX')[0]?.text(3, 2)).toBe('Калий 7,1 / Potassium 7.1');
    expect(row(message, 'action')?.[1]).toBe('ЭКГ немедленно.\n\nECG at once.');
    expect(row(message, 'text')?.[1]).toMatch(
      /^КРИТИЧЕСКИ ВАЖНО: Калий 7,1\nУгроза аритмии\.\nЧто сделать: ЭКГ немедленно\./,
    );
    expect(row(message, 'critical_labs/points')?.slice(0, 2)).toEqual(['NM', '3']);
    expect(row(message, 'critical_labs/class')?.slice(0, 2)).toEqual(['ST', 'II']);
    expect(message.all('OBX').every((obx) => obx.text(17, 2) === 'critical_labs 2')).toBe(true);
    expect(
      message
        .all('OBX')
        .filter((obx) => obx.text(4) !== 'potassium')
        .map((obx) => obx.text(3)),
    ).toEqual(['version', 'notify']);
    expect(message.first('NTE')?.text(3)).toMatch(/^Рассчитано по опубликованному правилу/);
  });

  test('is flagged by its severity', () => {
    expect(row(card({ severity: 'warning' }), 'critical_labs')?.[3]).toBe('A');
    expect(row(card({ severity: 'info', notify: false }), 'critical_labs')?.[3]).toBeUndefined();
    expect(row(card({ severity: 'info', notify: false }), 'notify')?.[1]).toBe('N');
  });
});

describe('versions', () => {
  test('the same version is the same bytes, another has another MSH-10 under the same OBR-3, OBX-3 and OBX-4', () => {
    const [first, again, second] = [
      finding(),
      finding(),
      finding({ state: 'absent', probability: 0.1 }, { version: 2 }),
    ];
    expect(writeOru(first, OPTIONS)).toEqual(writeOru(again, OPTIONS));
    expect(controlIdOf(first)).not.toBe(controlIdOf(second));
    expect(controlIdOf(first)).toMatch(/^[0-9a-f]{20}$/);
    const names = (message: Hl7Message) => [
      message.first('OBR')?.field(3),
      ...message.all('OBX').map((obx) => `${obx.field(3)}|${obx.field(4)}`),
    ];
    expect(names(read(second))).toEqual(names(read(first)));
  });
});

describe('any text', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({
      unit: fc.constantFrom(
        '|',
        '^',
        '~',
        '\\',
        '&',
        '\r',
        '\n',
        '"',
        '.',
        'b',
        'r',
        'X',
        'ё',
        'Щ',
        '№',
        ' ',
        '\0',
        '\u001c',
        '\ufeff',
        '𝄞',
      ),
    }),
    fc.constantFrom('""', 'MSH|^~\\&|', '\\.br\\', '\rMSH|', 'a\r\nOBX|1|'),
  );

  test.each(['utf-8', 'windows-1251', 'iso-8859-5', 'koi8-r', 'ibm866'] as const)(
    'what is written in %s is read back equal, what the set lacks is replaced visibly',
    (charset) => {
      fc.assert(
        fc.property(anything, anything, anything, (family, title, uid) => {
          const result = finding({
            label: { id: 'pneumonia', title: { en: 'x', ru: `т${title}` }, snomed: '1', icd10: [] },
            study: { id: '0a0b0c0d-0000-8000-8000-000000000002', studyInstanceUid: `1${uid}` },
          });
          const patient: fhir4.Patient = { ...PATIENT, name: [{ family, given: ['Пётр', family] }] };
          const message = read(result, { charset, patient });
          const literal = (segment: Segment | undefined, field: number, component: number): string =>
            unescapeText(segment?.first(field)?.component(component) ?? '', message.delimiters);
          const pid = message.first('PID');
          expect(literal(pid, 5, 1)).toBe(fitText(family, charset));
          expect(literal(pid, 5, 3)).toBe(fitText(family, charset));
          expect(message.all('OBX')[0]?.first(5)?.literal()).toBe(fitText(`1${uid}`, charset));
          expect(literal(message.all('OBX')[1], 3, 2)).toBe(fitText(`т${title} / x`, charset));
          expect(message.segments.map(({ name }) => name).join()).toBe('MSH,PID,OBR,NTE,NTE,OBX,OBX,OBX,OBX,OBX,OBX');
        }),
        { numRuns: 300 },
      );
    },
  );

  test('Russian text with the signs of medicine is written whole or plainly', () => {
    expect(fitText('«Ёж» № 5 — 36,6 °C, ≥ 2 мг/м², µ', 'windows-1251')).toBe('«Ёж» № 5 — 36,6 °C, >= 2 мг/м2, µ');
    expect(fitText('«Ёж» № 5 — é, Ә, 𝄞', 'koi8-r')).toBe('"Ёж" N 5 - e, ?, ?');
  });
});
