import { describe, expect, test } from '@jest/globals';
import type { Party } from '../../local/keys.ts';
import { HealthAnswer } from '../../schemas/api/answers.ts';
import { ModelHistoryAnswer, WatchAnswer } from '../../schemas/api/models.ts';
import { OPERATOR, type PlayedDay } from './played.ts';

/** Holds how the models of the day are watched, and what their suspension leads to.. */
export function aboutModels(played: () => PlayedDay): void {
  const shown = () => played().shown;

  describe('models on the sample day', () => {
    const answer = async (path: string, init?: RequestInit) => (await played().ask(path, OPERATOR, init)).json();

    test('the model of adults, in shadow, has measured the adult’s film and told nobody', async () => {
      const { places } = WatchAnswer.parse(await answer('/models/chest-xray-adult/watch'));
      expect(places.map(({ standing }) => standing)).toEqual(places.map(() => 'shadow'));
      expect(places.reduce((sum, { figures }) => sum + figures.images, 0)).toBeGreaterThan(0);
      const told = shown()
        .records.flatMap(({ results }) => results)
        .map(({ result }) => result?.producer);
      expect(told).toContain('chest-xray-children');
      expect(told).not.toContain('chest-xray-adult');
    });

    test('the children’s model is watched: what it said, why it did not, and how reports stood to it', async () => {
      const { places } = WatchAnswer.parse(await answer('/models/chest-xray-children/watch'));
      const here = places.find(({ clinic }) => clinic === 'district');
      expect(here).toMatchObject({ standing: 'active', signals: [] });
      expect(here?.figures.states.present).toBeGreaterThan(0);
      expect(here?.figures.reasons).toMatchObject({ 'age-outside': expect.any(Number) });
      expect(here?.figures.reports.of).toBeGreaterThan(here?.figures.reports.count ?? 0);
    });

    test('suspended at the post, the next film there says so, the hospital’s goes on, and the post’s people are told', async () => {
      const why = 'a new tube at the post, not yet calibrated';
      const init = { method: 'POST', body: JSON.stringify({ why, clinic: 'post' }) };
      ModelHistoryAnswer.parse(await answer('/models/chest-xray-children/suspend', init));
      const [there, here] = await Promise.all([
        played().sendFilm('post-clear', 'normal-4.png', 'S-1'),
        played().sendFilm('child-clear', 'normal-4.png', 'S-2'),
      ]);
      expect(await played().findingOf(there)).toMatchObject({ state: 'not-assessed', reason: 'model-suspended' });
      expect((await played().findingOf(here)).state).toBe('absent');
      const person: Party = { kind: 'person', id: 'feldsher', clinic: 'post', roles: ['feldsher'] };
      const health = HealthAnswer.parse(await (await played().ask('/clinics/post/health', person)).json());
      expect(health.models).toMatchObject([{ model: 'chest-xray-children', level: 'suspended', by: 'duty', why }]);
      // What was told before the suspension stays.
      expect(shown().findingOf('Сказителев')).toMatchObject({ state: 'current', content: { state: 'present' } });
    });
  });
}
