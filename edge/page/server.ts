import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { todayIn } from '../../domain/appointments/day.ts';
import type { PageAct } from '../../schemas/api/clinic-day.ts';
import type { PageSettings } from '../../schemas/edge/page.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { Bilingual } from '../../schemas/result.ts';
import type { Cache } from '../cache/view.ts';
import { ACTS } from './acts.ts';
import type { Audit } from './audit.ts';
import { makeDoor } from './door.ts';
import { html, inLanguage } from './html.ts';
import { maySee, PAGES, wholePage } from './layout.ts';
import { cookieOf, formOf, isFromHere, isNamedLoopback, languageOf } from './request.ts';
import { isFormKey, makeSessions, type Session } from './sessions.ts';
import type { PageSources } from './sources.ts';
import { STYLE } from './style.ts';
import { timeWords } from './time.ts';
import { meanwhilePage } from './views/meanwhile.ts';
import { resultsPage } from './views/results.ts';
import { signInPage } from './views/sign-in.ts';
import { todayPage } from './views/today.ts';
import type { Shown, View } from './views/view.ts';
import { waitingPage } from './views/waiting.ts';
import { worklistPage } from './views/worklist.ts';
import { WORDS } from './words.ts';

export type ServerParts = {
  readonly settings: PageSettings;
  readonly clinic: string;
  readonly zone: string;
  readonly cache: () => Cache | undefined;
  readonly sources: PageSources;
  readonly audit: Audit;
  readonly clock: () => Date;
  readonly watch?: (() => number) | undefined;
  readonly onFault: (fault: unknown) => void;
};

