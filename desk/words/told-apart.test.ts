import { describe, expect, test } from '@jest/globals';
import { DAY } from '../appointments/words.ts';
import { DUTY } from '../duty/words.ts';
import { RESULT, WAY } from '../result/words.ts';
import { ACKNOWLEDGE } from '../result/words-acknowledge.ts';
import { KEYS } from '../shell/words.ts';
import { CRITICAL, LIST, STANDING } from '../worklist/words.ts';

const acknowledging = [DAY, DUTY, RESULT, WAY, ACKNOWLEDGE, KEYS, CRITICAL, LIST, STANDING];

describe('words that must not be taken for each other', () => {
  test('“confirmed” is said of findings and names alone: whoever acknowledges a result of the AI confirms nothing', () => {
    expect(JSON.stringify(acknowledging)).not.toMatch(/подтвер[жд]/i);
  });

  test('a record system never “accepts” in the word that is a human’s', () => {
    expect(STANDING.refused.ru).not.toMatch(/принял/i);
    expect(STANDING.acknowledged.ru).toMatch(/принято врачом/);
  });
});
