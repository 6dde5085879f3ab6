// `node bench/desk.ts [--json]`, also part of `npm run bench`: the physician's page in Chromium over a thin line.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { STUDY } from '../desk/study/words.ts';
import { shapedLine } from '../local/day/shaped-line.ts';
import { film } from '../samples/day/films.ts';
import { child, scenesOf } from '../test/desk/cast.ts';
import { hasChromium, startChromium } from '../test/desk/chromium.ts';
import { signIn, type Visitor, visitor } from '../test/desk/visitor.ts';
import { type DeskWorld, openDeskWorld } from '../test/desk/world.ts';
import { largeFilm } from './link-film.ts';
import { type BenchRow, percentile, rounded, spreadOf, textOf } from './row.ts';

/** 256 kbit/s, 300 ms there and back. */
const LINE = { bytesPerSecond: 32_000, delayMs: 150 };
const LINE_WORDS = '256 kbit/s, 300 ms';
const RUNS = 5;
const FAMILY = 'Линейный';
/** True values are drawn, be it of a lower resolution: now the window can be moved. */
const WINDOWED = /12 бит, \d+×\d+/;
const LIMITS = { list: 4, preview: 3, first: 10, later: 4 } as const;

/** Seconds of one visit: to the list, from there to the preview, from opening the study to 12 bits that can be windowed. */
type Visit = { readonly list: number; readonly preview: number; readonly windowed: number };
type Study = { readonly hash: string; readonly bytes: number };

/**
 * What a physician waits for behind a thin line, with a film of 5 megapixels: the work list with nothing kept in his browser,
 * the preview after it, and 12 bits that can be windowed; then the same study opened again. Beside it the time that the
 * film's file alone takes on this line, which a viewer that loads whole files waits for before it shows anything.
 */
export async function benchDesk(say: (line: string) => void): Promise<BenchRow[]> {
  if (!hasChromium()) return [];
  const world = await openDeskWorld();
  const line = await shapedLine({ to: Number(new URL(world.url).port), ...LINE });
  const browser = await startChromium();
  try {
    const url = `http://127.0.0.1:${line.port}`;
    world.alsoAt(url);
    const study = await exposed(world);
    const [firsts, laters]: [Visit[], Visit[]] = [[], []];
    for (let run = 0; run <= RUNS; run += 1) {
      const { one, session } = await newcomer(browser, url);
      const first = await visit(one, url, study, session);
      const later = await visit(one, url, study, session);
      await one.close();
      say(`${run === 0 ? 'warm-up' : `visit ${run}`}: ${JSON.stringify({ first, later })}`);
      // The first one starts the region's functions.
      if (run > 0) firsts.push(first);
      if (run > 0) laters.push(later);
    }
    return rowsOf(firsts, laters, study.bytes);
  } finally {
    await browser.close();
    await line.close();
    await world.stop();
  }
}

/** A film as a CR of 5 megapixels makes it, with its finding. */
async function exposed(world: DeskWorld): Promise<Study> {
  const person = child(FAMILY);
  const scenes = scenesOf(world);
  const path = join(world.dataFolder, 'bench.png');
  await largeFilm('pneumonia-1.png', path, 1);
  await scenes.comes(person);
  await scenes.orders(person, 'BENCH-1', true);
  const now = new Date();
  const bytes = await film(person, {
    ...{ image: path, accession: 'BENCH-1', takenAt: now, now, zone: 'Asia/Yekaterinburg', modality: 'CR' },
  });
  await world.send('district', 'image', bytes);
  const { record, result } = await world.applied(({ result: of }) => of?.content.kind === 'finding');
  return { hash: `#/patient/${record}/study/${result?.subject ?? ''}`, bytes: bytes.length };
}

/** A browser that has seen nothing of the desk but the sign-in of its person. */
async function newcomer(browser: Browser, url: string): Promise<{ one: Visitor; session: string }> {
  const before = await visitor({ browser, url });
  await signIn(before, 'radiologist-berezovo');
  const session = (await before.page.evaluate("sessionStorage.getItem('oka.session')")) as string;
  await before.close();
  return { one: await visitor({ browser, url }), session };
}

async function visit({ context }: Visitor, url: string, { hash }: Study, session: string): Promise<Visit> {
  const page = await context.newPage();
  await page.addInitScript({ content: `sessionStorage.setItem('oka.session', ${JSON.stringify(session)})` });
  const began = performance.now();
  const seconds = (): number => rounded((performance.now() - began) / 1000);
  await page.goto(`${url}/desk#/worklist?clinic=district&who=clinic`);
  await page
    .getByRole('link', { name: new RegExp(FAMILY) })
    .first()
    .waitFor({ timeout: 60_000 });
  const list = seconds();
  await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
  await page.getByText(STUDY.preview.ru).or(page.getByText(WINDOWED)).first().waitFor({ timeout: 60_000 });
  const preview = seconds() - list;
  await page.getByText(WINDOWED).first().waitFor({ timeout: 60_000 });
  const windowed = seconds() - list;
  await page.close();
  return { list, preview: rounded(preview), windowed: rounded(windowed) };
}

function rowsOf(firsts: readonly Visit[], laters: readonly Visit[], bytes: number): BenchRow[] {
  const wholeFile = rounded(bytes / LINE.bytesPerSecond);
  const peer = { peer: wholeFile, peerName: 'the whole file, bytes alone' };
  const rows = (name: string, seconds: readonly number[], limit: number, beside: Partial<BenchRow> = {}): BenchRow[] =>
    (
      [
        ['p50', 0.5],
        ['worst', 1],
      ] as const
    ).map(([of, share]) => {
      const ours = percentile(seconds, share);
      const ratio = rounded(ours / (beside.peer ?? limit));
      return {
        name: `desk over ${LINE_WORDS}: ${name}, ${of}`,
        ours,
        limit,
        unit: 's',
        spread: spreadOf(seconds),
        ...beside,
        ratio,
      };
    });
  const of = (visits: readonly Visit[], what: keyof Visit): number[] => visits.map((one) => one[what]);
  return [
    ...rows('first work list', of(firsts, 'list'), LIMITS.list),
    ...rows('work list to preview', of(firsts, 'preview'), LIMITS.preview, peer),
    ...rows('study opened to window on 12 bits, first visit', of(firsts, 'windowed'), LIMITS.first, peer),
    ...rows('study opened to window on 12 bits, later visit', of(laters, 'windowed'), LIMITS.later, peer),
  ];
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const rows = await benchDesk((said) => void process.stderr.write(`${said}\n`));
  process.stdout.write(values.json ? `${JSON.stringify(rows, undefined, 1)}\n` : `${textOf(rows)}\n`);
}
