import { type Html, html, nothing } from './html.ts';
import { unseenBy } from './views/meanwhile.ts';
import type { Shown, View } from './views/view.ts';
import { WORDS } from './words.ts';

/** Older than this the banner says loudly how old it is, whether the region is there or not. */
const OLD_MS = 30 * 60_000;

export const PAGES = [
  { path: '/', words: WORDS.today, role: 'clinician' },
  { path: '/worklist', words: WORDS.worklist, role: 'clinician' },
  { path: '/results', words: WORDS.results, role: 'clinician' },
  { path: '/waiting', words: WORDS.waiting, role: 'engineer' },
  { path: '/meanwhile', words: WORDS.meanwhile, role: 'clinician' },
] as const;

/** Whether the role sees the page: a clinician sees all, an engineer only what shows no patient. */
export const maySee = (role: string | undefined, page: (typeof PAGES)[number]): boolean =>
  role === 'clinician' || (role === 'engineer' && page.role === 'engineer');

/** A whole page: no scripts, nothing from elsewhere; readable on a phone, on paper and without styles. */
export function wholePage(view: View, { title, body }: Shown, path: string): string {
  const { t, language, session, clinic } = view;
  const other = language === 'ru' ? 'en' : 'ru';
  const back = encodeURIComponent(path);
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${t(title)} – Oka ${clinic}</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header>
<p class="name"><b>Oka</b> ${clinic}</p>
<nav>${PAGES.filter((page) => maySee(session?.role, page)).map((page) => tab(view, page, path))}</nav>
<div class="user">${session ? html`<span>${session.shownName}</span>${signOut(view)}` : nothing}
<a href="/language?to=${other}&amp;back=${back}" lang="${other}" hreflang="${other}">${other === 'ru' ? 'Русский' : 'English'}</a></div>
</header>
${banner(view)}
<main>
<h1>${t(title)}</h1>
${body}
</main>
<footer><p>${view.time.full(view.now.toISOString())} (${view.zone})${session ? html` · ${session.shownName}` : nothing} · ${t(WORDS.readOnly)}<span class="screen"> · <a href="${path}">${t(WORDS.refresh)}</a> · ${t(WORDS.print)}</span></p></footer>
</body>
</html>
`.html;
}

function tab({ t, cache, session }: View, { path, words }: (typeof PAGES)[number], here: string): Html {
  const count = path === '/meanwhile' ? unseenBy(session?.user, cache?.meanwhile() ?? []).length : 0;
  const isHere = here.split('?')[0] === path;
  return html`<a href="${path}"${isHere ? html` aria-current="page"` : nothing}>${t(words)}${count > 0 ? html` <b class="count">${count}</b>` : nothing}</a>`;
}

const signOut = ({ t, session }: View): Html =>
  html`<form method="post" action="/sign-out"><input type="hidden" name="key" value="${session?.formKey ?? ''}"><button class="plain">${t(WORDS.signOut)}</button></form>`;

/** As of when everything on the page is, and whether the region is there now. It stands on each page, on paper too. */
export function banner(view: View): Html {
  const { t, time, cache } = view;
  if (cache === undefined) return html`<div class="banner off" role="status"><p>${t(WORDS.cacheOff)}</p></div>`;
  const { reachable, asOf, ageMs = 0, awaySince, trouble, clockIsOff, isEncrypted } = cache.state();
  const isRefusal = trouble !== undefined && trouble !== 'unavailable';
  const kind = asOf === undefined ? 'never' : awaySince ? 'away' : ageMs > OLD_MS ? 'old' : 'here';
  const stamp = asOf
    ? html`<b>${t(WORDS.asOf)} ${time.full(asOf)}</b> (${time.age(ageMs)}${ageMs >= 60_000 ? ` ${t(WORDS.ago)}` : ''})`
    : nothing;
  const lines = {
    never: html`<p><b>${t(WORDS.notYet)}</b></p>`,
    away: html`<p><b class="big">${t(WORDS.away)}</b> ${t(WORDS.awaySince)} ${awaySince ? time.full(awaySince) : ''}</p><p>${stamp}. ${t(WORDS.olderMayBe)}</p>`,
    old: html`<p>${stamp}. ${t(WORDS.connecting)}</p>`,
    here: html`<p>${reachable ? t(WORDS.reachable) : t(WORDS.connecting)} ${stamp}</p>`,
  };
  return html`<div class="banner ${kind}" role="status">${lines[kind]}${
    isRefusal ? html`<p>${t(WORDS.refusedBy)}: ${trouble}</p>` : nothing
  }${clockIsOff ? html`<p><b>${t(WORDS.clockOff)}</b></p>` : nothing}${isEncrypted ? nothing : html`<p class="soft">${t(WORDS.notEncrypted)}</p>`}</div>`;
}
