import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ImageRegion, VIEWER } from './region.ts';
import { INSTANCE, openStored } from './stored.ts';

let region: ImageRegion;
beforeAll(async () => {
  ({ region } = await openStored());
});
afterAll(() => region.it.close());

describe('a browser', () => {
  const preflight = (origin: string) => region.ask(`${INSTANCE}/frames/1`, { method: 'OPTIONS', headers: { origin } });

  test('of the region’s viewer may ask, with its token and its Accept header', async () => {
    expect(await preflight(VIEWER)).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': VIEWER,
        'access-control-allow-headers': expect.stringContaining('authorization, accept, range'),
      },
    });
    const answer = await region.ask(`${INSTANCE}/frames/1`, { headers: { origin: VIEWER } });
    expect(answer.headers).toMatchObject({ 'access-control-allow-origin': VIEWER, vary: 'origin' });
    const refused = await region.ask('/dicomweb/studies/9.9/series', { headers: { origin: VIEWER } });
    expect(refused).toMatchObject({ status: 404, headers: { 'access-control-allow-origin': VIEWER } });
  });

  test.each(['https://evil.test', `${VIEWER}.evil.test`, 'null', VIEWER.replace('https', 'http')])(
    'of %s may not',
    async (origin) => {
      const asked = await preflight(origin);
      expect([asked.status, asked.headers['access-control-allow-origin']]).toEqual([403, undefined]);
      expect(
        (await region.ask(INSTANCE, { headers: { origin } })).headers['access-control-allow-origin'],
      ).toBeUndefined();
    },
  );
});
