import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect } from '@jest/globals';
import { adult, bundle, callOf, measured } from '../../domain/cds-hooks/example.ts';
import { breachesOfResponse } from '../../domain/cds-hooks/invariants.ts';
import { makeGroup } from '../../domain/fhir/groups.ts';
import { recordId } from '../../domain/fhir/identifiers.ts';
import { signed } from '../../domain/rules/examples.ts';
import { routes } from '../../functions/cds-hooks/routes.ts';
import { apiHandler } from '../../platform/handlers/api.ts';
import { RECORD_SYSTEMS } from '../../platform/handlers/browsers.ts';
import type { HookResponse } from '../../schemas/cds-hooks/response.ts';
import { type ChartItem, RANK } from '../../schemas/chart.ts';
import type { Principal } from '../../schemas/principal.ts';
import { RegionFile } from '../../schemas/region.ts';
import { apiEvent, principals, type TestWorld, testRegion, withWorld } from '../world.ts';

const CLIENT = 'https://mis.north.test';
export const DOMAIN = '1.2.643.5.1.13.13.12.2.77.1.1';
export const NOW = '2026-03-02T08:00:00.000Z';
const POTASSIUM = '2823-3';
const RECORD = recordId('ab'.repeat(32), '1.2.643.5.1.13.13.12.2.77.1', DOMAIN, '4711');

export const PAGE = 'https://mis.north.test';
export const DESK = 'https://desk.north.test/launch';
export const fhirAuthorization = { access_token: 't', token_type: 'Bearer', expires_in: 300, scope: 'x', subject: 's' };

/** The same woman at the region, with a potassium that the client does not know of. */
function regional(): ChartItem[] {
  const said = { time: '2026-03-02T06:00:00.000Z', rank: RANK.final, receivedAt: '2026-03-02T06:01:00.000Z' };
  const { gender, birthDate } = adult;
  const identifier = [{ system: `urn:oid:${DOMAIN}`, value: '4711' }];
  const {
    resourceType: _,
    id: __,
    subject: ___,
    ...potassium
  } = measured(POTASSIUM, 7.1, 'mmol/L', {
    effectiveDateTime: '2026-03-02T05:00:00.000Z',
  });
  return [
    {
      record: RECORD,
      resourceType: 'Patient',
      id: RECORD,
      groups: { demographics: makeGroup({ identifier, gender, birthDate }, said) },
    },
    {
      record: RECORD,
      resourceType: 'Observation',
      id: RECORD.replace(/.$/, '1'),
      groups: { base: makeGroup(potassium, said) },
    },
  ];
}

/** The record system with a token that was not used before, or with one that names none. */
export const client = (once = true, clinics = ['north']): Principal => ({
  ...principals.ehr(...clinics),
  id: CLIENT,
  ...(once ? { once: { jti: randomUUID(), until: '2026-03-02T08:05:00.000Z' } } : {}),
});

/** A record system that calls the functions of the hooks by their handler, and its own FHIR server, which a test plays. */
export function hookClient() {
  let it: TestWorld;
  let http: Server;
  const base = (): string => `http://127.0.0.1:${(http.address() as AddressInfo).port}/fhir`;
  const server = {
    base,
    /** What it was asked. */
    asked: [] as string[],
    /** What it answers; with nothing it keeps silent. */
    answer: (() => undefined) as (path: string) => object | Promise<object> | undefined,
  };

  beforeAll(async () => {
    http = createServer(async (request, response) => {
      server.asked.push(request.url ?? '');
      const answer = await server.answer(request.url ?? '');
      if (answer !== undefined) response.end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const region = RegionFile.parse({
      ...testRegion(),
      issuers: [{ iss: CLIENT, kind: 'ehr', ehr: 'mis-north', fhirServers: [base()], origins: [PAGE] }],
      rules: signed('critical_labs', 'ckdepi2021', 'ddi_warfarin_nsaid'),
      desk: DESK,
    });
    it = await withWorld(region);
    await it.world.chart.write({ items: regional(), owners: { [RECORD]: 'north' } });
  });
  afterAll(async () => {
    http.closeAllConnections();
    http.close();
    await it.close();
  });
  beforeEach(() => {
    server.asked.length = 0;
    server.answer = () => undefined;
  });

  async function send(
    path: string,
    body: unknown,
    who: Principal | undefined = client(),
    headers: Record<string, string> = {},
    method?: string,
  ) {
    const answer = await apiHandler({ world: () => it.world, routes, browsers: RECORD_SYSTEMS })(
      apiEvent(who, method ?? (body === undefined ? 'GET' : 'POST'), path, {
        headers: { 'accept-language': 'en', ...headers },
        ...(body === undefined
          ? {}
          : { body: typeof body === 'string' ? Buffer.from(body) : Buffer.from(JSON.stringify(body)) }),
      }),
    );
    const json = JSON.parse(answer.body || 'null') as unknown;
    const { cards } = (json ?? {}) as Partial<HookResponse>;
    // Whatever is answered with cards is valid by the specification, in every test.
    if (cards !== undefined) expect(breachesOfResponse(json)).toEqual([]);
    return { status: answer.statusCode, json, cards: cards ?? [], headers: answer.headers ?? {} };
  }

  return { it: () => it, server, send };
}

/** A machine that runs other tests at the same time wakes late, and its table may not give a chart in time: then it is said. */
export const BUSY_MS = 1000;
export async function opened<T extends { readonly cards: HookResponse['cards'] }>(ask: () => Promise<T>): Promise<T> {
  return inTime(ask, 'regional chart did not arrive');
}
export const arrived: typeof opened = (ask) => inTime(ask, 'did not arrive');

async function inTime<T extends { readonly cards: HookResponse['cards'] }>(
  ask: () => Promise<T>,
  late: string,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    const answer = await ask();
    const isLate = answer.cards.some(({ summary }) => summary.includes(late));
    if (!isLate || tries === 20) return answer;
  }
}

export const CRITICAL = '/cds-services/oka-critical-values';
/** Resources of this day; other tests of the domain hold every rule, here the way is held. */
export const today = (value: number) =>
  measured(POTASSIUM, value, 'mmol/L', { effectiveDateTime: '2026-03-02T07:00:00.000Z' });
export const prefetched = (value: number, patient: object = adult) => ({
  patient,
  observations: bundle(today(value)),
});
export const view = (prefetch: object | undefined, change: object = {}, context: object = {}) =>
  callOf('patient-view', context, { fhirServer: undefined, ...(prefetch ? { prefetch } : {}), ...change });
