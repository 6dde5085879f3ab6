import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { deskAnswers } from '../../functions/desk-page/answer.ts';
import { buildDesk } from '../../infra/constructs/desk.ts';
import { readRegion } from '../../platform/region.ts';
import { type VisitorOptions, visitor } from '../desk/visitor.ts';

const ROOT = join(import.meta.dirname, '../..');

/** An example of `events/api`, fresh each time, so that a test may change it. */
// biome-ignore lint/suspicious/noExplicitAny: an example is changed by tests in any place
export const example = (name: string): Record<string, any> =>
  JSON.parse(readFileSync(join(ROOT, 'events/api', `${name}.json`), 'utf8'));

export type Said = { readonly path: string; readonly body: unknown };
type Answer = { readonly status?: number; readonly json?: unknown; readonly bytes?: Buffer; readonly type?: string };

/**
 * The desk's page with a region that answers what a test says: `answers` by path, without the query unless it is given with
 * it. For states of a page that a real region comes to only after hours.
 */
export async function openFixtureDesk() {
  const region = readRegion(join(ROOT, 'samples/region/region.json'));
  const page = deskAnswers(region, buildDesk());
  const answers = new Map<string, Answer | (() => Answer)>();
  const said: Said[] = [];
  const server = createServer(async (request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://desk');
    const file = /^\/desk(?:\/([^/]+))?$/.exec(pathname);
    if (file) {
      const headers = { 'accept-encoding': String(request.headers['accept-encoding'] ?? '') };
      const answer = page({ file: file[1], headers });
      response.writeHead(answer.status, { 'content-type': answer.contentType ?? 'text/plain', ...answer.headers });
      response.end('bytes' in answer ? answer.bytes : undefined);
      return;
    }
    if (request.method === 'POST') said.push({ path: pathname, body: JSON.parse((await bodyOf(request)) || 'null') });
    const found = answers.get(`${pathname}${search}`) ?? answers.get(pathname);
    const answer: Answer = typeof found === 'function' ? found() : (found ?? { status: 404, json: NOT_FOUND });
    response.writeHead(answer.status ?? 200, { 'content-type': answer.type ?? 'application/json' });
    response.end(answer.bytes ?? JSON.stringify(answer.json ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    answers,
    said,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
export type FixtureDesk = Awaited<ReturnType<typeof openFixtureDesk>>;

const NOT_FOUND = { code: 'not-found', message: 'Nothing is stored under this address.', whatToDo: 'Check it.' };

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

export const PHYSICIAN = { id: 'physician-berezovo', name: 'Терапевтова Ольга (вымышленная)' };

/** A browser of somebody who has signed in already. */
export async function signedIn(desk: FixtureDesk, browser: Browser, options: Partial<VisitorOptions> = {}) {
  const one = await visitor({ browser, url: desk.url, ...options });
  const session = {
    accessToken: 'token',
    person: { ...PHYSICIAN, roles: ['physician'], clinics: ['district'], staff: ['T12'] },
    expiresAt: Date.now() + 8 * 3600_000,
  };
  await one.context.addInitScript(
    `if (location.protocol === 'http:') sessionStorage.getItem('oka.session') ?? sessionStorage.setItem('oka.session', ${JSON.stringify(JSON.stringify(session))})`,
  );
  return one;
}

/** What a reader sees of it: hidden words are none. */
export async function wordsOf(part: Locator): Promise<string> {
  await part.first().waitFor();
  return (await part.allInnerTexts()).join('\n');
}
