import { describe, expect, test } from '@jest/globals';
import { isScored, listCases } from './listing.ts';

const given = { confusion: false, ureaMmolL: 7.1, respiratoryRate: 31, systolicBP: 118, diastolicBP: 72, age: 70 };
const right = { id: 'right', inputs: given, expected: { total: 3 } };
const wrong = { id: 'wrong', inputs: given, expected: { total: 2, risk: 'low' } };
const child = { id: 'child', inputs: { ...given, age: 10 }, expected: { total: 2 } };

describe('a file of published cases', () => {
  test('is counted: what agrees, what differs and in what, what lies outside and why', () => {
    expect(listCases('curb65', { title: 'x', cases: [right, wrong, child, right] })).toEqual({
      rule: 'curb65',
      cases: 4,
      agree: 2,
      differing: [
        {
          case: 'wrong',
          differs: [
            { figure: 'total', expected: 2, got: 3 },
            { figure: 'risk', expected: 'low', got: 'severe' },
          ],
        },
      ],
      outside: [{ case: 'child', outside: 'from 18 years of age' }],
    });
  });
  test('may be a bare list; a case without a name has its number', () => {
    const { id: _, ...unnamed } = wrong;
    expect(listCases('curb65', [right, unnamed])).toMatchObject({ agree: 1, differing: [{ case: '2' }], outside: [] });
    expect(listCases('curb65', [])).toMatchObject({ cases: 0, agree: 0 });
  });
  test('that is none is refused by its name, as is an input that the rule cannot read', () => {
    expect(() => listCases('curb65', { inputs: given }, 'cases.json')).toThrow(/cases\.json/);
    expect(() => listCases('curb65', 'x')).toThrow(/curb65/);
    expect(() => listCases('curb65', [{ inputs: {}, expected: {} }])).toThrow(/malformed-request/);
    expect(() => listCases('nothing', [right])).toThrow(/nothing/);
  });
});

test('some rules can be asked for their figures, others cannot', () => {
  expect([isScored('curb65'), isScored('prior_image'), isScored('toString')]).toEqual([true, false, false]);
});
