import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ActAnswer, OvertakenAnswer } from '../../schemas/api/desk-acts.ts';
import { DeskMe } from '../../schemas/api/desk-me.ts';
import { DeskResult } from '../../schemas/api/desk-result.ts';
import { DeskTrace } from '../../schemas/api/desk-trace.ts';
import { record } from '../../test/chart-examples.ts';
import { ask, askFor, deskRegion, PEOPLE, tell } from '../../test/desk-api.ts';
import { criticalAdvice, presentFinding } from '../../test/results.ts';
import { principals, type TestWorld, withWorld } from '../../test/world.ts';
import { routes } from './routes.ts';

let it: TestWorld;
beforeAll(async () => {
  it = await withWorld(deskRegion());
});
afterAll(() => it.close());

let serial = 700;
const fresh = () => {
  serial += 1;
  return record(serial);
};
const { physician, colleague, radiologist, feldsher, registrar, stranger, region } = PEOPLE;
const pathOf = ({ record, resultId }: { record: string; resultId: string }) =>
  `/desk-api/results/${record}/${resultId}`;
const READ_BACK = { birthYear: '1980', says: 'калий 7,1' };

describe('who is signed in', () => {
  test('is told his clinics, what he may do, and how many critical results wait there', async () => {
    const of = fresh();
    const alarm = { since: '2026-03-02T08:15:00.000Z' };
    await tell(it, of, [criticalAdvice(of)], { alarm });
    const me = await askFor(it, DeskMe, physician, 'GET /desk-api/me', { headers: { 'accept-language': 'en' } });
    expect(me).toMatchObject({ id: 'physician', name: 'physician (вымышленный)', language: 'en' });
    expect(me.clinics).toMatchObject([{ id: 'north', zone: 'Asia/Yekaterinburg', alarms: 1, critical: 1 }]);
    expect(me.may).toMatchObject({ acknowledge: true, order: true, statement: ['disagrees'] });
  });

  test('is told nothing of results where his role opens none', async () => {
    const me = await askFor(it, DeskMe, registrar, 'GET /desk-api/me');
    expect(me.clinics).toMatchObject([{ alarms: 0, critical: 0 }]);
    expect(me.may).toMatchObject({
      readCharts: false,
      acknowledge: false,
      order: false,
      statement: [],
      reconcile: true,
    });
  });
});

describe('access', () => {
  const routesOf = (of: string, resultId: string) =>
    Object.keys(routes)
      .filter((name) => !name.endsWith('/me') && !name.endsWith('/find'))
      .map((name) => name.replace('{record}', of).replace('{resultId}', resultId).replace('{document}', of))
      .map((name) => (name.endsWith('worklist') ? `${name}?clinic=north` : name));

  test('nobody reaches another clinic’s patients, nor anybody without a role of those who treat', async () => {
    const of = fresh();
    const result = presentFinding(of);
    await tell(it, of, [result]);
    const machines = [principals.edge('north'), principals.ehr('north'), principals.operator()];
    for (const request of routesOf(of, result.resultId))
      for (const as of [stranger, registrar, ...machines]) {
        const { status, text } = await ask(it, as, request, request.startsWith('POST') ? { body: {} } : {});
        expect([request, as.id, status]).toEqual([request, as.id, 403]);
        expect(text).not.toContain('Ёлкина');
      }
  });

  test('a duty radiologist of the region reads a result of each clinic that his token names', async () => {
    const of = fresh();
    const result = presentFinding(of);
    await tell(it, of, [result]);
    const { clinic } = await askFor(it, DeskResult, region, `GET ${pathOf(result)}`);
    expect(clinic).toBe('north');
  });

  test('without a sign-in everything is 401 in the words of the catalogue', async () => {
    const { status, text } = await ask(it, undefined, 'GET /desk-api/me');
    expect(status).toBe(401);
    expect(JSON.parse(text)).toMatchObject({ code: 'unauthenticated' });
  });
});

