import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { OkaError } from '../../../schemas/errors.ts';
import { readHl7 } from '../read/read.ts';
import { encodeText } from '../write/encode.ts';
import { answersOf, type Outcome } from './answer.ts';
import { classOfAnswer } from './class.ts';

type Sent = Partial<Record<2 | 3 | 5 | 9 | 10 | 11 | 12 | 15 | 16 | 18, string>>;

/** An MSH with the given fields, and a PID. */
function sent(fields: Sent = {}, charset = 'utf-8'): Uint8Array {
  const usual: Record<number, string> = {
    2: '^~\\&',
    3: 'ЛИС',
    4: 'Филиал',
    5: 'OKA',
    6: 'REGION',
    9: 'ORU^R01^ORU_R01',
  };
  const all: Record<number, string> = { ...usual, 10: 'M-1', 11: 'P', 12: '2.5.1', 18: 'UNICODE UTF-8', ...fields };
  const header = ['MSH', ...Array.from({ length: 17 }, (_, at) => all[at + 2] ?? '')].join('|');
  return encodeText(`${header}\rPID|1||7||Вымышленный\r`, charset) ?? new Uint8Array();
}

let count = 0;
const answers = (message: Uint8Array, outcome: Outcome = 'accepted', charset?: string): Uint8Array[] =>
  answersOf(message, outcome, {
    at: '2026-01-10T10:15:00.000Z',
    zone: 'Asia/Yekaterinburg',
    nextId: () => `OKA${++count}`,
    charset,
  });
const answerTo = (message: Uint8Array, outcome: Outcome = 'accepted', charset?: string): Uint8Array => {
  const [first, ...rest] = answers(message, outcome, charset);
  expect(rest).toEqual([]);
  return first ?? new Uint8Array();
};
const lines = (answer: Uint8Array, charset = 'utf-8'): string[] => new TextDecoder(charset).decode(answer).split('\r');
const codes = (message: Uint8Array, outcome: Outcome = 'accepted'): string[] =>
  answers(message, outcome).map((answer) => readHl7(answer)[0]?.first('MSA')?.text(1) ?? '');
const NO_PATIENT = new OkaError('no-identity', 'PID-3');

