import { expect, test } from '@jest/globals';
import { citedInWords, factInWords } from './cited.ts';
import type { Result } from './result.ts';

test.each([
  ['absent', 'нет'],
  ['female', 'женский'],
  ['1955-06-18', '18.06.1955'],
  ['1955-06', '1955-06'],
  ['6.9 ммоль/л', '6,9 ммоль/л'],
  ['>=7.5 mmol/L', '>=7,5 mmol/L'],
  ['J18.9', 'J18.9'],
  ['constructor', 'constructor'],
])('%s reads in Russian %s', (value, ru) => {
  expect(citedInWords(value).ru).toBe(ru);
});

test('what an AI did not find is never «нет», what it found never «есть»; of a physician’s word both are said', () => {
  const label = { en: 'Pneumonia', ru: 'Пневмония' };
  const said = (state: 'present' | 'absent', title = label) => {
    const content = { kind: 'finding', state, label: { title } } as unknown as Result['content'];
    return factInWords({ label, value: state }, { content }).ru;
  };
  expect(said('absent')).toBe('признаков выше порога нет; ничего другого не искали');
  expect(said('present')).toBe('признаки выше порога');
  expect(said('absent', { en: 'Report', ru: 'Заключение' })).toBe('нет');
});
