import type { Random } from '../random.ts';

type Mutation = (bytes: Buffer, random: Random, seeds: readonly Buffer[]) => Buffer;

/** Messages are seen as one character for each byte, so that every byte stays what it is. */
const asText = (change: (text: string, random: Random) => string): Mutation => {
  return (bytes, random) => Buffer.from(change(bytes.toString('latin1'), random), 'latin1');
};

const splice = (text: string, at: number, cut: number, put: string): string =>
  text.slice(0, at) + put + text.slice(at + cut);

const NASTY = [
  '""',
  '"',
  'constructor',
  '__proto__',
  'toString',
  '\0',
  '\x1c\r',
  '\v',
  '99999999999999999999',
  '-1e999',
  '>=5.00',
  '1:2',
  'NaN',
  '20261399',
  '202602292400',
  '00010101',
  '$&',
  '&&&&',
  '^^^^^^^^',
  '~~~~',
  '1.2.643.100.3',
  'null',
  '\u00ff\u00fe',
  '\u00ef\u00bb\u00bf',
  '\u00d0',
];
const ESCAPES = [
  '\\F\\',
  '\\X',
  '\\X4\\',
  '\\XD0\\',
  '\\X00\\',
  '\\.sp999\\',
  '\\.br\\',
  '\\C2D4C\\',
  '\\M2442\\',
  '\\M2429',
  '\\\\',
  '\\E\\T\\',
  '\\H\\',
  '\\Z1\\',
];
const MSH_2 = ['^~\\&', '^~\\\\&', '^~\\&#', '^', '^~', '^~|&', '*!?@', '^^\\&', '', 'ABCD', '\u00cb\u009c', '^~\\\r'];
const SETS = [
  'UNICODE UTF-8',
  '8859/5',
  'ASCII',
  'ISO IR87',
  'WINDOWS-1251',
  'KOI8-R',
  'ASCII~ISO IR144',
  'UNICODE UTF-16',
  'xyz',
];
const NAMES = [
  'PID',
  'MRG',
  'OBX',
  'OBR',
  'ORC',
  'NTE',
  'PV1',
  'SPM',
  'MSH',
  'BHS',
  'BTS',
  'FTS',
  'ZZZ',
  'RXA',
  'TXA',
  'SCH',
  'AL1',
  'DG1',
];

const MUTATIONS: readonly Mutation[] = [
  // Bytes that fell over.
  (bytes, random) => {
    const changed = Buffer.from(bytes);
    for (let flips = 1 + random.below(20); flips > 0; flips -= 1)
      if (changed.length > 0) changed[random.below(changed.length)] = random.below(256);
    return changed;
  },
  // A line that broke.
  (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1)),
  (bytes, random) => bytes.subarray(random.below(bytes.length + 1)),
  // Segments in another order, twice, or not at all; names changed.
  asText((text, random) => {
    const segments = text.split('\r');
    for (let moves = 1 + random.below(6); moves > 0; moves -= 1) {
      const [segment = ''] = segments.splice(random.below(segments.length), 1);
      for (let copies = random.below(3); copies > 0; copies -= 1)
        segments.splice(random.below(segments.length + 1), 0, segment);
    }
    return segments.join('\r');
  }),
  asText((text, random) => {
    const segments = text.split('\r');
    const place = random.below(segments.length);
    segments[place] = random.pick(NAMES) + (segments[place] ?? '').slice(3);
    return segments.join('\r');
  }),
  // Delimiters declared otherwise, and used otherwise.
  asText((text, random) => splice(text, 4, Math.max(0, text.indexOf('|', 4) - 4), random.pick(MSH_2))),
  asText((text, random) =>
    text.replaceAll(random.pick(['|', '^', '~', '&', '\\']), random.pick(['|', '^', '~', '&', '#', '\n', ''])),
  ),
  asText((text, random) => text.replaceAll('\r', random.pick(['\n', '\r\n', '\n\r', '\r\r', '', '\v', ' \r ', '|\r']))),
  // Character sets that were mixed up.
  asText((text, random) => text.replace(/\r/, `||||||${random.pick(SETS)}\r`)),
  (bytes, random) => {
    const noise = Buffer.from(Array.from({ length: 1 + random.below(40) }, () => 128 + random.below(128)));
    const at = random.below(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)]);
  },
  (bytes, random) => (random.below(4) === 0 ? Buffer.from(bytes.toString('utf8'), 'utf16le') : bytes),
  // A value, a separator or an escape too many.
  ...[NASTY, ESCAPES, ['|', '^', '~', '&', '\\', '\r', '\n', '\r\n']].map((pieces) =>
    asText((text, random) => {
      let changed = text;
      for (let count = 1 + random.below(8); count > 0; count -= 1)
        changed = splice(changed, random.below(changed.length + 1), 0, random.pick(pieces));
      return changed;
    }),
  ),
  // A field with another value.
  asText((text, random) => {
    const fields = text.split('|');
    fields[random.below(fields.length)] = random.pick(NASTY);
    return fields.join('|');
  }),
  // One stretch over and over: hundreds of repetitions, seldom a hundred thousand.
  asText((text, random) => {
    const at = random.below(text.length + 1);
    const stretch = text.slice(at, at + 1 + random.below(random.below(4) === 0 ? 400 : 6));
    const length = random.below(300) === 0 ? 1_000_000 : 2_000 + random.below(20_000);
    return splice(
      text,
      at,
      0,
      stretch.repeat(Math.ceil(length / Math.max(1, stretch.length) / (1 + random.below(20)))),
    );
  }),
  // Half of one message and half of another.
  (bytes, random, seeds) => {
    const other = random.pick(seeds);
    return Buffer.concat([
      bytes.subarray(0, random.below(bytes.length + 1)),
      other.subarray(random.below(other.length + 1)),
    ]);
  },
  (bytes, random, seeds) => Buffer.concat([bytes, random.pick(seeds)]),
];

/** One of the seeds after one to four mutations. */
export function mutated(seeds: readonly Buffer[], random: Random): Buffer {
  let bytes = random.pick(seeds);
  for (let count = 1 + random.below(4); count > 0; count -= 1) bytes = random.pick(MUTATIONS)(bytes, random, seeds);
  return bytes;
}
