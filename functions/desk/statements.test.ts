import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Fhir } from 'fhir';
import { STATEMENTS } from '../../domain/desk/statement/resource.ts';
import { DeskResult } from '../../schemas/api/desk-result.ts';
import { StatementAnswer } from '../../schemas/api/desk-statement.ts';
import { SignedStatement } from '../../schemas/signed-statement.ts';
import { record } from '../../test/chart-examples.ts';
import { ask, askFor, deskRegion, PEOPLE, tell } from '../../test/desk-api.ts';
import { criticalAdvice, presentFinding } from '../../test/results.ts';
import { type TestWorld, withWorld } from '../../test/world.ts';

let it: TestWorld;
beforeAll(async () => {
  it = await withWorld(deskRegion());
});
afterAll(() => it.close());

const { physician, radiologist, second } = PEOPLE;
let serial = 800;
async function finding() {
  serial += 1;
  const result = presentFinding(record(serial));
  await tell(it, result.record, [result]);
  return result;
}
type Found = Awaited<ReturnType<typeof finding>>;
const pathOf = ({ record, resultId }: Found) => `/desk-api/results/${record}/${resultId}`;
const later = (seconds = 60): void => {
  it.time.now = new Date(it.time.now.getTime() + seconds * 1000);
};

const agrees = ({ version, contentHash }: Found) => ({ version, contentHash, verdict: 'agrees' });
const disagrees = ({ version, contentHash }: Found, words = 'Инфильтрации не вижу.') => ({
  ...{ version, contentHash, verdict: 'disagrees' },
  reason: { code: 'not-on-image', words },
});
const sign = (who: typeof physician, result: Found, body: object) =>
  askFor(it, StatementAnswer, who, `POST ${pathOf(result)}/statement`, { body });
const refused = async (who: typeof physician, result: Found, body: object) => {
  const { status, text } = await ask(it, who, `POST ${pathOf(result)}/statement`, { body });
  return { status, ...JSON.parse(text) };
};
const seals = async () => (await it.world.objects.list('audit', 'statements/')).map(({ key }) => key);

