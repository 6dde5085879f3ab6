import type { Reference } from '../../schemas/manifest.ts';
import { IMAGE_FAULTS } from '../../schemas/quality.ts';
import type { BlindRead, WatchedImage, WatchSignal } from '../../schemas/watch.ts';
import { inputDrift, scoreDrift } from './psi.ts';
import { isInShare } from './share.ts';

/**
 * When the watch speaks (docs/models.md, "Watching"). Nothing is judged on fewer images than stand here. `leastCount`: a rate of
 * 2 % has tripled by chance among a hundred images; ten of them have not.
 */
export const WATCH = {
  /** The newest images of a clinic that the version is meant for are looked at, so that a change shows within as many. */
  window: 200,
  drift: { least: 200, hard: 0.25, soft: 0.1 },
  rate: { least: 100, tripled: 3, leastCount: 10, abstentionFloor: 0.02, errorFloor: 0.01 },
  agreement: { least: 100, soft: 0.8 },
  blindShare: 0.05,
} as const;

/** Reasons that lie in the picture itself; who sends adults to a model of children makes it abstain, but is no drift. */
export const IN_THE_PICTURE: ReadonlySet<string> = new Set([...IMAGE_FAULTS, 'quality', 'decode']);
const ASSESSED: ReadonlySet<string> = new Set(['present', 'absent', 'indeterminate']);

/** Was this image one of those the version is meant for, by header and patient? */
const isSuited = ({ state, reason = '' }: WatchedImage): boolean =>
  ASSESSED.has(state) || (state === 'not-assessed' && IN_THE_PICTURE.has(reason));

export type Rate = { readonly count: number; readonly of: number };

/** What is known of a version at a clinic, over its newest images. */
export type WatchFigures = {
  readonly images: number;
  readonly from?: string;
  readonly to?: string;
  readonly states: Readonly<Record<string, number>>;
  /** Why nothing was assessed, all reasons. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Withheld because of the picture itself, of all that the header and the patient let through. */
  readonly abstention: Rate;
  readonly errors: Rate;
  /** PSI of each number of the network's input, over `driftOf` images; absent without a reference. */
  readonly inputs?: Readonly<Record<string, number>>;
  readonly scores?: number;
  readonly driftOf: number;
  /** With the radiologists' reports, one for each study. */
  readonly reports: Rate;
  /** With the readers of the blind sample, who had not seen the verdict. */
  readonly blind: Rate;
};

/** A row as it was read: `revision` tells which of two rows of one image is the newer. */
export type WatchedRow = WatchedImage & { readonly revision: number };

/** The newest first, each image once: one that came in two files has two rows, and the one that advice wrote last holds. */
function distinct(images: readonly WatchedRow[]): WatchedRow[] {
  const rows = new Map<string, WatchedRow>();
  for (const image of images) {
    const other = rows.get(image.observation);
    if (other === undefined || other.revision < image.revision) rows.set(image.observation, image);
  }
  return [...rows.values()].sort((a, b) => (nameOf(a) < nameOf(b) ? 1 : -1));
}
const nameOf = ({ acceptedAt, observation }: WatchedImage): string => `${acceptedAt} ${observation}`;

