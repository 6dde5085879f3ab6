import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** Programs of `in-page/`, each a file with one default function. */
type Program = 'layout' | 'focus';

const texts = new Map<Program, string>();

function textOf(program: Program): string {
  const known = texts.get(program);
  if (known !== undefined) return known;
  const source = readFileSync(join(import.meta.dirname, 'in-page', `${program}.ts`), 'utf8');
  const text = stripTypeScriptTypes(source).replace('export default', 'const run =');
  texts.set(program, text);
  return text;
}

/** Runs one of the programs in a page, past its content policy, as the tools of a browser do. */
export const inPage = <T>(page: Page, program: Program): Promise<T> =>
  page.evaluate(`(() => { ${textOf(program)}\nreturn run(); })()`) as Promise<T>;

export const layoutFaults = (page: Page): Promise<string[]> => inPage<string[]>(page, 'layout');

/** What has the focus; undefined while it is on nothing of the page. */
export type Focus = { readonly name: string; readonly isSeen: boolean; readonly isMarked: boolean };
export const focusNow = (page: Page): Promise<Focus | undefined> => inPage<Focus | undefined>(page, 'focus');
