import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { OkaError } from '../../../schemas/errors.ts';
import { giveWay } from '../../../test/give-way.ts';
import type { Hl7Message } from './message.ts';
import { MAX_HL7_BYTES, readHl7 } from './read.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const only = (text: string): Hl7Message => {
  const messages = readHl7(utf8(text));
  expect(messages).toHaveLength(1);
  return messages[0] as Hl7Message;
};
const HEAD = 'MSH|^~\\&|HIS|BRZ|OKA|REGION|20260110101500||ADT^A01^ADT_A01|1|P|2.5.1';

describe('line ends', () => {
  test.each([
    ['\\r', '\r'],
    ['\\n', '\n'],
    ['\\r\\n', '\r\n'],
  ])('%s ends a segment', (_, end) => {
    const message = only([HEAD, 'EVN|A01|20260110', 'PID|1||7', ''].join(end));
    expect(message.segments.map(({ name }) => name)).toEqual(['MSH', 'EVN', 'PID']);
    expect(message.first('PID')?.text(3)).toBe('7');
  });

  test('mixed ends and blank lines are no segments', () => {
    const message = only(`\r\n\r\n${HEAD}\r\n\nPID|1||7\r\r\rPV1|1|O\n\n`);
    expect(message.segments.map(({ name }) => name)).toEqual(['MSH', 'PID', 'PV1']);
  });

  test('a stray line end inside text is kept, blank lines with it', () => {
    const message = only(`${HEAD}\rOBX|1|TX|T||Первая строка\nвторая: 5|F\n\nтретья\rNTE|1\r`);
    expect(message.segments.map(({ name }) => name)).toEqual(['MSH', 'OBX', 'NTE']);
    expect(message.first('OBX')?.field(5)).toBe('Первая строка\nвторая: 5');
    expect(message.first('OBX')?.field(6)).toBe('F\n\nтретья');
  });

  test('a word of three letters after a bare line feed is text, after a return it is a segment', () => {
    expect(only(`${HEAD}\rNTE|1||см.\nABC`).segments).toHaveLength(2);
    expect(only(`${HEAD}\rNTE|1||см.\rABC`).segments).toHaveLength(3);
  });

  test('behind a line feed that does not end segments, a word and a bar are text', () => {
    const message = only(`${HEAD}\rOBX|1|TX|T||one\ntwo|three|F\rNTE|1`);
    expect(message.segments.map(({ name }) => name)).toEqual(['MSH', 'OBX', 'NTE']);
    expect(message.first('OBX')?.field(5)).toBe('one\ntwo');
    expect(only(`${HEAD}\nobx|1|TX|T||one\nnte|1`).segments).toHaveLength(3);
  });

  test('the ends of the lines of one message may differ, and a stray end inside text reads as one line feed', () => {
    const message = only(`${HEAD}\nPID|1||7\r\nNTE|1||a\r\n- b\n\r- c\rPV1|1|O\n`);
    expect(message.segments.map(({ name }) => name)).toEqual(['MSH', 'PID', 'NTE', 'PV1']);
    expect(message.first('NTE')?.field(3)).toBe('a\n- b\n\n- c');
    expect(message.first('NTE')?.raw).not.toContain('\r');
  });

  test('spaces before a name and padding behind the end do not matter', () => {
    const message = only(`  ${HEAD}\r \tPID|1||7\r   \r\0\0\0`);
    expect(message.segments.map(({ name }) => name)).toEqual(['MSH', 'PID']);
    expect(only(`${HEAD}\rPID|1||7\x1c\r`).first('PID')?.field(3)).toBe('7');
  });

  test('segments without a field, also at the end, are segments', () => {
    expect(only(`${HEAD}\rNTE\rPV1`).segments.map(({ name, raw }) => [name, raw.slice(0, 3)])).toEqual([
      ['MSH', 'MSH'],
      ['NTE', 'NTE'],
      ['PV1', 'PV1'],
    ]);
  });

  test('MLLP framing, a byte order mark and an end-of-file sign do not matter', () => {
    expect(only(`\v${HEAD}\rPID|1||7\r\x1c\r`).first('PID')?.text(3)).toBe('7');
    expect(only(`\ufeff${HEAD}\rPID|1||7\r\x1a`).segments).toHaveLength(2);
  });
});