describe('an acceptance', () => {
  test('goes back to the sender in his version, with his control id', () => {
    count = 0;
    expect(lines(answerTo(sent()))).toEqual([
      'MSH|^~\\&|OKA|REGION|ЛИС|Филиал|20260110151500+0500||ACK^R01^ACK|OKA1|P|2.5.1||||||UNICODE UTF-8',
      'MSA|AA|M-1',
      '',
    ]);
  });

  test.each([
    ['2.2', 'ACK'],
    ['2.3', 'ACK^R01'],
    ['2.3.1', 'ACK^R01'],
    ['2.4', 'ACK^R01^ACK'],
    ['2.8.2', 'ACK^R01^ACK'],
  ])('in version %s is of type %s', (version, type) => {
    expect(
      lines(answerTo(sent({ 12: version })))[0]
        ?.split('|')
        .slice(8, 12),
    ).toEqual([type, expect.anything(), 'P', version]);
  });

  test('carries the sender’s bytes unchanged, whatever character set they are in', () => {
    for (const charset of ['windows-1251', 'koi8-r', 'ibm866', 'iso-8859-5', 'utf-16le', 'utf-16be']) {
      const answer = answerTo(sent({ 10: 'Ж-ё\\T\\ 5 ', 18: '' }, charset));
      expect(lines(answer, charset).slice(0, 2).join().split('|').slice(4, 6)).toEqual(['ЛИС', 'Филиал']);
      expect(lines(answer, charset)[1]).toBe('MSA|AA|Ж-ё\\T\\ 5 ');
    }
  });

  test('uses the sender’s delimiters', () => {
    const header = new TextEncoder().encode('MSH#*!?@#LAB#A#OKA#B###ORU*R01#M#P#2.3\r');
    expect(lines(answerTo(header))[0]).toMatch(/^MSH#\*!\?@#OKA#B#LAB#A#20260110151500\+0500##ACK\*R01#OKA\d+#P#2\.3$/);
    expect(lines(answerTo(header, NO_PATIENT)).slice(1, 3)).toEqual([
      'MSA#AE#M#No patient identifier with a resolvable domain, or no natural key for a resource###204*Unknown key identifier*HL70357',
      'ERR#PID*1*3*204@Unknown key identifier@HL70357',
    ]);
  });
});

describe('a refusal', () => {
  test('names place, condition and code, and says it in Russian where the set can write it', () => {
    expect(lines(answerTo(sent(), NO_PATIENT)).slice(1)).toEqual([
      'MSA|AE|M-1|Нет номера пациента в известном пространстве номеров.',
      'ERR||PID^1^3|204^Unknown key identifier^HL70357|E|no-identity^^99OKA||no-identity: PID-3: No patient identifier with a resolvable domain, or no natural key for a resource.|Нет номера пациента в известном пространстве номеров.',
      '',
    ]);
    const older = lines(answerTo(sent({ 12: '2.4', 18: '8859/5' }, 'iso-8859-5'), NO_PATIENT), 'iso-8859-5');
    expect(older.slice(1)).toEqual([
      'MSA|AE|M-1|Нет номера пациента в известном пространстве номеров.|||204^Unknown key identifier^HL70357',
      'ERR|PID^1^3^204&Unknown key identifier&HL70357',
      '',
    ]);
  });

  test('is English for a sender that declares ASCII or nothing, Russian where his registered set binds', () => {
    for (const declared of ['', 'ASCII']) {
      expect(lines(answerTo(sent({ 18: declared }, 'windows-1251'), NO_PATIENT), 'windows-1251')[1]).toMatch(
        /^MSA\|AE\|M-1\|No patient/,
      );
      const registered = answerTo(sent({ 18: declared }, 'windows-1251'), NO_PATIENT, 'windows-1251');
      expect(lines(registered, 'windows-1251')[1]).toMatch(/\|Нет номера пациента/);
    }
  });

  test('names several places, and deep ones', () => {
    const two = lines(answerTo(sent(), new OkaError('no-identity', 'message 2: OBR-4, OBR-7')))[2];
    expect(two).toMatch(/^ERR\|\|OBR\^\^4~OBR\^\^7\|/);
    const deep = lines(answerTo(sent(), new OkaError('hl7-unsupported', 'MSH-9.2')))[2];
    expect(deep).toMatch(/^ERR\|\|MSH\^1\^9\^1\^2\|201\^/);
    const repeated = lines(answerTo(sent(), new OkaError('hl7-structure', 'OBX[3]-5[2].1.4')))[2];
    expect(repeated).toMatch(/^ERR\|\|OBX\^3\^5\^2\^1\^4\|101\^/);
  });

  test.each<[string, string, Outcome]>([
    ['AE', 'CR', new OkaError('hl7-structure', 'PID')],
    ['AR', 'CR', new OkaError('hl7-processing', 'MSH-11')],
    ['AR', 'CR', new OkaError('hl7-unsupported', 'MSH-9')],
    ['AE', 'CR', new OkaError('hl7-too-large')],
    ['AR', 'CE', new OkaError('unavailable')],
    ['AR', 'CE', new OkaError('conflict')],
  ])('is %s in original and %s in enhanced mode for %#', (original, enhanced, outcome) => {
    expect(codes(sent(), outcome)).toEqual([original]);
    expect(codes(sent({ 15: 'AL', 16: 'NE' }), outcome)).toEqual([enhanced]);
  });

  test('is classed by a client as the catalogue classes the error', () => {
    for (const code of [
      'not-hl7',
      'hl7-too-large',
      'hl7-structure',
      'hl7-processing',
      'no-identity',
      'unavailable',
      'conflict',
      'over-size',
      'configuration',
    ] as const)
      for (const version of ['2.2', '2.3', '2.4', '2.5', '2.8'])
        for (const mode of [{}, { 15: 'AL' }]) {
          const error = new OkaError(code);
          const answer = answerTo(sent({ 12: version, ...mode }), error);
          expect([code, classOfAnswer(answer, { controlId: 'M-1', replaces: true })?.class]).toEqual([
            code,
            error.class,
          ]);
        }
  });
});

describe('enhanced mode', () => {
  const refused = new OkaError('hl7-structure', 'PID');
  test.each([
    ['AL', 'NE', ['CA'], ['CR']],
    ['AL', 'AL', ['CA', 'AA'], ['CR']],
    ['NE', 'AL', ['AA'], ['AE']],
    ['NE', 'NE', [], []],
    ['ER', 'NE', [], ['CR']],
    ['SU', 'ER', ['CA'], ['AE']],
    ['ER', 'SU', ['AA'], ['CR']],
    ['AL', '', ['CA'], ['CR']],
    ['', 'AL', ['AA'], ['AE']],
    [' al ', '', ['CA'], ['CR']],
  ])('accept %s, application %s', (accept, application, accepted, rejected) => {
    expect(codes(sent({ 15: accept, 16: application }))).toEqual(accepted);
    expect(codes(sent({ 15: accept, 16: application }), refused)).toEqual(rejected);
  });

  test('answers ask for no answer, and each has an id of its own', () => {
    const both = answers(sent({ 15: 'AL', 16: 'AL' })).map((answer) => readHl7(answer)[0]?.first('MSH'));
    expect(both.map((msh) => [msh?.text(15), msh?.text(16)])).toEqual([
      ['NE', 'NE'],
      [undefined, undefined],
    ]);
    expect(new Set(both.map((msh) => msh?.text(10))).size).toBe(2);
  });

  test('a device’s own use of MSH-16 means original mode and comes back', () => {
    const [answer] = answers(sent({ 16: '0' }));
    expect(lines(answer as Uint8Array)[0]?.split('|')[15]).toBe('0');
    expect(codes(sent({ 16: '0' }))).toEqual(['AA']);
  });
});

describe('what is no message', () => {
  test('an answer is not answered, nor is an empty frame', () => {
    expect(answers(sent({ 9: 'ACK^A01^ACK' }))).toEqual([]);
    expect(answers(sent({ 9: 'ack' }))).toEqual([]);
    expect(answers(new Uint8Array())).toEqual([]);
  });

  test('garbage gets AR without a control id', () => {
    const answer = answerTo(new TextEncoder().encode('GET / HTTP/1.1\r\n'), new OkaError('not-hl7', 'MSH'));
    expect(lines(answer)[0]).toMatch(/^MSH\|\^~\\&\|OKA\|\|\|\|\d{14}\+0500\|\|ACK\|OKA\d+\|P\|2\.5\.1$/);
    expect(lines(answer).slice(1, 3)).toEqual([
      'MSA|AR||The bytes are no HL7 v2 message: no MSH segment was found.',
      'ERR||MSH^1|100^Segment sequence error^HL70357|E|not-hl7^^99OKA||not-hl7: MSH: The bytes are no HL7 v2 message: no MSH segment was found.|The bytes are no HL7 v2 message: no MSH segment was found.',
    ]);
  });

  test('a header with unusable delimiters is answered with the standard ones and its control id', () => {
    const broken = new TextEncoder().encode('MSH|^^|LAB|A|OKA|B|||ORU^R01|M-9|P|2.5\r');
    const answer = answerTo(broken, new OkaError('hl7-structure', 'MSH-2'));
    expect(lines(answer)[0]).toMatch(/^MSH\|\^~\\&\|OKA\|B\|LAB\|A\|/);
    expect(lines(answer)[1]).toMatch(/^MSA\|AE\|M-9\|/);
  });

  test('any bytes get answers that our own reader reads, or none', () => {
    const tail = fc.uint8Array({ maxLength: 200 });
    const head = fc.constantFrom(
      '',
      'MSH',
      'MSH|',
      'MSH|^~\\&|',
      'MSH|^~|',
      'MSH\\^~\\&\\',
      '\ufeffMSH|^~\\&|a|b|c|d|||ORU^R01|',
    );
    fc.assert(
      fc.property(head, tail, fc.boolean(), (begin, end, ok) => {
        const message = Buffer.concat([new TextEncoder().encode(begin), end]);
        for (const answer of answers(message, ok ? 'accepted' : NO_PATIENT)) {
          const [read] = readHl7(answer);
          expect(read?.first('MSA')?.text(1)).toMatch(/^[AC][AER]$/);
        }
      }),
      { numRuns: 5000 },
    );
  });
});