describe('a result', () => {
  test('comes with its words, finding, card, image and what this reader may do', async () => {
    const of = fresh();
    const base = presentFinding(of);
    const content = { ...base.content, model: { id: 'chest-xray-children', version: '2.0.0', sha256: 'c'.repeat(64) } };
    const result = { ...base, content } as typeof base;
    await tell(it, of, [result]);
    const shown = await askFor(it, DeskResult, physician, `GET ${pathOf(result)}`);
    expect(shown).toMatchObject({
      ai: true,
      kind: 'finding',
      patient: { name: 'Ёлкина Анна', birthDate: '1980-05-12' },
    });
    expect(shown.finding).toMatchObject({ state: 'present', stateInWords: { ru: 'признаки выше порога' } });
    expect(shown.finding?.card).toMatchObject({ auc: 0.9797, aucCi95: [0.9645, 0.995], films: 306, notAssessed: 8 });
    expect(shown.finding?.card?.notFor.ru).toContain('Взрослые');
    expect(shown.image).toMatchObject({ studyInstanceUid: '1.2.3', preview: '/dicomweb/studies/1.2.3/preview' });
    expect(shown.may).toMatchObject({ acknowledge: true, statement: ['disagrees'] });
    expect(shown.may.because?.ru).toContain('рентгенолог');
    expect(shown.recipients).toEqual([{ id: 'physician', name: 'physician (вымышленный)', as: 'attending' }]);
    const his = await askFor(it, DeskResult, radiologist, `GET ${pathOf(result)}`);
    expect(his.may.statement).toEqual(['agrees', 'disagrees', 'corrects']);
    expect(his.may.order).toBe(false);
  });

  test('of a version that is no longer installed claims no figures', async () => {
    const of = fresh();
    const result = presentFinding(of);
    await tell(it, of, [result]);
    const shown = await askFor(it, DeskResult, physician, `GET ${pathOf(result)}`);
    expect(shown.finding?.card).toBeUndefined();
  });

  test('that nobody ever said is not found', async () => {
    const of = fresh();
    await tell(it, of, [presentFinding(of)]);
    const { status } = await ask(it, physician, `GET /desk-api/results/${of}/${'0'.repeat(64)}`);
    expect(status).toBe(404);
  });
});

