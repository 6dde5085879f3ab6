import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Fhir } from 'fhir';
import { makeGroup } from '../../domain/fhir/groups.ts';
import { resourceId } from '../../domain/fhir/identifiers.ts';
import { DeskChart, DeskDocument, OrderAnswer } from '../../schemas/api/desk-chart.ts';
import { DeskResult } from '../../schemas/api/desk-result.ts';
import { type ChartItem, type ChartResourceType, RANK } from '../../schemas/chart.ts';
import { MEASUREMENT_EXTENSION } from '../../schemas/measurement.ts';
import type { Principal } from '../../schemas/principal.ts';
import { at, creatinine, edge, ID_KEY, record } from '../../test/chart-examples.ts';
import { ask, askFor, deskRegion, PEOPLE, tell } from '../../test/desk-api.ts';
import { criticalAdvice, presentFinding } from '../../test/results.ts';
import { type TestWorld, withWorld } from '../../test/world.ts';

let it: TestWorld;
beforeAll(async () => {
  it = await withWorld(deskRegion());
});
afterAll(() => it.close());

const { physician, radiologist, feldsher, region } = PEOPLE;
let serial = 3000;
const fresh = () => {
  serial += 1;
  return record(serial);
};

const item = (of: string, resourceType: ChartResourceType, n: number, value: object): ChartItem => ({
  ...{ record: of, resourceType, id: resourceId(ID_KEY, 'ServiceRequest', ['1.2', 'placer', `${of} ${n}`]) },
  groups: { base: makeGroup({ ...value }, { time: at(n), rank: RANK.final, receivedAt: at(n + 1) }) },
});
const allergy = (of: string, text: string, more: object = {}) =>
  item(of, 'AllergyIntolerance', 1, { code: { text }, patient: { reference: `Patient/${of}` }, ...more });
const write = (of: string, items: ChartItem[], clinic = 'north') =>
  it.world.chart.write({ items, owners: { [of]: clinic } });
const chart = (of: string, query = '', who: Principal = physician) =>
  askFor(it, DeskChart, who, `GET /desk-api/chart/${of}${query}`);

describe('the banner of a chart', () => {
  test('names the patient with age, number and allergies, and says when nobody has spoken of any', async () => {
    const of = fresh();
    await tell(it, of, []);
    expect((await chart(of)).banner).toMatchObject({
      ...{ name: 'Ёлкина Анна', birthDate: '1980-05-12', sex: 'female', clinic: 'north' },
      age: { ru: '45 лет', en: '45 years' },
      allergies: { known: 'not-said', items: [] },
    });
    await write(of, [allergy(of, 'Пенициллин', { criticality: 'high' })]);
    const { allergies } = (await chart(of)).banner;
    expect(allergies).toEqual({
      known: 'listed',
      items: [{ text: { ru: 'Пенициллин', en: 'Пенициллин' }, critical: true }],
    });
  });

  test('tells a stated absence of allergies from silence', async () => {
    const of = fresh();
    await tell(it, of, []);
    const coding = [{ system: 'http://snomed.info/sct', code: '716186003' }];
    await write(of, [item(of, 'AllergyIntolerance', 2, { code: { coding, text: 'Нет' } })]);
    expect((await chart(of)).banner.allergies).toEqual({ known: 'none-known', items: [] });
  });
});

