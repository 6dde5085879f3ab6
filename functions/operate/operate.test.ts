import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { signed } from '../../domain/rules/examples.ts';
import { apiHandler } from '../../platform/handlers/api.ts';
import { segmentKey } from '../../platform/objects.ts';
import {
  CodeReplayAnswer,
  CodesAnswer,
  HealthAnswer,
  LedgerAnswer,
  ReplayAnswer,
  TraceAnswer,
  WaitingAnswer,
} from '../../schemas/api/answers.ts';
import { type InputKey, inputId } from '../../schemas/input.ts';
import type { Principal } from '../../schemas/principal.ts';
import { CodeMap } from '../../schemas/region.ts';
import { creatinine, edge as edgeBetween, record } from '../../test/chart-examples.ts';
import { criticalAdvice } from '../../test/results.ts';
import { sha256Hex } from '../../test/sha256.ts';
import { apiEvent, principals, type TestWorld, withWorld } from '../../test/world.ts';
import { routes } from './routes.ts';

let it: TestWorld;
beforeAll(async () => {
  it = await withWorld();
});
afterAll(() => it.close());

const operator = principals.operator();
const edge = principals.edge('north');

async function ask(as: Principal, method: string, path: string) {
  const answer = await apiHandler({ world: () => it.world, routes })(apiEvent(as, method, path));
  return { status: answer.statusCode, json: JSON.parse(answer.body) };
}

/** An input whose bytes lie in intake, opened. */
async function accepted(name: string, kind: InputKey['kind'] = 'record', metadata: Record<string, string> = {}) {
  const input: InputKey = { kind, clinic: 'north', sha256: sha256Hex(name) };
  const bytes = Buffer.from(name);
  await it.world.objects.put('intake', segmentKey(input, 0), bytes, {
    metadata: { length: String(bytes.length), ...metadata },
  });
  await it.world.chart.openInput(input, bytes.length, it.time.now.toISOString());
  return input;
}

/** An input that led to a critical advice which the record system refused with words about the patient. */
async function published() {
  const input = await accepted('published');
  const of = record(1);
  const { chart } = it.world;
  await chart.write({ items: [creatinine(of, 1)], owners: { [of]: 'north' }, awaiting: { input, record: of } });
  await chart.putAdvice(of, (await chart.head(of))?.revision ?? 0, [criticalAdvice(of)]);
  const { resultId } = criticalAdvice(of);
  await chart.markPublished(of, resultId, 1, 1);
  const now = it.time.now.toISOString();
  await chart.changeDelivery(of, resultId, () => ({
    ...{ record: of, resultId, version: 1, clinic: 'north', ehr: 'mis-north', severity: 'critical', sentAt: now },
    delivered: { at: now, code: 'AE', text: 'Ivanov unknown' },
  }));
  await chart.endInput(input, { state: 'published', record: of });
  return input;
}

