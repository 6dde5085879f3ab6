import type { BrowserContext, Page } from 'playwright-core';

/** What a page did that no page of the desk may do. */
export type Watch = {
  /** Errors on the console, exceptions, requests that failed or were refused, dialogs of scripts, breaches of the content policy. */
  readonly faults: readonly string[];
  /** What a test brings about on purpose is no fault; from now on. */
  readonly expect: (pattern: RegExp) => void;
  /** Forgets what was seen so far, and what was expected. */
  readonly clear: () => void;
};

/** Watches all pages of a context; to be called before the first of them is opened. The browser says on the console what the content policy held back. */
export function watch(context: BrowserContext): Watch {
  const faults: string[] = [];
  const expected: RegExp[] = [];
  const note = (fault: string): void => {
    if (!expected.some((pattern) => pattern.test(fault))) faults.push(fault);
  };
  const follow = (page: Page): void => {
    page.on('dialog', (dialog) => {
      note(`a script opened a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('crash', () => note('the page crashed'));
  };
  context.on('page', follow);
  context.on('console', (message) => {
    if (message.type() === 'error') note(`console: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => note(`exception: ${error.error().stack ?? error.error().message}`));
  context.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    // A page that is left drops what it was still asking for.
    if (why !== 'net::ERR_ABORTED') note(`request failed: ${request.method()} ${request.url()}: ${why}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 400) note(`${response.status()}: ${response.request().method()} ${response.url()}`);
  });
  return {
    faults,
    expect: (pattern) => void expected.push(pattern),
    clear() {
      faults.length = 0;
      expected.length = 0;
    },
  };
}
