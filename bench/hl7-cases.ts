import type { Hl7Reader, Opened } from './hl7-reader.ts';

export type Answer = 'yes' | 'no' | 'throws';

type Case = {
  readonly name: string;
  readonly bytes: Buffer;
  /** What must be read; a case without it must be refused. */
  readonly right?: (message: Opened) => boolean;
};

const HEAD = 'MSH|^~\\&|HIS|BRZ|OKA|REGION|20260110101500||ADT^A01^ADT_A01|1|P|2.5.1';
const lines = (segments: readonly string[], end = '\r'): Buffer =>
  Buffer.from(segments.map((one) => one + end).join(''));
const obx = (value: string): Buffer => lines([HEAD, 'PID|1||7', `OBX|1|TX|a||${value}||||||F`]);

/** windows-1251 and ISO 8859-5 keep the Russian letters in order: А is 0xC0 in the one and 0xB0 in the other. */
const cyrillic = (text: string, first: number): Buffer =>
  Buffer.from(Array.from(text, (sign) => (sign >= 'А' ? sign.charCodeAt(0) - 0x410 + first : sign.charCodeAt(0))));

const name = (message: Opened): boolean =>
  message.get('PID', 1, 5) === 'Небылицын' && message.get('PID', 1, 5, { c: 2 }) === 'Пётр'.replace('ё', 'е');
const NAMED = 'PID|1||7||Небылицын^Петр\r';
const identified = (message: Opened): boolean => message.count('PID') === 1 && message.get('PID', 1, 3) === '7';
const text = (expected: string) => (message: Opened) => message.get('OBX', 1, 5) === expected;

/** What real senders send. Each library is asked by its own calls, without help. */
const CASES: readonly Case[] = [
  {
    name: 'escapes \\F\\ \\S\\ \\T\\ \\R\\ \\E\\',
    bytes: obx('a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f'),
    right: text('a|b^c&d~e\\f'),
  },
  { name: 'hexadecimal \\X4142\\', bytes: obx('\\X4142\\'), right: text('AB') },
  { name: 'hexadecimal in UTF-8 \\XD0BF\\', bytes: obx('\\XD0BF\\'), right: text('п') },
  { name: 'line break \\.br\\', bytes: obx('a\\.br\\b'), right: text('a\nb') },
  { name: 'unknown and unclosed escapes kept', bytes: obx('C:\\temp 5\\'), right: text('C:\\temp 5\\') },
  {
    name: 'declared delimiters #*!?@',
    bytes: lines(['MSH#*!?@#HIS#BRZ#OKA#REGION#20260110101500##ADT*A01*ADT_A01#1#P#2.5.1', 'PID#1##7*8@9!6']),
    right: (message) => message.get('PID', 1, 3, { c: 2, s: 2 }) === '9' && message.get('PID', 1, 3, { r: 2 }) === '6',
  },
  {
    name: 'MSH-2 with a doubled escape',
    bytes: lines([HEAD.replace('^~\\&', '^~\\\\&'), 'PID|1||a^b&c~d']),
    right: (message) => message.get('PID', 1, 3, { c: 2, s: 2 }) === 'c' && message.get('PID', 1, 3, { r: 2 }) === 'd',
  },
  {
    name: 'repetitions',
    bytes: lines([HEAD, 'PID|1||7^^^A~8^^^B']),
    right: (message) => message.get('PID', 1, 3, { r: 2, c: 4 }) === 'B',
  },
  {
    name: 'sub-components',
    bytes: lines([HEAD, 'PID|1||7^^^HOS&1.2.3&ISO']),
    right: (message) => message.get('PID', 1, 3, { c: 4, s: 2 }) === '1.2.3',
  },
  { name: 'LF alone', bytes: lines([HEAD, 'PID|1||7', 'PV1|1|O'], '\n'), right: identified },
  { name: 'CRLF', bytes: lines([HEAD, 'PID|1||7', 'PV1|1|O'], '\r\n'), right: identified },
  { name: 'stray LF inside text', bytes: obx('one\ntwo'), right: text('one\ntwo') },
  { name: 'blank line', bytes: Buffer.from(`${HEAD}\r\rPID|1||7\r`), right: identified },
  { name: 'no final CR', bytes: Buffer.from(`${HEAD}\rPID|1||7`), right: identified },
  { name: 'byte order mark', bytes: Buffer.from(`\ufeff${HEAD}\rPID|1||7\r`), right: identified },
  { name: 'lower-case segment name', bytes: lines([HEAD, 'pid|1||7']), right: identified },
  {
    name: 'empty and "" apart',
    bytes: lines([HEAD, 'PID|1||7|||""']),
    right: (message) => (message.get('PID', 1, 4) ?? '') === '' && message.get('PID', 1, 6) === '""',
  },
  {
    name: 'windows-1251, not declared',
    bytes: Buffer.concat([lines([HEAD]), cyrillic(NAMED, 0xc0)]),
    right: name,
  },
  {
    name: 'MSH-18 says 8859/5 and means it',
    bytes: Buffer.concat([lines([`${HEAD}||||||8859/5`]), cyrillic(NAMED, 0xb0)]),
    right: name,
  },
  {
    name: 'batch of two messages',
    bytes: lines(['BHS|^~\\&|HIS', HEAD, 'PID|1||7', HEAD, 'PID|1||8', 'BTS|2']),
    right: ({ messages }) => messages === 2,
  },
  { name: 'a text without MSH is refused', bytes: lines(['PID|1||7', 'PV1|1|O']) },
];

/** Case → what the reader made of it. `yes`: right, or refused where that is right. */
export function answersOf(reader: Hl7Reader): Record<string, Answer> {
  return Object.fromEntries(CASES.map((one) => [one.name, answer(reader, one)]));
}

function answer(reader: Hl7Reader, { bytes, right }: Case): Answer {
  try {
    const opened = reader.open(bytes);
    return right?.(opened) ? 'yes' : 'no';
  } catch {
    return right === undefined ? 'yes' : 'throws';
  }
}
