import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { InputKey } from '../schemas/input.ts';
import { sha256Hex } from '../test/sha256.ts';
import { type TestWorld, withWorld } from '../test/world.ts';
import { archiveInstance, archiveKey, headInstance, readInstance, readInstanceRange } from './archive.ts';
import { segmentKey } from './objects.ts';

let it: TestWorld;
beforeAll(async () => {
  it = await withWorld();
});
afterAll(() => it.close());

const bytes = Uint8Array.from({ length: 1000 }, (_, k) => k % 251);
const copy = { bytes: bytes.subarray(0, 300), pixelHash: 'a'.repeat(64), transferSyntax: '1.2.840.10008.1.2.4.202' };

/** An input that lies in intake in these cuts. */
async function taken(clinic: string, cuts: readonly number[]): Promise<InputKey> {
  const input: InputKey = { kind: 'image', clinic, sha256: sha256Hex(bytes) };
  for (const [place, from] of cuts.entries())
    await it.world.objects.put(
      'intake',
      segmentKey(input, from),
      bytes.subarray(from, cuts[place + 1] ?? bytes.length),
    );
  return input;
}

describe('an accepted image', () => {
  test('without a working copy is read from the segments of intake, whole or by range', async () => {
    const input = await taken('north', [0, 200, 600]);
    expect(await readInstance(it.world, input)).toEqual({ bytes: Buffer.from(bytes), form: 'as-sent' });
    expect(await headInstance(it.world, input)).toEqual({ form: 'as-sent', length: 1000 });
    for (const [from, to] of [
      [0, 10],
      [150, 250],
      [199, 601],
      [990, 2000],
      [7, 7],
    ] as const)
      expect([...(await readInstanceRange(it.world, input, 'as-sent', [from, to]))]).toEqual([
        ...bytes.subarray(from, to),
      ]);
  });

  test('with one is read from archive, with what it was made from', async () => {
    const input = await taken('south', [0]);
    for (const _ of [1, 2]) await archiveInstance(it.world, input, copy);
    expect(archiveKey(input)).toBe(`image/south/${input.sha256}`);
    const { form, bytes: read } = await readInstance(it.world, input);
    expect([form, [...read]]).toEqual(['working-copy', [...copy.bytes]]);
    expect(await headInstance(it.world, input)).toEqual({
      form: 'working-copy',
      length: 300,
      facts: {
        'original-sha256': input.sha256,
        'pixel-hash': copy.pixelHash,
        'transfer-syntax': copy.transferSyntax,
        sha256: sha256Hex(copy.bytes),
      },
    });
    expect([...(await readInstanceRange(it.world, input, 'working-copy', [10, 12]))]).toEqual([10, 11]);
  });

  test('whose working copy is not what was put is not handed out', async () => {
    const input = await taken('lab', [0]);
    await archiveInstance(it.world, input, copy);
    const { metadata = {} } = (await it.world.objects.head('archive', archiveKey(input))) ?? {};
    await it.world.objects.put('archive', archiveKey(input), bytes, { metadata });
    await expect(readInstance(it.world, input)).rejects.toMatchObject({ code: 'digest-mismatch' });
  });

  test('that nobody sent is not found', async () => {
    const nobody: InputKey = { kind: 'image', clinic: 'north', sha256: 'f'.repeat(64) };
    const reads = [
      () => readInstance(it.world, nobody),
      () => headInstance(it.world, nobody),
      () => readInstanceRange(it.world, nobody, 'as-sent', [0, 1]),
    ];
    for (const read of reads) await expect(read()).rejects.toMatchObject({ code: 'not-found' });
  });
});
