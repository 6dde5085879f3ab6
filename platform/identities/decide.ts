import { makeStamp } from '../../domain/fhir/groups.ts';
import { pairOf } from '../../domain/identity/person.ts';
import type { IdentityAnswer } from '../../schemas/api/answers.ts';
import { type IdentityEdge, RANK } from '../../schemas/chart.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { World } from '../world.ts';
import { pairAnswer } from './pair-answer.ts';

export type Decision = 'link' | 'apart' | 'undo';
const STATES = { link: 'joined', apart: 'apart', undo: 'open' } as const satisfies Record<
  Decision,
  IdentityEdge['state']
>;

type Deciding = {
  readonly clinic: string;
  /** `<record>~<record>` */
  readonly pair: string;
  readonly decision: Decision;
  /** `sub` of the human who decides. */
  readonly by: string;
};

/**
 * Stores what a human says of two records as a statement with the region's time; charts and results follow at once. Said
 * again it is the same statement, so a repeat after a crash finishes what was begun and does nothing else.
 * @throws OkaError `not-found` when neither record is the clinic's, or no number and no decision brings them together
 */
export async function decideIdentity({ clinic, pair, decision, by }: Deciding, world: World): Promise<IdentityAnswer> {
  const { chart, clock } = world;
  const [a = '', b = ''] = pair.split('~');
  const [one, other] = [await chart.head(a), await chart.head(b)];
  const known = a === b || !one || !other ? undefined : await chart.identityPair(a, b);
  const isOurs = one?.clinic === clinic || other?.clinic === clinic;
  if (!known || !isOurs || (known.shared.length === 0 && known.decision === undefined))
    throw new OkaError('not-found', 'identities');
  const state = STATES[decision];
  const before = known.decision;
  if (decision === 'undo' && before === undefined) throw new OkaError('not-found', 'decision');
  const edge = before?.state === state ? before : said(a, b, state, by, after(before, clock()));
  await chart.write({ items: [], edges: [edge], owners: {} });
  return pairAnswer(await chart.identityPair(a, b), clinic, world);
}

/** The region's time, and never before the statement it answers, whichever clock that was made by. */
const after = (before: IdentityEdge | undefined, now: Date): string =>
  new Date(Math.max(now.getTime(), Date.parse(before?.stamp.time ?? '1970-01-01') + 1)).toISOString();

function said(a: string, b: string, state: IdentityEdge['state'], by: string, time: string): IdentityEdge {
  const statement = { kind: 'link', state, by } as const;
  const stamp = makeStamp(statement, { time, rank: RANK.final, receivedAt: time });
  return { records: [...pairOf(a, b)], ...statement, stamp };
}
