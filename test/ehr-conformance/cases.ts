import type { Published } from './subject.ts';

/** What is given to a record system, in this order, and the version of each result that it must show in the end; 0: withdrawn. */
export type Case = {
  readonly name: string;
  readonly given: readonly Published[];
  readonly shown: Readonly<Record<string, { readonly version: number; readonly withdrawn?: true }>>;
  /** Versions that may be applied, each at most once. */
  readonly applied: readonly string[];
};

const one = (result: string, version: number, more: Partial<Published> = {}): Published => ({
  result,
  version,
  record: 1,
  ...more,
});

/** Rules 1, 2, 4 of docs/ehr-contract.md, by what can be seen from outside. */
export const CASES: readonly Case[] = [
  {
    name: 'a version is applied once, however often it comes',
    given: [one('a', 1), one('a', 1), one('a', 1)],
    shown: { a: { version: 1 } },
    applied: ['a 1'],
  },
  {
    name: 'a higher version replaces',
    given: [one('a', 1), one('a', 2), one('a', 3)],
    shown: { a: { version: 3 } },
    applied: ['a 1', 'a 2', 'a 3'],
  },
  {
    name: 'a lower version that comes late changes nothing',
    given: [one('a', 3), one('a', 1), one('a', 2)],
    shown: { a: { version: 3 } },
    applied: ['a 3'],
  },
  {
    name: 'a withdrawal takes the result out of sight, and a repeat of the older version does not bring it back',
    given: [one('a', 1), one('a', 2, { withdrawn: true }), one('a', 1)],
    shown: { a: { version: 2, withdrawn: true } },
    applied: ['a 1', 'a 2'],
  },
  {
    name: 'what was withdrawn may be said again, as a higher version',
    given: [one('a', 1), one('a', 2, { withdrawn: true }), one('a', 3)],
    shown: { a: { version: 3 } },
    applied: ['a 1', 'a 2', 'a 3'],
  },
  {
    name: 'results of one patient do not replace one another',
    given: [one('a', 1), one('b', 1), one('a', 2)],
    shown: { a: { version: 2 }, b: { version: 1 } },
    applied: ['a 1', 'b 1', 'a 2'],
  },
  {
    name: 'records do not mix',
    given: [one('a', 1), one('b', 5, { record: 2 }), one('b', 4, { record: 2 })],
    shown: { a: { version: 1 }, b: { version: 5 } },
    applied: ['a 1', 'b 5'],
  },
];
