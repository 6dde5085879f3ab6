import { describe, expect, test } from '@jest/globals';
import { CRITICAL, client, hookClient, PAGE, prefetched, view } from '../../test/hooks/client.ts';

const { send } = hookClient();

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
