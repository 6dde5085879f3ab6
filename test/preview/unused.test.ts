import { expect, test } from '@jest/globals';
import { readInstance } from '../../platform/archive.ts';
import { syntheticImage } from '../images.ts';
import { sha256Hex } from '../sha256.ts';
import { previewStage } from './stage.ts';

const { film, putPrefix, putRest, put, settle, said, stepsOf, instancesOf, networkSays, ran, world } = previewStage();

test.each([
  ['cut inside the header', 600],
  ['cut before the lowest resolution', 0],
])('a prefix that is %s waits for the whole', async (_, bytes) => {
  networkSays(0.01);
  const one = await film();
  const lowest = one.bytes.indexOf(0x4f, 1000);
  const short = { ...one, preview: bytes || lowest + 40 };
  await putPrefix(short);
  await settle();
  expect((await stepsOf(one)).filter((step) => step.startsWith('preview not used'))).toHaveLength(1);
  expect(ran()).toEqual([]);
  await putRest(short);
  await settle();
  expect(await said(one.record)).toEqual([{ version: 1, notify: true, is: 'absent', basis: 'whole' }]);
});

test('a prefix smaller than the manifest asks, or without a window, is shown and not given to the network', async () => {
  networkSays(0.99);
  const small = await film();
  const encoded = { ...small, preview: small.preview - 1 };
  await putPrefix(encoded);
  const dark = await film({ '00281050': undefined, '00281051': undefined });
  await putPrefix(dark);
  await settle();
  expect(ran()).toEqual([]);
  expect(await instancesOf(small.record, small.uid)).toHaveLength(1);
  expect(await stepsOf(dark)).toContain('recognised on preview: ');
});

test('the region keeps the bytes that were sent where they are a working copy already, and makes one where they are not', async () => {
  networkSays(0.01);
  const one = await film();
  await putPrefix(one);
  await putRest(one);
  await settle();
  expect((await readInstance(world(), one.input)).form).toBe('as-sent');
  const bytes = syntheticImage({ rows: 60, columns: 60, bits: 12 });
  const native = { ...one, bytes, input: { ...one.input, sha256: sha256Hex(bytes) }, preview: 1 };
  await put(native, { from: 0, to: bytes.length });
  await settle();
  const copy = await readInstance(world(), native.input);
  expect(copy.form).toBe('working-copy');
  expect(copy.bytes.length).toBeLessThan(bytes.length);
});
