import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { DeskBuild } from '../../schemas/desk-build.ts';
import { RegionFile } from '../../schemas/region.ts';
import { testRegion } from '../../test/world.ts';
import { deskAnswers } from './answer.ts';

const script = Buffer.from('console.log("стол")');
const file = (name: string, immutable: boolean) => ({
  ...{ name, type: 'text/javascript; charset=utf-8', immutable },
  brotli: brotliCompressSync(script).toString('base64'),
  gzip: gzipSync(script).toString('base64'),
});
const build: DeskBuild = {
  files: [file('main-ABCDEFGH.js', true), file('sw.js', false)],
  ...{ script: 'main-ABCDEFGH.js', style: 'page-ABCDEFGH.css', preload: ['part-ABCDEFGH.js'], opened: [] },
  named: { 'worker/decode.worker.ts': 'decode-ABCDEFGH.js' },
};
const region = RegionFile.parse({
  ...testRegion(),
  title: { ru: '</script><b>область</b>', en: 'Region' },
  signIn: { issuer: 'https://id.test/realm' },
  issuers: [
    { iss: 'https://id.test/realm', kind: 'person' },
    {
      ...{ iss: 'https://mis.test', kind: 'ehr', ehr: 'mis-north', fhirServers: ['https://fhir.mis.test/r4'] },
      origins: ['https://mis.test'],
    },
  ],
});
const answer = deskAnswers(region, build);
const ask = (name?: string, headers: Record<string, string> = {}) => answer({ file: name, headers });
const headerOf = (name: string | undefined, header: string) => ask(name).headers?.[header] ?? '';

describe('the page', () => {
  const html = Buffer.from(ask().bytes ?? []).toString('utf8');

  test('is asked for each time and sent once: 304 while it has not changed', () => {
    const { status, headers } = ask();
    expect([status, headers?.['cache-control']]).toEqual([200, 'no-cache']);
    const again = ask(undefined, { 'if-none-match': headers?.etag ?? '' });
    expect([again.status, again.bytes]).toEqual([304, undefined]);
    expect(ask(undefined, { 'if-none-match': '"other"' }).status).toBe(200);
  });

  test('names its files by addresses beside itself, so that it stands under any stage', () => {
    const names = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]);
    expect(names).toEqual(['desk/page-ABCDEFGH.css', 'desk/main-ABCDEFGH.js', 'desk/part-ABCDEFGH.js', 'data:,']);
  });

  test('carries what the script needs to begin, and no text of the region file becomes markup', () => {
    const config = JSON.parse(/<script type="application\/json" id="config">(.*?)<\/script>/s.exec(html)?.[1] ?? '');
    expect(config).toMatchObject({
      region: { title: { ru: '</script><b>область</b>' }, zone: 'Asia/Yekaterinburg' },
      signIn: { issuer: 'https://id.test/realm', clientId: 'oka-desk', scope: 'openid profile' },
      recordSystems: [{ iss: 'https://fhir.mis.test/r4', title: { en: 'mis-north' }, clientId: 'oka-desk' }],
      files: { 'worker/decode.worker.ts': 'decode-ABCDEFGH.js' },
    });
    expect(config.signIn.discovery).toBe('https://id.test/realm/.well-known/openid-configuration');
    expect(html).not.toContain('<b>область');
  });

  test('runs no script but its files, asks nobody but the region’s systems, stands in no page but theirs', () => {
    const policy = new Map(
      headerOf(undefined, 'content-security-policy')
        .split('; ')
        .map((one) => [one.split(' ')[0], one.split(' ').slice(1)] as const),
    );
    expect(policy.get('script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"]);
    expect(policy.get('style-src')).toEqual(["'self'"]);
    const asked = policy.get('connect-src');
    expect(asked).toEqual(["'self'", 'blob:', 'https://id.test', 'https://fhir.mis.test', 'https://mis.test']);
    expect(policy.get('frame-ancestors')).toEqual(["'self'", 'https://mis.test']);
    expect(policy.get('object-src')).toEqual(["'none'"]);
    expect(headerOf(undefined, 'x-content-type-options')).toBe('nosniff');
    expect(headerOf(undefined, 'referrer-policy')).toBe('no-referrer');
  });

  test('is at most 2 KB on the line', () => {
    expect(ask(undefined, { 'accept-encoding': 'br' }).bytes?.length).toBeLessThan(2048);
  });
});

describe('a file', () => {
  test('with its hash in its name is kept for ever; the service worker is asked for each time', () => {
    expect(headerOf('main-ABCDEFGH.js', 'cache-control')).toBe('public, max-age=31536000, immutable');
    expect(headerOf('sw.js', 'cache-control')).toBe('no-cache');
    expect(headerOf('sw.js', 'service-worker-allowed')).toBe('../desk');
  });

  test.each([
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['*', 'br'],
    ['identity', undefined],
    [undefined, undefined],
  ])('for a caller who takes %s is sent as %s', (accepts, encoding) => {
    const { headers, bytes } = ask('main-ABCDEFGH.js', accepts === undefined ? {} : { 'accept-encoding': accepts });
    expect(headers?.['content-encoding']).toBe(encoding);
    const plain =
      encoding === 'br'
        ? brotliDecompressSync(bytes ?? Buffer.alloc(0))
        : encoding === 'gzip'
          ? gunzipSync(bytes ?? Buffer.alloc(0))
          : Buffer.from(bytes ?? []);
    expect(plain.equals(script)).toBe(true);
  });

  test('that this version does not know is 404, whatever its name', () => {
    for (const name of ['main-OLD.js', '../region.json', '__proto__', '']) expect(ask(name).status).toBe(404);
  });
});
