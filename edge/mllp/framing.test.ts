import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { giveWay } from '../../test/give-way.ts';
import { FOREIGN_HEAD_BYTES } from './foreign.ts';
import { type Framed, FrameReader, framed } from './framing.ts';

const OPTIONS = { maxBytes: 1000, maxJunkBytes: 100 };
const latin = (text: string): Buffer => Buffer.from(text, 'latin1');

/** What a reader finds in chunks; at the end nothing more comes. */
function read(chunks: readonly Buffer[], options = OPTIONS) {
  const reader = new FrameReader(options);
  const found: Framed[] = [];
  for (const chunk of chunks) {
    reader.push(chunk);
    for (let one = reader.next(); one; one = reader.next()) found.push(one);
  }
  const last = reader.end();
  if (last) found.push(last);
  return {
    reader,
    found,
    texts: found.map((one) => (one.type === 'message' ? one.bytes.toString('latin1') : one.type)),
  };
}

const bytewise = (bytes: Buffer): Buffer[] => Array.from(bytes, (byte) => Buffer.of(byte));

test('a Russian М in UTF-16 at the end of a packet is half a letter, not the end of the message', () => {
  for (const mark of ['\ufeff', '']) {
    const little = Buffer.from(`${mark}MSH|^~\\&|ИВАНОВ М`, 'utf16le');
    for (const [text, cut] of [
      [little, 1],
      [Buffer.from(little).swap16(), 0],
    ] as const) {
      const whole = framed(text);
      const half = read([whole.subarray(0, whole.length - 2 - cut)]);
      expect([half.reader.ending, half.found]).toEqual([false, []]);
      expect(read([whole]).found).toEqual([{ type: 'message', bytes: text }]);
    }
  }
});

describe('messages are found', () => {
  const cases: [string, string, string[]][] = [
    ['in a frame', '\x0bMSH|1\r\x1c\r', ['MSH|1\r']],
    ['several in one packet', '\x0bA\x1c\r\x0bB\x1c\r\x0bC\x1c\r', ['A', 'B', 'C']],
    ['with a line feed after CR', '\x0bA\x1c\r\n\x0bB\x1c\r\n', ['A', 'B']],
    ['with a line feed in place of CR', '\x0bA\x1c\n\x0bB\x1c\n', ['A', 'B']],
    ['without the CR, before the next frame', '\x0bA\x1c\x0bB\x1c\r', ['A', 'B']],
    ['without the CR at the end', '\x0bA\x1c', ['A']],
    ['between junk', 'xyz\x0bA\x1c\r??\x0bB\x1c\r\0\0', ['A', 'B']],
    ['with FS inside the text', '\x0bA\x1cB\x1c\x1cC\x1c\r', ['A\x1cB\x1c\x1cC']],
    ['with VT inside the text', '\x0bA\x0bB\x1c\r', ['A\x0bB']],
    ['after one that was given up', '\x0bMSH|1\rPID\x0bMSH|2\r\x1c\r', ['MSH|2\r']],
    ['after a doubled VT', '\x0b\x0bMSH|1\r\x1c\r', ['MSH|1\r']],
    ['but none in empty frames', '\x0b\x1c\r\x0bA\x1c\r', ['A']],
  ];
  test.each(cases)('%s, at once and byte by byte', (_, stream, messages) => {
    expect(read([latin(stream)]).texts).toEqual(messages);
    expect(read(bytewise(latin(stream))).texts).toEqual(messages);
  });

  test('alike however the stream is cut', () => {
    const piece = fc.constantFrom('\x0b', '\x1c', '\r', '\n', 'A', 'MSH|', '\x0bMSH|1\x1c\r', 'junk');
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), sizes, (pieces, cuts) => {
        const stream = latin(pieces.join(''));
        const chunks: Buffer[] = [];
        for (let [at, turn] = [0, 0]; at < stream.length; turn += 1) {
          const size = cuts[turn % cuts.length] ?? 1;
          chunks.push(stream.subarray(at, at + size));
          at += size;
        }
        expect(read(chunks).texts).toEqual(read([stream]).texts);
      }),
    );
  });

  test('as they were framed, whatever bytes they hold between MSH and FS', () => {
    const body = fc
      .uint8Array({ maxLength: 300 })
      .map((bytes) => bytes.filter((byte) => byte !== 0x1c && byte !== 0x0b));
    fc.assert(
      fc.property(fc.array(body, { maxLength: 5 }), (bodies) => {
        const messages = bodies.map((bytes) => Buffer.concat([latin('MSH|'), bytes]));
        const { found } = read([Buffer.concat(messages.map(framed))]);
        expect(
          found.map((one) => one.type === 'message' && one.bytes.equals(messages[found.indexOf(one)] ?? Buffer.of())),
        ).toEqual(messages.map(() => true));
      }),
    );
  });
});

