import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type Watch, watch } from './watch.ts';

export type Language = 'ru' | 'en';
export const LANGUAGES: readonly Language[] = ['ru', 'en'];
const LOCALES = { ru: 'ru-RU', en: 'en-GB' } as const;

export type Visitor = {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What no page may do, in all tabs of this visitor. */
  readonly seen: Watch;
  /** Opens a page of the desk by its address after `/desk`, `#/worklist`; signed in as he is. */
  readonly open: (hash: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

export type VisitorOptions = {
  readonly browser: Browser;
  /** Base address of the region, or of a line to it. */
  readonly url: string;
  readonly language?: Language;
  readonly width?: number;
};

/** A browser of its own for one person: nothing kept from others, the zone of the sample region, nothing moves. */
export async function visitor({ browser, url, language = 'ru', width = 1024 }: VisitorOptions): Promise<Visitor> {
  const context = await browser.newContext({
    locale: LOCALES[language],
    timezoneId: 'Asia/Yekaterinburg',
    viewport: { width, height: 768 },
    reducedMotion: 'reduce',
    colorScheme: 'light',
  });
  context.setDefaultTimeout(25_000);
  const seen = watch(context);
  const page = await context.newPage();
  return {
    page,
    context,
    seen,
    async open(hash) {
      // Another address of the same page would not be loaded anew.
      await page.goto('about:blank');
      await page.goto(`${url}/desk${hash}`);
    },
    close: () => context.close(),
  };
}

const SIGN_IN = /^(Войти|Sign in)$/;

/** Through the region's sign-in, as a person does: the button of the desk, then himself on the provider's list. */
export async function signIn({ page, open }: Visitor, person: string, hash = '#/worklist'): Promise<void> {
  await open(hash);
  await page.getByRole('button', { name: SIGN_IN }).click();
  await choose(page, person);
  await page.getByRole('navigation').first().waitFor();
}

/** Chooses a person on the provider's page. */
export async function choose(page: Page, person: string): Promise<void> {
  await page.locator(`button[name="person"][value="${person}"]`).click();
}
