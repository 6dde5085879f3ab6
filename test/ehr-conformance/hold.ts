import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CASES } from './cases.ts';
import type { Subject } from './subject.ts';

/** Holds a record system, or a connector with one behind it, to the rules of docs/ehr-contract.md that show from outside. */
export function holdsTheContract(name: string, start: () => Promise<Subject>): void {
  describe(`${name}, by docs/ehr-contract.md`, () => {
    let subject: Subject;
    beforeEach(async () => {
      subject = await start();
    });
    afterEach(() => subject.stop());

    test.each(CASES)('$name', async ({ given, shown, applied }) => {
      for (const published of given) expect(await subject.give(published)).toBe('AA');
      await holds(shown, applied);
    });

    test.each(CASES)('$name, also over restarts in between', async ({ given, shown, applied }) => {
      for (const published of given) {
        expect(await subject.give(published)).toBe('AA');
        await subject.restart?.();
      }
      await holds(shown, applied);
    });

    async function holds(shown: (typeof CASES)[number]['shown'], applied: readonly string[]): Promise<void> {
      const wanted = Object.fromEntries(
        Object.entries(shown).map(([result, { version, withdrawn }]) => [
          result,
          { version, withdrawn: withdrawn === true },
        ]),
      );
      expect(await subject.shown()).toEqual(wanted);
      expect((await subject.applied()) ?? applied).toEqual(applied);
    }
  });
}
