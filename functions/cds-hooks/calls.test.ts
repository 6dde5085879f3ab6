import { describe, expect, test } from '@jest/globals';
import { adult, bundle, callOf } from '../../domain/cds-hooks/example.ts';
import {
  arrived,
  CRITICAL,
  client,
  DESK,
  DOMAIN,
  fhirAuthorization,
  hookClient,
  opened,
  prefetched,
  today,
  view,
} from '../../test/hooks/client.ts';

const { it, server, send } = hookClient();

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
    server.answer = (path) => (path.includes('/Patient/') ? adult : bundle(today(7.2)));
    const { cards } = await arrived(() =>
      send(CRITICAL, view(undefined, { fhirServer: server.base(), fhirAuthorization })),
    );
    expect(cards[0]?.indicator).toBe('critical');
    expect(server.asked.some((path) => path.startsWith('/fhir/Observation?'))).toBe(true);
    server.asked.length = 0;
    const elsewhere = server.base().replace('/fhir', '/other');
    const refused = await send(CRITICAL, view(undefined, { fhirServer: elsewhere, fhirAuthorization }));
    expect(refused.status).toBe(412);
    expect(server.asked).toEqual([]);
  });

  test('is a 412 with its reason when the server keeps silent, within its time', async () => {
    const { status, json } = await send(CRITICAL, view(undefined, { fhirServer: server.base(), fhirAuthorization }));
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
    const { chart } = it().world;
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
