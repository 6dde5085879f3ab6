import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { adult, bundle, callOf, measured } from '../../domain/cds-hooks/example.ts';
import { breachesOfResponse } from '../../domain/cds-hooks/invariants.ts';
import { makeGroup } from '../../domain/fhir/groups.ts';
import { recordId } from '../../domain/fhir/identifiers.ts';
import { apiHandler } from '../../platform/handlers/api.ts';
import type { HookResponse } from '../../schemas/cds-hooks/response.ts';
import { type ChartItem, RANK } from '../../schemas/chart.ts';
import type { Principal } from '../../schemas/principal.ts';
import { RegionFile } from '../../schemas/region.ts';
import { apiEvent, principals, type TestWorld, testRegion, withWorld } from '../../test/world.ts';
import { routes } from './routes.ts';

const CLIENT = 'https://mis.north.test';
const DOMAIN = '1.2.643.5.1.13.13.12.2.77.1.1';
const NOW = '2026-03-02T08:00:00.000Z';
const POTASSIUM = '2823-3';
const RECORD = recordId('ab'.repeat(32), '1.2.643.5.1.13.13.12.2.77.1', DOMAIN, '4711');

const signed = (version: string) => ({
  state: 'active' as const,
  decision: 'test',
  signed: { by: 'test', on: '2026-01-01', version },
});

let it: TestWorld;
let server: Server;
/** What the client's own server was asked, and what it answers. */
let asked: string[] = [];
let answerOfServer: (path: string) => object | undefined = () => undefined;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const answer = answerOfServer(request.url ?? '');
    if (answer !== undefined) response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const region = RegionFile.parse({
    ...testRegion(),
    issuers: [{ iss: CLIENT, kind: 'ehr', ehr: 'mis-north', fhirServers: [fhirServer()] }],
    rules: { critical_labs: signed('2.0.0'), ckdepi2021: signed('1.0.0') },
  });
  it = await withWorld(region);
  await it.world.chart.write({ items: regional(), owners: { [RECORD]: 'north' } });
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await it.close();
});
beforeEach(() => {
  asked = [];
  answerOfServer = () => undefined;
});

