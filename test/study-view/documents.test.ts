import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { Person } from '../../samples/day/people.ts';
import { hasChromium, startChromium } from '../desk/chromium.ts';
import { look } from '../desk/look.ts';
import type { Attributes } from '../dicom.ts';
import { ecg, letter, objectOf } from '../dicom-objects.ts';
import { syntheticPixels } from '../images.ts';
import { film, STUDY } from './films.ts';
import { openRoom, type Room } from './room.ts';

const FRAMES = 12;
const GREY = { rows: 90, columns: 90, bits: 8 } as const;
const EIGHT_BITS: Partial<Attributes> = {
  '00280100': ['US', 8],
  '00280101': ['US', 8],
  '00280102': ['US', 7],
  '00281050': ['DS', '128'],
  '00281051': ['DS', '256'],
};
const CHILD: Person = {
  ...{ key: 'child', family: 'Иванов', given: 'Иван', patronymic: 'Иванович', sex: 'M', ageMonths: 37 },
  ...{ clinic: 'district', number: '5999' },
};
const describeHere = hasChromium() ? describe : describe.skip;

describeHere('documents, curves and loops in a browser', () => {
  let room: Room;
  let browser: Browser;
  let documents: string;

  beforeAll(async () => {
    [room, browser] = await Promise.all([openRoom(), startChromium()]);
    const { region } = room;
    await region.admit();
    const pixels = syntheticPixels({ ...GREY, frames: FRAMES });
    await region.sendExample({
      ...film({ side: GREY.rows, pixels }),
      ...EIGHT_BITS,
      '00080060': ['CS', 'XA'],
      '00280008': ['IS', String(FRAMES)],
      '00181063': ['DS', '40'],
      '7fe00010': ['OB', pixels],
    });
    await region.admit(CHILD.number, 'north', {
      name: [{ family: 'Иванов', given: ['Иван', 'Иванович'] }],
      birthDate: '2023-01-28',
      gender: 'male',
    });
    const of = objectOf({ person: CHILD, study: 'documents', zone: 'Asia/Yekaterinburg' });
    await region.send(ecg(of));
    await region.send(letter(of));
    const found = (await region.ask('/dicomweb/studies?ModalitiesInStudy=ECG')).json() as Record<
      string,
      { Value: string[] }
    >[];
    documents = found[0]?.['0020000D']?.Value[0] ?? '';
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await room?.stop();
  });

  const visit = async (study: string, reducedMotion: 'reduce' | 'no-preference' = 'no-preference'): Promise<Page> => {
    const context = await browser.newContext({
      locale: 'ru-RU',
      viewport: { width: 1100, height: 900 },
      reducedMotion,
    });
    const page = await context.newPage();
    await page.goto(room.page(study));
    return page;
  };
  const openSeries = (page: Page, kind: string) =>
    page.locator('.items select').evaluate((select, wanted) => {
      const list = select as unknown as {
        options: { text: string; value: string }[];
        value: string;
        dispatchEvent(event: Event): void;
      };
      list.value = [...list.options].find(({ text }) => text.includes(wanted))?.value ?? '';
      list.dispatchEvent(new Event('change', { bubbles: true }));
    }, kind);

  test('an ECG is drawn in millimetres of the screen once a card was held to it, and says when it was not', async () => {
    const page = await visit(documents);
    await openSeries(page, 'кривые');
    await page.locator('.paper img').waitFor();
    expect(await page.getByText('Масштаб экрана не сверен').count()).toBe(1);
    const width = async (): Promise<number> => (await page.locator('.paper img').boundingBox())?.width ?? 0;
    // 10 seconds at 25 mm/s and the margins: 275 mm of CSS.
    expect(Math.round((await width()) / (96 / 25.4))).toBeGreaterThanOrEqual(270);
    const plain = await width();
    await page.getByRole('button', { name: 'Сверить масштаб' }).click();
    await page.locator('.check-scale input').fill('5');
    await page.getByRole('button', { name: 'Готово' }).click();
    expect((await width()) / plain).toBeCloseTo(5 / (96 / 25.4), 2);
    expect(await page.getByText('Масштаб сверен с этим экраном').count()).toBe(1);
    await page.reload();
    await openSeries(page, 'кривые');
    await page.getByText('Масштаб сверен с этим экраном').waitFor();
    expect(await look(page, 'study-ecg-ru')).toEqual([]);
    await page.context().close();
  }, 60_000);

  test('a PDF is opened from memory, apart from the page, and its address holds no token', async () => {
    const page = await visit(documents);
    await openSeries(page, 'PDF');
    const open = page.getByRole('link', { name: 'Открыть PDF' });
    await open.waitFor();
    expect(await open.getAttribute('href')).toMatch(/^blob:/);
    expect([await open.getAttribute('target'), await open.getAttribute('rel')]).toEqual([
      '_blank',
      'noopener noreferrer',
    ]);
    const head = await page.evaluate(
      `fetch(document.querySelector('a[href^="blob:"]').href).then((one) => one.text()).then((one) => one.slice(0, 5))`,
    );
    expect(head).toBe('%PDF-');
    await page.context().close();
  });

  test('a loop plays, stands, and goes step by step, by button and by key', async () => {
    const page = await visit(STUDY);
    const frame = async (): Promise<number> =>
      Number(/\d+/.exec((await page.locator('.slider').textContent()) ?? '')?.[0]);
    await page.getByRole('button', { name: 'Пауза' }).waitFor();
    const seen = new Set<number>();
    for (let k = 0; k < 200 && seen.size < 4; k++) {
      seen.add(await frame());
      await page.waitForTimeout(20);
    }
    expect(seen.size).toBeGreaterThanOrEqual(4);
    await page.getByRole('button', { name: 'Пауза' }).click();
    await page.getByRole('button', { name: 'Пуск' }).waitFor();
    // A frame that was on its way when it was stopped may still be drawn.
    await page.waitForTimeout(300);
    const stood = await frame();
    const comesTo = (wanted: number) => page.getByText(`Кадр ${wanted} из ${FRAMES}`).first().waitFor();
    await page.locator('.stage').focus();
    await page.keyboard.press('ArrowRight');
    await comesTo((stood % FRAMES) + 1);
    await page.getByRole('button', { name: 'Кадр назад' }).click();
    await comesTo(stood);
    expect(await page.locator('.mark').textContent()).toContain('не для заключения');
    expect(await look(page, 'study-loop-ru')).toEqual([]);
    await page.context().close();
  }, 60_000);

  test('a loop stands by itself where the reader asks for less motion', async () => {
    const page = await visit(STUDY, 'reduce');
    await page.getByText('меньше движения').waitFor();
    expect(await page.getByRole('button', { name: 'Пуск' }).count()).toBe(1);
    expect(await page.locator('.slider').textContent()).toContain(`Кадр 1 из ${FRAMES}`);
    await page.context().close();
  });
});
