import { describe, expect, test } from '@jest/globals';
import { choose, type Offer, wantedOf } from './accept.ts';

const LE = '1.2.840.10008.1.2.1';
const HT = '1.2.840.10008.1.2.4.202';
/** What a frame of an HTJ2K object can be. */
const OFFERS: Offer<string>[] = [
  { type: 'application/octet-stream', transferSyntax: LE, stored: false, of: 'decoded' },
  { type: 'image/jphc', transferSyntax: HT, stored: true, of: 'stored' },
  { type: 'application/octet-stream', transferSyntax: HT, stored: true, of: 'stored as octets' },
];
const chosen = (accept: string | undefined, single = true) => {
  const found = choose(wantedOf(accept), OFFERS, single);
  return found && [found.of, found.multipart];
};

describe('an Accept header for frames', () => {
  test.each<[string | undefined, [string, boolean] | undefined]>([
    // What OHIF's loader sends.
    ['multipart/related; type=application/octet-stream; transfer-syntax=*', ['stored as octets', true]],
    // dicomweb-client.
    ['multipart/related; type="application/octet-stream"', ['decoded', true]],
    [`multipart/related; type="application/octet-stream"; transfer-syntax=${LE}`, ['decoded', true]],
    ['multipart/related; type="image/jphc"', ['stored', true]],
    ['multipart/related; type=image/jphc; transfer-syntax=*', ['stored', true]],
    [`multipart/related; type="image/jphc"; transfer-syntax=${HT}`, ['stored', true]],
    ['multipart/related; type="image/jphc"; transfer-syntax=1.2.840.10008.1.2.4.201', undefined],
    ['image/jphc', ['stored', false]],
    ['application/octet-stream', ['decoded', false]],
    ['application/octet-stream; transfer-syntax=*', ['stored as octets', false]],
    ['image/*', ['stored', false]],
    ['*/*', ['decoded', true]],
    ['*/*; transfer-syntax=*', ['stored', true]],
    [undefined, ['decoded', true]],
    ['', ['decoded', true]],
    ['multipart/related', ['decoded', true]],
    ['multipart/related; type="image/jls", multipart/related; type="image/jphc"; q=0.5', ['stored', true]],
    ['image/jphc;q=0.2, application/octet-stream;q=0.9', ['decoded', false]],
    ['image/jphc;q=0, application/octet-stream;q=0.001', ['decoded', false]],
    ['multipart/related; type="image/jhc"; transfer-syntax=1.2.840.10008.1.2.4.202', ['stored', true]],
    ['IMAGE/JPHC', ['stored', false]],
    ['image/jls', undefined],
    ['text/html', undefined],
    ['nonsense', undefined],
    ['image/jphc;q=2', undefined],
    ['multipart/related; type=nonsense', undefined],
    ['multipart/related; type="image/jphc', undefined],
  ])('%s', (accept, expected) => {
    expect(chosen(accept)).toEqual(expected);
  });

  test('for several frames takes a multipart only', () => {
    expect(chosen('image/jphc', false)).toBeUndefined();
    expect(chosen('image/jphc, multipart/related; type=image/jphc', false)).toEqual(['stored', true]);
    expect(chosen('*/*', false)).toEqual(['decoded', true]);
  });
});
