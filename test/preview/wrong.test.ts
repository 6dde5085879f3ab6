import { describe, expect, test } from '@jest/globals';
import { resourceId } from '../../domain/fhir/identifiers.ts';
import { receiveImage } from '../../functions/receive-image/receive.ts';
import { DOMAIN, KEY } from './film.ts';
import { previewStage } from './stage.ts';

const { film, putPrefix, putRest, put, settle, markSent, said, stepsOf, instancesOf, networkSays, it, world, tools } =
  previewStage();

describe('a sender that is wrong about its pixels', () => {
  test('has what its preview said taken back by the whole', async () => {
    networkSays(0.99, 0.01);
    const one = await film();
    const claimed = 'c'.repeat(64);
    await putPrefix(one, { pixelHash: claimed });
    await settle();
    expect(await said(one.record)).toEqual([{ version: 1, notify: true, is: 'present', basis: 'preview' }]);
    await markSent(one.record);
    await put(one, { from: one.preview, to: one.bytes.length, pixelHash: claimed });
    await settle();
    expect(await said(one.record)).toEqual([{ version: 2, notify: true, is: 'absent', basis: 'whole' }]);
    const instances = await instancesOf(one.record, one.uid);
    expect(JSON.stringify(instances)).toContain(one.pixelHash);
    expect(instances).toHaveLength(1);
  });

  test('says no hash: the prefix waits for the whole', async () => {
    networkSays(0.99);
    const one = await film();
    await putPrefix(one, { pixelHash: undefined });
    await settle();
    expect(await said(one.record)).toEqual([]);
    expect(await stepsOf(one)).toContain('preview not used: no pixel hash');
  });
});

test('a prefix of another object is refused with the whole, and what it said of another patient is taken back', async () => {
  networkSays(0.99, 0.01);
  const other = await film();
  const own = await film();
  const one = { ...own, preview: Math.max(own.preview, other.preview) };
  await putPrefix(one, { body: other.bytes.subarray(0, one.preview), pixelHash: other.pixelHash });
  await settle();
  expect(await said(other.record)).toEqual([{ version: 1, notify: true, is: 'present', basis: 'preview' }]);
  await markSent(other.record);
  expect(await putRest(one)).toBe(422);
  // The sender reads the file again and sends the same cuts.
  await putPrefix(one);
  await putRest(one);
  await settle();
  expect(await said(one.record)).toEqual([{ version: 1, notify: true, is: 'absent', basis: 'whole' }]);
  expect((await said(other.record)).map(({ is, notify }) => [is, notify])).toEqual([['withdrawn', true]]);
  expect(await instancesOf(other.record, other.uid)).toEqual([]);
});

test('a prefix is read in the character set of its clinic, as the whole is: one patient, not two names', async () => {
  networkSays(0.99);
  const one = await film({
    '00080005': ['CS', 'ISO_IR 100'],
    '00081030': ['LO', 'CHEST'],
    '00100010': ['PN', Uint8Array.of(0xfc, 0x20)],
  });
  await putPrefix(one);
  await settle();
  await putRest(one);
  await settle();
  const id = resourceId(KEY, 'ImagingStudy', [DOMAIN, one.uid]);
  const study = await it().world.chart.get(one.record, 'ImagingStudy', id);
  expect(Object.keys(study?.groups ?? {}).filter((name) => name.startsWith('header:'))).toHaveLength(1);
});

test('a prefix of another patient whom nobody knows, noted and never said, does not hold the whole up', async () => {
  networkSays(0.01);
  const other = await film({ '00100020': ['LO', 'P-nobody'] });
  const own = await film();
  const one = { ...own, preview: Math.max(own.preview, other.preview) };
  await putPrefix(one, { body: other.bytes.subarray(0, one.preview), pixelHash: other.pixelHash });
  const [message] = it().sent.splice(0);
  // The process dies between the note and the chart.
  const { chart } = world();
  const dying = { ...world(), chart: { ...chart, write: () => Promise.reject(new Error('killed')) } };
  if (message?.message.type !== 'oka.image.uploaded') throw new Error('no message');
  await expect(receiveImage(message.message, dying, tools().codecs)).rejects.toThrow('killed');
  await putPrefix(one);
  await putRest(one);
  await settle();
  expect(await said(one.record)).toEqual([{ version: 1, notify: true, is: 'absent', basis: 'whole' }]);
});

test('what two prefixes said of two other objects is taken back, not only what the last one said', async () => {
  networkSays(0.99, 0.99, 0.01);
  const [first, second, own] = [await film(), await film(), await film()];
  const one = { ...own, preview: Math.max(...[own, first, second].map(({ preview }) => preview)) };
  await putPrefix(one, { body: first.bytes.subarray(0, one.preview), pixelHash: first.pixelHash });
  const [message] = it().sent;
  await settle();
  await putPrefix(one, { body: second.bytes.subarray(0, one.preview), pixelHash: second.pixelHash });
  // The queue gives its message out a second time.
  if (message) it().sent.push(message);
  await settle();
  for (const { record } of [first, second]) await markSent(record);
  await putPrefix(one);
  await putRest(one);
  await settle();
  for (const { record } of [first, second]) expect((await said(record)).map(({ is }) => is)).toEqual(['withdrawn']);
  expect((await said(one.record)).map(({ is }) => is)).toEqual(['absent']);
});
