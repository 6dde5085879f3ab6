import { get } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import type { Part } from './stage.ts';
import { signIn, visitor } from './visitor.ts';

const LIMIT_BYTES = 60_000;

/** What a telephone on a thin line has to load before it shows anything. */
export const aboutWeight: Part = (stage) => {
  test('a first visit loads at most 60 KB of page before any image, compressed as it is served', async () => {
    const { browser, world } = stage();
    const one = await visitor({ browser, url: world.url });
    const weights = new Map<string, number>();
    const sized: Promise<void>[] = [];
    const asked: string[] = [];
    one.context.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.startsWith('/desk-api/')) asked.push(pathname);
    });
    one.context.on('requestfinished', (request) => {
      const { pathname } = new URL(request.url());
      if (!pathname.startsWith('/desk') || pathname.startsWith('/desk-api')) return;
      // The same file again comes from the browser's own store.
      sized.push(
        request.sizes().then(({ responseBodySize }) => {
          weights.set(pathname, Math.max(weights.get(pathname) ?? 0, responseBodySize));
        }),
      );
    });
    await signIn(one, 'physician-berezovo');
    await one.page.waitForLoadState('networkidle');
    await Promise.all(sized);
    const bytes = [...weights.values()].reduce((sum, size) => sum + size, 0);
    await one.close();
    expect(weights.size).toBeGreaterThan(2);
    // Over a long line each question costs a second: who he is, is asked once for menu and page.
    expect(asked.slice(0, asked.indexOf('/desk-api/worklist') + 1)).toEqual(['/desk-api/me', '/desk-api/worklist']);
    expect({ files: Object.fromEntries(weights), isLight: bytes <= LIMIT_BYTES, bytes }).toMatchObject({
      isLight: true,
    });
  });

  test.each(['br', 'gzip'])(
    'each file of the page comes as %s to who takes it, the very same bytes',
    async (encoding) => {
      const { world } = stage();
      const html = await (await fetch(`${world.url}/desk`)).text();
      const names = [...html.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, name]) => name ?? '');
      expect(names.length).toBeGreaterThan(1);
      for (const name of names) {
        const at = new URL(name, `${world.url}/desk`);
        const plain = Buffer.from(
          await (await fetch(at, { headers: { 'accept-encoding': 'identity' } })).arrayBuffer(),
        );
        const packed = await raw(at, encoding);
        expect(packed.encoding).toBe(encoding);
        const unpacked = encoding === 'br' ? brotliDecompressSync(packed.bytes) : gunzipSync(packed.bytes);
        expect(unpacked.equals(plain)).toBe(true);
      }
    },
  );
};

/** As it lies on the wire: `fetch` would unpack it. */
function raw(url: URL, encoding: string): Promise<{ encoding: string | undefined; bytes: Buffer }> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': encoding } }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () =>
        resolve({ encoding: response.headers['content-encoding'], bytes: Buffer.concat(pieces) }),
      );
      response.on('error', reject);
    }).on('error', reject);
  });
}