describe('trace', () => {
  test('of an input whose record was merged leads on to the survivor', async () => {
    const input = await accepted('merged');
    const [of, survivor] = [record(31), record(32)];
    const { chart } = it.world;
    const owners = { [of]: 'north', [survivor]: 'north' };
    await chart.write({ items: [creatinine(of, 31)], owners, awaiting: { input, record: of } });
    await chart.write({ items: [], edges: [edgeBetween(of, survivor, { survivor })], owners });
    await chart.putAdvice(survivor, 1, [criticalAdvice(survivor)]);
    await chart.endInput(input, { state: 'published', record: of });
    const { json } = await ask(edge, 'GET', `/trace/${inputId(input)}`);
    expect(json.results).toMatchObject([{ resultId: criticalAdvice(survivor).resultId }]);
  });

  test('shows the whole way: steps, end, results, deliveries, and a refusal with what to do', async () => {
    const input = await published();
    const { status, json } = await ask(edge, 'GET', `/trace/${inputId(input)}`);
    expect(status).toBe(200);
    const answer = TraceAnswer.parse(json);
    expect(answer).toMatchObject({ input, end: { state: 'published' }, record: record(1) });
    expect(answer.results).toMatchObject([{ producer: 'critical_labs', version: 1, sentVersion: 1 }]);
    expect(answer.deliveries).toMatchObject([
      { delivered: { code: 'AE', text: 'Ivanov unknown' }, refused: { code: 'ehr-refused' } },
    ]);
  });

  test('gives an operator keys and states, never the words of a record system', async () => {
    const input = await published();
    const { json } = await ask(operator, 'GET', `/trace/${inputId(input)}`);
    expect(TraceAnswer.parse(json).deliveries).toMatchObject([{ delivered: { code: 'AE' } }]);
    expect(JSON.stringify(json)).not.toMatch(/Ivanov|Potassium|Калий/);
  });

  test('gives a laboratory the way of its result in another clinic’s record, without what is said there of others', async () => {
    await published();
    const input = { ...(await accepted('from the laboratory')), clinic: 'lab' };
    await it.world.chart.openInput(input, 1, it.time.now.toISOString());
    await it.world.chart.endInput(input, { state: 'published', record: record(1) });
    const { json } = await ask(principals.edge('lab'), 'GET', `/trace/${inputId(input)}`);
    const answer = TraceAnswer.parse(json);
    expect(answer.end).toMatchObject({ state: 'published' });
    expect(answer.deliveries).toMatchObject([{ delivered: { code: 'AE' }, refused: { code: 'ehr-refused' } }]);
    expect(JSON.stringify(answer)).not.toContain('Ivanov');
  });

  test('is refused to another clinic, and not found for what never came', async () => {
    const input = await accepted('secret');
    expect((await ask(principals.edge('south'), 'GET', `/trace/${inputId(input)}`)).status).toBe(403);
    expect((await ask(principals.person('north'), 'GET', `/trace/${inputId(input)}`)).status).toBe(403);
    const unknown = inputId({ ...input, sha256: 'f'.repeat(64) });
    expect(await ask(operator, 'GET', `/trace/${unknown}`)).toMatchObject({ status: 404, json: { code: 'not-found' } });
  });
});

describe('replay', () => {
  test('takes the end away and sends the first message again, with the first receipt time', async () => {
    const input = await accepted('quarantined');
    const receivedAt = it.time.now.toISOString();
    await it.world.chart.endInput(input, { state: 'quarantined', code: 'unknown-sender' });
    const waiting = await ask(edge, 'GET', '/waiting/north');
    expect(WaitingAnswer.parse(waiting.json).inputs.map((one) => one.end?.code)).toContain('unknown-sender');

    it.time.now = new Date(it.time.now.getTime() + 60_000);
    it.sent.length = 0;
    const { status, json } = await ask(operator, 'POST', `/replay/${inputId(input)}`);
    expect([status, ReplayAnswer.parse(json)]).toEqual([202, { input, replayed: true }]);
    expect(it.sent).toMatchObject([{ queue: 'records', message: { data: { input, receivedAt, length: 11 } } }]);
    const state = await it.world.chart.input(input);
    expect(state?.end).toBeUndefined();
    expect(state?.steps.map(({ step }) => step)).toEqual(expect.arrayContaining(['ended', 'reopened', 'replayed']));
  });

  test('of an image says what of it is there', async () => {
    const whole = await accepted('whole image', 'image', { preview: '3' });
    const part = await accepted('part', 'image', { length: '999', preview: '3' });
    it.sent.length = 0;
    await ask(operator, 'POST', `/replay/${inputId(whole)}`);
    await ask(operator, 'POST', `/replay/${inputId(part)}`);
    expect(it.sent.map(({ message }) => message.data)).toMatchObject([
      { basis: 'whole', length: 11, previewBytes: 3 },
      { basis: 'preview', length: 999, previewBytes: 3 },
    ]);
  });

  test('is for operators', async () => {
    const input = await accepted('mine');
    expect((await ask(edge, 'POST', `/replay/${inputId(input)}`)).status).toBe(403);
  });
});