describe('delimiters', () => {
  test('are what MSH declares', () => {
    const message = only('MSH#*!?@#HIS#BRZ\rPID#1##7*8@9!6#x?F?y\r');
    expect(
      message
        .first('PID')
        ?.repetitions(3)
        .map(({ raw }) => raw),
    ).toEqual(['7*8@9', '6']);
    expect(message.first('PID')?.text(3, 2, 2)).toBe('9');
    expect(message.first('PID')?.text(4)).toBe('x#y');
  });

  test('a doubled escape character in MSH-2 and a truncation character of 2.7 are understood', () => {
    for (const declared of ['^~\\\\&', '^~\\&#']) {
      const message = only(`MSH|${declared}|HIS\rPID|1||a^b&c~d\\T\\e`);
      expect(message.first('PID')?.text(3, 2, 2)).toBe('c');
      expect(message.first('PID')?.repetitions(3)[1]?.text()).toBe('d&e');
    }
  });

  test('what MSH-2 does not declare the message does not have', () => {
    const message = only('MSH|^~|HIS\rPID|1||a^b&c~d\\T\\e');
    expect(message.delimiters).toEqual({ field: '|', component: '^', repetition: '~' });
    expect(message.first('PID')?.text(3, 2)).toBe('b&c');
    expect(message.first('PID')?.text(3, 2, 2)).toBeUndefined();
    expect(message.first('PID')?.repetitions(3)[1]?.text()).toBe('d\\T\\e');
    expect(only('MSH|^|HIS\rPID|1||a~b^c').first('PID')?.text(3, 2)).toBe('c');
    expect(only('MSH|^~\\|HIS\rPID|1||a&b').first('PID')?.text(3)).toBe('a&b');
  });

  test('letters and digits separate nothing', () => {
    expect(() => readHl7(utf8('MSH|HIS|BRZ'))).toThrow(new OkaError('hl7-structure', 'MSH-2'));
    expect(only('MSH|^1|HIS\rPID|1||a1b').first('PID')?.text(3)).toBe('a1b');
  });

  test('a typographic tilde is a delimiter like any other', () => {
    expect(only('MSH|^˜\\&|HIS\rPID|1||a˜b').first('PID')?.repetitions(3)).toHaveLength(2);
  });

  test('MSH-1 and MSH-2 count as the standard counts them', () => {
    const msh = only(HEAD).first('MSH');
    expect([msh?.field(1), msh?.field(2), msh?.text(3), msh?.text(9, 2), msh?.text(12)]).toEqual([
      '|',
      '^~\\&',
      'HIS',
      'A01',
      '2.5.1',
    ]);
  });

  test('a second MSH without fields has none', () => {
    const bare = only(`${HEAD}\rMSH\rPID|1`).all('MSH')[1];
    expect([bare?.field(1), bare?.field(2), bare?.text(3), bare?.repetitions(1)]).toEqual(['', '', undefined, []]);
  });

  test('without component separator or with equal ones there is no message', () => {
    for (const text of ['MSH||HIS', 'MSH|^^\\&|HIS', 'MSH|'])
      expect(() => readHl7(utf8(text))).toThrow(new OkaError('hl7-structure', 'MSH-2'));
  });
});

describe('values', () => {
  test('absent and "" are different things', () => {
    const pid = only(`${HEAD}\rPID|1|||""||""^Иван`).first('PID');
    expect([pid?.isNull(4), pid?.isNull(5), pid?.text(4)]).toEqual([true, false, undefined]);
    expect([pid?.first(6)?.isNull(1), pid?.text(6, 2)]).toEqual([true, 'Иван']);
  });

  test('the three stay apart in components and sub-components', () => {
    const pid = only(`${HEAD}\rPID|1||a^""&x&""^^b&&c`).first('PID');
    const first = pid?.first(3);
    expect([first?.isNull(2), first?.isNull(2, 1), first?.isNull(2, 3), first?.isNull(3), first?.isNull(9, 9)]).toEqual(
      [false, true, true, false, false],
    );
    expect([first?.text(2, 1), first?.text(2, 2), first?.text(2, 3), first?.text(4, 2), first?.text(4, 3)]).toEqual([
      undefined,
      'x',
      undefined,
      undefined,
      'c',
    ]);
  });

  test('bytes and switches that cannot be decoded stand as text, and the message says where', () => {
    const message = only(`${HEAD}\rPID|1||7\rOBX|1|TX|a||\\XCFE8\\|b|\\M244250\\к~x||||F|||C:\\Xerox\\`);
    expect(message.first('OBX')?.text(5)).toBe('\\XCFE8\\');
    expect(message.warnings).toEqual([
      'OBX-5: an escape sequence of bytes is kept as text',
      'OBX-7: an escape sequence of bytes is kept as text',
    ]);
    expect(only(`${HEAD}\rOBX|1|TX|a||\\X41\\\\C2842\\`).warnings).toEqual([]);
  });

  test('names of segments may be written small; Z segments stay', () => {
    const message = only(`${HEAD}\rpid|1||7\rZPI|своё`);
    expect(message.first('PID')?.text(3)).toBe('7');
    expect(message.first('ZPI')?.text(1)).toBe('своё');
  });

  test('text keeps component separators as plain signs where asked for', () => {
    expect(only(`${HEAD}\rOBX|1|TX|a||5^6&7\\S\\`).first('OBX')?.first(5)?.literal()).toBe('5^6&7^');
  });
});

