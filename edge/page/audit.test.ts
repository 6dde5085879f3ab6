import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { browserOf } from '../../test/edge-page/browser.ts';
import { somebody } from '../cache/testing/region.ts';
import { pageStage } from './testing/stage.ts';

const it = pageStage();
const { open, signedIn } = it;

describe('the access log', () => {
  test('holds each page with a patient before it is answered, by ids alone', async () => {
    const browser = await signedIn();
    await browser.get('/results');
    const acts = it.page.audit.acts();
    expect(acts.map(({ what, about }) => `${what} ${about}`)).toEqual(['sign-in ', 'view /results']);
    expect(acts[1]).toMatchObject({ user: 'ivanova', records: [somebody(1).record], address: '127.0.0.1' });
    expect(JSON.stringify(acts)).not.toMatch(/script|Калий/);
  });

  test('that cannot be written shows nothing of anybody', async () => {
    const browser = await signedIn();
    const { audit } = it.page;
    await audit.close();
    const { status, text } = await browser.get('/results');
    expect(status).toBe(503);
    expect(text).not.toMatch(/Калий|alert/);
  });

  test('survives the page and lies encrypted on the disk', async () => {
    await (await signedIn()).get('/results');
    await it.page.stop();
    const bytes = Buffer.concat(
      readdirSync(join(it.folder, 'page'), { recursive: true, withFileTypes: true })
        .filter((one) => one.isFile())
        .map((one) => readFileSync(join(one.parentPath, one.name))),
    );
    expect(bytes.includes(Buffer.from('ivanova'))).toBe(false);
    await open();
    expect(it.page.audit.acts()).toHaveLength(2);
  });

  test('holds who was refused, and nothing that could be a password', async () => {
    await browserOf(it.base).signIn('my secret word', 'x');
    await browserOf(it.base).signIn('ivanova', 'wrong');
    expect(it.page.audit.acts()).toMatchObject([
      { user: 'unknown', what: 'sign-in-refused' },
      { user: 'ivanova', what: 'sign-in-refused' },
    ]);
  });
});
