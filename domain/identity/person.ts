import type { IdentityEdge } from '../../schemas/chart.ts';
import { type Holder, type NationalNumber, numberName } from './holder.ts';
import { linkDecision } from './link.ts';
import { survivorIn } from './survivor.ts';

/**
 * All that bears on who is who around a record: whatever is reached from it over edges and shared numbers. Equal for each
 * record that is reached.
 */
export type Neighbourhood = {
  /** The newest statement on each pair and kind. */
  readonly edges: readonly IdentityEdge[];
  /** Record → what its demographics say. Records without a patient have none. */
  readonly holders: ReadonlyMap<string, Holder>;
  /** Numbers that decide nothing: on the stop list, or held by too many. */
  readonly ignores: (number: NationalNumber) => boolean;
};

/** A person of more records than this is nearly always a wrong link. */
export const WIDEST_PERSON = 32;

type Pair = readonly [string, string];

/**
 * The records of one person, sorted: those joined by the clinics' merges and by people's decisions, and those linked by a
 * number (`linksOf`). Links are derived anew each time and stored nowhere, so they have no order of arrival: a correction
 * or another holder takes them away by being there. Where people said of two of the records that they are *not* one
 * person, or where the links would make a person too wide, all links of that person fall, and only what people said stays.
 */
export function personIn(record: string, around: Neighbourhood): string[] {
  const stated = statedPairs(around);
  const linked = connected(record, [...stated, ...linksOf(around)]);
  const doubted = around.edges.some((edge) => edge.records.every((one) => linked.has(one)) && isApart(edge, around));
  return [...(doubted || linked.size > WIDEST_PERSON ? connected(record, stated) : linked)].sort();
}

/** The records that statements alone join, without any link. */
export const statedPerson = (record: string, around: Pick<Neighbourhood, 'edges'>): string[] =>
  [...connected(record, statedPairs(around))].sort();

const statedPairs = ({ edges }: Pick<Neighbourhood, 'edges'>): Pair[] =>
  edges.filter(({ state }) => state === 'joined').map(({ records }) => records);

/** Somebody said that the two are not one person, and nobody that they are. */
const isApart = ({ records: [a, b] }: Pick<IdentityEdge, 'records'>, { edges }: Pick<Neighbourhood, 'edges'>) => {
  const said = edges.filter(({ records }) => records.includes(a) && records.includes(b));
  return said.some(({ state }) => state === 'apart') && !said.some(({ state }) => state === 'joined');
};

/**
 * Pairs that a number links by itself: only when all who hold it agree with one another, in the whole region. One holder
 * who differs, or of whom too little is known, may be the one whose number it is.
 */
function linksOf(around: Neighbourhood): Pair[] {
  const pairs: Pair[] = [];
  for (const records of holdersByNumber(around).values()) {
    const inForce = withoutMerged(records, around);
    const [first, ...others] = inForce;
    if (first !== undefined && allAgree(inForce, around)) pairs.push(...others.map((other): Pair => [first, other]));
  }
  return pairs;
}

function allAgree(records: readonly string[], around: Neighbourhood): boolean {
  const persons = records.map((record) => new Set(statedPerson(record, around)));
  return records.every((one, place) =>
    records.slice(place + 1).every((other) => persons[place]?.has(other) || agree(one, other, around)),
  );
}

function agree(one: string, other: string, { holders }: Neighbourhood): boolean {
  const [a, b] = [holders.get(one), holders.get(other)];
  return a !== undefined && b !== undefined && linkDecision(a, b).agrees;
}

function holdersByNumber({ holders, ignores }: Neighbourhood): Map<string, string[]> {
  const byNumber = new Map<string, string[]>();
  for (const record of [...holders.keys()].sort()) {
    for (const number of holders.get(record)?.numbers ?? []) {
      if (ignores(number)) continue;
      const name = numberName(number);
      byNumber.set(name, [...(byNumber.get(name) ?? []), record]);
    }
  }
  return byNumber;
}

/** Nobody keeps the demographics of a merged record any more: where its survivor holds the number too, he speaks for both. */
function withoutMerged(records: readonly string[], { edges }: Neighbourhood): string[] {
  return records.filter((record) => {
    const survivor = survivorIn(record, edges);
    return survivor === record || !records.includes(survivor);
  });
}

/** Two records of two persons that hold one number: a question for a human. */
export type Proposal = { readonly records: Pair; readonly shared: readonly NationalNumber[] };

/** What a human should look at of a record: numbers it shares with other persons, that neither link nor were decided on. */
export function proposalsOf(record: string, around: Neighbourhood): Proposal[] {
  const person = new Set(personIn(record, around));
  const own = around.holders.get(record)?.numbers ?? [];
  const byOther = new Map<string, NationalNumber[]>();
  for (const [name, records] of holdersByNumber(around)) {
    const inForce = withoutMerged(records, around);
    const number = own.find((one) => numberName(one) === name);
    if (number === undefined || !inForce.includes(record)) continue;
    for (const other of inForce)
      if (!person.has(other) && !isApart({ records: [record, other] }, around))
        byOther.set(other, [...(byOther.get(other) ?? []), number]);
  }
  return [...byOther].map(([other, shared]) => ({ records: pairOf(record, other), shared }));
}

export const pairOf = (one: string, other: string): Pair => (one < other ? [one, other] : [other, one]);

function connected(from: string, pairs: readonly Pair[]): Set<string> {
  const reached = new Set([from]);
  for (const record of reached)
    for (const pair of pairs) if (pair.includes(record)) for (const one of pair) reached.add(one);
  return reached;
}
