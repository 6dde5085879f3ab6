import { beforeAll, describe, expect, test } from '@jest/globals';
import { codecsForTests, syntheticPixels } from '../../../test/images.ts';
import { type Arrived, arriving, FIRST_BYTES, type Reach } from './arriving.ts';

const [ROWS, COLUMNS] = [900, 800];
let stream: Uint8Array<ArrayBuffer>;
beforeAll(async () => {
  const { htj2k } = await codecsForTests();
  const bytes = syntheticPixels({ rows: ROWS, columns: COLUMNS, bits: 12 });
  stream = Uint8Array.from(
    htj2k.encode({ rows: ROWS, columns: COLUMNS, samples: 1, bits: 12, signed: false, bytes }, 4),
  );
});

/** A server that knows ranges and validators, as `functions/dicomweb` does; what it was asked for is written down. */
function server(of: () => Uint8Array<ArrayBuffer>, etag = () => '"one"') {
  const asked: string[] = [];
  const reach: Reach = async (headers) => {
    asked.push(headers.range ?? '');
    if (headers['if-none-match'] === etag()) return new Response(null, { status: 304 });
    const bytes = of();
    const [from = 0, to = 0] = (headers.range ?? '').replace('bytes=', '').split('-').map(Number);
    const said = { etag: etag() };
    if ((headers['if-range'] ?? etag()) !== etag())
      return new Response(bytes, { headers: { ...said, 'content-length': String(bytes.length) } });
    const part = bytes.slice(from, to + 1);
    const range = `bytes ${from}-${from + part.length - 1}/${bytes.length}`;
    return new Response(part, { status: 206, headers: { ...said, 'content-range': range } });
  };
  return { reach, asked };
}

async function all(steps: AsyncIterable<Arrived>): Promise<Arrived[]> {
  const found: Arrived[] = [];
  for await (const step of steps) found.push(step);
  return found;
}

const same = (a: Uint8Array = new Uint8Array(), b: Uint8Array): boolean => Buffer.from(a).equals(b);

describe('a code stream over a thin line', () => {
  test('shows a lower resolution from its first 64 KiB, then finer ones, at last all of itself', async () => {
    const { reach, asked } = server(() => stream);
    const steps = await all(arriving(reach));
    expect(stream.length).toBeGreaterThan(4 * FIRST_BYTES);
    expect(asked[0]).toBe(`bytes=0-${FIRST_BYTES - 1}`);
    expect(steps[0]?.bytes.length).toBe(FIRST_BYTES);
    const halvings = steps.map(({ discarded }) => discarded);
    expect(halvings).toEqual(halvings.toSorted((a, b) => b - a));
    expect(new Set(halvings).size).toBe(halvings.length);
    expect(halvings.at(-1)).toBe(0);
    for (const { bytes } of steps) expect(same(bytes, stream.subarray(0, bytes.length))).toBe(true);
    expect(steps.at(-1)?.bytes.length).toBe(stream.length);
  });

  test('tells how much of it is there', async () => {
    const told: [number, number][] = [];
    await all(arriving(server(() => stream).reach, { onProgress: (have, total) => told.push([have, total]) }));
    expect(told.at(-1)).toEqual([stream.length, stream.length]);
    expect(told.every(([have, total]) => have <= total)).toBe(true);
  });

  test('that is kept is asked after and not sent again', async () => {
    const { reach, asked } = server(() => stream);
    const kept = { etag: '"one"', total: stream.length, bytes: stream };
    const steps = await all(arriving(reach, { kept }));
    expect(steps.map(({ bytes, discarded }) => [bytes === stream, discarded])).toEqual([[true, 0]]);
    expect(asked.length).toBe(1);
  });

  test('that is kept in part goes on where it ended', async () => {
    const { reach, asked } = server(() => stream);
    const kept = { etag: '"one"', total: stream.length, bytes: stream.slice(0, 100_000) };
    const steps = await all(arriving(reach, { kept }));
    expect(same(steps.at(-1)?.bytes, stream)).toBe(true);
    expect(asked.slice(1).every((range) => Number(/=(\d+)/.exec(range)?.[1]) >= 100_000)).toBe(true);
  });

  test('that was replaced on the way begins anew, and nothing of the old one stays', async () => {
    const other = Uint8Array.from(stream);
    other[other.length - 10] = (other[other.length - 10] ?? 0) ^ 1;
    let questions = 0;
    const { reach } = server(
      () => (questions > 1 ? other : stream),
      () => (questions > 1 ? '"two"' : '"one"'),
    );
    const counting: Reach = (headers) => {
      questions += 1;
      return reach(headers);
    };
    const steps = await all(arriving(counting));
    expect(steps.at(-1)).toMatchObject({ etag: '"two"', discarded: 0 });
    expect(same(steps.at(-1)?.bytes, other)).toBe(true);
  });

  test('comes whole where nobody on the way knows ranges, and where it does not say where its resolutions end', async () => {
    const whole: Reach = async () => new Response(stream, { headers: { etag: '"one"' } });
    expect((await all(arriving(whole))).map(({ discarded }) => discarded)).toEqual([0]);
    const foreign = Uint8Array.from({ length: 200_000 }, (_, k) => k % 251);
    const steps = await all(arriving(server(() => foreign).reach));
    expect(steps.map(({ discarded, bytes }) => [discarded, bytes.length])).toEqual([[0, foreign.length]]);
  });

  test('of an empty answer is a fault, not a loop without end', async () => {
    const empty: Reach = async () =>
      new Response(new Uint8Array(), { status: 206, headers: { etag: '"one"', 'content-range': 'bytes 0-0/900' } });
    await expect(all(arriving(empty))).rejects.toThrow();
  });
});
