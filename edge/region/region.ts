import { readFile } from 'node:fs/promises';
import type { RegionLinkSettings } from '../../schemas/edge/region-link.ts';
import { OkaError } from '../../schemas/errors.ts';
import { type Ask, LineBroken, makeTransport, type TransportOptions } from './transport.ts';

export type { Answered, Ask } from './transport.ts';

/** The region as parts of the edge ask it: results, pictures, the clinic's day. Images and messages go by the uplink. */
export type Region = { readonly ask: Ask; readonly close: () => void };

/**
 * Where the region is and whose word counts for its certificate.
 * @throws OkaError `unreadable-file` with the path of the authority
 */
export async function wayTo({
  url,
  ca,
}: Pick<RegionLinkSettings, 'url' | 'ca'>): Promise<Pick<TransportOptions, 'url' | 'ca'>> {
  if (ca === undefined) return { url };
  const text = await readFile(ca, 'utf8').catch((cause: unknown) => {
    throw new OkaError('unreadable-file', ca, { cause });
  });
  return { url, ca: text };
}

const CONNECTIONS = 2;

/**
 * Asks the region over connections of its own, which stay open. What only reads is asked once more where a connection
 * that had rested turns out to be closed.
 * @throws OkaError `unavailable` (LineBroken) from `ask` when nobody answers in time
 */
export function askRegion(way: Pick<TransportOptions, 'url' | 'ca'>): Region {
  const { ask, close } = makeTransport({ ...way, connections: CONNECTIONS });
  return {
    ask: (asked) =>
      ask(asked).catch((fault: unknown) => {
        const isHarmless = fault instanceof LineBroken && fault.wasIdle && asked.method !== 'POST';
        if (isHarmless) return ask(asked);
        throw fault;
      }),
    close,
  };
}

export const isGood = (status: number): boolean => status >= 200 && status < 300;
