import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeEvent } from '../../platform/queues.ts';
import { type InputKey, inputId } from '../../schemas/input.ts';
import { creatinine, input, owners, record } from '../../test/chart-examples.ts';
import { type TestWorld, withWorld } from '../../test/world.ts';
import { takeDeadLetter } from './take.ts';

let it: TestWorld;
let serial = 900;
beforeAll(async () => {
  it = await withWorld();
});
afterAll(() => it.close());

const time = new Date('2026-03-02T08:00:00.000Z');
const receivedAt = time.toISOString();

async function openInput(kind: InputKey['kind'] = 'record'): Promise<InputKey> {
  serial += 1;
  const key = { ...input(serial), kind };
  await it.world.chart.openInput(key, 10, receivedAt);
  return key;
}

const take = (message: object | string, queue = 'records-dlq', messageId = `m${serial}`) =>
  takeDeadLetter({ messageId, queue, body: typeof message === 'string' ? message : JSON.stringify(message) }, it.world);
const endOf = async (key: InputKey) => (await it.world.chart.input(key))?.end;
const kept = () => it.world.objects.list('intake', 'quarantine/');

describe('a dead letter', () => {
  test('that names an input quarantines it, with the queue it died in', async () => {
    const key = await openInput();
    await take(makeEvent('oka.record.uploaded', 'test', { input: key, length: 10, receivedAt }, { time }));
    expect(await endOf(key)).toMatchObject({ state: 'quarantined', code: 'attempts-exhausted', detail: 'records-dlq' });
    expect((await it.world.chart.waitingForHuman(key.clinic)).map((one) => inputId(one.input))).toContain(inputId(key));
  });

  test('about a preview ends nothing, the whole is still to come; the message is kept', async () => {
    const key = await openInput('image');
    const data = { input: key, basis: 'preview', length: 10, receivedAt } as const;
    await take(makeEvent('oka.image.uploaded', 'test', data, { time }), 'images-dlq', 'preview-message');
    expect(await endOf(key)).toBeUndefined();
    expect((await kept()).map(({ key: name }) => name)).toContain('quarantine/preview-message');
  });

  test('about a record quarantines the inputs that wait there, not those that came later', async () => {
    const of = record(serial);
    const waiting = await openInput();
    const { chart } = it.world;
    const items = [creatinine(of, 1)];
    await chart.write({ items, owners: owners(of), awaiting: { input: waiting, record: of } });
    const revision = (await chart.head(of))?.revision ?? 0;
    const later = await openInput();
    await chart.write({ items: [creatinine(of, 2)], owners: owners(of), awaiting: { input: later, record: of } });
    await take(makeEvent('oka.advice.requested', 'test', { record: of, revision }, { time }), 'advice-dlq');
    expect(await endOf(waiting)).toMatchObject({ code: 'attempts-exhausted', detail: 'advice-dlq' });
    expect(await endOf(later)).toBeUndefined();
  });

  test.each([
    ['is no JSON', 'not json'],
    ['is no message of ours', '{"type":"constructor"}'],
    ['is a message of another version', '{"type":"oka.record.uploaded","data":{}}'],
    ['is a human’s statement that could not be taken', JSON.stringify({ type: 'oka.result.acknowledged' })],
  ])('that %s is kept whole', async (_, body) => {
    serial += 1;
    await take(body, 'acknowledgements-dlq', `odd-${serial}`);
    const bytes = await it.world.objects.get('intake', `quarantine/odd-${serial}`);
    expect(Buffer.from(bytes).toString()).toBe(body);
    expect((await it.world.objects.head('intake', `quarantine/odd-${serial}`))?.metadata.queue).toBe(
      'acknowledgements-dlq',
    );
  });

  test('that a record system never took makes its version unsent again, unless a newer one was sent', async () => {
    const { chart } = it.world;
    const [lost, newer] = ['a'.repeat(64), 'b'.repeat(64)];
    const of = record(990);
    await chart.write({ items: [creatinine(of, 1)], owners: owners(of) });
    await chart.putAdvice(of, 1, []);
    await chart.markPublished(of, lost, 1, 1);
    await chart.markPublished(of, newer, 2, 1);
    for (const resultId of [lost, newer]) {
      const data = {
        ...{ ehr: 'mis-north', clinic: 'north', record: of, resultId, version: 1, contentHash: 'c'.repeat(64) },
        ...({ state: 'current', severity: 'warning', notify: true } as const),
      };
      const message = makeEvent('oka.result.published', 'test', data, { time });
      await take(message, 'records-mis-north-dlq.fifo', `lost-${resultId.slice(0, 4)}`);
    }
    expect((await chart.advice(of))?.published).toEqual({ [newer]: 2 });
    expect((await kept()).map(({ key: name }) => name)).toContain('quarantine/lost-aaaa');
  });

  test('taken twice gives one end', async () => {
    const key = await openInput();
    const message = makeEvent('oka.record.uploaded', 'test', { input: key, length: 10, receivedAt }, { time });
    await take(message);
    const first = await endOf(key);
    await take(message, 'other-dlq');
    expect(await endOf(key)).toEqual(first);
  });
});
