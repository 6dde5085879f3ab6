import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { binaryId } from '../../../fhir/binary.ts';
import { mapFrom, message, PID, resourcesOf, segment } from '../example.ts';
import type { MappedInput } from '../map.ts';

const PDF = Buffer.from('%PDF-1.4\n%плод вымысла\n');
const base64 = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64');
const OBR = segment('OBR', { 1: '1', 3: 'F1', 4: 'ЭКГ^ЭКГ^L', 7: '20260110080000', 22: '20260110093000', 25: 'F' });
const result = (obx: readonly string[], application = 'LIS'): MappedInput =>
  mapFrom(application === 'LIS' ? 'laboratory' : 'hospital', message('ORU^R01', [PID, OBR, ...obx], { application }));
const documents = (...inputs: MappedInput[]): fhir4.DocumentReference[] =>
  resourcesOf<fhir4.DocumentReference>('DocumentReference', ...inputs);
const ed = (data: string, { type = 'AP', subtype = 'PDF', encoding = 'Base64', status = 'F' } = {}): string =>
  `OBX|1|ED|ФАЙЛ^Заключение^L||^${type}^${subtype}^${encoding}^${data}||||||${status}`;
const contentOf = (mapped: MappedInput): fhir4.Attachment | undefined => documents(mapped)[0]?.content[0]?.attachment;
const textOf = (mapped: MappedInput): string => Buffer.from(mapped.attachments[0]?.bytes ?? []).toString();
const warningsOf = ({ messages }: MappedInput): readonly string[] => messages[0]?.warnings ?? [];

