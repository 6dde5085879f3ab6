import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { adult, bundle, callOf, measured, medicine } from '../../domain/cds-hooks/example.ts';
import { breachesOfResponse } from '../../domain/cds-hooks/invariants.ts';
import { makeGroup } from '../../domain/fhir/groups.ts';
import { recordId } from '../../domain/fhir/identifiers.ts';
import { signed } from '../../domain/rules/examples.ts';
import { apiHandler } from '../../platform/handlers/api.ts';
import { RECORD_SYSTEMS } from '../../platform/handlers/browsers.ts';
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

let it: TestWorld;
let server: Server;
/** What the client's own server was asked, and what it answers. */
let asked: string[] = [];
let answerOfServer: (path: string) => object | Promise<object> | undefined = () => undefined;
const PAGE = 'https://mis.north.test';
const DESK = 'https://desk.north.test/launch';
const fhirAuthorization = { access_token: 't', token_type: 'Bearer', expires_in: 300, scope: 'x', subject: 's' };

beforeAll(async () => {
  server = createServer(async (request, response) => {
    asked.push(request.url ?? '');
    const answer = await answerOfServer(request.url ?? '');
    if (answer !== undefined) response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const region = RegionFile.parse({
    ...testRegion(),
    issuers: [{ iss: CLIENT, kind: 'ehr', ehr: 'mis-north', fhirServers: [fhirServer()], origins: [PAGE] }],
    rules: signed('critical_labs', 'ckdepi2021', 'ddi_warfarin_nsaid'),
    desk: DESK,
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

/** A machine that runs other tests at the same time wakes late, and its table may not give a chart in time: then it is said. */
const BUSY_MS = 1000;
async function opened<T extends { readonly cards: HookResponse['cards'] }>(ask: () => Promise<T>): Promise<T> {
  return inTime(ask, 'regional chart did not arrive');
}
const arrived: typeof opened = (ask) => inTime(ask, 'did not arrive');

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
  expect(services.map(({ id }) => id)).not.toContain('oka-prevention');
  const russian = (await send('/cds-services', undefined, client(), { 'accept-language': 'ru-RU' }))
    .json as typeof json;
  expect(JSON.stringify(russian)).toMatch(/Критические/);
});

describe('a call', () => {
  test('gets the cards of what came with it, each valid by the specification', async () => {
    const { status, cards } = await send(CRITICAL, view(prefetched(7.4)));
    expect(status).toBe(200);
    expect(cards[0]).toMatchObject({ indicator: 'critical', links: [{ type: 'smart', url: DESK }] });
    expect(cards[0]?.detail).toContain('mis-north');
  });

  test('is answered once for one token', async () => {
    const who = client();
    await send(CRITICAL, view(prefetched(4)), who);
    await expect(send(CRITICAL, view(prefetched(4)), who)).resolves.toMatchObject({ status: 401 });
    await expect(send(CRITICAL, view(prefetched(4)), client(false))).resolves.toMatchObject({ status: 401 });
  });

  test('has what is missing fetched from the registered server, and from no other', async () => {
    answerOfServer = (path) => (path.includes('/Patient/') ? adult : bundle(today(7.2)));
    const { cards } = await arrived(() =>
      send(CRITICAL, view(undefined, { fhirServer: fhirServer(), fhirAuthorization })),
    );
    expect(cards[0]?.indicator).toBe('critical');
    expect(asked.some((path) => path.startsWith('/fhir/Observation?'))).toBe(true);
    asked = [];
    const elsewhere = fhirServer().replace('/fhir', '/other');
    const refused = await send(CRITICAL, view(undefined, { fhirServer: elsewhere, fhirAuthorization }));
    expect(refused.status).toBe(412);
    expect(asked).toEqual([]);
  });

  test('is a 412 with its reason when the server keeps silent, within its time', async () => {
    const { status, json } = await send(CRITICAL, view(undefined, { fhirServer: fhirServer(), fhirAuthorization }));
    expect(status).toBe(412);
    expect(json).toMatchObject({ resourceType: 'OperationOutcome' });
  });

  test('sees the regional chart of surely the same person, and of nobody else', async () => {
    const identifier = [{ system: `urn:oid:${DOMAIN}`, value: '4711' }];
    const prefetch = (patient: object) => ({ patient: { ...adult, identifier, ...patient }, observations: null });
    const same = await opened(() => send(CRITICAL, view(prefetch({}))));
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

  test('about a patient of ten thousand numbers looks for a few of them', async () => {
    const { chart } = it.world;
    const head = chart.head;
    let looked = 0;
    try {
      Object.assign(chart, {
        head: (record: string) => {
          looked += 1;
          return head(record);
        },
      });
      const identifier = Array.from({ length: 10_000 }, (_, n) => ({
        system: `urn:oid:${DOMAIN}`,
        value: `none-${n}`,
      }));
      const prefetch = { patient: { ...adult, identifier }, observations: bundle(today(7.6)) };
      const { cards } = await send(CRITICAL, view(prefetch));
      expect(cards[0]?.indicator).toBe('critical');
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(looked).toBeGreaterThan(0);
      expect(looked).toBeLessThanOrEqual(16);
    } finally {
      Object.assign(chart, { head });
    }
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
    await expect(send('/cds-services/oka-prevention', view(prefetched(4)))).resolves.toMatchObject({ status: 404 });
  });
});

describe('the deadline is one for everything', () => {
  const slow = (delayMs: number) => (path: string) => {
    const answer = path.includes('/Patient/')
      ? { ...adult, identifier: [{ system: `urn:oid:${DOMAIN}`, value: '4711' }] }
      : undefined;
    return answer && new Promise<object>((resolve) => setTimeout(() => resolve(answer), delayMs));
  };
  const timed = async (answer: ReturnType<typeof send>) => {
    const began = performance.now();
    return { ...(await answer), ms: performance.now() - began };
  };
  const gap = (cards: HookResponse['cards']) => cards.find(({ source }) => source.label === 'Oka');

  test('what the client server does not give by then is named, and what came is told: in half a second', async () => {
    const prefetch = { observations: bundle(today(7.3)) };
    answerOfServer = () => undefined;
    const { status, cards, ms } = await timed(
      send(CRITICAL, view(prefetch, { fhirServer: fhirServer(), fhirAuthorization })),
    );
    expect({ status, gap: gap(cards)?.summary }).toEqual({
      status: 200,
      gap: expect.stringMatching(/checked: .*patient did not arrive/),
    });
    expect(ms).toBeGreaterThan(300);
    expect(ms).toBeLessThan(500 + BUSY_MS);
  });

  test('a patient who comes early opens the regional chart, whatever the rest does', async () => {
    answerOfServer = slow(50);
    const { cards, ms } = await opened(() =>
      timed(send(CRITICAL, view(undefined, { fhirServer: fhirServer(), fhirAuthorization }))),
    );
    expect(cards[0]).toMatchObject({ indicator: 'critical' });
    expect(gap(cards)?.summary).toContain('measurements did not arrive');
    expect(ms).toBeLessThan(500 + BUSY_MS);
  });

  test('a regional chart that cannot be read by then is named, and the call is answered without it', async () => {
    const { chart } = it.world;
    const head = chart.head;
    const patient = { ...adult, identifier: [{ system: `urn:oid:${DOMAIN}`, value: '4711' }] };
    try {
      Object.assign(chart, { head: () => new Promise(() => undefined) });
      const { status, cards, ms } = await timed(send(CRITICAL, view({ patient, observations: bundle(today(7.3)) })));
      expect(status).toBe(200);
      expect(cards[0]).toMatchObject({ indicator: 'critical' });
      expect(gap(cards)?.summary).toContain('regional chart did not arrive');
      expect(ms).toBeLessThan(500 + BUSY_MS);
    } finally {
      Object.assign(chart, { head });
    }
  });

  test('safety is waited for when an order is signed: up to two seconds, and not longer', async () => {
    const draft = medicine('draft', 'B01AA03', 'Warfarin', { status: 'draft' });
    const sign = (change: object) =>
      callOf('order-sign', { draftOrders: bundle(draft) }, { prefetch: { patient: adult }, ...change });
    answerOfServer = (path) =>
      path.includes('/MedicationRequest?')
        ? new Promise((resolve) => setTimeout(() => resolve(bundle(medicine('old', 'M01AB05', 'Diclofenac'))), 900))
        : bundle();
    const interactions = '/cds-services/oka-interactions';
    const waited = await timed(send(interactions, sign({ fhirServer: fhirServer(), fhirAuthorization })));
    expect(waited.cards.map(({ summary }) => summary).join()).toMatch(/arfarin/);
    expect(waited.ms).toBeGreaterThan(850);
    answerOfServer = () => undefined;
    const { cards, ms, status } = await timed(
      send(interactions, sign({ fhirServer: fhirServer(), fhirAuthorization })),
    );
    expect({ status, indicator: gap(cards)?.indicator, summary: gap(cards)?.summary }).toEqual({
      status: 200,
      indicator: 'warning',
      summary: expect.stringContaining('Not checked: interactions (medication list did not arrive'),
    });
    expect(ms).toBeGreaterThan(1700);
    expect(ms).toBeLessThan(2000 + BUSY_MS);
  });
});

describe('a page in a browser', () => {
  const ask = (origin: string, path = CRITICAL) =>
    send(
      path,
      undefined,
      undefined,
      {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
      'OPTIONS',
    );

  test.each(['/cds-services', CRITICAL, `${CRITICAL}/feedback`])(
    'of the record system may call %s, and reads cards as well as refusals',
    async (path) => {
      const { status, headers } = await ask(PAGE, path);
      expect(status).toBe(204);
      expect(headers).toMatchObject({
        'access-control-allow-origin': PAGE,
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers': expect.stringMatching(/authorization.*content-type/),
        vary: 'origin',
      });
      for (const body of [view(prefetched(4)), '{']) {
        const answer = await send(CRITICAL, body, client(), { origin: PAGE });
        expect(answer.headers).toMatchObject({ 'access-control-allow-origin': PAGE, vary: 'origin' });
      }
    },
  );

  test.each([
    ['of another origin', 'https://evil.test'],
    ['of a name that begins alike', `${PAGE}.evil.test`],
    ['of the same host without TLS', PAGE.replace('https', 'http')],
    ['without an origin of its own', 'null'],
  ])('%s is not let in', async (_, origin) => {
    const { status, headers } = await ask(origin);
    expect([status, headers['access-control-allow-origin']]).toEqual([403, undefined]);
    const answer = await send(CRITICAL, view(prefetched(4)), client(), { origin });
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
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

  test('silences an order that is asked about again, though a draft without a date is ordered at each moment anew', async () => {
    const draft = medicine('draft', 'M01AE01', 'Ibuprofen', { status: 'draft', authoredOn: undefined });
    const prefetch = { medications: bundle(medicine('old', 'B01AA03', 'Warfarin')), patient: adult, conditions: null };
    const sign = () =>
      send(
        '/cds-services/oka-interactions',
        callOf('order-sign', { draftOrders: bundle(draft) }, { prefetch, fhirServer: undefined }),
      );
    const first = await sign();
    it.time.now = new Date(it.time.now.getTime() + 60_000);
    const second = await sign();
    expect(second.cards.map(({ uuid }) => uuid)).toEqual(first.cards.map(({ uuid }) => uuid));
    const [card] = second.cards;
    expect(card?.summary).toContain('Warfarin');
    await send('/cds-services/oka-interactions/feedback', heard(card?.uuid ?? ''));
    it.time.now = new Date(it.time.now.getTime() + 60_000);
    await expect(sign()).resolves.toMatchObject({ status: 200, cards: [] });
    it.time.now = new Date(NOW);
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

  test('from a clock that runs ahead counts from when it came: what is critical returns all the same', async () => {
    const [card] = (await send(CRITICAL, view(prefetched(8.3)))).cards;
    const ahead = { outcome: 'overridden', outcomeTimestamp: '2099-01-01T00:00:00.000Z' };
    await send(`${CRITICAL}/feedback`, heard(card?.uuid ?? '', ahead));
    const told = await it.world.chart.cards.ofRule('critical_labs', NOW.slice(0, 10));
    expect(told.find(({ uuid }) => uuid === card?.uuid)?.feedback).toMatchObject([{ at: NOW }]);
  });

  test('of a size that no row holds is refused in words', async () => {
    const [card] = (await send(CRITICAL, view(prefetched(8.4)))).cards;
    const many = {
      outcome: 'accepted',
      acceptedSuggestions: Array.from({ length: 20_000 }, () => ({ id: randomUUID() })),
    };
    await expect(send(`${CRITICAL}/feedback`, heard(card?.uuid ?? '', many))).resolves.toMatchObject({ status: 400 });
    const overrideReason = { reason: { code: 'x'.repeat(500_000) } };
    const long = { outcome: 'overridden', overrideReason };
    await expect(send(`${CRITICAL}/feedback`, heard(card?.uuid ?? '', long))).resolves.toMatchObject({ status: 400 });
  });

  test('of a thousand answers is taken side by side, within the time of a call', async () => {
    const { cards } = it.world.chart;
    const { addFeedback } = cards;
    let [now, most, taken] = [0, 0, 0];
    try {
      Object.assign(cards, {
        addFeedback: async () => {
          most = Math.max(most, ++now);
          await new Promise((resolve) => setTimeout(resolve, 1));
          now -= 1;
          taken += 1;
          return true;
        },
      });
      const answers = Array.from({ length: 1000 }, () => heard(randomUUID()).feedback[0]);
      await expect(send(`${CRITICAL}/feedback`, { feedback: answers })).resolves.toMatchObject({ status: 200 });
    } finally {
      Object.assign(cards, { addFeedback });
    }
    expect(taken).toBe(1000);
    expect(most).toBeGreaterThanOrEqual(8);
    expect(most).toBeLessThanOrEqual(32);
  });

  test('is taken once for one token', async () => {
    const [card] = (await send(CRITICAL, view(prefetched(8.1)))).cards;
    const who = client();
    await expect(send(`${CRITICAL}/feedback`, heard(card?.uuid ?? ''), who)).resolves.toMatchObject({ status: 200 });
    await expect(send(`${CRITICAL}/feedback`, heard(card?.uuid ?? ''), who)).resolves.toMatchObject({ status: 401 });
  });

  test('is counted with its reason for the rule', async () => {
    const [card] = (await send(CRITICAL, view(prefetched(8.2)))).cards;
    const reason = { system: 'https://oka.health/fhir/override-reason', code: 'already-acted' };
    await send(`${CRITICAL}/feedback`, heard(card?.uuid ?? '', { outcome: 'overridden', overrideReason: { reason } }));
    const told = await it.world.chart.cards.ofRule('critical_labs', NOW.slice(0, 10));
    expect(told.find(({ uuid }) => uuid === card?.uuid)).toMatchObject({ shown: 1, feedback: [{ reason }] });
  });
});
