import { expect, test } from '@jest/globals';
import { wordsOfReasons } from './reasons.ts';

test.each(['study-of-two-patients', 'wrong-worklist-entry', 'sop-conflict', 'patient-unknown', 'dicom-form-not-made'])(
  '%s says in both languages what to do',
  (reason) => {
    const [said] = wordsOfReasons([reason]);
    expect(said?.reason).toBe(reason);
    expect(said?.whatToDo.en).toMatch(/^[A-Z].{30,}\.$/);
    expect(said?.whatToDo.ru).toMatch(/^[А-Я].{30,}\.$/);
  },
);

test('what is no reason of the list has no words', () => {
  expect(wordsOfReasons(['(7FE0,0010)', 'toString'])).toEqual([]);
});
