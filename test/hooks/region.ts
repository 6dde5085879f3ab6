import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { breachesOfResponse } from '../../domain/cds-hooks/invariants.ts';
import { RULES } from '../../domain/rules/catalogue.ts';
import { signed } from '../../domain/rules/examples.ts';
import { tokenFor } from '../../local/keys.ts';
import { prepareRegion } from '../../local/prepare.ts';
import { startLocalRegion } from '../../local/region.ts';
import { HookResponse } from '../../schemas/cds-hooks/response.ts';

export const PAGE = 'https://mis.berezovo.test';
const ROOT = join(import.meta.dirname, '../..');

export type Heard = {
  readonly status: number;
  readonly headers: Headers;
  readonly json: unknown;
  readonly cards: HookResponse['cards'];
  readonly ms: number;
};

/** A record system's FHIR server that a test plays; everything it is asked is noted. */
export type FhirPlay = {
  readonly base: string;
  readonly asked: string[];
  answer: (request: IncomingMessage, response: ServerResponse) => void;
  readonly close: () => Promise<void>;
};

export async function playFhir(): Promise<FhirPlay> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    play.answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const play: FhirPlay = {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`,
    asked,
    answer: (_, response) => response.writeHead(404).end(),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
  return play;
}

export type HookRegion = Awaited<ReturnType<typeof openHookRegion>>;

/** The whole region on real sockets, as `npm start` runs it, with every rule switched on and one record system that calls. */
export async function openHookRegion(fhirServers: readonly string[]) {
  const dataFolder = mkdtempSync(join(tmpdir(), 'oka-hooks-'));
  const base = JSON.parse(readFileSync(join(ROOT, 'samples/region/region.json'), 'utf8'));
  const path = join(dataFolder, 'base.json');
  writeFileSync(path, JSON.stringify({ ...base, rules: signed(...RULES.map(({ id }) => id)) }));
  const { region, keys, outdir } = await prepareRegion(dataFolder, relative(ROOT, path), () => ({
    fhirServers: [...fhirServers],
    origins: [PAGE],
  }));
  const local = await startLocalRegion({
    dataFolder,
    ports: { http: 0, s3: 0, sqs: 0, dynamodb: 0 },
    outdir,
    quiet: true,
  });
  const tokenOf = (target: string): Promise<string> =>
    tokenFor(keys, { kind: 'ehr', ehr: 'berezovo' }, { audience: `${keys.audience}${target}` });

  /** Every answer with cards is held to the specification, whichever test asked. */
  async function heard(response: Response, began: number): Promise<Heard> {
    const text = await response.text();
    const ms = performance.now() - began;
    const json: unknown = text === '' ? undefined : JSON.parse(text);
    const isCards = typeof json === 'object' && json !== null && 'cards' in json;
    if (isCards) {
      const breaches = breachesOfResponse(json);
      if (breaches.length) throw new Error(`breaks ${JSON.stringify(breaches)}`);
    }
    return {
      status: response.status,
      headers: response.headers,
      json,
      cards: isCards ? HookResponse.parse(json).cards : [],
      ms,
    };
  }

  return {
    region,
    keys,
    apiUrl: local.apiUrl,
    audience: keys.audience,
    tokenOf,
    heard,
    /** A call of a service; `body` as bytes where it is no JSON. */
    async call(
      service: string,
      body: unknown,
      { token, headers = {}, path = '' }: { token?: string; headers?: Record<string, string>; path?: string } = {},
    ): Promise<Heard> {
      const target = `/cds-services/${service}${path}`;
      const authorization = `Bearer ${token ?? (await tokenOf(target))}`;
      const began = performance.now();
      const response = await fetch(new URL(target, local.apiUrl), {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', 'accept-language': 'en', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      return heard(response, began);
    },
    async discover(): Promise<{ id: string; hook: string; prefetch: Record<string, string> }[]> {
      const token = await tokenFor(keys, { kind: 'ehr', ehr: 'berezovo' });
      const response = await fetch(new URL('/cds-services', local.apiUrl), {
        headers: { authorization: `Bearer ${token}` },
      });
      return ((await response.json()) as { services: { id: string; hook: string; prefetch: Record<string, string> }[] })
        .services;
    },
    async close() {
      await local.stop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

export const granted = {
  access_token: 't',
  token_type: 'Bearer',
  expires_in: 300,
  scope: 'user/*.read',
  subject: 'oka',
} as const;

export const callOf = (hook: string, context: object = {}, change: object = {}): Record<string, unknown> => ({
  hook,
  hookInstance: randomUUID(),
  context: { userId: 'Practitioner/d', patientId: 'p', ...context },
  ...change,
});
