import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { DiscoveredService, HookResponse } from '../../../schemas/cds-hooks/response.ts';
import { type LocalKeys, tokenFor } from '../../keys.ts';

const Discovery = z.object({ services: z.array(DiscoveredService) });

export type HookAnswer = {
  readonly status: number;
  /** Empty where the service answered with no cards: see `status`. */
  readonly cards: HookResponse['cards'];
  readonly body: unknown;
  readonly ms: number;
};

export type HookClient = ReturnType<typeof hookClient>;

/** A record system that calls CDS Hooks: a JWT for each call, signed for exactly its address (CDS Hooks 2.0.1). */
export function hookClient({ apiUrl, keys, ehr }: { apiUrl: string; keys: LocalKeys; ehr: string }) {
  const post = async (path: string, body: unknown): Promise<HookAnswer> => {
    const token = await tokenFor(keys, { kind: 'ehr', ehr }, { audience: `${keys.audience}${path}` });
    const began = performance.now();
    const response = await fetch(new URL(path, apiUrl), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'accept-language': 'ru' },
      body: JSON.stringify(body),
    });
    const json: unknown = JSON.parse(await response.text());
    const ms = performance.now() - began;
    const cards = response.ok && path.endsWith('/feedback') === false ? HookResponse.parse(json).cards : [];
    return { status: response.status, cards, body: json, ms };
  };
  return {
    async discover(): Promise<readonly DiscoveredService[]> {
      const token = await tokenFor(keys, { kind: 'ehr', ehr });
      const response = await fetch(new URL('/cds-services', apiUrl), { headers: { authorization: `Bearer ${token}` } });
      return Discovery.parse(await response.json()).services;
    },
    call: (service: string, body: object): Promise<HookAnswer> =>
      post(`/cds-services/${service}`, { hookInstance: randomUUID(), ...body }),
    /** The physician's word on a card. */
    answer: (service: string, feedback: object): Promise<HookAnswer> =>
      post(`/cds-services/${service}/feedback`, { feedback: [feedback] }),
  };
}
