import type { FieldGroup, Stamp } from '../../schemas/chart.ts';
import { canonicalHash, canonicalJson } from './canonical.ts';

/** How far a source's clock may run ahead of the receipt before its word on time is doubted (contract 3). */
const CLOCK_AHEAD_MS = 5 * 60_000;

const WITH_ZONE = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** What the source says of the moment: `time` its own clock with zone (undefined: it gave none), `receivedAt` the first acceptance. */
export type Said = {
  readonly time: string | undefined;
  readonly rank: number;
  readonly receivedAt: string;
  /** When the message that says it was sent, with zone: it decides between two words of one time and rank. */
  readonly sent?: string | undefined;
  /** The state of the code map that its codes went through, as text that rises. */
  readonly map?: string | undefined;
};

/**
 * The stamp of something said. Without a time, or more than 5 minutes ahead of receipt, it is doubtful and loses to every
 * stamp that is not; a missing time is replaced by the receipt, which is kept in every repeat and shuffle of the input.
 * `content` is what the hash is taken of. Throws TypeError for a time without a zone (contract 12).
 */
export function makeStamp(content: unknown, { time, rank, receivedAt, sent, map }: Said): Stamp {
  const received = instant(receivedAt);
  const isAhead = (said: string): boolean => Date.parse(said) - Date.parse(received) > CLOCK_AHEAD_MS;
  const stated = time === undefined ? undefined : instant(time);
  const sentAt = sent === undefined ? undefined : instant(sent);
  const doubtful = stated === undefined || isAhead(stated);
  return {
    time: stated ?? received,
    rank,
    ...(sentAt !== undefined && stated !== undefined && sentAt > stated && !isAhead(sentAt) && { sent: sentAt }),
    ...(map !== undefined && { map }),
    hash: canonicalHash(content),
    ...(doubtful && { doubtful: true as const }),
  };
}

/**
 * A field group: what one owner says at once, as a partial FHIR resource, with its stamp. `null` for a member takes the
 * member away (HL7 `""`); an absent member says nothing. `deleted` makes it a tombstone.
 */
export function makeGroup(
  value: Readonly<Record<string, unknown>>,
  { deleted, ...said }: Said & { readonly deleted?: boolean | undefined },
): FieldGroup {
  const plain = JSON.parse(canonicalJson(value)) as Record<string, unknown>;
  const content = deleted ? { deleted: true, value: plain } : plain;
  return { stamp: makeStamp(content, said), value: plain, ...(deleted && { deleted: true as const }) };
}

function instant(time: string): string {
  const milliseconds = WITH_ZONE.test(time) ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(milliseconds)) throw new TypeError('a stamp needs an ISO 8601 time with its zone');
  return new Date(milliseconds).toISOString();
}
