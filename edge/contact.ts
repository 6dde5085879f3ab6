import type { TellContact } from '../schemas/api/duty.ts';
import { OkaError } from '../schemas/errors.ts';
import { type Ask, isGood } from './region/region.ts';

export type ContactOptions = {
  readonly clinic: string;
  readonly ask: Ask;
  readonly token: () => Promise<string>;
  /** Since when the record system takes nothing; undefined: it answers. */
  readonly silentSince: () => string | undefined;
  readonly clock?: () => Date;
  readonly everyMs?: number;
  /** Once when the region is not reached, not each minute. */
  readonly onAway?: (fault: unknown) => void;
};

const EVERY_MS = 60_000;
const TIMEOUT_MS = 20_000;

/**
 * Tells the region each minute that this clinic is there, and whether its record system answers: a few hundred bytes. What
 * is critical goes round a clinic that is not heard. A word that does not arrive is not repeated: the next one says more.
 */
export function startContact(options: ContactOptions) {
  const { clinic, ask, token, silentSince, clock = () => new Date(), everyMs = EVERY_MS } = options;
  const { onAway = () => undefined } = options;
  let [heardAt, awaySince]: (string | undefined)[] = [];
  let underWay: Promise<void> | undefined;

  async function tell(): Promise<void> {
    const at = clock().toISOString();
    const since = silentSince();
    const said: TellContact = { at, recordSystem: since === undefined ? {} : { silentSince: since } };
    try {
      const { status } = await ask({
        method: 'POST',
        path: `/duty/${clinic}/contact`,
        headers: { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' },
        body: [Buffer.from(JSON.stringify(said))],
        timeoutMs: TIMEOUT_MS,
      });
      if (!isGood(status)) throw new OkaError('unavailable', `status ${status}`);
      [heardAt, awaySince] = [at, undefined];
    } catch (fault) {
      if (awaySince === undefined) onAway(fault);
      awaySince ??= at;
    }
  }
  const beat = (): void => {
    underWay ??= tell().finally(() => {
      underWay = undefined;
    });
  };
  const timer = setInterval(beat, everyMs);
  timer.unref();
  beat();
  return {
    state: () => ({ ...(heardAt ? { heardAt } : {}), ...(awaySince ? { awaySince } : {}) }),
    async stop(): Promise<void> {
      clearInterval(timer);
      await underWay;
    },
  };
}