describe('a file in a result', () => {
  test('is kept under its own digest, and the chart says where, how long and with which hash', () => {
    const mapped = result([ed(base64(PDF))]);
    const sha256 = createHash('sha256').update(PDF).digest('hex');
    const key = `documents/${mapped.records[0]}/${sha256}`;
    expect(mapped.attachments).toMatchObject([
      { key, sha256, record: mapped.records[0], contentType: 'application/pdf' },
    ]);
    expect(Buffer.from(mapped.attachments[0]?.bytes ?? [])).toEqual(PDF);
    expect(documents(mapped)).toMatchObject([
      {
        status: 'current',
        docStatus: 'final',
        type: { text: 'Заключение' },
        date: '2026-01-10T09:30:00+03:00',
        content: [
          {
            attachment: {
              contentType: 'application/pdf',
              title: 'Заключение',
              url: `Binary/${binaryId(key)}`,
              size: PDF.length,
              hash: createHash('sha1').update(PDF).digest('base64'),
            },
          },
        ],
      },
    ]);
    expect(warningsOf(mapped)).toEqual([]);
  });

  test('also stands in the report, of a laboratory and of radiology, until it is withdrawn', () => {
    for (const application of ['LIS', 'RIS']) {
      const sent = result([ed(base64(PDF))], application);
      const forms = (...inputs: MappedInput[]) =>
        resourcesOf<fhir4.DiagnosticReport>('DiagnosticReport', ...inputs)[0]?.presentedForm ?? [];
      expect(forms(sent)).toMatchObject([{ contentType: 'application/pdf', size: PDF.length }]);
      const withdrawn = result([ed('', { status: 'D' })], application);
      expect(forms(withdrawn, sent)).toEqual([]);
      expect(documents(withdrawn, sent)).toEqual([]);
    }
  });

  test.each<[string, string, Parameters<typeof ed>[1], string, string[]]>([
    ['JPEG', base64(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2])), { type: 'IM', subtype: 'JPEG' }, 'image/jpeg', []],
    ['RTF', base64('{\\rtf1 текст}'), { subtype: 'RTF' }, 'application/rtf', []],
    ['CDA', base64('<?xml version="1.0"?><ClinicalDocument/>'), { subtype: 'CDA' }, 'application/hl7-cda+xml', []],
    ['XML without a name', base64('<?xml version="1.0"?><a/>'), { subtype: '' }, 'application/xml', []],
    ['plain text', base64('Заключение'), { type: 'TEXT', subtype: '' }, 'text/plain', []],
    [
      'text called PDF',
      base64('Заключение'),
      {},
      'text/plain',
      ['OBX-5 is not what ED.2 and ED.3 call it: kept as what it is'],
    ],
    [
      'HTML called text',
      base64('<html><script>1</script></html>'),
      { subtype: 'TXT' },
      'text/html',
      ['OBX-5 is not what ED.2 and ED.3 call it: kept as what it is'],
    ],
    [
      'bytes called PDF',
      base64(Buffer.from([0, 1, 2, 255])),
      {},
      'application/octet-stream',
      ['OBX-5 is not what ED.2 and ED.3 call it: kept as what it is'],
    ],
    ['hexadecimal', Buffer.from(PDF).toString('hex'), { encoding: 'Hex' }, 'application/pdf', []],
    [
      'no hexadecimal',
      'zz',
      { encoding: 'Hex', subtype: 'TXT' },
      'text/plain',
      ['OBX-5 is not hexadecimal: kept as text'],
    ],
    ['base64 without its encoding', base64(PDF), { encoding: '' }, 'application/pdf', []],
    ['base64 in lines', base64(PDF).replace(/.{8}/g, '$&\\.br\\'), {}, 'application/pdf', []],
    ['base64 without padding', base64(PDF).replace(/=+$/, ''), {}, 'application/pdf', []],
    [
      'cut base64',
      `${base64(PDF).slice(0, 20)}A`,
      {},
      'application/pdf',
      ['OBX-5 is base64 of a wrong length: the end is missing'],
    ],
  ])('%s', (_, data, options, contentType, warnings) => {
    const mapped = result([ed(data, options)]);
    expect(contentOf(mapped)?.contentType).toBe(contentType);
    expect(warningsOf(mapped)).toEqual(warnings);
  });

  test('no base64 is kept as the text that it is', () => {
    const mapped = result([ed('<Base64 encoded>')]);
    expect(textOf(mapped)).toBe('<Base64 encoded>');
    expect(contentOf(mapped)?.contentType).toBe('text/plain');
    expect(warningsOf(mapped)[0]).toBe('OBX-5 is no base64: kept as text');
  });

  test('text without an encoding keeps its own signs, escaped or not', () => {
    expect(textOf(result([ed('<a>1 \\T\\ 2 ^ 3 & 4</a>', { encoding: 'A', subtype: 'XML' })]))).toBe(
      '<a>1 & 2 ^ 3 & 4</a>',
    );
  });

  test('without data there is no document, and the message says so', () => {
    const mapped = result([ed('')]);
    expect(documents(mapped)).toEqual([]);
    expect(warningsOf(mapped)).toEqual(['OBX-5 of type ED carries no data']);
  });

  test('a pointer is a link where it is an address, never one that runs', () => {
    const pointer = (sent: string) => contentOf(result([`OBX|1|RP|СНИМОК^Снимок^L||${sent}^^IM^JPEG||||||F`]));
    expect(pointer('https://pacs.test/1?a=1\\T\\b=2')).toEqual({
      title: 'Снимок',
      contentType: 'image/jpeg',
      url: 'https://pacs.test/1?a=1&b=2',
    });
    expect(pointer('javascript:alert(1)')).toEqual({ title: 'javascript:alert(1)', contentType: 'image/jpeg' });
  });

  test('equal bytes of two patients are kept for each of them', () => {
    const of = (pid: string): string | undefined =>
      mapFrom('laboratory', message('ORU^R01', [pid, OBR, ed(base64(PDF))], { application: 'LIS' })).attachments[0]
        ?.key;
    expect(of(PID)).not.toBe(of(PID.replace('70001', '70002')));
  });
});