/** What a browser is told with each answer: nothing runs, nothing is loaded from elsewhere, nothing is kept. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

type Asked = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly session: Session | undefined;
  readonly token: string | undefined;
};

/** Answers the page's requests. What shows a patient is written down durably before a byte of it leaves (contract 13). */
export function pageServer(parts: ServerParts): RequestListener {
  const { settings, clinic, zone, sources, audit, clock, watch, onFault } = parts;
  const sessions = makeSessions(settings.sessionMinutes * 60_000, watch);
  const door = makeDoor(settings.users, watch);
  const hasUsers = settings.users.length > 0;
  const cookie = settings.tls ? '__Host-oka' : 'oka_edge';
  const cookieEnd = `; Path=/; HttpOnly; SameSite=Strict${settings.tls ? '; Secure' : ''}`;

  const note = (request: IncomingMessage, act: Omit<PageAct, 'at' | 'address'>): Promise<void> =>
    audit.note({ address: request.socket.remoteAddress ?? '', ...act });

  const viewOf = ({ request, session }: Pick<Asked, 'request' | 'session'>): View => {
    const language = languageOf(request);
    const words = { language, t: inLanguage(language), time: timeWords(zone, language) };
    const cache = parts.cache();
    return {
      ...words,
      clinic,
      zone,
      sources,
      now: clock(),
      ...(cache ? { cache } : {}),
      ...(session ? { session } : {}),
    };
  };

  function send({ request, response, url, session }: Asked, status: number, shown: Shown): void {
    const path = `${url.pathname}${url.search}`;
    const known = PAGES.some((page) => page.path === url.pathname) ? path : '/';
    const body = Buffer.from(wholePage(viewOf({ request, session }), shown, known));
    response.writeHead(status, {
      ...HEADERS,
      'content-type': 'text/html; charset=utf-8',
      'content-length': body.length,
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  }
  function says(asked: Asked, status: number, words: Bilingual): void {
    const { t } = viewOf(asked);
    send(asked, status, {
      title: words === WORDS.notFound ? WORDS.notFound : WORDS.title,
      body: html`<p class="note">${t(words)}</p>`,
      records: [],
    });
  }
  const goTo = ({ response }: Asked, path: string, more: Record<string, string> = {}): void => {
    response.writeHead(303, { ...HEADERS, location: path, ...more }).end();
  };
  const askToSignIn = (asked: Asked, words?: Bilingual, waitMs?: number): void => {
    const signIn = { hasUsers, ...(words ? { says: words } : {}), ...(waitMs ? { waitMs } : {}) };
    asked.response.setHeader('www-authenticate', 'OkaPage');
    send(asked, words === WORDS.wrong || words === WORDS.locked ? 403 : 401, signInPage(viewOf(asked), signIn));
  };

  /** An engineer, and on a machine where nobody can sign in whoever sits at it, sees what waits. */
  async function show(asked: Asked): Promise<void> {
    const { url, session, request } = asked;
    const page = PAGES.find(({ path }) => path === url.pathname);
    if (page === undefined) return says(asked, 404, WORDS.notFound);
    const isOpen = !hasUsers && page.role === 'engineer';
    if (session === undefined && !isOpen) return askToSignIn(asked, asked.token ? WORDS.signInAgain : undefined);
    if (session !== undefined && !maySee(session.role, page)) {
      if (page.path === '/') return goTo(asked, '/waiting');
      return says(asked, 403, WORDS.forbidden);
    }
    const view = viewOf(asked);
    const shown = await make(page.path, view, url.searchParams);
    if (session !== undefined) {
      const records = [...new Set(shown.records)].sort();
      await note(request, { user: session.user, role: session.role, what: 'view', about: page.path, records });
    }
    send(asked, 200, shown);
  }

  async function make(path: (typeof PAGES)[number]['path'], view: View, query: URLSearchParams): Promise<Shown> {
    switch (path) {
      case '/':
        return todayPage(view, query, todayIn(clock(), zone));
      case '/worklist':
        return worklistPage(view, query);
      case '/results':
        return resultsPage(view);
      case '/meanwhile':
        return meanwhilePage(view);
      default:
        return waitingPage(view);
    }
  }

  async function signIn(asked: Asked, form: URLSearchParams): Promise<void> {
    const { request } = asked;
    const name = (form.get('user') ?? '').trim().toLowerCase().slice(0, 40);
    const entered = await door.enter(name, form.get('password') ?? '', request.socket.remoteAddress ?? '');
    const isKnown = settings.users.some((one) => one.name === name);
    if ('refused' in entered) {
      // A name that there is not may be a password typed into the wrong field.
      const user = isKnown ? name : 'unknown';
      await note(request, { user, role: '', what: 'sign-in-refused', about: entered.refused, records: [] });
      if (entered.refused === 'locked') return askToSignIn(asked, WORDS.locked, entered.forMs);
      return askToSignIn(asked, WORDS.wrong);
    }
    const { token, session } = sessions.begin(entered.user);
    await note(request, { user: session.user, role: session.role, what: 'sign-in', about: '', records: [] });
    goTo(asked, '/', { 'set-cookie': `${cookie}=${token}${cookieEnd}` });
  }

  async function act(asked: Asked): Promise<void> {
    const { request, url, session } = asked;
    const form = isFromHere(request) ? await formOf(request) : undefined;
    if (form === undefined) return says(asked, 403, WORDS.badForm);
    if (url.pathname === '/sign-in') return signIn(asked, form);
    if (session === undefined) return askToSignIn(asked, WORDS.signInAgain);
    if (!isFormKey(session, form.get('key') ?? undefined)) return says(asked, 403, WORDS.badForm);
    const { user, role } = session;
    if (url.pathname === '/sign-out') {
      await note(request, { user, role, what: 'sign-out', about: '', records: [] });
      sessions.end(asked.token);
      return goTo(asked, '/', { 'set-cookie': `${cookie}=; Max-Age=0${cookieEnd}` });
    }
    const found = ACTS[url.pathname];
    if (found === undefined) return says(asked, 404, WORDS.notFound);
    if (found.role !== 'any' && found.role !== role) return says(asked, 403, WORDS.forbidden);
    const noteAct = (one: Pick<PageAct, 'what' | 'about' | 'records'>) => note(request, { user, role, ...one });
    goTo(asked, await found.run({ session, form, sources, cache: parts.cache(), clock, note: noteAct }));
  }

  function language(asked: Asked): void {
    const { url } = asked;
    const to = url.searchParams.get('to') === 'en' ? 'en' : 'ru';
    const back = url.searchParams.get('back') ?? '/';
    const isOurs = PAGES.some(({ path }) => back.split('?')[0] === path);
    goTo(asked, isOurs ? back : '/', { 'set-cookie': `oka_language=${to}; Max-Age=31536000${cookieEnd}` });
  }

  async function answer(asked: Asked): Promise<void> {
    const { request, response, url } = asked;
    if (!settings.tls && !isNamedLoopback(request)) {
      response.writeHead(421, HEADERS).end();
      return;
    }
    if (request.method === 'POST') return act(asked);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { ...HEADERS, allow: 'GET, HEAD, POST' }).end();
      return;
    }
    if (url.pathname === '/style.css') {
      response.writeHead(200, { ...HEADERS, 'cache-control': 'max-age=3600', 'content-type': 'text/css' }).end(STYLE);
      return;
    }
    if (url.pathname === '/language') return language(asked);
    return show(asked);
  }

  return (request, response) => {
    const url = new URL(URL.canParse(request.url ?? '', 'http://edge') ? (request.url ?? '/') : '/', 'http://edge');
    const token = cookieOf(request, cookie);
    const asked = { request, response, url, token, session: sessions.of(token) };
    answer(asked).catch((fault: unknown) => {
      onFault(fault);
      if (response.headersSent) return response.destroy();
      const status =
        fault instanceof OkaError ? { 'malformed-request': 400, 'not-found': 404 }[fault.code as string] : 0;
      says(asked, status || 503, status ? WORDS.badForm : WORDS.cannotNow);
    });
  };
}
