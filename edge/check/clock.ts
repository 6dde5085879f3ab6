import type { CheckLine } from './line.ts';

/** Tokens of a clock that differs by more are refused (platform/tokens.ts). */
const TOKEN_SECONDS = 60;
/** Source times that lie so far ahead of their receipt are doubtful (contract 3). */
const DOUBTFUL_SECONDS = 300;
const NOTABLE_SECONDS = 10;

export type DateSeen = {
  /** Our clock when the request left and when the answer came, ms since 1970. */
  readonly sentMs: number;
  readonly gotMs: number;
  /** `Date` of the answer, ms since 1970; it has whole seconds. */
  readonly dateMs: number;
};

/**
 * How far our clock is ahead of the region's. A `Date` header says only the second, so each answer bounds the offset by a
 * second and the way; several answers together bound it closer.
 */
export function clockOffset(seen: readonly DateSeen[]): { readonly atLeastMs: number; readonly atMostMs: number } {
  let [atLeastMs, atMostMs] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const { sentMs, gotMs, dateMs } of seen) {
    // The region wrote the header between `sent` and `got`, when its clock showed [date, date + 1 s).
    atLeastMs = Math.max(atLeastMs, sentMs - (dateMs + 1000));
    atMostMs = Math.min(atMostMs, gotMs - dateMs);
  }
  return { atLeastMs, atMostMs };
}

export function checkClock(seen: readonly DateSeen[]): CheckLine {
  const id = 'link-clock';
  const { atLeastMs, atMostMs } = clockOffset(seen);
  if (!Number.isFinite(atLeastMs) || atLeastMs > atMostMs)
    return {
      id,
      state: 'warn',
      found: 'the region says no time that can be used',
      whatToDo: 'Compare the clocks by hand.',
    };
  const offset = (atLeastMs + atMostMs) / 2000;
  const away = Math.abs(offset);
  const line = {
    id,
    found: `our clock is ${away.toFixed(1)} s ${offset < 0 ? 'behind' : 'ahead of'} the region's (± ${((atMostMs - atLeastMs) / 2000).toFixed(1)} s)`,
    figures: { offsetSeconds: offset },
  };
  const whatToDo = 'Let this machine follow a time server (chrony, timedatectl set-ntp true).';
  if (away >= DOUBTFUL_SECONDS)
    return {
      ...line,
      state: 'fail',
      whatToDo: `${whatToDo} Tokens are refused, and times of this clinic are doubtful.`,
    };
  if (away >= TOKEN_SECONDS) return { ...line, state: 'fail', whatToDo: `${whatToDo} Tokens are refused.` };
  return away >= NOTABLE_SECONDS ? { ...line, state: 'warn', whatToDo } : { ...line, state: 'ok' };
}