describe('what a human does', () => {
  test('reading is noted once for a version, and the result leaves his list, not his colleague’s', async () => {
    const of = fresh();
    const result = presentFinding(of);
    const told = (['physician', 'colleague'] as const).map((person) => ({ person, as: 'attending' as const }));
    await tell(it, of, [result], { recipients: told });
    const read = () => askFor(it, ActAnswer, physician, `POST ${pathOf(result)}/read`, { body: { version: 1 } });
    expect((await read()).delivery.reads).toMatchObject([{ id: 'physician', version: 1 }]);
    expect(await read()).toMatchObject({ repeat: true });
    const open = async (person: string) =>
      (await it.world.chart.work.open({ clinic: 'north', person }, { limit: 100 })).map((one) => one.record);
    expect(await open('physician')).not.toContain(of);
    expect(await open('colleague')).toContain(of);
  });

  test('a critical result needs the year of birth of its patient; then the obligation is met', async () => {
    const of = fresh();
    const result = criticalAdvice(of);
    await tell(it, of, [result]);
    const acknowledge = (readBack?: object) =>
      ask(it, physician, `POST ${pathOf(result)}/acknowledge`, {
        body: { version: 1, ...(readBack ? { readBack } : {}) },
      });
    expect(JSON.parse((await acknowledge()).text)).toMatchObject({ code: 'read-back-missing' });
    const wrong = await acknowledge({ ...READ_BACK, birthYear: '1981' });
    expect(JSON.parse(wrong.text)).toMatchObject({ code: 'read-back-mismatch' });
    expect((await it.world.chart.delivery(of, result.resultId))?.acknowledged).toBeUndefined();
    const { status, text } = await acknowledge(READ_BACK);
    expect(status).toBe(200);
    const { delivery } = ActAnswer.parse(JSON.parse(text));
    expect(delivery.acknowledged).toMatchObject({
      id: 'physician',
      readBack: READ_BACK,
      at: it.time.now.toISOString(),
    });
    expect(delivery.dueAt).toBeUndefined();
  });

  test('the first acknowledgement stands: a retry after a new sign-in and a colleague change nothing', async () => {
    const of = fresh();
    const result = criticalAdvice(of);
    await tell(it, of, [result]);
    const body = { version: 1, readBack: READ_BACK };
    const path = `POST ${pathOf(result)}/acknowledge`;
    await askFor(it, ActAnswer, physician, path, { body });
    const again = { ...physician, session: { iss: 'https://people.test', jti: 'another sign-in' } };
    it.time.now = new Date(it.time.now.getTime() + 60_000);
    for (const who of [again, colleague]) {
      const { delivery, repeat } = await askFor(it, ActAnswer, who, path, { body });
      expect(delivery.acknowledged?.id).toBe('physician');
      if (who === again) expect(repeat).toBe(true);
    }
  });

  test('an overtaken version is refused with what changed, and the newer one is not acknowledged', async () => {
    const of = fresh();
    const first = criticalAdvice(of);
    await tell(it, of, [first]);
    await askFor(it, DeskResult, physician, `GET ${pathOf(first)}`);
    const second = criticalAdvice(
      of,
      { version: 2, contentHash: 'b'.repeat(64) },
      { summary: { en: 'Potassium 7.9', ru: 'Калий 7,9' } },
    );
    await tell(it, of, [second]);
    for (const [act, body] of [
      ['acknowledge', { version: 1, readBack: READ_BACK }],
      ['acted', { version: 1, what: 'позвонил' }],
    ] as const) {
      const { status, text } = await ask(it, physician, `POST ${pathOf(first)}/${act}`, { body });
      expect(status).toBe(409);
      const answer = OvertakenAnswer.parse(JSON.parse(text));
      expect(answer).toMatchObject({ version: 2, words: { ru: 'Калий 7,9' } });
      expect(answer.changed[0]?.ru).toBe('Было: Калий 7,1 Стало: Калий 7,9');
    }
    expect((await it.world.chart.delivery(of, first.resultId))?.acknowledged).toBeUndefined();
    const { versions } = await askFor(it, DeskResult, physician, `GET ${pathOf(first)}`);
    expect(versions.map(({ version, words }) => [version, words.ru])).toEqual([
      [2, 'Калий 7,9'],
      [1, 'Калий 7,1'],
    ]);
  });

  test('a version that never was is not found', async () => {
    const of = fresh();
    const result = presentFinding(of);
    await tell(it, of, [result]);
    for (const [act, more] of [
      ['read', {}],
      ['acknowledge', {}],
      ['acted', { what: 'x' }],
    ] as const) {
      const { status } = await ask(it, physician, `POST ${pathOf(result)}/${act}`, { body: { version: 2, ...more } });
      expect([act, status]).toEqual([act, 404]);
    }
  });

  test('an alarm is taken by the first, and the result still waits to be acknowledged', async () => {
    const of = fresh();
    const result = criticalAdvice(of);
    await tell(it, of, [result], { alarm: { since: '2026-03-02T08:00:00.000Z' } });
    const take = (who: typeof physician) =>
      askFor(it, ActAnswer, who, `POST /desk-api/alarms/${of}/${result.resultId}/take`, { body: {} });
    expect((await take(feldsher)).delivery.alarm?.taken).toMatchObject({ id: 'feldsher' });
    it.time.now = new Date(it.time.now.getTime() + 1000);
    expect((await take(physician)).delivery.alarm?.taken).toMatchObject({ id: 'feldsher' });
    expect((await it.world.chart.delivery(of, result.resultId))?.acknowledged).toBeUndefined();
  });

  test('what was done is noted in his words', async () => {
    const of = fresh();
    const result = presentFinding(of);
    await tell(it, of, [result]);
    const body = { version: 1, what: 'пациент вызван' };
    const { delivery } = await askFor(it, ActAnswer, physician, `POST ${pathOf(result)}/acted`, { body });
    expect(delivery.actedOn).toMatchObject({ id: 'physician', what: 'пациент вызван' });
  });
});

describe('the way of a result', () => {
  test('is told in order and in words, with names and without keys, and ends with what is waited for', async () => {
    const of = fresh();
    const result = criticalAdvice(of);
    await tell(it, of, [result]);
    await ask(it, physician, `POST ${pathOf(result)}/read`, { body: { version: 1 } });
    const { lines } = await askFor(it, DeskTrace, physician, `GET ${pathOf(result)}/trace`);
    expect(lines.map(({ step, mood }) => `${step} ${mood}`)).toEqual([
      'advised done',
      'published done',
      'read done',
      'delivered waits',
      'acknowledged waits',
    ]);
    expect(JSON.stringify(lines)).toContain('physician (вымышленный)');
    expect(JSON.stringify(lines)).not.toContain(result.resultId);
  });
});
