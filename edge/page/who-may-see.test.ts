import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { certificate } from '../../test/certificate.ts';
import { browserOf } from '../../test/edge-page/browser.ts';
import { HOUR, MINUTE, PATIENT_PAGES, pageStage } from './testing/stage.ts';

const it = pageStage();
const { open, signedIn } = it;

describe('who may see the page', () => {
  test('nobody sees anything of the clinic before he has signed in', async () => {
    for (const path of [...PATIENT_PAGES, '/waiting']) {
      const { status, text } = await browserOf(it.base).get(path);
      expect(status).toBe(401);
      expect(text).not.toMatch(/Калий|alert|Сообщения/);
    }
  });

  test('a wrong password and a name that there is not are answered alike', async () => {
    const [wrong, nobody] = [
      await browserOf(it.base).signIn('ivanova', 'x'),
      await browserOf(it.base).signIn('petrov', 'x'),
    ];
    expect([wrong.status, nobody.status]).toEqual([403, 403]);
    expect(wrong.text).toBe(nobody.text);
    expect(wrong.headers.getSetCookie()).toEqual([]);
  });

  test('after five wrong passwords the right one has to wait, whatever the clock of the machine does', async () => {
    const browser = browserOf(it.base);
    for (let tries = 0; tries < 5; tries += 1) await browser.signIn('ivanova', 'wrong');
    expect((await browser.signIn('ivanova', 'correct horse')).text).toContain('Слишком много попыток');
    it.clock += 400 * 24 * HOUR;
    expect((await browser.signIn('ivanova', 'correct horse')).status).toBe(403);
    it.watch += 2 * MINUTE;
    expect((await browser.signIn('ivanova', 'correct horse')).status).toBe(303);
  });

  test('an engineer sees what waits, and no patient', async () => {
    const browser = await signedIn('engineer');
    for (const path of PATIENT_PAGES.slice(1)) {
      const { status, text } = await browser.get(path);
      expect(status).toBe(403);
      expect(text).not.toMatch(/Калий|alert/);
    }
    expect((await browser.get('/')).headers.get('location')).toBe('/waiting');
    expect((await browser.get('/waiting')).text).toContain('Сообщения');
  });

  test('a session ends after half an hour without a click, and with signing out', async () => {
    const browser = await signedIn();
    it.watch += 29 * MINUTE;
    expect((await browser.get('/results')).status).toBe(200);
    it.watch += 31 * MINUTE;
    expect((await browser.get('/results')).status).toBe(401);
    const other = await signedIn();
    const stolen = new Map(other.cookies);
    await other.get('/results');
    await other.submit('/sign-out');
    const thief = browserOf(it.base);
    for (const [name, value] of stolen) thief.cookies.set(name, value);
    expect((await thief.get('/results')).status).toBe(401);
  });

  test('a clock that is set back makes no session young again', async () => {
    const browser = await signedIn();
    it.clock -= 24 * HOUR;
    it.watch += 31 * MINUTE;
    expect((await browser.get('/results')).status).toBe(401);
  });

  test('without users it shows what waits, how to add one, and no patient', async () => {
    await it.page.stop();
    await open({ users: [] });
    expect((await browserOf(it.base).get('/waiting')).text).toContain('Сообщения');
    const { status, text } = await browserOf(it.base).get('/results');
    expect([status, /oka edge user add/.test(text), /Калий/.test(text)]).toEqual([401, true, false]);
  });

  test('an address in the network needs TLS and users', async () => {
    await it.page.stop();
    await expect(open({ host: '0.0.0.0' })).rejects.toMatchObject({ code: 'configuration' });
    await open();
  });

  test('a page of the internet that names itself after this machine is not answered', async () => {
    const { request } = await import('node:http');
    const status = await new Promise((resolve) =>
      request({ host: '127.0.0.1', port: it.page.port, path: '/', headers: { host: 'evil.example' } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).end(),
    );
    expect(status).toBe(421);
  });

  test('over TLS the cookie leaves by TLS alone', async () => {
    await it.page.stop();
    const { cert, key: pem } = certificate('edge');
    const { writeFileSync } = await import('node:fs');
    writeFileSync(join(it.folder, 'cert.pem'), cert);
    writeFileSync(join(it.folder, 'key.pem'), pem);
    await open({ tls: { cert: join(it.folder, 'cert.pem'), key: join(it.folder, 'key.pem') } });
    const { request } = await import('node:https');
    const cookies = await new Promise<string[]>((resolve, reject) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      request(
        { host: '127.0.0.1', port: it.page.port, path: '/sign-in', method: 'POST', headers, rejectUnauthorized: false },
        (answer) => {
          answer.resume();
          resolve(answer.headers['set-cookie'] ?? []);
        },
      )
        .once('error', reject)
        .end('user=ivanova&password=correct+horse');
    });
    expect(cookies[0]).toMatch(/^__Host-oka=.*; HttpOnly; SameSite=Strict; Secure$/);
  });
});
