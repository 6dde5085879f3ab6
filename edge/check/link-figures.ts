import { type CheckLine, spread } from './line.ts';

/** A lost packet costs at least the shortest time after which TCP sends again (RFC 6298 §2.4; Linux has 200 ms). */
const RETRANSMISSION_MS = 200;
const SLOW_MS = 1500;
const THIN_KBITS = 64;

/**
 * Latency and loss from small requests one after the other. TCP hides what is lost, but not the time it takes: a request
 * that took 200 ms more than the middle one has lost something on its way there or back.
 */
export function tellLatency(times: readonly number[], failed: number): readonly CheckLine[] {
  const asked = times.length + failed;
  const { median, p95 } = spread(times);
  const late = times.filter((ms) => ms > median + RETRANSMISSION_MS).length;
  const share = asked === 0 ? 1 : (late + failed) / asked;
  const latency = {
    id: 'link-latency',
    found: `${median.toFixed(0)} ms median, ${p95.toFixed(0)} ms p95 (${times.length} requests)`,
    figures: { medianMs: median, p95Ms: p95 },
  };
  const loss = {
    id: 'link-loss',
    found: `about ${Math.round(share * 100)} % of ${asked} small requests lost something on their way, ${failed} failed`,
    figures: { share, failed },
  };
  return [
    median <= SLOW_MS
      ? { ...latency, state: 'ok' }
      : { ...latency, state: 'warn', whatToDo: 'A satellite, or a line that is full: look at what else uses it.' },
    share <= 0.02
      ? { ...loss, state: 'ok' }
      : {
          ...loss,
          state: share > 0.3 ? 'fail' : 'warn',
          whatToDo:
            'Radio, a bad cable or a full line. The edge sends small pieces again, not whole images; it will be slow.',
        },
  ];
}

/** What went through in how long, as kbit/s, and what that means for an image. */
export function tellBandwidth(
  way: 'up' | 'down',
  carried: { readonly bytes: number; readonly ms: number } | undefined,
): CheckLine {
  const id = `link-${way}`;
  if (carried === undefined)
    return {
      id,
      state: 'warn',
      found: 'could not be measured: the region answered otherwise than expected',
      whatToDo: 'Tell the operators of the region.',
    };
  const kbits = (carried.bytes * 8) / carried.ms;
  const line = {
    id,
    found: `${wordsOf(kbits)} (${Math.round(carried.bytes / 1024)} KiB in ${carried.ms.toFixed(0)} ms)`,
    figures: { kbits },
  };
  if (way === 'down' || kbits >= THIN_KBITS) return { ...line, state: 'ok' };
  return {
    ...line,
    state: 'warn',
    whatToDo: 'The preview of one image takes more than ten seconds. Ask for a better line, or keep others off it.',
  };
}

const wordsOf = (kbits: number): string =>
  kbits >= 10_000 ? `${Math.round(kbits / 1000)} Mbit/s` : `${Math.round(kbits)} kbit/s`;