const fhirServer = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`;

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

const client = (once = true, clinics = ['north']): Principal => ({
  ...principals.ehr(...clinics),
  id: CLIENT,
  ...(once ? { once: { jti: randomUUID(), until: '2026-03-02T08:05:00.000Z' } } : {}),
});

async function send(path: string, body: unknown, who = client(), headers: Record<string, string> = {}) {
  const answer = await apiHandler({ world: () => it.world, routes })(
    apiEvent(who, body === undefined ? 'GET' : 'POST', path, {
      headers: { 'accept-language': 'en', ...headers },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? Buffer.from(body) : Buffer.from(JSON.stringify(body)) }),
    }),
  );
  const json = JSON.parse(answer.body) as unknown;
  return { status: answer.statusCode, json, cards: (json as Partial<HookResponse>).cards ?? [] };
}

const CRITICAL = '/cds-services/oka-critical-values';
/** Resources of this day; other tests of the domain hold every rule, here the way is held. */
const today = (value: number) =>
  measured(POTASSIUM, value, 'mmol/L', { effectiveDateTime: '2026-03-02T07:00:00.000Z' });
const prefetched = (value: number, patient: object = adult) => ({
  patient,
  observations: bundle(today(value)),
});
const view = (prefetch: object | undefined, change: object = {}, context: object = {}) =>
  callOf('patient-view', context, { fhirServer: undefined, ...(prefetch ? { prefetch } : {}), ...change });

test('discovery lists the services of the rules in force, in the language asked for', async () => {
  const { status, json } = await send('/cds-services', undefined);
  const { services } = json as { services: { id: string; title: string }[] };
  expect(status).toBe(200);
  expect(services.map(({ id }) => id)).toContain('oka-critical-values');
  expect(services.map(({ id }) => id)).not.toContain('oka-interactions');
  const russian = (await send('/cds-services', undefined, client(), { 'accept-language': 'ru-RU' }))
    .json as typeof json;
  expect(JSON.stringify(russian)).toMatch(/Критические/);
});

describe('a call', () => {
  test('gets the cards of what came with it, each valid by the specification', async () => {
    const { status, json, cards } = await send(CRITICAL, view(prefetched(7.4)));
    expect(status).toBe(200);
    expect(breachesOfResponse(json)).toEqual([]);
    expect(cards[0]?.indicator).toBe('critical');
    expect(cards[0]?.detail).toContain('mis-north');
  });

  test('is answered once for one token', async () => {
    const who = client();
    await send(CRITICAL, view(prefetched(4)), who);
    await expect(send(CRITICAL, view(prefetched(4)), who)).resolves.toMatchObject({ status: 401 });
    await expect(send(CRITICAL, view(prefetched(4)), client(false))).resolves.toMatchObject({ status: 401 });
  });

  test('has what is missing fetched from the registered server, and from no other', async () => {
    const fhirAuthorization = { access_token: 't', token_type: 'Bearer', expires_in: 300, scope: 'x', subject: 's' };
    answerOfServer = (path) => (path.includes('/Patient/') ? adult : bundle(today(7.2)));
    const { cards } = await send(CRITICAL, view(undefined, { fhirServer: fhirServer(), fhirAuthorization }));
    expect(cards[0]?.indicator).toBe('critical');
    expect(asked.some((path) => path.startsWith('/fhir/Observation?'))).toBe(true);
    asked = [];
    const elsewhere = fhirServer().replace('/fhir', '/other');
    const refused = await send(CRITICAL, view(undefined, { fhirServer: elsewhere, fhirAuthorization }));
    expect(refused.status).toBe(412);
    expect(asked).toEqual([]);
  });

  test('is a 412 with its reason when the server keeps silent, within its time', async () => {
    const fhirAuthorization = { access_token: 't', token_type: 'Bearer', expires_in: 300, scope: 'x', subject: 's' };
    const { status, json } = await send(CRITICAL, view(undefined, { fhirServer: fhirServer(), fhirAuthorization }));
    expect(status).toBe(412);
    expect(json).toMatchObject({ resourceType: 'OperationOutcome' });
  });

  test('sees the regional chart of surely the same person, and of nobody else', async () => {
    const identifier = [{ system: `urn:oid:${DOMAIN}`, value: '4711' }];
    const prefetch = (patient: object) => ({ patient: { ...adult, identifier, ...patient }, observations: null });
    const same = await send(CRITICAL, view(prefetch({})));
    expect(same.cards[0]?.indicator).toBe('critical');
    expect(same.cards[0]?.detail).toContain('north (invented)');
    for (const other of [{ birthDate: '1960-05-05' }, { gender: 'male' }, { identifier: [] }]) {
      const { status, cards } = await send(CRITICAL, view(prefetch(other)));
      expect(status).toBe(200);
      expect(cards.filter(({ indicator }) => indicator === 'critical')).toEqual([]);
    }
    const stranger = await send(CRITICAL, view(prefetch({})), client(true, ['south']));
    expect(stranger.cards.filter(({ indicator }) => indicator === 'critical')).toEqual([]);
  });

  test.each([
    ['not JSON', '{', 400],
    ['an unknown hook', view(prefetched(4), { hook: 'x-ray' }), 400],
    ['a wrong context', view(prefetched(4), {}, { patientId: 7 }), 400],
    [
      'a hook that the service does not answer',
      callOf('order-sign', { draftOrders: bundle() }, { fhirServer: undefined }),
      400,
    ],
  ])('that is %s is refused in words', async (_, body, status) => {
    const answer = await send(CRITICAL, body);
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ severity: 'error' }] });
  });

  test('of a service that is not in force finds none', async () => {
    await expect(send('/cds-services/oka-interactions', view(prefetched(4)))).resolves.toMatchObject({ status: 404 });
  });
});

describe('feedback', () => {
  const heard = (card: string, outcome: object = { outcome: 'overridden' }) => ({
    feedback: [{ card, outcomeTimestamp: NOW, ...outcome }],
  });

  test('silences a card for the physician who answered it, on these facts; another sees it still', async () => {
    const critical = async (value: number, userId: string) =>
      (await send(CRITICAL, view(prefetched(value), {}, { userId }))).cards.filter(
        ({ indicator }) => indicator === 'critical',
      );
    const [card] = await critical(7.7, 'Practitioner/heard');
    const said = await send(`${CRITICAL}/feedback`, heard(card?.uuid ?? ''));
    expect(said.status).toBe(200);
    await expect(critical(7.7, 'Practitioner/heard')).resolves.toEqual([]);
    await expect(critical(7.8, 'Practitioner/heard')).resolves.toHaveLength(1);
    await expect(critical(7.7, 'Practitioner/other')).resolves.toHaveLength(1);
  });

  test('on a card that was never shown, or to another system, is refused', async () => {
    const [card] = (await send(CRITICAL, view(prefetched(7.9)))).cards;
    const unknown = await send(`${CRITICAL}/feedback`, heard(randomUUID()));
    expect(unknown.status).toBe(404);
    const other = await send(`${CRITICAL}/feedback`, heard(card?.uuid ?? ''), {
      ...client(),
      id: 'https://other.test',
    });
    expect(other.status).toBe(404);
  });

  test('is counted with its reason for the rule', async () => {
    const [card] = (await send(CRITICAL, view(prefetched(8.2)))).cards;
    const reason = { system: 'https://oka.health/fhir/override-reason', code: 'already-acted' };
    await send(`${CRITICAL}/feedback`, heard(card?.uuid ?? '', { outcome: 'overridden', overrideReason: { reason } }));
    const told = await it.world.chart.cards.ofRule('critical_labs', NOW.slice(0, 10));
    expect(told.find(({ uuid }) => uuid === card?.uuid)).toMatchObject({ shown: 1, feedback: [{ reason }] });
  });
});
