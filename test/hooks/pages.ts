import { describe, expect, test } from '@jest/globals';
import { callOf, PAGE } from './region.ts';
import type { HookStage } from './stage.ts';

/** Holds which pages may call from a browser. */
export function aboutPages(stage: () => HookStage): void {
  describe('a page of the record system in a browser', () => {
    const ask = (origin: string, target: string, method = 'POST') =>
      fetch(new URL(target, stage().it.apiUrl), {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': method,
          'access-control-request-headers': 'authorization, content-type',
        },
      });

    test.each([
      ['/cds-services', 'GET'],
      ['/cds-services/oka-interactions', 'POST'],
      ['/cds-services/oka-interactions/feedback', 'POST'],
    ])('may call %s, and reads what is answered', async (target, method) => {
      const { status, headers } = await ask(PAGE, target, method);
      expect([status, headers.get('access-control-allow-origin')]).toEqual([204, PAGE]);
      expect(headers.get('access-control-allow-methods')).toContain(method);
      for (const name of ['authorization', 'content-type'])
        expect(headers.get('access-control-allow-headers')?.split(', ')).toContain(name);
      const heard = await stage().it.call('oka-interactions', callOf('patient-view'), { headers: { origin: PAGE } });
      expect(heard.headers.get('access-control-allow-origin')).toBe(PAGE);
    });

    test.each(['https://evil.test', `${PAGE}.evil.test`, 'null'])('from %s is not let in', async (origin) => {
      const { status, headers } = await ask(origin, '/cds-services/oka-interactions');
      expect([status, headers.get('access-control-allow-origin')]).toEqual([403, null]);
      const heard = await stage().it.call('oka-interactions', callOf('patient-view'), { headers: { origin } });
      expect(heard.headers.get('access-control-allow-origin')).toBeNull();
    });
  });
}
