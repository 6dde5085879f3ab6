import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { bundle, medicine } from '../../domain/cds-hooks/example.ts';
import { callOf } from './region.ts';
import { CONTEXTS, gapOf, type HookStage, refusalOf, whole } from './stage.ts';

/** Holds that each hook of the specification is answered, over real sockets. */
export function aboutTheHooks(stage: () => HookStage): void {
  describe.each(Object.keys(CONTEXTS))('%s', (hook) => {
    const asked = () => stage().services.filter((one) => one.hook === hook);

    test('is answered by each of its services when everything came, and refused for its own matter when nothing did', async () => {
      expect(asked().length).toBeGreaterThan(0);
      for (const { id, prefetch } of asked()) {
        const full = await stage().it.call(id, callOf(hook, CONTEXTS[hook], { prefetch: whole(prefetch) }));
        // What models found lies in the regional chart alone, and nobody there is surely this patient.
        expect([id, full.status]).toEqual([id, id === 'oka-findings' ? 412 : 200]);
        const empty = await stage().it.call(id, callOf(hook, CONTEXTS[hook]));
        // Orders of the call itself are something that came: then one card says what did not.
        expect(empty.status === 412 || gapOf(empty) !== undefined).toBe(true);
        if (empty.status === 412) expect(refusalOf(empty)).toBe('data-missing');
      }
    });

    test('is understood with what 3.0 adds and what nobody knows', async () => {
      const [service] = asked();
      const extension = { 'com.example.timestamp': '2026-01-01', nested: [{ deep: null }] };
      const call = callOf(
        hook,
        { ...CONTEXTS[hook], extension, futureMember: [1] },
        { extension, hookVersion: '3.0', prefetch: whole(service?.prefetch ?? {}) },
      );
      const { status } = await stage().it.call(service?.id ?? '', call);
      expect(status).toBe(200);
    });
  });

  test('a key that is absent did not arrive and is named; one that is null says that there is nothing', async () => {
    const draftOrders = bundle(medicine('m', 'M01AB05', 'Diclofenac', { status: 'draft' }));
    const keys = stage().services.find(({ id }) => id === 'oka-interactions')?.prefetch ?? {};
    const sign = (prefetch: object) =>
      stage().it.call('oka-interactions', callOf('order-sign', { draftOrders }, { prefetch }));
    const { medications: _, ...absent } = whole(keys) as Record<string, unknown>;
    expect(gapOf(await sign(absent))).toMatchObject({
      indicator: 'warning',
      summary: expect.stringContaining('Not checked: interactions (medication list did not arrive'),
    });
    await expect(sign(whole(keys))).resolves.toMatchObject({ status: 200, cards: [] });
  });

  describe('independent requests', () => {
    const folder = join(process.env.OKA_CORPORA ?? '../shared/data', 'cds-hooks');
    const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('_request.json')) : [];
    if (!files.length) test.skip(`are missing: no ${folder}`, () => {});
    for (const file of files)
      test(`${file} is answered over HTTP by every service of its hook`, async () => {
        const body = JSON.parse(readFileSync(join(folder, file), 'utf8'));
        const asked = stage().services.filter(({ hook }) => hook === body.hook);
        expect(asked.length).toBeGreaterThan(0);
        for (const { id } of asked) {
          const heard = await stage().it.call(id, body);
          expect([200, 412]).toContain(heard.status);
          if (heard.status === 200) expect(heard.cards.length).toBeGreaterThan(0);
          else expect(heard.json).toMatchObject({ resourceType: 'OperationOutcome' });
        }
        // Their servers are on no list of ours.
        expect(stage().fhir.asked).toEqual([]);
      });
  });
}
