import { describe, expect, test } from '@jest/globals';
import { OkaError } from '../../schemas/errors.ts';
import { parseEdgeSettings } from './parse.ts';

const LEAST = 'clinic: district\nzone: Europe/Moscow\ndata: data\nregion:\n  url: https://oka.region.local\n';

function said(text: string): string {
  try {
    parseEdgeSettings(text, 'edge.yaml');
  } catch (cause) {
    if (cause instanceof OkaError && cause.code === 'configuration') return cause.detail ?? '';
    throw cause;
  }
  throw new Error('it was taken');
}

describe('edge.yaml', () => {
  test('with the least that an edge needs is read, and every part without a block is off', () => {
    const settings = parseEdgeSettings(LEAST, 'edge.yaml');
    expect(settings).toMatchObject({ clinic: 'district', spool: { watermark: 0.85 } });
    expect(settings.mllp ?? settings.dicom ?? settings.page).toBeUndefined();
  });

  test.each(['mllp: {}', 'mllp:', 'mllp:\n  # port: 2575'])(
    'takes %j for a block with nothing but defaults',
    (mllp) => {
      const settings = parseEdgeSettings(
        `${LEAST}${mllp}\nuplink:\n  timetable:\n    - { from: "08:00", to: "17:30", capKbits: 128 }\n`,
        'edge.yaml',
      );
      expect(settings.mllp).toMatchObject({ port: 2575, host: '127.0.0.1' });
      expect(settings.uplink.timetable).toEqual([expect.objectContaining({ from: '08:00' })]);
    },
  );

  test.each([
    ['a key is misspelt', 'mllp:\n  prot: 2575\n', ['line 7', 'mllp.prot', 'did you mean "port"?']],
    ['letters are swapped in a block', 'mlpl: {}\n', ['line 6', 'mlpl', 'did you mean "mllp"?']],
    ['a key stands in the wrong block', 'mllp:\n  aeTitle: OKA\n', ['mllp.aeTitle', 'it belongs to "dicom"']],
    ['nothing like it is known', 'mllp:\n  quickly: yes\n', ['mllp.quickly', 'known here: host, port']],
    [
      'a key in a list is misspelt',
      'dicom:\n  peers:\n    - aeTitel: CT1\n',
      ['line 8', 'dicom.peers[1].aeTitel', '"aeTitle"'],
    ],
    ['a key stands twice', 'mllp: {}\nmllp: {}\n', ['line 7', 'unique']],
    ['a block is a text', 'mllp: on\n', ['line 6', 'mllp', 'on the lines below']],
    ['a value is empty', 'mllp:\n  port:\n', ['line 7', 'mllp.port', 'a number']],
    ['a number is a text', 'mllp:\n  port: many\n', ['line 7', 'mllp.port', 'a number']],
    ['a port is too high', 'mllp:\n  port: 70000\n', ['line 7', 'mllp.port', '65535']],
    ['the zone is none', 'oid: 1.2\n', []],
    ['a bracket is not closed', 'mllp: {port: 1\n', ['line']],
    ['there are two documents', '---\nclinic: x\n', ['documents']],
    ['a tag wants a type of its own', 'mllp: !!js/function x\n', ['line 6', 'tag']],
    ['of two forms neither fits', 'key:\n  fiel: x\n', ['key.fiel', 'did you mean "file"?']],
    ['what has no faults is not there', 'key:\n  file: 5\n', ['line 7', 'key.file', 'a text']],
  ])('is refused with its line and what to write when %s', (what, text, words) => {
    if (what === 'the zone is none') {
      expect(said(LEAST.replace('Europe/Moscow', 'Moscow'))).toContain('line 2: zone: an IANA time zone');
      return;
    }
    const sentence = said(LEAST + text);
    for (const word of words) expect(sentence).toContain(word);
    expect(sentence).not.toMatch(/\n\s+at /);
  });

  test('that lacks a key says which, at the block that lacks it', () => {
    expect(said(LEAST.replace('  url: https://oka.region.local\n', '  audience: x\n'))).toContain(
      'line 4: region.url: is missing',
    );
  });

  test('that is empty, a list or a novel is no settings', () => {
    for (const text of ['', '- a\n', 'just words\n']) expect(said(text)).toContain('it holds no settings');
    expect(said(`# ${'x'.repeat(1024 * 1024)}`)).toContain('larger than 1 MiB');
  });

  test('with aliases of aliases ends with a sentence, not with the memory', () => {
    const nested = Array.from({ length: 12 }, (_, at) => `  - &a${at + 1} [*a${at}, *a${at}, *a${at}, *a${at}]`).join(
      '\n',
    );
    expect(said(`${LEAST}senders:\n  - &a0 [x]\n${nested}\n`)).toContain('too many aliases');
  });

  test('says no more than five faults at once', () => {
    const many = Array.from({ length: 9 }, (_, at) => `zzzzzz${at}: 1`).join('\n');
    expect(said(`${LEAST}${many}\n`)).toContain('and 4 more');
  });
});
