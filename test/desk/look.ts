import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { axeFaults } from './axe.ts';
import { layoutFaults } from './in-page.ts';

/** A telephone, a laptop and a desktop: the desk is used at each (issue of the desk, "what it must show"). */
export const WIDTHS = [360, 1024, 1920] as const;
const HEIGHTS: Readonly<Record<number, number>> = { 360: 740, 1024: 768, 1920: 1080 };
/** Kept by each run, so that a person looks at them; not part of the repository. */
export const PICTURES = join(import.meta.dirname, '../../test-results/desk');

export async function resize(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: HEIGHTS[width] ?? 800 });
  // Two frames: the sizes are applied and drawn, also what a script measures again after that.
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
}

/** Keeps `<name>-<width>.png` of the whole page. */
export async function picture(page: Page, name: string, width: number): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}-${width}.png`), fullPage: true, animations: 'disabled' });
}

/**
 * Looks at a page as it stands: at each width what overlaps or is cut off, on the narrowest and the widest and in the dark
 * what axe-core finds; a picture of each is kept. Gives one sentence per fault.
 */
export async function look(page: Page, name: string): Promise<string[]> {
  const faults: string[] = [];
  const note = (where: string, found: readonly string[]): void =>
    void faults.push(...found.map((fault) => `${name} ${where}: ${fault}`));
  for (const width of WIDTHS) {
    await resize(page, width);
    note(String(width), await layoutFaults(page));
    if (width !== 1024) note(String(width), await axeFaults(page));
    await picture(page, name, width);
  }
  await resize(page, 1024);
  await page.emulateMedia({ colorScheme: 'dark' });
  note('1024 dark', await axeFaults(page));
  await picture(page, `${name}-dark`, 1024);
  await page.emulateMedia({ colorScheme: 'light' });
  return faults;
}
