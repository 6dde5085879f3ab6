import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Source } from '../edge/source.ts';
import { tokenSource } from '../edge/token.ts';
import { makeUplink } from '../edge/uplink.ts';
import { readInput } from '../platform/objects.ts';
import { type Door, openDoor } from './door.ts';
import { sha256Hex } from './sha256.ts';

let door: Door;
let serial = 0;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());
beforeEach(() => {
  door.trouble = undefined;
  door.it.sent.length = 0;
});

const MIB = 1024 * 1024;

function sourceOf(length: number, changes: Partial<Source> = {}): Source & { bytes: Buffer } {
  serial += 1;
  const bytes = Buffer.alloc(length, `${serial}-`);
  return {
    kind: 'image',
    sha256: sha256Hex(bytes),
    length,
    read: async (from, to) => bytes.subarray(from, to),
    ...changes,
    bytes,
  };
}

const uplink = (changes: object = {}) =>
  makeUplink({
    url: door.url,
    token: tokenSource({
      key: door.keys['edge-north'] ?? {},
      iss: 'edge:north',
      sub: 'edge:north',
      audience: door.region.audience,
    }),
    wait: async () => undefined,
    ...changes,
  });

const arrived = ({ kind, sha256 }: Source) =>
  readInput(door.it.world.objects, 'intake', { kind, clinic: 'north', sha256 });
const bases = () => door.it.sent.map(({ message }) => ('basis' in message.data ? message.data.basis : message.type));

describe('an object on its way from a clinic', () => {
  test('whose prefix went ahead is followed by its rest alone', async () => {
    const source = sourceOf(MIB, { preview: 100_000 });
    const line = uplink();
    await line.sendPrefix(source);
    expect(bases()).toEqual(['preview']);
    expect(await line.send(source)).toEqual({ repeat: false, segments: 1, rounds: 1 });
    expect(Buffer.compare(await arrived(source), source.bytes)).toBe(0);
    expect(bases()).toEqual(['preview', 'whole']);
  });

  test('arrives in segments of at most 4 MiB, the preview first', async () => {
    const source = sourceOf(9 * MIB, { preview: 100_000 });
    expect(await uplink().send(source)).toEqual({ repeat: false, segments: 4, rounds: 1 });
    expect(Buffer.compare(await arrived(source), source.bytes)).toBe(0);
    expect(bases().at(-1)).toBe('whole');
    expect(bases()).toContain('preview');
  });

  test('sent again is a repeat', async () => {
    const source = sourceOf(1000);
    await uplink().send(source);
    expect(await uplink().send(source)).toMatchObject({ repeat: true });
  });

  test('keeps the time of its first acceptance', async () => {
    const acceptedAt = '2026-01-31T05:00:00.000Z';
    await uplink().send(sourceOf(1000, { acceptedAt }));
    expect(door.it.sent[0]?.message.data).toMatchObject({ receivedAt: acceptedAt });
  });

  test('over a line that breaks before and after the region has it arrives whole, and only what is missing goes again', async () => {
    const source = sourceOf(17 * MIB);
    let puts = 0;
    door.trouble = ({ method }) => {
      if (method !== 'PUT') return undefined;
      puts += 1;
      return ([undefined, 'cut-before', 'cut-after', 'busy'] as const)[puts - 1];
    };
    expect(await uplink().send(source)).toMatchObject({ rounds: 2 });
    // Five segments, of which the cut one and the one met by "busy" go again; the unanswered one is there already.
    expect(puts).toBe(7);
    expect(Buffer.compare(await arrived(source), source.bytes)).toBe(0);
  });

  test('whose acceptance was lost on the line is accepted by repeating one segment', async () => {
    const source = sourceOf(5 * MIB);
    let puts = 0;
    door.trouble = ({ method }) => {
      if (method !== 'PUT') return undefined;
      puts += 1;
      return puts <= 2 ? 'cut-after' : undefined;
    };
    expect(await uplink().send(source)).toMatchObject({ rounds: 2, segments: 3 });
  });

  test('is given up after a bounded number of rounds, with a code', async () => {
    door.trouble = () => 'busy';
    await expect(uplink({ rounds: 3 }).send(sourceOf(10))).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('is not tried again when the region refuses the sender', async () => {
    let asked = 0;
    door.trouble = () => {
      asked += 1;
      return undefined;
    };
    await expect(uplink({ token: async () => 'x.y.z' }).send(sourceOf(10))).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    expect(asked).toBe(1);
  });

  test('that another program began with other cuts and another preview is completed', async () => {
    const source = sourceOf(3000);
    await expect(
      uplink({ rounds: 1 }).send({ ...source, preview: 700, read: failingAfter(source, 700) }),
    ).rejects.toThrow();
    expect(await uplink().send(source)).toMatchObject({ repeat: false });
    expect(Buffer.compare(await arrived(source), source.bytes)).toBe(0);
  });

  test('never has more than two segments in flight', async () => {
    let running = 0;
    let most = 0;
    const counting: typeof fetch = async (...args) => {
      running += 1;
      most = Math.max(most, running);
      try {
        return await fetch(...args);
      } finally {
        running -= 1;
      }
    };
    const { send } = uplink({ fetch: counting });
    await Promise.all([sourceOf(13 * MIB), sourceOf(9 * MIB), sourceOf(100)].map(send));
    expect(most).toBe(2);
  });
});

const failingAfter =
  (source: Source, last: number): Source['read'] =>
  async (from, to) => {
    if (to > last) throw new Error('the program ended');
    return source.read(from, to);
  };
