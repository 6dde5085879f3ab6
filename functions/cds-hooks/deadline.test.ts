import { describe, expect, test } from '@jest/globals';
import { adult, bundle, callOf, medicine } from '../../domain/cds-hooks/example.ts';
import type { HookResponse } from '../../schemas/cds-hooks/response.ts';
import {
  BUSY_MS,
  CRITICAL,
  DOMAIN,
  fhirAuthorization,
  hookClient,
  opened,
  today,
  view,
} from '../../test/hooks/client.ts';

const { it, server, send } = hookClient();

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
    server.answer = () => undefined;
    const { status, cards, ms } = await timed(
      send(CRITICAL, view(prefetch, { fhirServer: server.base(), fhirAuthorization })),
    );
    expect({ status, gap: gap(cards)?.summary }).toEqual({
      status: 200,
      gap: expect.stringMatching(/checked: .*patient did not arrive/),
    });
    expect(ms).toBeGreaterThan(300);
    expect(ms).toBeLessThan(500 + BUSY_MS);
  });

  test('a patient who comes early opens the regional chart, whatever the rest does', async () => {
    server.answer = slow(50);
    const { cards, ms } = await opened(() =>
      timed(send(CRITICAL, view(undefined, { fhirServer: server.base(), fhirAuthorization }))),
    );
    expect(cards[0]).toMatchObject({ indicator: 'critical' });
    expect(gap(cards)?.summary).toContain('measurements did not arrive');
    expect(ms).toBeLessThan(500 + BUSY_MS);
  });

  test('a regional chart that cannot be read by then is named, and the call is answered without it', async () => {
    const { chart } = it().world;
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
    server.answer = (path) =>
      path.includes('/MedicationRequest?')
        ? new Promise((resolve) => setTimeout(() => resolve(bundle(medicine('old', 'M01AB05', 'Diclofenac'))), 900))
        : bundle();
    const interactions = '/cds-services/oka-interactions';
    const waited = await timed(send(interactions, sign({ fhirServer: server.base(), fhirAuthorization })));
    expect(waited.cards.map(({ summary }) => summary).join()).toMatch(/arfarin/);
    expect(waited.ms).toBeGreaterThan(850);
    server.answer = () => undefined;
    const { cards, ms, status } = await timed(
      send(interactions, sign({ fhirServer: server.base(), fhirAuthorization })),
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
