import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mod10 } from '../../schemas/mod10.ts';
import { some } from '../../test/some.ts';
import { isOmsPolicy } from './oms.ts';
import { isSnils } from './snils.ts';

describe('SNILS', () => {
  test.each([
    ['112-233-445 95', true],
    ['11223344595', true],
    ['21204338300', true],
    ['30025146900', true],
    ['112-233-445 96', false],
    ['123-456-789 01', false],
    ['123-456-789 64', true],
    ['111-111-111 45', false],
    ['1122334459', false],
    ['', false],
  ])('%s is possible: %s', (written, possible) => {
    expect(isSnils(written)).toBe(possible);
  });

  test('a single mistyped digit before the check number never passes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 1, max: 9 }), (place, more) => {
        const digits = [...'11223344595'];
        digits[place] = String((Number(digits[place]) + more) % 10);
        // Below 001-001-998 there is no check number to fail.
        fc.pre(digits.join('') > '00100199899');
        expect(isSnils(digits.join(''))).toBe(false);
      }),
    );
  });
});

describe('OMS policy', () => {
  test('a policy number is told by its check digit', () => {
    expect(isOmsPolicy('2341998071655749')).toBe(true);
    expect(isOmsPolicy('2341998071655740')).toBe(false);
    expect(isOmsPolicy('234199807165574')).toBe(false);
  });
});

const vectors = join(process.env.OKA_CORPORA ?? '../shared/data', 'vectors');
const cases = (file: string): { inputs: Record<string, string>; expected: Record<string, unknown> }[] =>
  JSON.parse(readFileSync(join(vectors, file), 'utf8')).cases;

(existsSync(vectors) ? describe : describe.skip)('published cases (skipped without OKA_CORPORA)', () => {
  test('SNILS', () => {
    for (const { inputs, expected } of some(cases('snils.json')))
      expect({ ...inputs, valid: isSnils(inputs.snils ?? '') }).toEqual({ ...inputs, ...expected });
  });

  test('OMS', () => {
    for (const { inputs, expected } of some(cases('oms_enp.json'))) {
      if (inputs.base !== undefined) expect(mod10(inputs.base)).toBe(expected.checkDigit);
      if (inputs.enp !== undefined) expect(isOmsPolicy(inputs.enp)).toBe(expected.valid);
    }
  });
});
