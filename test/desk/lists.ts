import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { DeskChart } from '../../schemas/api/desk-chart.ts';
import { WorklistAnswer } from '../../schemas/api/desk-worklist.ts';
import type { Part } from './stage.ts';
import { until } from './until.ts';
import { signIn, visitor } from './visitor.ts';

const MANY = 10_000;
/** So much of the page's memory a list may take: an old office machine has 4 GB for everything. */
const HEAP_BYTES = 150_000_000;

const example = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../events/api', `${name}.json`), 'utf8'));

/** Lists far longer than the region tells at once: what has been gathered over a day of “show more”. */
export const aboutLongLists: Part = (stage) => {
  test.each(['worklist', 'timeline'])(
    'a %s of ten thousand lines is drawn, scrolled to its end and stays light',
    async (which) => {
      const { browser, world } = stage();
      const one = await visitor({ browser, url: world.url });
      const { page, context, seen } = one;
      await signIn(one, 'physician-berezovo', '#/duty');
      const list = WorklistAnswer.parse(example('desk-worklist'));
      const chart = DeskChart.parse(example('desk-chart'));
      const numbered = <T>(from: readonly T[], make: (one: T, place: number) => T): T[] =>
        Array.from({ length: MANY }, (_, place) => make(from[place % from.length] as T, place));
      const hex = (place: number): string => place.toString(16).padStart(64, '0');
      const last = 'Последняя Строка Списка';
      const items = numbered(list.items, (item, place) => ({
        ...item,
        resultId: hex(place),
        patient: { ...item.patient, name: place === MANY - 1 ? last : `Строкина Анна ${place}` },
      }));
      const timeline = numbered(chart.timeline, (line, place) => ({
        ...line,
        reference: `Observation/${place}`,
        text: { ru: place === MANY - 1 ? last : `Калий ${place}`, en: `Potassium ${place}` },
      }));
      await page.route('**/desk-api/worklist**', (route) => route.fulfill({ json: { ...list, items, more: false } }));
      await page.route('**/desk-api/chart/**', (route) =>
        route.fulfill({ json: { ...chart, timeline, before: undefined } }),
      );
      await one.open(which === 'worklist' ? '#/worklist' : `#/patient/${chart.record}`);
      await page
        .getByText(which === 'worklist' ? 'Строкина Анна 0' : 'Калий 0')
        .first()
        .waitFor({ timeout: 40_000 });
      await until(
        'the end of the list is on the screen',
        async () => {
          await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
          return page.getByText(last).first().isVisible();
        },
        60_000,
      );
      const cdp = await context.newCDPSession(page);
      await cdp.send('HeapProfiler.collectGarbage');
      const { usedSize } = await cdp.send('Runtime.getHeapUsage');
      expect(usedSize).toBeLessThan(HEAP_BYTES);
      if (which === 'worklist') expect(await page.locator('li.work').count()).toBeLessThan(1000);
      expect(seen.faults).toEqual([]);
      await one.close();
    },
    180_000,
  );
};
