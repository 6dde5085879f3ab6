import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { encodeAs } from '../../../test/charsets.ts';
import { weigh } from './evidence.ts';
import { guessOf, KEPT_TELLING, mergeEvidence, nameIn, senderId, type Telling } from './sender.ts';

const telling = (text: string, charset = 'koi8-r'): Telling => ({
  sha256: text,
  costs: weigh(encodeAs(text, charset)),
});

const WORDS = ['ЧП', 'Ли', 'ЁЖ', 'Пётр', 'СОБАКИНА', 'г/л', 'Небылицын', 'Гемоглобин', 'моча', 'ОЙ'];
const evidence = fc
  .array(fc.tuple(fc.constantFrom(...WORDS), fc.constantFrom(...WORDS), fc.constantFrom('koi8-r', 'windows-1251')), {
    maxLength: KEPT_TELLING + 4,
  })
  .map((texts) =>
    mergeEvidence(
      [],
      texts.map(([a, b, set]) => telling(`${a} ${b}`, set)),
    ),
  );

describe('the evidence of a sender', () => {
  test('merges commutatively, associatively and idempotently', () => {
    fc.assert(
      fc.property(evidence, evidence, evidence, (a, b, c) => {
        expect(mergeEvidence(a, b)).toEqual(mergeEvidence(b, a));
        expect(mergeEvidence(mergeEvidence(a, b), c)).toEqual(mergeEvidence(a, mergeEvidence(b, c)));
        expect(mergeEvidence(mergeEvidence(a, b), a)).toEqual(mergeEvidence(a, b));
      }),
    );
  });

  test('keeps the inputs that tell most', () => {
    const weak = Array.from({ length: 40 }, (_, n) => ({ ...telling('ЧП'), sha256: `weak ${n}` }));
    const kept = mergeEvidence(weak, [telling('Небылицын Пётр')]);
    expect(kept).toHaveLength(KEPT_TELLING);
    expect(kept[0]?.sha256).toBe('Небылицын Пётр');
  });

  test('of many short messages is clearer than each of them', () => {
    // In KOI8-R, ЧП alone looks like windows-1251.
    const short = ['ЧП', 'Ли', 'моча', 'г/л', 'Пак', 'Цой'].map((text) => telling(text));
    expect(guessOf(short.slice(0, 1)).charset).toBe('windows-1251');
    expect(guessOf(short)).toMatchObject({ charset: 'koi8-r' });
    expect(guessOf(short).margin).toBeGreaterThan(Math.max(...short.map((one) => guessOf([one]).margin)));
  });

  test('that is none leaves windows-1251 assumed', () => {
    expect(guessOf([])).toMatchObject({ charset: 'windows-1251' });
  });
});

test('a sender goes by its names in any case, and by no other clinic’s', () => {
  const name = { clinic: 'lab', application: 'LIS', facility: 'Main' };
  expect(senderId({ ...name, application: ' lis ' })).toBe(senderId(name));
  expect(senderId({ ...name, clinic: 'north' })).not.toBe(senderId(name));
  expect(senderId({ ...name, application: 'LISM', facility: 'ain' })).not.toBe(senderId(name));
});

test('a name beyond ASCII is kept byte by byte and shown as it reads in a set', () => {
  const seen = new TextDecoder('windows-1252').decode(encodeAs('ЛИС-1', 'windows-1251'));
  expect(nameIn('windows-1251', seen)).toBe('ЛИС-1');
  expect(nameIn('koi8-r', 'LIS')).toBe('LIS');
});
