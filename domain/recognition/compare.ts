import type { CompareAnswer } from '../../schemas/api/models.ts';
import type { WatchedImage } from '../../schemas/watch.ts';
import { countsIn, histogramOf, psi } from './psi.ts';

const LISTED = 100;

/**
 * Two versions on the images that both have measured, from what is stored of them. Pure: any order of the rows gives the
 * same report.
 */
export function compareVersions(
  model: string,
  [a, b]: readonly [string, string],
  [imagesA, imagesB]: readonly [readonly WatchedImage[], readonly WatchedImage[]],
): CompareAnswer {
  const [byNameA, byNameB] = [byName(imagesA), byName(imagesB)];
  const pairs = [...byNameA]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([name, one]) => {
      const other = byNameB.get(name);
      return other === undefined ? [] : [{ one, other }];
    });
  const table: Record<string, number> = {};
  for (const { one, other } of pairs) {
    const cell = `${one.state} ${other.state}`;
    table[cell] = (table[cell] ?? 0) + 1;
  }
  const scored = pairs.flatMap(({ one, other }) =>
    one.probability === undefined || other.probability === undefined
      ? []
      : [[one.probability, other.probability] as const],
  );
  const differing = pairs
    .filter(({ one, other }) => one.state !== other.state)
    .sort((x, y) => gap(y) - gap(x))
    .slice(0, LISTED);
  return {
    ...{ model, a, b, n: pairs.length, onlyA: byNameA.size - pairs.length, onlyB: byNameB.size - pairs.length, table },
    ...agreementOf(pairs.map(({ one, other }) => [one.state, other.state] as const)),
    ...(scored.length === 0 ? {} : scoresOf(scored)),
    reportsA: reportsOf([...byNameA.values()]),
    reportsB: reportsOf([...byNameB.values()]),
    disagreements: differing.map(({ one, other }) => ({
      ...{ study: one.study, clinic: one.clinic, image: one.image },
      a: saidBy(one),
      b: saidBy(other),
    })),
  };
}

type Pair = { readonly one: WatchedImage; readonly other: WatchedImage };
const gap = ({ one, other }: Pair): number => Math.abs((one.probability ?? 0) - (other.probability ?? 0));

const byName = (images: readonly WatchedImage[]): Map<string, WatchedImage> =>
  new Map(images.map((image) => [`${image.study} ${image.image}`, image]));

const saidBy = ({ state, probability }: WatchedImage) =>
  probability === undefined ? { state } : { state, probability };

function reportsOf(images: readonly WatchedImage[]) {
  const compared = images.filter(({ agreement }) => agreement === 'agrees' || agreement === 'disagrees');
  return { count: compared.filter(({ agreement }) => agreement === 'agrees').length, of: compared.length };
}

/** Share of equal states, and Cohen's kappa (Cohen 1960): agreement beyond what the shares alone would give. */
function agreementOf(said: readonly (readonly [string, string])[]): Pick<CompareAnswer, 'agreement' | 'kappa'> {
  if (said.length === 0) return {};
  const equal = said.filter(([one, other]) => one === other).length / said.length;
  const states = new Set(said.flat());
  const shareOf = (place: 0 | 1, state: string): number =>
    said.filter((pair) => pair[place] === state).length / said.length;
  const byChance = [...states].reduce((sum, state) => sum + shareOf(0, state) * shareOf(1, state), 0);
  return byChance === 1 ? { agreement: equal } : { agreement: equal, kappa: (equal - byChance) / (1 - byChance) };
}

function scoresOf(scored: readonly (readonly [number, number])[]): Pick<CompareAnswer, 'psi' | 'meanDifference'> {
  const expected = histogramOf(scored.map(([one]) => one));
  const observed = countsIn(
    expected.edges,
    scored.map(([, other]) => other),
  );
  const sum = scored.reduce((total, [one, other]) => total + other - one, 0);
  return { psi: psi(expected.shares, observed), meanDifference: sum / scored.length };
}
