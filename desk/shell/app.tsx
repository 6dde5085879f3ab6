import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { contextNow } from '../launch/context.ts';
import { PAGES } from '../pages.ts';
import { matchPage } from '../router/match.ts';
import { go, useHash } from '../router/use-hash.ts';
import { signOut } from '../session/lifecycle.ts';
import { usePerson } from '../session/use-session.ts';
import { useWords } from '../words/use-words.tsx';
import { Announcements } from './announce.tsx';
import { Banner } from './banner.tsx';
import { useKeys } from './keys.ts';
import { KeysHelp } from './keys-help.tsx';
import { Later } from './later.tsx';
import { Guard, LazyPage } from './lazy.tsx';
import { Nav, WithMe } from './nav.tsx';
import { ExpiredDialog, Notices } from './notices.tsx';
import { LanguageSwitch, ThemeSwitch } from './preferences.tsx';
import { SHELL } from './words.ts';

/** Only a tab that a record system has opened needs it. */
const launchGuard = () => import('../launch/guard.tsx');

/** The desk around its pages: head, menu, notices, banner of the patient, the page that the address names. */
export function App() {
  const { t } = useWords();
  const hash = useHash();
  const found = useMemo(() => matchPage(PAGES, hash), [hash]);
  const [help, setHelp] = useState(false);
  const main = useRef<HTMLElement>(null);
  const keys = useMemo(
    () => ({
      '?': () => setHelp(true),
      'g a': () => go('#/'),
      'g w': () => go('#/worklist'),
      'g d': () => go('#/duty'),
      'g r': () => go('#/reconcile'),
      'g f': () => go('#/followups'),
    }),
    [],
  );
  useKeys(keys);
  const [path = ''] = hash.split('?');
  const opened = useRef(path);
  useEffect(() => {
    // The first page keeps the browser's own beginning; each later one begins at its content (WCAG 2.2, 2.4.3).
    if (opened.current !== path) main.current?.focus();
    opened.current = path;
    scrollTo(0, 0);
  }, [path]);
  useEffect(() => {
    document.title = `${found ? t(found.page.title) : t(SHELL.notFound)} · Oka`;
  }, [found, t]);
  const { record } = found?.params ?? {};
  const context = useMemo(contextNow, []);
  const body = (
    <WithMe>
      <Head onKeys={() => setHelp(true)} skip={() => main.current?.focus()} />
      <Nav current={found?.page} />
      <Notices />
      {found?.page.patient && record !== undefined && <Banner key={record} record={record} />}
      <main ref={main} id="main" tabIndex={-1}>
        {found ? (
          <Guard of={path} key={path}>
            <LazyPage page={found.page} params={found.params} query={found.query} />
          </Guard>
        ) : (
          <p class="state empty">
            {t(SHELL.notFound)}. <a href="#/">{t(SHELL.home)}</a>
          </p>
        )}
      </main>
      <Announcements />
      <ExpiredDialog />
      {help && <KeysHelp onClose={() => setHelp(false)} />}
    </WithMe>
  );
  if (context === undefined) return body;
  return (
    <Later load={launchGuard}>
      {({ LaunchGuard }) => (
        <LaunchGuard context={context} record={record}>
          {body}
        </LaunchGuard>
      )}
    </Later>
  );
}

function Head({ onKeys, skip }: { onKeys: () => void; skip: () => void }) {
  const { t } = useWords();
  const { id, name } = usePerson();
  return (
    <header class="head">
      <a
        class="skip"
        href={location.hash || '#/'}
        onClick={(event) => {
          event.preventDefault();
          skip();
        }}
      >
        {t(SHELL.skip)}
      </a>
      <a class="home" href="#/">
        Oka
      </a>
      <span class="person">{name ?? id}</span>
      <LanguageSwitch />
      <ThemeSwitch />
      <button type="button" class="quiet" onClick={onKeys}>
        <span aria-hidden="true">?</span>
        <span class="unseen">{t(SHELL.keys)}</span>
      </button>
      <button type="button" class="quiet" onClick={() => void signOut()}>
        {t(SHELL.signOut)}
      </button>
    </header>
  );
}