describe('a signed statement', () => {
  test('says who, as what, by which sign-in, when by the region’s clock, and what was before him; sealed bytes bear it out', async () => {
    const result = await finding();
    const known = new Set(await seals());
    const { statement } = await sign(radiologist, result, disagrees(result));
    expect(statement).toMatchObject({
      verdict: 'disagrees',
      by: { id: 'radiologist', name: 'radiologist (вымышленный)', role: 'radiologist' },
      at: it.time.now.toISOString(),
      shown: { version: 1, contentHash: result.contentHash },
      ...{ own: true, overtaken: false, disputed: false },
    });
    const [key = ''] = (await seals()).filter((one) => !known.has(one));
    const bytes = await it.world.objects.get('audit', key);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(statement.seal);
    expect(key).toContain(statement.seal);
    const sealed = SignedStatement.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    expect(sealed).toMatchObject({ id: statement.id, session: radiologist.session, resultId: result.resultId });
  });

  test('is a FHIR R4 resource of its own in the chart, and leaves the AI result and its status as they were', async () => {
    const result = await finding();
    const before = await it.world.chart.advice(result.record);
    await sign(radiologist, result, {
      ...agrees(result),
      verdict: 'corrects',
      reason: { code: 'wrong-side' },
      corrected: { state: 'present', side: 'L' },
    });
    const [item] = await it.world.chart.newest(result.record, STATEMENTS, 5);
    const { messages } = new Fhir().validate(item?.resource ?? {}, { errorOnUnexpected: true });
    expect(messages.filter(({ severity }) => severity === 'error' || severity === 'fatal')).toEqual([]);
    expect(item?.resource).toMatchObject({ resourceType: 'Observation', status: 'final' });
    expect((await it.world.chart.advice(result.record))?.results).toEqual(before?.results);
  });

  test('sent again, after a new sign-in too, is the same one', async () => {
    const result = await finding();
    const first = await sign(radiologist, result, disagrees(result));
    later();
    const again = { ...radiologist, session: { iss: 'https://people.test', jti: 'after a new sign-in' } };
    const second = await sign(again, result, disagrees(result));
    expect(second).toEqual({ ...first, repeat: true });
    const { statements } = await askFor(it, DeskResult, radiologist, `GET ${pathOf(result)}`);
    expect(statements).toHaveLength(1);
  });

  test('who returns to an earlier opinion says something new: all three stand in their order', async () => {
    const result = await finding();
    for (const body of [agrees(result), disagrees(result), agrees(result)]) {
      await sign(radiologist, result, body);
      later();
    }
    const { statements } = await askFor(it, DeskResult, radiologist, `GET ${pathOf(result)}`);
    expect(statements.map(({ verdict }) => verdict)).toEqual(['agrees', 'disagrees', 'agrees']);
  });

  test('two who sign at once both stand, with their times, and both see that they disagree', async () => {
    const result = await finding();
    await Promise.all([sign(radiologist, result, agrees(result)), sign(second, result, disagrees(result))]);
    for (const who of [radiologist, second, physician]) {
      const { statements } = await askFor(it, DeskResult, who, `GET ${pathOf(result)}`);
      expect(statements.map(({ by, disputed }) => [by.id, disputed]).sort()).toEqual([
        ['radiologist', true],
        ['second', true],
      ]);
    }
  });

  test('on a version that was overtaken is kept and says so; one that was never shown cannot be signed', async () => {
    const first = await finding();
    await askFor(it, DeskResult, radiologist, `GET ${pathOf(first)}`);
    const newer = presentFinding(first.record, { version: 2, contentHash: 'e'.repeat(64) });
    await tell(it, first.record, [newer]);
    const { statement } = await sign(radiologist, first, disagrees(first));
    expect(statement).toMatchObject({ overtaken: true, shown: { version: 1 } });
    const latest = presentFinding(first.record, { version: 3, contentHash: 'f'.repeat(64) });
    await tell(it, first.record, [latest]);
    expect(await refused(radiologist, first, agrees(newer))).toMatchObject({ status: 404 });
    expect(await refused(radiologist, first, { ...agrees(first), version: 9 })).toMatchObject({ status: 404 });
  });

  test('is refused for another content than the one that stands under this version', async () => {
    const result = await finding();
    const body = { ...agrees(result), contentHash: '9'.repeat(64) };
    expect(await refused(radiologist, result, body)).toMatchObject({ status: 400, path: 'body.contentHash' });
  });

  test('who treats the patient may disagree with a reason, is marked as what he is, and may not agree or correct', async () => {
    const result = await finding();
    const { statement } = await sign(physician, result, disagrees(result));
    expect(statement.by).toMatchObject({ role: 'physician', roleInWords: { ru: 'лечащий врач, не рентгенолог' } });
    for (const body of [agrees(result), { ...disagrees(result), verdict: 'corrects', corrected: { state: 'absent' } }])
      expect(await refused(physician, result, body)).toMatchObject({ status: 403 });
  });

  test('of a rule there is none, nor of what was withdrawn', async () => {
    serial += 1;
    const rule = criticalAdvice(record(serial));
    await tell(it, rule.record, [rule]);
    expect(await refused(radiologist, rule, agrees(rule))).toMatchObject({ status: 403 });
    const withdrawn = presentFinding(record(serial + 1), { state: 'withdrawn' });
    serial += 1;
    await tell(it, withdrawn.record, [withdrawn]);
    expect(await refused(radiologist, withdrawn, agrees(withdrawn))).toMatchObject({ status: 403 });
  });

  const faults: [string, object, string][] = [
    ['disagreement without a reason', { verdict: 'disagrees' }, 'body.reason'],
    ['another reason without words', { verdict: 'disagrees', reason: { code: 'other' } }, 'body.reason.words'],
    ['a correction that corrects nothing', { verdict: 'corrects', reason: { code: 'artefact' } }, 'body.corrected'],
    ['a word more than the form has', { verdict: 'agrees', status: 'final' }, 'body'],
  ];
  test.each(faults)('%s is refused with the place of the fault', async (_, body, path) => {
    const result = await finding();
    const { version, contentHash } = result;
    expect(await refused(radiologist, result, { version, contentHash, ...body })).toMatchObject({ status: 400, path });
  });

  test('script in its words stays the words that they are', async () => {
    const result = await finding();
    const words = '<script>alert("x")</script> ‮ ';
    const { statement } = await sign(radiologist, result, disagrees(result, words));
    expect(statement.reason?.words).toBe(words.trim());
  });
});
