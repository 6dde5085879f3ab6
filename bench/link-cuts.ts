import { randomBytes } from 'node:crypto';
import { shapedLine } from '../local/day/shaped-line.ts';
import { standIn } from '../test/link/stand-in.ts';
import { lineEdge, until } from './link-edge.ts';
import { type BenchRow, rounded } from './row.ts';

const BYTES_PER_SECOND = 250_000;
const CUT_EVERY_MS = 10_000;
const OBJECT_BYTES = 50_000_000;
/** No image of its own: what goes is what is measured. */
const AS_IT_IS = { transferSyntaxUid: '1.2.840.10008.1.2.4.50' };

/** 50 MB over 2 Mbit/s with a cut every 10 s: how much arrives, and how much of it is sent twice. About four minutes. */
export async function benchCuts(say: (line: string) => void): Promise<BenchRow[]> {
  const region = await standIn();
  const options = { to: region.port, bytesPerSecond: BYTES_PER_SECOND, delayMs: 25, cutEveryMs: CUT_EVERY_MS };
  const line = await shapedLine(options);
  const edge = await lineEdge(`http://127.0.0.1:${line.port}`, async () => 'x'.repeat(270));
  const bytes = randomBytes(OBJECT_BYTES);
  const began = performance.now();
  const entry = await edge.take(bytes, AS_IT_IS);
  const hasArrived = await until(() => edge.hasGone(entry), 8 * 60_000);
  const seconds = (performance.now() - began) / 1000;
  // Bodies that came out of the line whole or in part; headers of at most 500 bytes are those of segments and questions.
  const headers = line.passed.up - region.bytes();
  const sentTwice = Math.max(0, line.passed.up - OBJECT_BYTES - headersOf(region.segments()));
  say(
    `cuts: ${line.cuts()}, ${rounded(seconds)} s, ${rounded(line.passed.up / 1e6)} MB up, headers and broken bodies ${headers} bytes`,
  );
  await edge.stop();
  await line.close();
  const whole = region.whole.includes(entry.sha256);
  await region.close();
  return [
    {
      name: '50 MB, 2 Mbit/s, a cut every 10 s: arrived',
      ours: hasArrived && whole ? 100 : 0,
      limit: 100,
      unit: '%',
      spread: 0,
    },
    {
      name: '50 MB, 2 Mbit/s, a cut every 10 s: sent twice',
      ours: rounded((100 * sentTwice) / OBJECT_BYTES),
      limit: 2,
      unit: '%',
      ratio: rounded((100 * sentTwice) / OBJECT_BYTES / 2),
      spread: 0,
    },
    {
      name: '50 MB, 2 Mbit/s, a cut every 10 s: of the time that the line alone would take',
      ours: rounded(seconds),
      limit: rounded(OBJECT_BYTES / BYTES_PER_SECOND),
      unit: 's',
      ratio: rounded(seconds / (OBJECT_BYTES / BYTES_PER_SECOND)),
      spread: 0,
    },
  ];
}

/** What the segments that arrived needed for their headers and the head in front of their bytes. */
const headersOf = ({ count, bytes }: { count: number; bytes: number }): number => bytes + 34 * count;
