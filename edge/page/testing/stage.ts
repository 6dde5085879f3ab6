import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import { CacheSettings } from '../../../schemas/edge/cache.ts';
import { PageSettings } from '../../../schemas/edge/page.ts';
import { type Browser, browserOf } from '../../../test/edge-page/browser.ts';
import { startCache } from '../../cache/cache.ts';
import { PlayedRegion, somebody, toldResult } from '../../cache/testing/region.ts';
import type { Cache } from '../../cache/view.ts';
import { makeEdgeKey } from '../../files/key.ts';
import type { WorklistItem } from '../../worklist/item.ts';
import type { WalkIn } from '../../worklist/walk-in.ts';
import { type Page, type PageOptions, startPage } from '../page.ts';
import { hashPassword } from '../password.ts';

export const NOW = Date.parse('2026-03-02T08:00:00.000Z');
export const HOUR = 3600_000;
export const MINUTE = 60_000;
export const PATIENT_PAGES = ['/', '/worklist', '/results', '/meanwhile'];
export const key = makeEdgeKey(Buffer.alloc(32, 7));
const HOSTILE = `<script>alert('1')</script>" onload="x' & Ко`;

/** A page beside a cache that holds one result of a patient with a hostile name; a new one for each test of the file that calls this. */
export function pageStage() {
  let password: string;
  let folder: string;
  let region: PlayedRegion;
  let cache: Cache;
  let page: Page;
  let base: string;
  const users = () => [
    { name: 'ivanova', fullName: 'Вымышленная А.', role: 'clinician' as const, password },
    { name: 'engineer', role: 'engineer' as const, password },
  ];
  const it = {
    get folder() {
      return folder;
    },
    get region() {
      return region;
    },
    get cache() {
      return cache;
    },
    get page() {
      return page;
    },
    get base() {
      return base;
    },
    /** The machine's clock and its watch. */
    clock: NOW,
    watch: 0,
    until: undefined as string | undefined,
    walkIns: [] as WalkIn[],
    /** What the worklist holds, and what a person has decided of it. */
    items: [] as readonly WorklistItem[],
    decided: [] as unknown[],
    made: new Set<string>(),
    async open(settings: Partial<PageSettings> = {}, more: Partial<PageOptions> = {}): Promise<void> {
      page = await startPage({
        settings: PageSettings.parse({ port: 0, users: users(), ...settings }),
        ...{ folder: join(folder, 'page'), clinic: 'north', zone: 'Asia/Yekaterinburg', key },
        cache: () => cache,
        ...{ clock: () => new Date(it.clock), watch: () => it.watch },
        sources: {
          waiting: () => [{ id: 'hl7', title: { ru: 'Сообщения', en: 'Messages' }, state: 'waits', count: 3 }],
          worklist: {
            items: () => it.items,
            knows: (accession) => it.made.has(accession) || it.items.some((one) => one.accession === accession),
            join: async (...said) => void it.decided.push(said),
            dropWalkIn: async (...said) => void it.decided.push(said),
            addWalkIn: async (walkIn) => {
              it.walkIns.push(walkIn);
              return undefined as never;
            },
          },
          consult: {
            until: () => it.until,
            set: (at) => {
              it.until = at?.toISOString();
            },
          },
        },
        ...more,
      });
      base = `http://127.0.0.1:${page.port}`;
    },
    async signedIn(user = 'ivanova', language = 'ru'): Promise<Browser> {
      const browser = browserOf(base, language);
      expect((await browser.signIn(user, 'correct horse')).status).toBe(303);
      return browser;
    },
  };
  beforeAll(async () => {
    password = await hashPassword('correct horse');
  });
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'oka-page-'));
    [it.clock, it.watch, it.until, it.walkIns] = [NOW, 0, undefined, []];
    [it.items, it.decided] = [[], []];
    it.made.clear();
    region = new PlayedRegion(new Date(NOW));
    region.told = [toldResult(1, new Date(NOW - HOUR).toISOString())];
    region.patients = [somebody(1, HOSTILE)];
    cache = await startCache({
      ...{ folder: join(folder, 'cache'), region, zone: 'Asia/Yekaterinburg', key, settings: CacheSettings.parse({}) },
      ...{ clock: () => new Date(it.clock), watch: () => it.watch },
    });
    await cache.pull();
    await it.open();
  });
  afterEach(async () => {
    await page.stop();
    await cache.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return it;
}
