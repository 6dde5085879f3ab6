import { framed } from '../../edge/mllp/framing.ts';
import { randomOf } from '../random.ts';

/** A stream as a broken, careless or hostile sender would produce it. */
export type Stream = {
  /** Packets in their order. */
  readonly packets: readonly Buffer[];
  /** How many messages must be answered; undefined where the damage leaves that open. */
  readonly answers: number | undefined;
  /** How the sender ends: closes its side and waits, waits without a word, vanishes with a reset. */
  readonly end: 'close' | 'wait' | 'reset';
  readonly name: string;
};

type Chance = () => number;

const below = (chance: Chance, most: number): number => Math.floor(chance() * most);
const bytesOf = (chance: Chance, length: number, except: readonly number[] = []): Buffer =>
  Buffer.from(Array.from({ length }, () => below(chance, 256)).filter((byte) => !except.includes(byte)));

function messageOf(chance: Chance, control: string): Buffer {
  const version = ['2.3', '2.5.1', '2.8', ''][below(chance, 4)];
  const head = `MSH|^~\\&|LIS|MRL|OKA|REGION|20260131||ORU^R01|${control}|P|${version}\rOBX|1|TX|||`;
  return Buffer.concat([
    Buffer.from(head),
    bytesOf(chance, below(chance, 400), [0x0b, 0x1c, 0x0d, 0x0a]),
    Buffer.from('\r'),
  ]);
}

type Frames = Buffer[];

/** Damage that leaves every message readable. */
const HARMLESS: Readonly<Record<string, (frames: Frames, chance: Chance) => Frames>> = {
  none: (frames) => frames,
  'no CR': (frames) => frames.map((frame) => frame.subarray(0, -1)),
  'line feeds': (frames) => frames.flatMap((frame) => [frame, Buffer.from('\n')]),
  'junk between': (frames, chance) =>
    frames.flatMap((frame) => [Buffer.from('~'), bytesOf(chance, below(chance, 40), [0x0b]), frame]),
  'empty frames': (frames) => frames.flatMap((frame) => [framed(Buffer.alloc(0)), frame]),
  'given up and begun anew': (frames, chance) =>
    frames.flatMap((frame) => [frame.subarray(0, 6 + below(chance, frame.length - 12)), frame]),
};

/** Damage after which only this is sure: an answer or a refusal, and an end. */
const HARMFUL: Readonly<Record<string, (frames: Frames, chance: Chance, maxBytes: number) => Frames>> = {
  'flipped bytes': (frames, chance) =>
    frames.map((frame) => {
      const changed = Buffer.from(frame);
      for (let count = 0; count < 5; count += 1) changed[below(chance, changed.length)] = below(chance, 256);
      return changed;
    }),
  'no FS': (frames) => frames.map((frame) => frame.subarray(0, -2)),
  'no VT': (frames) => frames.map((frame) => frame.subarray(1)),
  'VT and FS inside': (frames, chance) =>
    frames.map((frame) => {
      const changed = Buffer.from(frame);
      changed[1 + below(chance, frame.length - 3)] = chance() < 0.5 ? 0x0b : 0x1c;
      return changed;
    }),
  truncated: (frames, chance) => [...frames.slice(1), (frames[0] ?? Buffer.of()).subarray(0, below(chance, 60))],
  'too large': (frames, chance, maxBytes) => [
    framed(Buffer.alloc(maxBytes + 1 + below(chance, maxBytes), 0x41)),
    ...frames,
  ],
  'endless frame': (_, __, maxBytes) => [Buffer.of(0x0b), Buffer.alloc(maxBytes * 3, 0x41)],
  'only junk': (_, chance) => [Buffer.from('~'), bytesOf(chance, below(chance, 5000), [0x0b])],
  'another protocol': (_, chance) => [
    [Buffer.of(5), Buffer.from('GET / HTTP/1.0\r\n\r\n'), Buffer.of(0x16, 3, 1, 0, 5), Buffer.from('MSH|^~\\&|')][
      below(chance, 4)
    ] ?? Buffer.of(),
  ],
  'no HL7 in the frames': (frames, chance) =>
    frames.map(() => framed(bytesOf(chance, below(chance, 300), [0x0b, 0x1c]))),
};

/** The stream of a seed. `maxBytes` is the cap of the listener. */
export function streamOf(seed: number, maxBytes: number): Stream {
  const chance = randomOf(seed);
  const frames = Array.from({ length: 1 + below(chance, 5) }, (_, index) =>
    framed(messageOf(chance, `${seed}.${index}`)),
  );
  const isHarmless = chance() < 0.4;
  const names = Object.keys(isHarmless ? HARMLESS : HARMFUL);
  const name = names[below(chance, names.length)] ?? 'none';
  const damaged = isHarmless
    ? (HARMLESS[name]?.(frames, chance) ?? frames)
    : (HARMFUL[name]?.(frames, chance, maxBytes) ?? frames);
  const end = chance() < 0.7 ? 'close' : chance() < 0.5 ? 'wait' : 'reset';
  return {
    packets: cut(Buffer.concat(damaged), chance),
    answers: isHarmless && end !== 'reset' ? frames.length : undefined,
    end,
    name: `${name}, ${end}`,
  };
}

/** Cuts at random: whole, in some packets, or the first bytes one by one. */
function cut(bytes: Buffer, chance: Chance): Buffer[] {
  const way = chance();
  if (way < 0.3) return [bytes];
  const packets: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = way < 0.5 && at < 80 ? 1 : 1 + below(chance, Math.max(2, bytes.length / 4));
    packets.push(bytes.subarray(at, at + size));
    at += size;
  }
  return packets;
}