describe('a document of a chart', () => {
  const letter = (of: string, content: object[], more: object = {}) =>
    item(of, 'DocumentReference', 3, {
      ...{ status: 'current', docStatus: 'amended', description: 'Выписка', content, ...more },
      author: [{ display: 'Терапевтова О.' }],
    });

  test('is opened from its line: author, how it stands, its text, its files, and what stayed with its sender', async () => {
    const of = fresh();
    await tell(it, of, []);
    const data = Buffer.from('Заключение: покой').toString('base64');
    const parts = [
      { contentType: 'text/plain', data },
      { contentType: 'application/pdf', url: 'Binary/letter.1' },
      { contentType: 'application/pdf', url: 'https://elsewhere.example/1.pdf' },
    ];
    await write(of, [
      letter(
        of,
        parts.map((attachment) => ({ attachment })),
      ),
    ]);
    const [line] = (await chart(of)).timeline.filter(({ kind }) => kind === 'document');
    const id = line?.reference.split('/')[1] ?? '';
    expect(line?.link).toBe(`/patient/${of}/document/${id}`);
    expect(await askFor(it, DeskDocument, physician, `GET /desk-api/chart/${of}/documents/${id}`)).toEqual({
      ...{ record: of, title: 'Выписка', authors: ['Терапевтова О.'], stands: 'amended' },
      parts: [
        { contentType: 'text/plain', text: 'Заключение: покой' },
        { contentType: 'application/pdf', path: '/fhir/Binary/letter.1' },
        { contentType: 'application/pdf' },
      ],
    });
  });

  test('of another patient is not found under this one', async () => {
    const [of, other] = [fresh(), fresh()];
    await tell(it, of, []);
    await tell(it, other, []);
    await write(other, [letter(other, [])]);
    const [line] = (await chart(other)).timeline.filter(({ kind }) => kind === 'document');
    const id = line?.reference.split('/')[1] ?? '';
    expect((await ask(it, physician, `GET /desk-api/chart/${of}/documents/${id}`)).status).toBe(404);
  });
});

