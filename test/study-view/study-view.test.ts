import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { PREVIEW_BYTES_MOST } from '../../schemas/display.ts';
import { hasChromium, startChromium } from '../desk/chromium.ts';
import { look } from '../desk/look.ts';
import { chest, film, STUDY } from './films.ts';
import { THIN } from './line.ts';
import { openRoom, type Room } from './room.ts';

const SIDE = 1200;
const EARLIER = '1.2.826.0';
/** Waits until something holds: pictures are painted a moment after they are asked for. */
async function eventually(holds: () => Promise<void>): Promise<void> {
  for (let left = 100; ; left--) {
    try {
      return await holds();
    } catch (cause) {
      if (left === 0) throw cause;
      await pause(100);
    }
  }
}

const describeHere = hasChromium() ? describe : describe.skip;

describeHere('the study view in a browser', () => {
  let room: Room;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    [room, browser] = await Promise.all([openRoom(), startChromium()]);
    await room.region.admit();
    await room.region.sendExample(film({ side: SIDE, pixels: await chest(SIDE) }));
    const earlier = film({ side: 400, study: EARLIER, pixels: await chest(400, 'normal-1.png') });
    await room.region.sendExample({ ...earlier, '00080020': ['DA', '20250101'] });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await room?.stop();
  });

  const visit = async (study = STUDY, query = ''): Promise<void> => {
    context = await browser.newContext({ locale: 'ru-RU', viewport: { width: 1100, height: 900 } });
    page = await context.newPage();
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('console', (told) => told.type() === 'error' && faults.push(told.text()));
    room.asked();
    await page.goto(room.page(study, query));
  };
  afterEach(async () => {
    room.line = undefined;
    await context?.close();
    expect(faults.splice(0)).toEqual([]);
  });
  const seen = (kind: string) => page.locator(`.sight-${kind}`).first();
  const stage = () => page.locator('.stage').first();
  const fields = async (): Promise<number[]> =>
    (await page.locator('.tools input').evaluateAll((all) => all.map((one) => (one as { value?: string }).value))).map(
      Number,
    );
  const brightness = () => page.evaluate('probe.brightness()') as Promise<number>;

  test('shows the preview before anything else goes over a thin line, then values of 12 bits, then all of them', async () => {
    room.line = THIN;
    await visit();
    await seen('preview').waitFor();
    expect(await page.locator('.mark').textContent()).toBe('Предпросмотр, не для заключения');
    const before = room.asked();
    expect(before.some((one) => one.endsWith('/preview'))).toBe(true);
    expect(before.filter((one) => /frames|wasm|decode/.test(one)).length).toBeLessThanOrEqual(2);
    await seen('part').waitFor({ timeout: 25_000 });
    const behind = /^12 бит, \d+×\d+ из 1200×1200: окно уже работает; на экране пока предпросмотр/;
    expect(await seen('part').textContent()).toMatch(behind);
    expect(await page.locator('.mark').count()).toBe(1);
    await stage().focus();
    await page.keyboard.press('ArrowUp');
    const own = /^12 бит, \d+×\d+ из 1200×1200: ещё не весь снимок, не для заключения$/;
    await eventually(async () => expect(await seen('part').textContent()).toMatch(own));
    expect(await page.locator('.mark').count()).toBe(0);
    room.line = undefined;
    await seen('whole').waitFor();
    expect(await seen('whole').textContent()).toContain('12 бит, 1200×1200, без потерь');
  }, 60_000);

  test('has a preview of at most 40,000 bytes, and no token in any address', async () => {
    const addresses: string[] = [];
    context = await browser.newContext();
    page = await context.newPage();
    page.on('request', (asked) => addresses.push(asked.url()));
    const preview = page.waitForResponse((answer) => answer.url().includes('/preview'));
    await page.goto(room.page(STUDY));
    const bytes = Number((await preview).headers()['content-length']);
    await seen('whole').waitFor();
    expect(bytes).toBeGreaterThan(1000);
    expect(bytes).toBeLessThanOrEqual(PREVIEW_BYTES_MOST);
    expect(addresses.length).toBeGreaterThan(6);
    expect(addresses.filter((one) => /of-a-test|token|bearer/i.test(one))).toEqual([]);
  });

  test('decodes in its worker to the very picture that the server makes', async () => {
    await visit();
    await seen('whole').waitFor();
    const instance = `/dicomweb/studies/${STUDY}/series/${STUDY}.1/instances/${STUDY}.1.1`;
    const differing = await page.evaluate(`probe.differing('${instance}')`);
    expect(differing).toBe(0);
  });

  test('windows by drag, by key, by number and by preset, inverts, and says the window once it rests', async () => {
    await visit();
    await seen('whole').waitFor();
    expect(await fields()).toEqual([2048, 4096]);
    const box = await stage().boundingBox();
    const [x, y] = [(box?.x ?? 0) + 300, (box?.y ?? 0) + 300];
    const plain = await brightness();
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y - 60, { steps: 4 });
    await page.mouse.up();
    expect((await fields())[0]).toBeLessThan(2048);
    await eventually(async () => expect(await brightness()).toBeGreaterThan(plain));
    await stage().focus();
    await page.keyboard.press('ArrowRight');
    expect((await fields())[1]).toBeGreaterThan(4096);
    await page.locator('.tools input').first().fill('1000');
    await page.keyboard.press('Enter');
    expect((await fields())[0]).toBe(1000);
    await eventually(async () =>
      expect(await (() => page.locator('p[role=status].unseen').textContent())()).toContain('Окно: центр 1000'),
    );
    await page.locator('.tools select').selectOption('0');
    expect(await fields()).toEqual([2048, 4096]);
    await eventually(async () => expect(await brightness()).toBeCloseTo(plain, 0));
    await stage().focus();
    await page.keyboard.press('i');
    await eventually(async () => expect(await brightness()).toBeCloseTo(255 - plain, 0));
    expect(await page.getByRole('button', { name: 'Негатив' }).getAttribute('aria-pressed')).toBe('true');
  });

  test('measures with the hand and with the keyboard, and says where its millimetres hold', async () => {
    await visit();
    await seen('whole').waitFor();
    await page.getByRole('button', { name: 'Длина', exact: true }).click();
    const box = await stage().boundingBox();
    const scale = Math.min((box?.width ?? 0) / SIDE, (box?.height ?? 0) / SIDE);
    const [x, y] = [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 100, y, { steps: 3 });
    await page.mouse.up();
    const said = await page.locator('.lengths li').textContent();
    expect(said).toContain('на детекторе; в теле меньше');
    const mm = Number((said ?? '').replace(',', '.').split(' ')[0]);
    // Imager Pixel Spacing is 0.2 mm; a hand is true to a pixel of the screen.
    expect(Math.abs(mm - (100 / scale) * 0.2)).toBeLessThanOrEqual((2 / scale) * 0.2);
    await stage().focus();
    await page.keyboard.press('Enter');
    for (let k = 0; k < 5; k++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await page.locator('.lengths li').count()).toBe(2);
    await page.getByRole('button', { name: 'Убрать длины' }).click();
    expect(await page.locator('.lengths li').count()).toBe(0);
  });

  test('enlarges about the pointer, fits again, and lays the earlier study beside it', async () => {
    await visit();
    await seen('whole').waitFor();
    const box = await stage().boundingBox();
    await page.mouse.move((box?.x ?? 0) + 200, (box?.y ?? 0) + 200);
    const whole = await brightness();
    await page.mouse.wheel(0, -900);
    await eventually(async () => expect(await brightness()).not.toBeCloseTo(whole, 1));
    await page.getByRole('button', { name: 'Вписать' }).click();
    await eventually(async () => expect(await brightness()).toBeCloseTo(whole, 1));
    await page.getByRole('button', { name: 'Рядом: 01.01.2025' }).click();
    await eventually(async () => expect(await page.locator('.sight-whole').count()).toBe(2));
    expect(await page.locator('.earlier .title').textContent()).toBe('Предыдущее исследование от 01.01.2025');
  });

  test.each(['ru-RU', 'en-GB'])(
    'overlaps nothing, cuts nothing off and is open to everyone (%s)',
    async (locale) => {
      const finding = locale === 'ru-RU' ? 'признаки пневмонии выше порога' : 'signs of pneumonia above the threshold';
      context = await browser.newContext({ locale, viewport: { width: 1024, height: 768 } });
      page = await context.newPage();
      const query = new URLSearchParams({ finding, heatMap: `/dicomweb/studies/${EARLIER}/preview` });
      await page.goto(room.page(STUDY, String(query)));
      await seen('whole').waitFor();
      expect(await page.locator('.heat-map').count()).toBe(0);
      expect(await page.locator('.finding').textContent()).toContain(finding);
      await page.getByRole('button', { name: /^(Тепловая карта|Heat map)$/ }).click();
      await page.getByRole('button', { name: /^(Рядом|Beside)/ }).click();
      await eventually(async () => expect(await page.locator('.sight-whole').count()).toBe(2));
      expect(await look(page, `study-view-${locale.slice(0, 2)}`)).toEqual([]);
    },
    60_000,
  );

  test('takes no bytes of the film a second time; the cache of a tab that is gone goes too', async () => {
    await visit();
    await seen('whole').waitFor();
    const first = room.sent();
    await page.reload();
    await seen('whole').waitFor();
    expect(room.sent() - first).toBeLessThan(PREVIEW_BYTES_MOST + 60_000);
    const names = () => page.evaluate('probe.kept()') as Promise<string[]>;
    const [own] = await names();
    expect(await names()).toEqual([own]);
    await page.close();
    page = await context.newPage();
    await page.goto(room.page(STUDY));
    await seen('whole').waitFor();
    const after = await names();
    expect([after.length, after.includes(own ?? '')]).toEqual([1, false]);
  });
});

