import { describe, expect, test } from '@jest/globals';
import { breachesOfResponse } from '../../domain/cds-hooks/invariants.ts';
import { ruleOf } from '../../local/day/hooks.ts';
import type { PlayedDay } from './played.ts';

/** What no physician of the day may miss: the patient and the critical matter that his chart tells when it is opened. */
const MUST_BE_TOLD = [
  ['appointment', 'Критически высокий калий: 6,9 ммоль/л'],
  ['normal-3', 'Критически высокий калий: 6,8 ммоль/л'],
  ['potassium-answered', 'Критически низкий калий: 2,3 ммоль/л'],
  ['potassium-silent', 'Критически высокий калий: 6,9 ммоль/л'],
];

/** Holds how physicians are interrupted on the sample day, by what their record systems were told over CDS Hooks. */
export function aboutInterruptions(played: () => PlayedDay): void {
  const told = () => played().interruptions?.told ?? [];
  const cardsOf = (person: string, hook: string) =>
    told().flatMap(({ call, answer }) => (call.person === person && call.hook === hook ? [answer.cards] : []));

  describe('physicians who open charts and sign orders', () => {
    test('are interrupted at most once for ten patients, and miss nothing critical', () => {
      const { patients = 0, interruptive = [] } = played().interruptions ?? {};
      expect(patients).toBeGreaterThanOrEqual(60);
      expect(interruptive.length * 10).toBeLessThanOrEqual(patients);
      const critical = interruptive.filter(({ hook }) => hook === 'patient-view');
      expect(critical.map(({ person, summary }) => [person, summary]).sort()).toEqual(MUST_BE_TOLD);
      expect(played().said.some((line) => line.includes('per 10 patients'))).toBe(true);
    });

    test('get answers that are valid by the specification, each of them', () => {
      expect(told().length).toBeGreaterThan(300);
      for (const { answer } of told()) {
        expect([200, 412]).toContain(answer.status);
        if (answer.status === 200) expect(breachesOfResponse(answer.body)).toEqual([]);
      }
      expect(new Set(told().map(({ call }) => call.hook))).toEqual(
        new Set(['patient-view', 'appointment-book', 'order-sign']),
      );
    });

    test('hear of warfarin with ibuprofen once: what one has overridden with a reason is not said again', () => {
      const [first, second] = told()
        .filter(
          ({ call, service }) =>
            call.person === 'warfarin' && call.hook === 'order-sign' && service === 'oka-interactions',
        )
        .map(({ answer }) => answer.cards.map(ruleOf));
      expect([first, second]).toEqual([['ddi_warfarin_nsaid'], []]);
    });

    test('read what could not be looked at where a record system’s own server keeps silent', () => {
      const [signed] = cardsOf('visitor-13', 'order-sign').filter((cards) => cards.length);
      expect(signed?.map(({ summary }) => summary)).toEqual([
        expect.stringMatching(/^Не проверено: дозы по функции почек/),
      ]);
      const refused = told().filter(({ call }) => call.person === 'visitor-16' && call.server === 'silent');
      expect(refused.map(({ answer }) => answer.status)).toEqual(refused.map(() => 412));
      expect(refused.length).toBeGreaterThan(2);
    });
  });
}
