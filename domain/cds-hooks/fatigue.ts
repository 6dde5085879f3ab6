import type { RuleFigures } from '../../schemas/api/rule-report.ts';

/** A card that was shown, and what was answered to it. */
export type Judged = {
  readonly firstAt: string;
  readonly shown: number;
  readonly feedback: readonly {
    readonly outcome: 'accepted' | 'overridden';
    readonly at: string;
    readonly reason?: { readonly code?: string };
  }[];
};

/** With fewer cards a share says next to nothing: 3 of 10 lies anywhere from 11 to 60 %. */
export const FEWEST_FOR_VERDICT = 30;
/** What nobody has answered for so long is ignored; before that it may still be. */
const WAITS_MS = 24 * 3600_000;
/** Nine of ten alerts that physicians override are the rule, not the exception (van der Sijs 2006): below that a rule tires. */
const TIRES_BELOW = 0.1;
const FOLLOWED_FROM = 0.3;
/** So many of the answers say that the data of the card are wrong or old. */
const DOUBTED_FROM = 0.2;
const NOT_STATED = 'not-stated';

/** What became of cards, as of an instant. The newest answer to a card counts; an answer before its showing has no time. */
export function figuresOf(cards: readonly Judged[], asOf: string): RuleFigures {
  const last = cards.map(({ feedback, firstAt }) => ({ firstAt, answer: newest(feedback) }));
  const accepted = last.filter(({ answer }) => answer?.outcome === 'accepted');
  const overridden: Record<string, number> = {};
  for (const { answer } of last) {
    if (answer?.outcome !== 'overridden') continue;
    const code = answer.reason?.code ?? NOT_STATED;
    overridden[code] = (overridden[code] ?? 0) + 1;
  }
  const silent = last.filter(({ answer }) => answer === undefined);
  const waiting = silent.filter(({ firstAt }) => Date.parse(asOf) - Date.parse(firstAt) < WAITS_MS).length;
  const settled = cards.length - waiting;
  const acceptance = settled === 0 ? undefined : wilson(accepted.length, settled);
  const figures: RuleFigures = {
    n: cards.length,
    shown: cards.reduce((sum, { shown }) => sum + shown, 0),
    accepted: accepted.length,
    overridden: Object.fromEntries(Object.entries(overridden).sort(([a], [b]) => (a < b ? -1 : 1))),
    ignored: silent.length - waiting,
    waiting,
    timeToAct: timesOf(
      accepted.map(({ firstAt, answer }) => (Date.parse(answer?.at ?? firstAt) - Date.parse(firstAt)) / 1000),
    ),
    ...(acceptance ? { acceptance } : {}),
  };
  return settled < FEWEST_FOR_VERDICT ? figures : { ...figures, verdict: verdictOf(figures) };
}

/** Equal times: the one that sorts last, so that any order of reading gives the same. */
const newest = (feedback: Judged['feedback']): Judged['feedback'][number] | undefined =>
  feedback.toSorted((a, b) => (`${a.at} ${JSON.stringify(a)}` < `${b.at} ${JSON.stringify(b)}` ? -1 : 1)).at(-1);

/** Nearest-rank percentiles. A client's clock may run behind ours: such a time is left out, and `n` says so. */
function timesOf(seconds: readonly number[]): RuleFigures['timeToAct'] {
  const sorted = seconds.filter((one) => one >= 0).sort((a, b) => a - b);
  const at = (share: number): number | undefined => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  const [median, p90] = [at(0.5), at(0.9)];
  return {
    n: sorted.length,
    ...(median === undefined ? {} : { median }),
    ...(p90 === undefined ? {} : { p90 }),
  };
}

/** Score interval for a share (Wilson 1927), 95 %. */
function wilson(hits: number, of: number): NonNullable<RuleFigures['acceptance']> {
  const z = 1.96;
  const rate = hits / of;
  const scale = 1 + z ** 2 / of;
  const middle = (rate + z ** 2 / (2 * of)) / scale;
  const half = (z * Math.sqrt((rate * (1 - rate)) / of + z ** 2 / (4 * of ** 2))) / scale;
  return { rate, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** Said only where the whole interval lies on one side. */
function verdictOf({ acceptance, accepted, overridden }: RuleFigures): NonNullable<RuleFigures['verdict']> {
  const answered = accepted + Object.values(overridden).reduce((sum, one) => sum + one, 0);
  if (answered > 0 && (overridden['data-wrong'] ?? 0) / answered >= DOUBTED_FROM) return 'data-doubted';
  if ((acceptance?.high ?? 1) < TIRES_BELOW) return 'not-followed';
  return (acceptance?.low ?? 0) >= FOLLOWED_FROM ? 'followed' : 'mixed';
}
