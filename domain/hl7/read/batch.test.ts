import { describe, expect, test } from '@jest/globals';
import { OkaError } from '../../../schemas/errors.ts';
import { readEach, readHl7 } from './read.ts';

const HEAD = 'MSH|^~\\&|HIS|BRZ|OKA|REGION|20260110101500||ADT^A01^ADT_A01|1|P|2.5.1';
const bytes = (lines: readonly string[], end = '\r'): Uint8Array =>
  new TextEncoder().encode(lines.map((line) => line + end).join(''));
const numbers = (lines: readonly string[], end?: string) =>
  readHl7(bytes(lines, end)).map((message) => message.first('PID')?.text(3));
const warnings = (lines: readonly string[]) => readHl7(bytes(lines)).map((message) => message.warnings);
const one = (number: number): string[] => [HEAD, `PID|1||${number}`];

describe('batches', () => {
  test.each(['\r', '\n', '\r\n'])('FHS, BHS, BTS and FTS frame messages and belong to none (%j)', (end) => {
    const file = [
      'FHS|^~\\&|A',
      'BHS|^~\\&|A',
      ...one(1),
      ...one(2),
      'BTS|2',
      'BHS|^~\\&|A',
      ...one(3),
      'BTS|1',
      'FTS|2',
    ];
    expect(numbers(file, end)).toEqual(['1', '2', '3']);
    expect(readHl7(bytes(file, end)).map(({ segments }) => segments.length)).toEqual([2, 2, 2]);
    expect(warnings(file)).toEqual([[], [], []]);
  });

  test('a count that is not the one of the file is told with the message before it', () => {
    expect(warnings(['BHS|^~\\&|A', ...one(1), ...one(2), 'BTS|3|of the night'])).toEqual([
      [],
      ['BTS-1 is not the number of messages in the batch'],
    ]);
    expect(warnings(['FHS|^~\\&|A', 'BHS|^~\\&|A', ...one(1), 'BTS|1', 'FTS|2'])).toEqual([
      ['FTS-1 is not the number of batches in the file'],
    ]);
  });

  test('a batch without its end may be cut off', () => {
    const missing = 'BTS is missing: the batch may be cut off';
    expect(warnings(['BHS|^~\\&|A', ...one(1)])).toEqual([[missing]]);
    expect(warnings(['BHS|^~\\&|A', ...one(1), 'BHS|^~\\&|A', ...one(2), 'BTS|1'])).toEqual([[missing], []]);
  });

  test('a count that is not sent, or no number, says nothing', () => {
    expect(warnings(['BHS|^~\\&|A', ...one(1), 'BTS|'])).toEqual([[]]);
    expect(warnings(['BHS|^~\\&|A', ...one(1), 'BTS|all'])).toEqual([[]]);
  });

  test('envelopes have their own delimiters, small letters too', () => {
    expect(numbers(['bhs#*!?@#A', ...one(1), 'bts#1'])).toEqual(['1']);
  });

  test('an envelope without a message is no HL7 to read', () => {
    expect(() => readHl7(bytes(['BHS|^~\\&|A', 'BTS|0']))).toThrow(new OkaError('not-hl7'));
  });
});

describe('several messages in one file', () => {
  test('stand one after the other, with blank lines or MLLP frames between', () => {
    const file = new TextEncoder().encode(
      `\v${one(1).join('\r')}\r\x1c\r\v${one(2).join('\r')}\r\x1c\r\r\r${one(3).join('\n')}`,
    );
    expect(readHl7(file).map((message) => message.first('PID')?.text(3))).toEqual(['1', '2', '3']);
  });

  test('a frame that follows on the same line is a message too', () => {
    const file = new TextEncoder().encode(`${one(1).join('\r')}\x1c\v${one(2).join('\r')}`);
    expect(readHl7(file).map((message) => message.first('PID')?.text(3)?.trim())).toEqual(['1', '2']);
  });

  test('a message that cannot be read leaves the others whole', () => {
    const [first, second, third] = readEach(bytes([...one(1), 'MSH|^^\\&|HIS', 'PID|1||2', ...one(3)]));
    expect(second).toEqual(new OkaError('hl7-structure', 'MSH-2'));
    expect([first, third].map((message) => message instanceof OkaError)).toEqual([false, false]);
  });

  test('each declares its own delimiters', () => {
    const file = bytes([...one(1), 'MSH#*!?@#HIS', 'PID#1##7*8', ...one(3)]);
    expect(readHl7(file).map((message) => message.first('PID')?.text(3))).toEqual(['1', '7', '3']);
  });

  test('more than a hundred thousand are refused', () => {
    expect(() => readHl7(bytes(Array.from({ length: 100_001 }, () => 'MSH|^~\\&|')))).toThrow(
      new OkaError('hl7-too-large', 'messages'),
    );
  });
});
