/**
 * The usual film of 16 bits: its high bytes are unpacked to words, then its low bytes are added (PackBits, DICOM PS3.5
 * §G.3.1).
 *
 * This is the hot loop of RLE. What it costs are branches that no processor foresees, so several words are written for
 * each look at the length, and what was written too far is written over by what follows; near the end, where nothing may
 * be, the careful loop takes over. It goes in stretches, because an engine compiles a function that is called often, and
 * of a loop that is entered once it throws the compiled form away each time.
 * @throws RangeError where a segment ends early or does not fill the picture
 */
export function wordsOf(high: Uint8Array, low: Uint8Array, pixels: number): Uint16Array {
  const out = new Uint16Array(pixels);
  const bytes = new DataView(out.buffer);
  const pairs = new Uint32Array(out.buffer, 0, pixels >> 1);
  setAll(high, out, (at, until) => setHigh(high, out, bytes, at, until), 8);
  setAll(low, out, (at, until) => addLow(low, out, pairs, at, until), 0);
  return out;
}

/** Where is read and where is written. */
type Place = { read: number; write: number };

/** Bytes and words that one control byte may ask for, and those written too far. */
const LONGEST = 128 + 8;
const STRETCH = 8192;

function setAll(packed: Uint8Array, out: Uint16Array, set: (at: Place, until: Place) => void, shift: number): void {
  const at: Place = { read: 0, write: 0 };
  const end: Place = { read: packed.length - LONGEST, write: out.length - LONGEST };
  while (at.read < end.read && at.write < end.write)
    set(at, { read: end.read, write: Math.min(end.write, at.write + STRETCH) });
  addRest(packed, out, at, shift);
}

function setHigh(packed: Uint8Array, out: Uint16Array, bytes: DataView, at: Place, until: Place): void {
  const [lastRead, lastWrite] = [until.read, until.write];
  let { read, write } = at;
  while (read < lastRead && write < lastWrite) {
    const control = packed[read++] as number;
    if (control < 128) {
      const stop = write + control + 1;
      for (let from = read; write < stop; write += 4, from += 4) {
        out[write] = (packed[from] as number) << 8;
        out[write + 1] = (packed[from + 1] as number) << 8;
        out[write + 2] = (packed[from + 2] as number) << 8;
        out[write + 3] = (packed[from + 3] as number) << 8;
      }
      write = stop;
      read += control + 1;
    } else if (control > 128) {
      const value = packed[read++] as number;
      const pair = (value << 8) | (value << 24);
      const stop = write + 257 - control;
      for (; write < stop; write += 8) {
        bytes.setInt32(write * 2, pair, true);
        bytes.setInt32(write * 2 + 4, pair, true);
        bytes.setInt32(write * 2 + 8, pair, true);
        bytes.setInt32(write * 2 + 12, pair, true);
      }
      write = stop;
    }
  }
  at.read = read;
  at.write = write;
}

function addLow(packed: Uint8Array, out: Uint16Array, pairs: Uint32Array, at: Place, until: Place): void {
  const [lastRead, lastWrite] = [until.read, until.write];
  let { read, write } = at;
  while (read < lastRead && write < lastWrite) {
    const control = packed[read++] as number;
    if (control < 128) {
      const stop = write + control + 1;
      let from = read;
      if (write % 2 === 1) {
        out[write] = (out[write] as number) | (packed[from++] as number);
        write += 1;
      }
      for (let pair = write >> 1; pair < stop >> 1; pair++, from += 2)
        pairs[pair] = (pairs[pair] as number) | (packed[from] as number) | ((packed[from + 1] as number) << 16);
      if (stop % 2 === 1 && write < stop) out[stop - 1] = (out[stop - 1] as number) | (packed[from] as number);
      write = stop;
      read += control + 1;
    } else if (control > 128) {
      const value = packed[read++] as number;
      const stop = write + 257 - control;
      if (value !== 0) for (; write < stop; write++) out[write] = (out[write] as number) | value;
      write = stop;
    }
  }
  at.read = read;
  at.write = write;
}

/** One word at a time, none beyond the picture and none from beyond the segment. */
function addRest(packed: Uint8Array, out: Uint16Array, at: Place, shift: number): void {
  const keep = shift === 0 ? 0xff00 : 0;
  let { read, write } = at;
  while (read < packed.length && write < out.length) {
    const control = packed[read++] as number;
    if (control === 128) continue;
    const isLiteral = control < 128;
    const count = isLiteral ? control + 1 : 257 - control;
    const next = read + (isLiteral ? count : 1);
    if (next > packed.length) throw new RangeError('RLE segment ends early');
    // The last run may reach beyond the picture, by the padding to even length.
    const stop = Math.min(out.length, write + count);
    for (; write < stop; write++, read += isLiteral ? 1 : 0)
      out[write] = ((out[write] as number) & keep) | ((packed[read] as number) << shift);
    read = next;
  }
  if (write < out.length) throw new RangeError('RLE segment is too short');
}