function tally(values: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The figures of one version at one clinic. Pure and blind to the order of its rows: any order of arrival and any number
 * of repeats gives the same.
 * @param after what was accepted up to then counts for agreement alone: a suspension that has ended was its answer
 */
export function watchFigures(
  images: readonly WatchedRow[],
  reads: readonly BlindRead[],
  reference: Reference | undefined,
  after = '',
): WatchFigures {
  const all = distinct(images);
  const since = all.filter(({ acceptedAt }) => acceptedAt > after);
  const newest = since.slice(0, WATCH.window);
  // A window of all that came would never hold enough of them where adults' films come between the children's.
  const judged = since.filter((image) => isSuited(image) || image.state === 'failed').slice(0, WATCH.window);
  const suited = judged.filter(isSuited);
  const failed = judged.length - suited.length;
  const seen = suited.filter(({ inputs }) => inputs !== undefined);
  const drift =
    reference === undefined || seen.length === 0
      ? {}
      : {
          inputs: Object.fromEntries(
            Object.entries(reference.inputs).map(([name, histogram]) => [
              name,
              inputDrift(
                histogram,
                seen.flatMap(({ inputs }) => inputs?.[name] ?? []),
              ),
            ]),
          ),
          scores: scoreDrift(
            reference.scores,
            suited.flatMap(({ state, probability }) => (ASSESSED.has(state) ? (probability ?? []) : [])),
          ).psi,
        };
  const compared = all.filter(({ agreement }) => agreement === 'agrees' || agreement === 'disagrees');
  const times = newest.map(({ acceptedAt }) => acceptedAt).sort();
  const [from, to] = [times[0], times.at(-1)];
  return {
    images: newest.length,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    states: tally(newest.map(({ state }) => state)),
    reasons: tally(newest.flatMap(({ state, reason }) => (state === 'not-assessed' && reason ? [reason] : []))),
    abstention: { count: suited.filter(({ state }) => state === 'not-assessed').length, of: suited.length },
    errors: { count: failed, of: suited.length + failed },
    ...drift,
    driftOf: seen.length,
    reports: { count: compared.filter(({ agreement }) => agreement === 'agrees').length, of: compared.length },
    blind: blindAgreement(all, reads),
  };
}

/** Is this study of the sample that a radiologist reads blind? The same 5 % for everybody, at any time. */
export const isBlindSample = (model: string, study: string): boolean =>
  isInShare(`blind ${model} ${study}`, WATCH.blindShare);

const WEIGHT: Readonly<Record<string, number>> = { present: 3, indeterminate: 2, absent: 1 };

/** The state of a study as the region tells it: that of its gravest image. */
export function stateOfStudy(images: readonly WatchedImage[]): WatchedImage['state'] | undefined {
  return [...images].sort((a, b) => (WEIGHT[b.state] ?? 0) - (WEIGHT[a.state] ?? 0))[0]?.state;
}

/** First answers only: what a reader says of a study a second time he may have said knowing the verdict. */
function blindAgreement(images: readonly WatchedImage[], reads: readonly BlindRead[]): Rate {
  const first = new Map<string, BlindRead>();
  for (const read of [...reads].sort((a, b) => (a.at < b.at ? 1 : -1))) first.set(`${read.study} ${read.reader}`, read);
  const judged = [...first.values()].flatMap(({ study, says }) => {
    const state = stateOfStudy(images.filter((image) => image.study === study));
    return says === 'unsure' || (state !== 'present' && state !== 'absent') ? [] : [state === says];
  });
  return { count: judged.filter((agrees) => agrees).length, of: judged.length };
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

/** What the figures say: `hard` suspends the model for the clinic, `soft` is for a human to look at. */
export function signalsOf(figures: WatchFigures, reference: Reference | undefined): WatchSignal[] {
  const { inputs = {}, scores, driftOf, abstention, errors, reports, blind } = figures;
  const drifts = [
    ...Object.entries(inputs).map(([name, value]) => [`input-${name}`, `the images’ ${name}`, value] as const),
    ...(scores === undefined ? [] : [['scores', 'the scores', scores] as const]),
  ];
  const { drift, rate, agreement } = WATCH;
  return [
    ...drifts.flatMap(([signal, what, value]): WatchSignal[] => {
      if (driftOf < drift.least || !(value > drift.soft)) return [];
      const [level, bar] = value > drift.hard ? (['hard', drift.hard] as const) : (['soft', drift.soft] as const);
      const sentence = `${what} moved away from the films the model was tuned on: PSI ${value.toFixed(2)} over ${driftOf} images`;
      return [{ signal, level, value, bar, n: driftOf, sentence }];
    }),
    ...tripled(
      'abstention',
      'withheld because of the picture',
      abstention,
      reference?.abstention ?? 0,
      rate.abstentionFloor,
    ),
    ...tripled('errors', 'failed', errors, 0, rate.errorFloor),
    ...(
      [
        ['reports', 'radiologists’ reports', reports],
        ['blind', 'readers of the blind sample', blind],
      ] as const
    ).flatMap(([signal, whom, { count, of }]): WatchSignal[] =>
      of < agreement.least || count / of >= agreement.soft
        ? []
        : [
            {
              signal,
              level: 'soft',
              value: count / of,
              bar: agreement.soft,
              n: of,
              sentence: `agrees with ${whom} on ${percent(count / of)} of ${of} studies`,
            },
          ],
    ),
  ];
}

function tripled(signal: string, what: string, { count, of }: Rate, expected: number, floor: number): WatchSignal[] {
  const bar = WATCH.rate.tripled * Math.max(expected, floor);
  if (of < WATCH.rate.least || count < WATCH.rate.leastCount || count / of <= bar) return [];
  const sentence = `${percent(count / of)} of ${of} images ${what}; expected are at most ${percent(bar / WATCH.rate.tripled)}`;
  return [{ signal, level: 'hard', value: count / of, bar, n: of, sentence }];
}