describe('codes without a map', () => {
  const sender = { application: 'LIS', facility: 'N', role: 'lis', orderKey: 'filler', codeMap: 'own' } as const;
  const to = { system: 'http://loinc.org', code: '2823-3', display: 'Potassium' };
  /** The region with a laboratory at `north` whose code map is this. */
  const asking = (entries: CodeMap['entries']) => async (as: Principal, method: string, path: string) => {
    const { region } = it.world;
    const clinics = region.clinics.map((one) => (one.id === 'north' ? { ...one, senders: [{ ...sender }] } : one));
    const rules = signed('critical_labs');
    const own = CodeMap.parse({ id: 'own', version: '1', entries });
    const world = { ...it.world, region: { ...region, clinics, rules, codeMaps: [own] } };
    const answer = await apiHandler({ world: () => world, routes })(apiEvent(as, method, path));
    return { status: answer.statusCode, json: JSON.parse(answer.body) };
  };
  const note = async (name: string) => {
    const input = await accepted(name);
    const unmapped = [{ kind: 'observation', code: 'K02', name: 'Калий', count: 1 }] as const;
    const seen = [{ sender: 'LIS^N', laboratory: true, loinc: [], unmapped }];
    await it.world.chart.codes.note(input, it.time.now.toISOString(), seen);
    return inputId(input);
  };

  test('make a clinic red where a critical analyte is among them, and are listed with their inputs', async () => {
    const without = asking([]);
    expect((await without(operator, 'GET', '/clinics/south/health')).json).toMatchObject({ state: 'unknown' });
    const id = await note('unmapped potassium');
    const health = HealthAnswer.parse((await without(edge, 'GET', '/clinics/north/health')).json);
    expect(health).toMatchObject({ state: 'red', sentence: { en: 'critical rules do not work here' } });
    const { codes } = CodesAnswer.parse((await without(edge, 'GET', '/clinics/north/codes')).json);
    expect(codes).toMatchObject([{ kind: 'observation', code: 'K02', mappedNow: false, inputs: 1, examples: [id] }]);
  });

  test('are sent through again when the map knows them, not before, and then the list is empty', async () => {
    const id = await note('unmapped potassium');
    const [code] = CodesAnswer.parse((await asking([])(operator, 'GET', '/clinics/north/codes')).json).codes;
    const path = `/clinics/north/codes/${code?.id}/replay`;
    expect(await asking([])(operator, 'POST', path)).toMatchObject({ status: 409, json: { code: 'not-mapped' } });

    const extended = asking([{ kind: 'observation', code: 'K02', otherNames: [], units: {}, to }]);
    it.sent.length = 0;
    const { status, json } = await extended(operator, 'POST', path);
    expect([status, CodeReplayAnswer.parse(json)]).toEqual([202, { replayed: [id], left: false }]);
    expect(it.sent).toMatchObject([{ queue: 'records', message: { type: 'oka.record.uploaded' } }]);
    expect((await extended(operator, 'GET', '/clinics/north/codes')).json).toEqual({ codes: [] });
  });

  test('are no other clinic’s business', async () => {
    for (const path of ['/clinics/north/codes', '/clinics/north/health'])
      expect((await asking([])(principals.edge('south'), 'GET', path)).status).toBe(403);
    expect((await asking([])(edge, 'POST', `/clinics/north/codes/${'0'.repeat(24)}/replay`)).status).toBe(403);
    expect((await asking([])(operator, 'POST', `/clinics/north/codes/${'0'.repeat(24)}/replay`)).status).toBe(404);
  });
});

test('a clinic that is none is not one where nothing waits', async () => {
  for (const path of [
    '/waiting/nowhere',
    '/ledger/nowhere/2026-03-02',
    '/clinics/nowhere/health',
    '/clinics/nowhere/codes',
  ])
    expect(await ask(operator, 'GET', path)).toMatchObject({ status: 404, json: { code: 'not-found' } });
});

describe('ledger', () => {
  test('gives the figures of a day', async () => {
    const { json } = await ask(operator, 'GET', '/ledger/north/2026-03-02');
    const { accepted: all, inFlight, quarantined, stored, published: sent } = LedgerAnswer.parse(json);
    expect(all).toBe(inFlight + quarantined + stored + sent);
    expect(all).toBeGreaterThan(3);
    expect((await ask(edge, 'GET', '/ledger/north/2026-03-02')).status).toBe(403);
  });
});
