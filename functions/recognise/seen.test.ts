import { describe, expect, test } from '@jest/globals';
import type { PreviewProof } from '../../domain/imaging/preview-proof.ts';
import type { ModelManifest } from '../../schemas/manifest.ts';
import { isEnough } from './seen.ts';

const input: ModelManifest['input'] = {
  name: 'image',
  shape: [1, 128, 128],
  resize: 'area',
  fit: 'pad',
  scale: 'unit',
};
const preview = { minimumPixels: 1024, provenPixels: 512, allowed: true, why: 'measured' };
const proof = (difference: number, fit: 'pad' | 'centre-crop' = 'pad'): PreviewProof => ({
  discarded: 2,
  squares: [{ side: 128, fit, difference }],
});
const seen = (pixels: number, stated?: PreviewProof, hasOwnWindow = true) => ({
  prefix: { rows: pixels + 100, columns: pixels, hasOwnWindow, proof: stated },
});

describe('a model is run on a preview', () => {
  test.each<[string, boolean, ReturnType<typeof seen>]>([
    ['of the size its manifest asks', true, seen(1024)],
    ['of a smaller one that is proven for this film', true, seen(512, proof(0.003))],
    ['not of a smaller one without a proof', false, seen(512)],
    ['not of one that is more than a grey level off', false, seen(512, proof(0.005))],
    ['not of one that was measured as another square', false, seen(512, proof(0.001, 'centre-crop'))],
    ['not of one below all sizes', false, seen(511, proof(0))],
    ['not where the header says no window', false, seen(1024, proof(0), false)],
  ])('%s', (_, enough, prefix) => {
    expect(isEnough({ preview, input }, prefix)).toBe(enough);
  });

  test('not where its manifest knows no smaller size, however well it is proven', () => {
    expect(isEnough({ preview: { ...preview, provenPixels: undefined }, input }, seen(512, proof(0)))).toBe(false);
  });

  test('and always on the whole', () => {
    expect(isEnough({ preview: { ...preview, allowed: false }, input }, {})).toBe(true);
  });
});