describeHere('what fails under the study view', () => {
  let room: Room;
  let browser: Browser;
  beforeAll(async () => {
    [room, browser] = await Promise.all([openRoom(), startChromium()]);
    await room.region.admit();
    await room.region.sendExample(film({ side: SIDE, pixels: await chest(SIDE) }));
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await room?.stop();
  });

  test('a decoder that does not start leaves pictures of the server, and says so', async () => {
    const page = await browser.newPage({ locale: 'ru-RU' });
    await page.route('**/*.wasm', (route) => route.abort());
    await page.goto(room.page(STUDY));
    await page.locator('.sight-rendered').waitFor();
    expect(await page.locator('.sight-rendered').textContent()).toContain('декодер в этом браузере не запустился');
    await page.close();
  });

  test('a line that breaks leaves what came, says so, and goes on where it was', async () => {
    const page = await browser.newPage({ locale: 'ru-RU' });
    let questions = 0;
    let isDead = true;
    await page.route('**/frames/1', (route) => {
      questions += 1;
      return isDead && questions > 1 ? route.abort() : route.continue();
    });
    await page.goto(room.page(STUDY));
    await page.getByText('Связь прервалась').waitFor();
    expect(await page.locator('.sight-part').textContent()).toContain('не для заключения');
    isDead = false;
    await page.locator('.sight').getByRole('button', { name: 'Повторить' }).click();
    await page.locator('.sight-whole').waitFor();
    expect(await page.getByText('Связь прервалась').count()).toBe(0);
    await page.close();
  });

  test('a study that is not there is said in words', async () => {
    const page = await browser.newPage({ locale: 'ru-RU' });
    await page.goto(room.page('1.2.3.404'));
    await page.getByText('Такой записи нет').first().waitFor();
    await page.close();
  });
});
