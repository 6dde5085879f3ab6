import fc from 'fast-check';
import { type SenderClock, type StoryInput, segment, type When } from './message.ts';

/** Few moments, so that many things happen at one time; clocks that are mostly right. */
const when: fc.Arbitrary<When> = fc.record({
  minute: fc.nat(5).map((step) => step * 10),
  clock: fc.constantFrom<SenderClock>('right', 'right', 'right', 'right', 'ahead', 'none'),
});

const SNILS = '112-233-445 95^^^&1.2.643.100.3&ISO^SS';
const PEOPLE = [
  ['Небылицын^Пётр^Фомич', '19480512', 'M'],
  ['Небылицын^Петр^Фомич', '194805', 'M'],
  ['Небылицына^Пелагея^Фоминична', '19480512', 'F'],
] as const;

/** PID of one of the two numbers that the hospital has for him, in one of the spellings it has used. */
export const pid = (number: string, person = 0, domain = 'HOS'): string => {
  const [name, born, sex] = PEOPLE[person] ?? PEOPLE[0];
  return segment('PID', { 1: '1', 3: `${number}^^^${domain}^PI~${SNILS}`, 5: name, 7: born, 8: sex });
};

export const number = fc.constantFrom('70001', '70002');
export const person = fc.nat(PEOPLE.length - 1);
export const visit = fc.constantFrom('V-1', 'V-2');

/** One kind of thing that can happen; gives one message. */
export type Happening = fc.Arbitrary<StoryInput>;
export const happening = <T>(parts: fc.Arbitrary<T>, tell: (said: T, when: When) => StoryInput): Happening =>
  fc.tuple(parts, when).map(([said, at]) => tell(said, at));
