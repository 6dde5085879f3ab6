import { describe, expect, test } from '@jest/globals';
import { connectorState } from '../../local/day/silence.ts';
import { EHR_SILENT } from '../../local/demonstration.ts';
import { readLedger } from '../../local/ehr/process.ts';
import type { PlayedDay } from './played.ts';

/** Holds what became of the results of the clinic whose record system takes HL7 and hung for a while. */
export function aboutSilence(played: () => PlayedDay): void {
  describe('the record system that was silent for a while', () => {
    test('has every result when it is back: nothing waits, no human is asked, nothing was refused', async () => {
      const state = await connectorState(played().dataFolder, 'district');
      expect(state).toMatchObject({ ehr: 'berezovo', waiting: 0, owed: 0, human: [], breaker: { state: 'closed' } });
      expect(state?.totals).toMatchObject({ refused: 0 });
      expect(state?.totals.delivered).toBeGreaterThan(20);
    });

    test('was silent while results came together at the edge, and the day says so', async () => {
      const state = await connectorState(played().dataFolder, 'district');
      expect(state?.lastSilence?.waited).toBeGreaterThan(0);
      expect(played().said.some((line) => /^EHR berezovo over HL7: was silent for \d/.test(line))).toBe(true);
    });

    test('took a result, never answered it, and was sent it again: it knew it by number and version', async () => {
      const ledger = await readLedger(played().dataFolder, 'berezovo');
      const versions = (outcome: string) =>
        ledger.filter((one) => one.outcome === outcome).map(({ resultId, version }) => `${resultId} ${version}`);
      const applied = versions('applied');
      expect(new Set(applied).size).toBe(applied.length);
      const { resultId, version } = ledger[EHR_SILENT.silentFrom - 1] ?? {};
      const unanswered = `${resultId} ${version}`;
      expect(applied).toContain(unanswered);
      // A newer version may have overtaken the repeat.
      const newer = ledger.filter((one) => one.resultId === resultId && one.version > (version ?? 0));
      expect([...versions('ignored').filter((one) => one === unanswered), ...newer]).not.toEqual([]);
    });
  });
}