describe('MDM', () => {
  const txa = (fields: Record<number, string>): string =>
    segment('TXA', { 1: '1', 2: 'DS', 6: '20260110090000', 12: 'Д-1', 17: 'AU', ...fields });
  const TEXT = ['OBX|1|TX|Т^Текст^L||Выписан домой||||||F', 'OBX|2|FT|Т^Текст^L||Здоров\\.br\\Ура||||||F'];
  const mdm = (
    event: string,
    fields: Record<number, string> = {},
    obx: readonly string[] = [],
    sentAt = '20260110101500',
  ) => mapFrom('hospital', message(`MDM^${event}`, [`EVN|${event}|${sentAt}`, PID, txa(fields), ...obx], { sentAt }));
  const inline = (document: fhir4.DocumentReference | undefined, at = 0): string =>
    Buffer.from(document?.content[at]?.attachment.data ?? '', 'base64').toString();
  const numbered = (number: string, ...inputs: MappedInput[]): fhir4.DocumentReference | undefined =>
    documents(...inputs).find(({ masterIdentifier }) => masterIdentifier?.value === number);

  test('a document has its author, states, orders and text, and the files behind it', () => {
    const mapped = mdm(
      'T02',
      { 9: 'Т1^Вымыслова^Ася', 14: 'N-1', 16: 'vypiska.rtf', 18: 'R', 19: 'AV', 22: 'Т2^Главный^Яков', 25: 'Выписка' },
      [...TEXT, ed(base64(PDF))],
    );
    const [read] = documents(mapped);
    expect(read).toMatchObject({
      status: 'current',
      docStatus: 'final',
      masterIdentifier: { value: 'Д-1' },
      type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0270', code: 'DS' }] },
      date: '2026-01-10T09:00:00+05:00',
      author: [{ display: 'Вымыслова Ася' }],
      authenticator: { display: 'Главный Яков' },
      description: 'Выписка',
      securityLabel: [{ coding: [{ code: 'R' }] }],
      context: { related: [{ identifier: { value: 'N-1' } }] },
    });
    expect(inline(read)).toBe('Выписан домой\nЗдоров\nУра');
    expect(read?.content[1]?.attachment).toMatchObject({ contentType: 'application/pdf', title: 'Заключение' });
  });

  test('a notification without the document takes none away, and alone has only a title', () => {
    const [known] = documents(mdm('T03', { 17: 'LA' }, [], '20260110120000'), mdm('T02', {}, TEXT));
    expect(inline(known)).toBe('Выписан домой\nЗдоров\nУра');
    expect(documents(mdm('T01', { 16: 'vypiska.rtf' }))[0]?.content).toEqual([
      { attachment: { title: 'vypiska.rtf' } },
    ]);
  });

  test('a replaced document is superseded, whichever comes first', () => {
    const original = mdm('T02', {}, TEXT);
    const replacement = mdm('T10', { 12: 'Д-2', 13: 'Д-1' }, ['OBX|1|TX|Т||Исправлено||||||F'], '20260110120000');
    expect(documents(replacement)).toHaveLength(1);
    expect(numbered('Д-1', replacement, original)?.status).toBe('superseded');
    expect(numbered('Д-2', replacement, original)).toMatchObject({
      status: 'current',
      relatesTo: [{ code: 'replaces', target: { reference: `DocumentReference/${documents(original)[0]?.id}` } }],
    });
    expect(documents(original, replacement)).toEqual(documents(replacement, original));
  });

  test('a replacement that is itself cancelled supersedes nothing', () => {
    const original = mdm('T02', {}, TEXT);
    const replacement = mdm('T10', { 12: 'Д-2', 13: 'Д-1' }, TEXT, '20260110120000');
    const cancelled = mdm('T11', { 12: 'Д-2', 13: 'Д-1' }, [], '20260110130000');
    expect(numbered('Д-1', cancelled, original, replacement)?.status).toBe('current');
    expect(numbered('Д-2', cancelled, original, replacement)?.status).toBe('entered-in-error');
  });

  test('an edit takes the place of the text, an addendum refers to its document', () => {
    const original = mdm('T02', {}, TEXT);
    const edited = mdm('T08', {}, ['OBX|1|TX|Т||Иначе||||||F'], '20260110120000');
    expect(inline(documents(edited, original)[0])).toBe('Иначе');
    const addendum = mdm('T06', { 12: 'Д-3', 13: 'Д-1' }, ['OBX|1|TX|Т||Дополнение||||||F']);
    expect(numbered('Д-3', addendum)?.relatesTo?.[0]?.code).toBe('appends');
    const same = mdm('T06', {}, ['OBX|1|TX|Т||Дополнение||||||F'], '20260110120000');
    expect([0, 1].map((at) => inline(documents(same, original)[0], at))).toEqual([
      'Выписан домой\nЗдоров\nУра',
      'Дополнение',
    ]);
  });

  test('a cancelled document is entered in error; without its number it is refused', () => {
    const original = mdm('T02', {}, TEXT);
    const cancelled = mdm('T11', {}, [], '20260110130000');
    expect(documents(cancelled)).toEqual([]);
    expect(documents(cancelled, original)[0]).toMatchObject({
      status: 'entered-in-error',
      docStatus: 'entered-in-error',
    });
    expect(mdm('T02', { 12: '' }).messages[0]?.error).toEqual({ code: 'no-identity', detail: 'TXA-12' });
  });

  test('a long text is kept beside the chart', () => {
    const mapped = mdm('T02', {}, [`OBX|1|TX|Т||${'длинно '.repeat(10_000)}||||||F`]);
    expect(mapped.attachments).toHaveLength(1);
    expect(documents(mapped)[0]?.content[0]?.attachment.data).toBeUndefined();
  });
});
