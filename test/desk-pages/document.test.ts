import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { hasChromium, startChromium } from '../desk/chromium.ts';
import type { Visitor } from '../desk/visitor.ts';
import { answerAll } from './answers.ts';
import { type FixtureDesk, openFixtureDesk, signedIn, wordsOf } from './fixture-desk.ts';

const describeHere = hasChromium() ? describe : describe.skip;

/** A picture of one pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describeHere('the page of a document', () => {
  let browser: Browser;
  let desk: FixtureDesk;
  let one: Visitor;
  let record: string;
  beforeAll(async () => {
    browser = await startChromium();
    desk = await openFixtureDesk();
  });
  afterAll(async () => {
    await one?.close();
    await browser.close();
    await desk.stop();
  });
  beforeEach(async () => {
    await one?.close();
    desk.answers.clear();
    const all = answerAll(desk);
    record = all.chart.record;
    const line = {
      ...{
        kind: 'document',
        at: '2026-03-01T09:00:00+05:00',
        text: { ru: 'Документ: Выписка', en: 'Document: Summary' },
      },
      ...{ abnormal: false, clinic: 'district', reference: 'DocumentReference/1' },
      link: `/patient/${record}/document/letter`,
    };
    const counts = [{ kind: 'document', count: 1 }];
    desk.answers.set(`/desk-api/chart/${record}`, { json: { ...all.chart, counts, timeline: [line] } });
    const parts = [{ contentType: 'application/pdf', path: '/fhir/Binary/letter.1' }];
    desk.answers.set(`/desk-api/chart/${record}/documents/letter`, {
      json: { record, title: 'Выписка', authors: ['Терапевтова О. (вымышленная)'], stands: 'amended', parts },
    });
    one = await signedIn(desk, browser);
  });
  const main = () => one.page.locator('main');
  const open = () => one.open(`#/patient/${record}/document/letter`);

  test('a line of the timeline leads to it, and the patient stands above it', async () => {
    desk.answers.set('/fhir/Binary/letter.1', { bytes: Buffer.from('%PDF-1.4\n'), type: 'application/pdf' });
    await one.open(`#/patient/${record}`);
    await main().getByRole('link', { name: 'Документ: Выписка' }).click();
    await main().getByRole('link', { name: 'Открыть PDF' }).waitFor();
    expect(await wordsOf(main())).toContain('исправленный');
    expect(await one.page.locator('.banner').count()).toBe(1);
  });

  test('text is shown as it is; nothing in it runs', async () => {
    const text = 'Давление 120/80 <script>document.title = "taken"</script>';
    desk.answers.set('/fhir/Binary/letter.1', { bytes: Buffer.from(text), type: 'text/plain; charset=utf-8' });
    await open();
    expect(await wordsOf(main().locator('pre'))).toBe(text);
    expect(await one.page.title()).not.toBe('taken');
  });

  test('a picture is shown, with words for those who do not see it', async () => {
    desk.answers.set('/fhir/Binary/letter.1', { bytes: PNG, type: 'image/png' });
    await open();
    const picture = main().getByRole('img', { name: 'Документ' });
    await picture.waitFor();
    expect(await picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth)).toBe(1);
  });

  test('a page with scripts is not opened here, only saved', async () => {
    desk.answers.set('/fhir/Binary/letter.1', { bytes: Buffer.from('<script>1</script>'), type: 'text/html' });
    await open();
    await main().getByText('открыть его здесь нельзя').waitFor();
    expect(await main().getByRole('link', { name: 'Сохранить файл' }).getAttribute('download')).toBe('document.bin');
  });

  test('one that did not come says so and is asked for again', async () => {
    desk.answers.set('/fhir/Binary/letter.1', {
      status: 503,
      json: { code: 'unavailable', message: 'A store did not answer.', whatToDo: 'Try again.' },
    });
    await open();
    await main().getByText('Документ не загрузился.').waitFor();
    desk.answers.set('/fhir/Binary/letter.1', { bytes: Buffer.from('есть'), type: 'text/plain' });
    await main().getByRole('button', { name: 'Повторить' }).click();
    expect(await wordsOf(main().locator('pre'))).toBe('есть');
  });
});