describe('files', () => {
  test('several messages, batches and text before the first', () => {
    const file = `мусор\rFHS|^~\\&|A\rBHS|^~\\&|A\r${HEAD}\rPID|1||1\r${HEAD}\rPID|1||2\rBTS|2\rFTS|1\r`;
    expect(readHl7(utf8(file)).map((message) => message.first('PID')?.text(3))).toEqual(['1', '2']);
    expect(readHl7(utf8(file)).map((message) => message.segments.length)).toEqual([2, 2]);
  });

  test('each message has its own character set', () => {
    const cyrillic = Uint8Array.of(0xcf, 0xf3, 0xf8, 0xea, 0xe8, 0xed);
    const file = Buffer.concat([utf8(`${HEAD}\rPID|1||1||Пушкин\r${HEAD}\rPID|1||2||`), cyrillic, utf8('\r')]);
    const messages = readHl7(file);
    expect(messages.map(({ charset }) => charset)).toEqual(['utf-8', 'windows-1251']);
    expect(messages.map((message) => message.first('PID')?.text(5))).toEqual(['Пушкин', 'Пушкин']);
  });

  test.each(['', 'hello', '%PDF-1.4', 'MSHA', '<?xml?>', 'PID|1||7'])('%s is no HL7', (text) => {
    expect(() => readHl7(utf8(text))).toThrow(new OkaError('not-hl7'));
  });

  test('UTF-16 is read', () => {
    const text = `${HEAD}\rPID|1||7||Пушкин\r`;
    for (const bytes of [Buffer.from(text, 'utf16le'), Buffer.from(`\ufeff${text}`, 'utf16le')])
      expect(readHl7(bytes)[0]?.first('PID')?.text(5)).toBe('Пушкин');
  });

  test('the input is bounded', () => {
    expect(() => readHl7(new Uint8Array(MAX_HL7_BYTES + 1))).toThrow(new OkaError('hl7-too-large'));
  });
});

describe('robustness', () => {
  const attempt = (bytes: Uint8Array): void => {
    try {
      for (const message of readHl7(bytes))
        for (const segment of message.segments)
          for (let field = 0; field < 8; field += 1)
            for (const repetition of segment.repetitions(field)) repetition.text(2, 2) ?? repetition.literal();
    } catch (cause) {
      if (!(cause instanceof OkaError)) throw cause;
    }
  };

  test.each([
    ['segments', 'NTE|1\r', 500_001, 'segments'],
    ['repetitions', '~', 100_001, 'ZZZ-1 repetitions'],
  ])('too many %s are refused, not held', (_, part, count, detail) => {
    const bytes = utf8(`${HEAD}\rZZZ|${part.repeat(count)}`);
    expect(() => readHl7(bytes)[0]?.first('ZZZ')?.repetitions(1)).toThrow(new OkaError('hl7-too-large', detail));
  });

  test('a document of a megabyte is read from a message of any line end', () => {
    const document = 'QUJD'.repeat(260_000);
    for (const end of ['\r', '\n', '\r\n']) {
      const message = only(
        [HEAD, `OBX|1|ED|a||LAB^application^pdf^Base64^${document}||||||F`, 'NTE|1||ж', ''].join(end),
      );
      expect(message.first('OBX')?.text(5, 5)).toBe(document);
      expect([message.first('OBX')?.text(11), message.first('NTE')?.text(3)]).toEqual(['F', 'ж']);
    }
  });

  test('arbitrary bytes are read or refused with a code', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), attempt), { numRuns: 1000 });
  });

  test('arbitrary bytes behind a header are read or refused with a code', () => {
    const behind = fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.concat([utf8('MSH|^~\\&|'), bytes]));
    fc.assert(fc.property(behind, attempt), { numRuns: 1000 });
  });

  test.each([
    '\n',
    '\r',
    '|',
    '\\',
    ' ',
    '~',
    '^',
    '&',
    '\v',
    '\0',
    'A',
    'я',
    '\\X41\\',
    '\\.br\\',
    '\\C2842\\я',
    '\rNTE|',
    '\rMSH',
    '\nx',
    '\r\n \t',
    '\rBTS|1',
  ])(
    'two million characters of nothing but %j are done with in good time',
    async (sign) => {
      // A moment by the length; by its square it would be minutes.
      attempt(utf8(`${HEAD}\rOBX|1|TX|a||${sign.repeat(2_000_000 / sign.length)}`));
      await giveWay();
    },
    30_000,
  );
});
