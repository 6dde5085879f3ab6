import type { Book, End } from './book.ts';
import type { Breaker } from './breaker.ts';
import type { Destination, Said } from './destination.ts';
import { type HumanCode, type Letter, letterKey } from './letter.ts';
import type { Tried } from './line.ts';
import { makePace } from './pace.ts';
import type { Time } from './time.ts';
import type { Wake } from './wake.ts';

export type DispatchOptions = {
  readonly book: Book;
  readonly destination: Destination;
  readonly breaker: Breaker;
  readonly replaces: boolean;
  readonly perSecond: number;
  readonly time: Time;
  readonly wake: Wake;
  readonly stopping: AbortSignal;
  /** Refusals "for now" of a letter while others are taken, until a human is asked. */
  readonly mostRefusals?: number;
  readonly onEvent: (event: DispatchEvent) => void;
  /** There may be an answer for the region. */
  readonly onSettled: () => void;
};

/** Which version an event speaks of: its names, nothing of the patient. */
export type About = Pick<Letter['data'], 'resultId' | 'version' | 'record' | 'severity'>;
export const aboutOf = ({ data: { resultId, version, record, severity } }: Letter): About => ({
  ...{ resultId, version, record, severity },
});

export type DispatchEvent =
  | ({ readonly what: 'delivered'; readonly superseded: number } & About)
  | ({ readonly what: 'refused'; readonly code: 'AE' | 'AR'; readonly why: string } & About)
  | ({ readonly what: 'human'; readonly code: HumanCode; readonly why: string } & About)
  | ({ readonly what: 'failed'; readonly why: string } & About)
  | { readonly what: 'away'; readonly why: string }
  | { readonly what: 'back'; readonly since: string };

const IDLE_MS = 60_000;
const LETTER_PAUSES_MS = [2000, 120_000] as const;

/**
 * Sends what waits to one record system, one result at a time, and makes of each answer what contract 7 says. Resolves when
 * it is stopped. Throws where the disk does not keep what must be kept before the next step.
 */
export async function dispatch(options: DispatchOptions): Promise<void> {
  const { book, destination, breaker, replaces, time, wake, stopping, mostRefusals = 8, onEvent, onSettled } = options;
  const tried = new Map<string, Tried & { readonly acceptedBefore: number }>();
  const pace = makePace(options.perSecond, time);
  let accepted = 0;
  const now = (): string => new Date(time.now()).toISOString();

  const end = (code: End['code'], text?: string): End => ({ code, at: now(), ...(text === undefined ? {} : { text }) });

  while (!stopping.aborted) {
    const awayMs = breaker.waitMs();
    if (awayMs > 0) {
      await time.rest(awayMs, stopping);
      continue;
    }
    const next = book.line.next(time.steady(), tried);
    if (next === undefined || typeof next === 'number') {
      await wake.rest(next === undefined ? IDLE_MS : next - time.steady());
      continue;
    }
    const waitMs = pace.waitMs();
    if (waitMs > 0) {
      await time.rest(waitMs, stopping);
      continue;
    }
    if (breaker.state === 'open') {
      breaker.tryNow();
      if (!(await destination.probe())) {
        failed('nobody answers at its address');
        continue;
      }
    }
    await attempt(next);
  }

  /** What was under way when the process died may have arrived: a receiver that adds must not get it twice. */
  async function attempt(letter: Letter): Promise<void> {
    const isGuessing = !replaces && !destination.asks;
    if (isGuessing && letter.leftAt !== undefined) return askHuman(letter, 'ehr-silent', 'the edge stopped meanwhile');
    const sent = isGuessing ? await book.change(letter, { leftAt: now() }) : letter;
    if (sent === undefined) return;
    pace.sent();
    const { resultId, version } = sent.data;
    const said = await destination.deliver(Buffer.from(sent.wire ?? '', 'base64'), { resultId, version });
    await heard(sent, said);
  }

  async function heard(letter: Letter, said: Said): Promise<void> {
    const key = letterKey(letter.data);
    if (said.class === 'accepted') {
      spoke();
      accepted += 1;
      tried.delete(key);
      const superseded = await book.settle(letter, end('AA', said.text), true);
      onSettled();
      return onEvent({ what: 'delivered', superseded: superseded.length, ...aboutOf(letter) });
    }
    if (said.class === 'permanent') {
      spoke();
      tried.delete(key);
      onEvent({ what: 'refused', code: said.code, why: said.why, ...aboutOf(letter) });
      await askHuman(letter, 'ehr-refused', said.why, said.code);
      return;
    }
    onEvent({ what: 'failed', why: said.why, ...aboutOf(letter) });
    failed(said.why, said.class === 'transient' ? said.retryAfterMs : undefined);
    if (said.class === 'ambiguous') return askHuman(letter, 'ehr-silent', said.why);
    await later(letter, said);
  }

  /** Not now. Only refusals while others are taken are its own: a system that takes nothing loses no result. */
  async function later(letter: Letter, { answered, why }: Said & { class: 'transient' }): Promise<void> {
    const key = letterKey(letter.data);
    const before = tried.get(key);
    const failures = (before?.failures ?? 0) + 1;
    const isItsOwn = answered && before !== undefined && accepted > before.acceptedBefore;
    const [first, longest] = LETTER_PAUSES_MS;
    const notBefore = time.steady() + Math.min(first * 2 ** (failures - 1), longest);
    tried.set(key, { failures, notBefore, acceptedBefore: accepted });
    const refusals = letter.refusals + (isItsOwn ? 1 : 0);
    if (refusals >= mostRefusals) return askHuman(letter, 'ehr-busy', why, 'AR');
    if (letter.leftAt !== undefined || isItsOwn) await book.change(letter, { leftAt: undefined, refusals });
  }

  /** The letter stays on the list; with a code the region is told that the record system does not have it. */
  async function askHuman(letter: Letter, code: HumanCode, why: string, answer?: 'AE' | 'AR'): Promise<void> {
    tried.delete(letterKey(letter.data));
    await book.putAside(letter, { since: now(), code, why, ...(answer === undefined ? {} : { answer }) });
    if (answer !== undefined) onSettled();
    onEvent({ what: 'human', code, why, ...aboutOf(letter) });
  }

  function spoke(): void {
    const since = breaker.worked();
    if (since === undefined) {
      pace.worked();
      return;
    }
    pace.slowly();
    onEvent({ what: 'back', since: new Date(since).toISOString() });
  }

  function failed(why: string, notBeforeMs?: number): void {
    const was = breaker.state;
    breaker.failed(why, notBeforeMs);
    if (was === 'closed' && breaker.state === 'open') onEvent({ what: 'away', why });
  }
}