describe('limits', () => {
  test('a message of just the cap is taken, one byte more is not, and nothing after it', () => {
    const frame = (length: number) => framed(Buffer.alloc(length, 'A'));
    expect(read([frame(1000)]).texts).toEqual(['A'.repeat(1000)]);
    for (const chunks of [[frame(1001), frame(1)], bytewise(frame(1001))]) {
      const { found, reader } = read(chunks);
      expect(found).toEqual([{ type: 'too-large', head: expect.anything() }]);
      expect(reader.held).toBeLessThanOrEqual(frame(1).length);
    }
  });

  test('an endless frame is closed at the cap, and no more than the cap and a chunk is held', () => {
    const reader = new FrameReader({ maxBytes: 1_000_000, maxJunkBytes: 10 });
    reader.push(latin('\x0b'));
    let most = 0;
    for (let chunk = 0; chunk < 100; chunk += 1) {
      reader.push(Buffer.alloc(64 * 1024, 0x1c));
      const found = reader.next();
      most = Math.max(most, reader.held);
      if (found) {
        expect(found.type).toBe('too-large');
        expect(chunk).toBe(15);
        expect(most).toBeLessThanOrEqual(1_000_000 + 64 * 1024);
        return;
      }
    }
    throw new Error('it was not closed');
  });

  test('two million bytes that come one by one are put together in good time', async () => {
    const reader = new FrameReader({ maxBytes: 2_000_001, maxJunkBytes: 10 });
    reader.push(latin('\x0b'));
    const one = latin('A');
    // A second by their number; by its square it would be minutes.
    for (let count = 0; count < 2_000_000; count += 1) {
      reader.push(one);
      reader.next();
    }
    reader.push(latin('\x1c\r'));
    const found = reader.next();
    expect(found?.type === 'message' && found.bytes.length).toBe(2_000_000);
    await giveWay();
  }, 30_000);

  test('junk is counted, line ends are not, and beyond the cap the stream is closed', () => {
    const { reader, texts } = read([latin('\r\n\r\nab\x0bA\x1c\r\ncde')]);
    expect(texts).toEqual(['A']);
    expect(reader.junkBytes).toBe(5);
    expect(read(bytewise(Buffer.alloc(500, 'j'))).texts).toEqual(['junk']);
  });

  test('what was given up is counted', () => {
    expect(read([latin('\x0bMSH|1\x0bMSH|2\x1c\r')]).reader.unfinished).toBe(1);
    expect(read([latin('\x0b\x0bMSH|2\x1c\r')]).reader.unfinished).toBe(0);
  });
});

describe('another protocol is told', () => {
  const cases: [string, Buffer, string][] = [
    ['ASTM', latin('\x05'), 'astm'],
    ['an ASTM frame', latin('\x021H|\\^&'), 'astm'],
    ['HTTP', latin('GET / HTTP/1.1\r\n'), 'http'],
    ['TLS', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]), 'tls'],
    ['HL7 without frames', latin('MSH|^~\\&|LIS'), 'raw-hl7'],
    ['HL7 without frames after a mark and blank lines', latin('\r\n\xef\xbb\xbfMSH|^~\\&'), 'raw-hl7'],
    ['HL7 without frames in UTF-16', Buffer.from('\ufeffMSH|^~\\&', 'utf16le'), 'raw-hl7'],
    ['DICOM', Buffer.from([1, 0, 0, 0, 0, 0xcd, 0, 1, 0, 0]), 'dicom'],
  ];
  test.each(cases)('%s, at once and byte by byte', (_, bytes, protocol) => {
    expect(read([bytes]).found).toEqual([{ type: 'foreign', protocol }]);
    expect(read(bytewise(bytes)).found).toEqual([{ type: 'foreign', protocol }]);
  });

  test('but not in junk', () => {
    for (const junk of ['MSHELL', 'GETTING', '\x16\x16\x16', '\x01\x02', 'x'.repeat(FOREIGN_HEAD_BYTES)])
      expect(read([latin(`${junk}\x0bA\x1c\r`)]).texts).toEqual(['A']);
  });
});
