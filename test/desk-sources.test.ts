import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '..');
const sources = globSync('desk/**/*.{ts,tsx}', { cwd: ROOT })
  .filter((path) => !/\.test\.tsx?$|\/testing\//.test(path))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
const using = (pattern: RegExp): string[] => sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

describe('the sources of the desk', () => {
  test('are found', () => {
    expect(sources.length).toBeGreaterThan(60);
  });

  test('never make markup or code of a text: a script in a name is letters', () => {
    expect(
      using(/dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function\(/),
    ).toEqual([]);
  });

  test('keep nothing of a patient beyond the tab: what lasts is language, theme, keys and the like', () => {
    const names = sources.flatMap(({ text }) =>
      [...text.matchAll(/localStorage\.setItem\(([^,)]+)/g)].map((match) => match[1]),
    );
    expect([...new Set(names)].sort()).toEqual(KEPT);
    expect(using(/indexedDB/)).toEqual([]);
  });

  test('log nothing: a console of a shared computer is read by others', () => {
    expect(using(/console\.(log|info|debug|warn|error)/)).toEqual([]);
  });

  test('send nothing but with the token and without leaving the page’s own API, the sign-in and the record system', () => {
    expect(using(/\bfetch\(|XMLHttpRequest|sendBeacon|new WebSocket|EventSource/).sort()).toEqual(ASKING);
  });
});

/** Preferences of this machine, by the name of their constant. */
const KEPT = ['OFF', 'REMEMBERED', 'THEME'];
/** The places from which anything is asked. */
const ASKING = ['desk/api/ask.ts', 'desk/worker/sw.ts'];
