import { describe, expect, test } from '@jest/globals';
import { BASIS_EXTENSION } from '../../schemas/study.ts';
import { previewStage } from './stage.ts';

const { film, putPrefix, putRest, settle, markSent, said, inputOf, stepsOf, instancesOf, networkSays, ran, it } =
  previewStage();

describe('a prefix that looks ill', () => {
  test('is told as suspected, the input stays open, and the whole that confirms it notifies nobody again', async () => {
    networkSays(0.99);
    const one = await film();
    expect(await putPrefix(one)).toBe(200);
    await settle();
    expect(await said(one.record)).toEqual([{ version: 1, notify: true, is: 'present', basis: 'preview' }]);
    expect((await inputOf(one))?.end).toBeUndefined();
    const [instance] = await instancesOf(one.record, one.uid);
    expect(instance?.extension).toContainEqual({ url: BASIS_EXTENSION, valueCode: 'preview' });

    await markSent(one.record);
    await putRest(one);
    await settle();
    expect(await said(one.record)).toEqual([{ version: 2, notify: false, is: 'present', basis: 'whole' }]);
    expect((await instancesOf(one.record, one.uid)).length).toBe(1);
    expect(JSON.stringify(await instancesOf(one.record, one.uid))).not.toContain(BASIS_EXTENSION);
    // What the preview had made suspect is read before others.
    expect(await stepsOf(one)).toContain('recognition requested: urgent');
    expect(await stepsOf(one)).toContain('recognition requested: routine, preview');
  });

  test('and whose whole does not is a new version that notifies', async () => {
    networkSays(0.99, 0.01);
    const one = await film();
    await putPrefix(one);
    await settle();
    await markSent(one.record);
    await putRest(one);
    await settle();
    expect(await said(one.record)).toEqual([{ version: 2, notify: true, is: 'absent', basis: 'whole' }]);
  });
});

test('a prefix that looks healthy says nothing: the whole does', async () => {
  networkSays(0.01);
  const one = await film();
  await putPrefix(one);
  await settle();
  expect(await said(one.record)).toEqual([]);
  expect(ran()).toHaveLength(1);
  await putRest(one);
  await settle();
  expect(await said(one.record)).toEqual([{ version: 1, notify: true, is: 'absent', basis: 'whole' }]);
});

test('a healthy image says nothing while another one of its study is not whole', async () => {
  networkSays(0.01);
  const number = 'P-two';
  const first = await film({ '0020000d': ['UI', '1.2.9'] }, number);
  const second = await film({ '0020000d': ['UI', '1.2.9'] }, number);
  await putPrefix(second);
  await putPrefix(first);
  await putRest(first);
  await settle();
  expect(await said(first.record)).toEqual([]);
  await putRest(second);
  await settle();
  expect((await said(first.record)).map(({ is }) => is)).toEqual(['absent']);
});

test('a prefix whose rest never comes stays in flight, with its study in the chart', async () => {
  networkSays(0.01);
  const one = await film();
  await putPrefix(one);
  await settle();
  expect((await inputOf(one))?.end).toBeUndefined();
  expect(await instancesOf(one.record, one.uid)).toHaveLength(1);
  const later = it().world.chart.ledger('north', it().time.now.toISOString().slice(0, 10));
  expect((await later).inFlight).toBeGreaterThan(0);
});

test('the same prefix and the same whole twice change nothing', async () => {
  networkSays(0.99);
  const one = await film();
  for (const _ of [1, 2]) {
    await putPrefix(one);
    await settle();
  }
  await markSent(one.record);
  for (const _ of [1, 2]) {
    await putRest(one);
    await settle();
  }
  expect(await said(one.record)).toEqual([{ version: 2, notify: false, is: 'present', basis: 'whole' }]);
});

test('the whole that is handled before its prefix stands, and the late prefix adds nothing', async () => {
  networkSays(0.01);
  const one = await film();
  await putPrefix(one);
  await putRest(one);
  const messages = [...it().sent];
  await settle({ newestFirst: true });
  expect(await said(one.record)).toEqual([{ version: 1, notify: true, is: 'absent', basis: 'whole' }]);
  expect(await stepsOf(one)).toContain('preview not used: the whole is there');

  networkSays(0.99);
  it().sent.push(...messages.slice(0, 1));
  await settle();
  expect(await said(one.record)).toEqual([{ version: 1, notify: true, is: 'absent', basis: 'whole' }]);
  expect(await instancesOf(one.record, one.uid)).toHaveLength(1);
});