describe('the timeline', () => {
  test('has all facts and results by their date, a hundred at a time, each once, and what has no date at its end', async () => {
    const of = fresh();
    const result = presentFinding(of);
    await tell(it, of, [result]);
    const values = Array.from({ length: 230 }, (_, n) => creatinine(of, n, { value: 80 + n, effective: n }));
    await write(of, [...values, item(of, 'Condition', 3, { code: { text: 'Диагноз без даты' } })]);
    const found: string[] = [];
    let before: string | undefined;
    let pages = 0;
    do {
      const page: DeskChart = await chart(of, before === undefined ? '' : `?before=${encodeURIComponent(before)}`);
      found.push(...page.timeline.map(({ reference }) => reference));
      before = page.before;
      pages += 1;
      expect(page.counts).toContainEqual({ kind: 'result', count: 230 });
    } while (before !== undefined);
    expect(pages).toBe(3);
    expect(new Set(found).size).toBe(found.length);
    expect(found).toHaveLength(232);
    expect(found[0]).toBe(`Result/${result.resultId}`);
    expect(found.at(-1)).toMatch(/^Condition\//);
  });

  test('shows the kinds that are asked for, and refuses one that there is not', async () => {
    const of = fresh();
    await tell(it, of, []);
    await write(of, [allergy(of, 'Орехи'), creatinine(of, 1)]);
    const { timeline } = await chart(of, '?kinds=allergy,order');
    expect(timeline.map(({ kind }) => kind)).toEqual(['allergy']);
    expect((await ask(it, physician, `GET /desk-api/chart/${of}?kinds=all`)).status).toBe(400);
  });

  test('gives of one person the records of the reader’s clinics alone, and says how many are hidden', async () => {
    const [own, other] = [fresh(), fresh()];
    await tell(it, own, []);
    await tell(it, other, [], {}, 'south');
    await write(other, [creatinine(other, 77, { value: 999 })], 'south');
    await it.world.chart.write({ items: [], owners: {}, edges: [edge(own, other, { kind: 'link' })] });
    const his = await chart(own);
    expect(his.hiddenRecords).toBe(1);
    expect(JSON.stringify(his)).not.toContain('999');
    const theirs = await chart(own, '', region);
    expect(theirs.hiddenRecords).toBe(0);
    expect(JSON.stringify(theirs.timeline)).toContain('999');
  });
});

describe('a card', () => {
  test('stands while its result does, with sources, facts and orders, what is critical first', async () => {
    const of = fresh();
    await tell(it, of, [presentFinding(of), criticalAdvice(of)]);
    const { cards } = await chart(of);
    expect(cards.map(({ severity, ai }) => [severity, ai])).toEqual([
      ['critical', false],
      ['warning', true],
    ]);
    expect(cards[0]).toMatchObject({ sources: [{ cite: 'RCPath 2017' }], summary: { ru: 'Калий 7,1' } });
    expect(cards[0]?.unacknowledgedSince).toBeDefined();
    expect(cards[0]?.suggestions.map(({ label, does }) => [label.ru, does])).toEqual([['Повторить: Калий', 'order']]);
    expect((await chart(of, '?before=0000%23x')).cards).toEqual([]);
  });
});

describe('an order that is signed', () => {
  async function suggested() {
    const of = fresh();
    const result = criticalAdvice(of);
    await tell(it, of, [result]);
    const { suggestions } = await askFor(it, DeskResult, physician, `GET /desk-api/results/${of}/${result.resultId}`);
    const [one] = suggestions;
    const body = { suggestion: one?.id ?? '', resultId: result.resultId, version: 1 };
    return { of, result, body, path: `POST /desk-api/chart/${of}/orders` };
  }

  test('stands in the chart with the signer as its requester, and says honestly that nobody carries it further', async () => {
    const { of, body, path } = await suggested();
    const { order, carried, whatToDo } = await askFor(it, OrderAnswer, physician, path, { body });
    expect(carried).toBe('kept');
    expect(whatToDo.ru).toContain('внесите его там');
    const [, id = ''] = order.reference.split('/');
    const resource = (await it.world.chart.get(of, 'ServiceRequest', id))?.resource;
    expect(resource).toMatchObject({
      status: 'active',
      intent: 'order',
      requester: { identifier: { value: 'physician' } },
    });
    const { messages } = new Fhir().validate(resource ?? {}, { errorOnUnexpected: true });
    expect(messages.filter(({ severity }) => severity === 'error' || severity === 'fatal')).toEqual([]);
    expect(it.sent.some(({ queue }) => queue.startsWith('records-'))).toBe(false);
  });

  test('twice, by a retry or by a colleague, is one order with its first signer', async () => {
    const { of, result, body, path } = await suggested();
    const first = await askFor(it, OrderAnswer, physician, path, { body });
    it.time.now = new Date(it.time.now.getTime() + 60_000);
    for (const who of [physician, feldsher]) {
      const again = await askFor(it, OrderAnswer, who, path, { body });
      expect(again).toEqual({ ...first, repeat: true });
    }
    const { suggestions } = await askFor(it, DeskResult, feldsher, `GET /desk-api/results/${of}/${result.resultId}`);
    expect(suggestions[0]?.signed).toMatchObject({ id: 'physician' });
  });

  test('is made from the result, so what the result does not suggest is not found, and a newer version is shown first', async () => {
    const { of, result, body, path } = await suggested();
    const other = { ...body, suggestion: '00000000-0000-4000-8000-000000000000' };
    expect((await ask(it, physician, path, { body: other })).status).toBe(404);
    await tell(it, of, [{ ...result, version: 2, contentHash: 'b'.repeat(64) }]);
    expect((await ask(it, physician, path, { body })).status).toBe(409);
  });

  test('is for those who treat: a radiologist orders nothing', async () => {
    const { body, path } = await suggested();
    expect((await ask(it, radiologist, path, { body })).status).toBe(403);
  });
});

describe('a cited fact', () => {
  test('leads to its line of the timeline, who he is to the chart, and what a network measured nowhere', async () => {
    const of = fresh();
    const value = creatinine(of, 5);
    const measured = item(of, 'Observation', 6, {
      status: 'preliminary',
      extension: [{ url: MEASUREMENT_EXTENSION, valueString: '{}' }],
    });
    await write(of, [value, measured]);
    const label = { ru: 'Факт', en: 'Fact' };
    const references = [`Observation/${value.id}`, `Patient/${of}`, `Observation/${measured.id}`, 'Condition/gone'];
    const cited = references.map((reference) => ({ reference, label, value: '80' }));
    const result = criticalAdvice(of, { cited });
    await tell(it, of, [result]);
    const shown = await askFor(it, DeskResult, physician, `GET /desk-api/results/${of}/${result.resultId}`);
    expect(shown.cited.map(({ link }) => link)).toEqual([
      `/patient/${of}?fact=${encodeURIComponent(`Observation/${value.id}`)}`,
      `/patient/${of}`,
      undefined,
      undefined,
    ]);
    expect(shown.cited.map(({ timeless }) => timeless)).toEqual([undefined, true, undefined, undefined]);
  });
});
