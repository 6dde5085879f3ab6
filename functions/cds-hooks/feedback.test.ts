import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { adult, bundle, callOf, medicine } from '../../domain/cds-hooks/example.ts';
import { CRITICAL, client, hookClient, NOW, prefetched, view } from '../../test/hooks/client.ts';

const { it, send } = hookClient();

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
    it().time.now = new Date(it().time.now.getTime() + 60_000);
    const second = await sign();
    expect(second.cards.map(({ uuid }) => uuid)).toEqual(first.cards.map(({ uuid }) => uuid));
    const [card] = second.cards;
    expect(card?.summary).toContain('Warfarin');
    await send('/cds-services/oka-interactions/feedback', heard(card?.uuid ?? ''));
    it().time.now = new Date(it().time.now.getTime() + 60_000);
    await expect(sign()).resolves.toMatchObject({ status: 200, cards: [] });
    it().time.now = new Date(NOW);
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
    const told = await it().world.chart.cards.ofRule('critical_labs', NOW.slice(0, 10));
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
    const { cards } = it().world.chart;
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
    const told = await it().world.chart.cards.ofRule('critical_labs', NOW.slice(0, 10));
    expect(told.find(({ uuid }) => uuid === card?.uuid)).toMatchObject({ shown: 1, feedback: [{ reason }] });
  });
});
