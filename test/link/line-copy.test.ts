import { beforeAll, describe, expect, test } from '@jest/globals';
import { readPrefix } from '../../domain/imaging/prefix.ts';
import { lineCopy } from '../../edge/uplink/working-copy.ts';
import { codecsForTests, syntheticImage } from '../images.ts';

let tools: Awaited<ReturnType<typeof codecsForTests>>;
beforeAll(async () => {
  tools = await codecsForTests();
});

const SIDE = 1200;
const ASKED = 300;
const window = (centre: number, width: number) =>
  ({ '00281050': ['DS', String(centre)], '00281051': ['DS', String(width)] }) as const;
/** Bright bars on grey: a window up to 1500 cuts the bars off. */
const bars = (centre: number, width: number): Uint8Array => {
  const values = Uint16Array.from({ length: SIDE * SIDE }, (_, k) => ((k % SIDE) % 301 < 150 ? 4095 : 1000 + (k % 7)));
  const pixels = { '7fe00010': ['OW', new Uint8Array(values.buffer)] } as const;
  return syntheticImage({ rows: SIDE, columns: SIDE, bits: 12 }, { ...window(centre, width), ...pixels });
};

/** Pixels on the shorter side that the first bytes of the copy show. */
async function shown(film: Uint8Array): Promise<number> {
  const copy = await lineCopy(film, ASKED);
  const { frame } = readPrefix(
    copy?.bytes.subarray(0, copy.preview) as Uint8Array,
    'UTC',
    tools.codecs.inflate,
    tools.htj2k,
  );
  return Math.min(frame.rows, frame.columns);
}

describe('the first bytes of an image on the line show', () => {
  test('the pixels asked for, where a network sees in them what it sees in the film', async () => {
    expect(await shown(syntheticImage({ rows: SIDE, columns: SIDE, bits: 12 }, window(2048, 4096)))).toBe(ASKED);
  });

  test('twice as many where it would see another picture', async () => {
    expect(await shown(bars(1000, 1000))).toBe(2 * ASKED);
  });

  test.each([
    ['colour', { bits: 8, samples: 3 } as const, {}],
    ['several frames', { bits: 12, frames: 2 } as const, window(2048, 4096)],
    ['a header without a window', { bits: 12 } as const, {}],
  ])('no more of what no network looks at early: %s', async (_, form, header) => {
    expect(await shown(syntheticImage({ rows: SIDE, columns: SIDE, ...form }, header))).toBe(ASKED);
  });
});
