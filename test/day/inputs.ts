import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readState } from '../../edge/state.ts';
import { CharsetsAnswer, LedgerAnswer } from '../../schemas/api/answers.ts';
import { atRest } from './at-rest.ts';
import { OPERATOR, type PlayedDay } from './played.ts';

/** Holds what becomes of everything that the clinics send: each input has one end, whatever its form. */
export function aboutInputs(played: () => PlayedDay): void {
  describe('what the clinics of the day send', () => {
    test('every input has come to one of its ends, and the ledger balances', async () => {
      expect(played().whole).toBe(true);
      for (const clinic of ['district', 'post', 'lab']) {
        const days = [Date.now(), Date.now() - 86_400_000].map((at) => new Date(at).toISOString().slice(0, 10));
        for (const day of days) {
          const ledger = LedgerAnswer.parse(await (await played().ask(`/ledger/${clinic}/${day}`, OPERATOR)).json());
          expect(ledger).toMatchObject({ inFlight: 0, overdue: [] });
          expect(ledger.accepted).toBe(ledger.quarantined + ledger.stored + ledger.published);
        }
      }
    });

    test.each([
      ['post-corrupt', 'film-2005', 'quarantined', 'dicom-truncated'],
      ['broken-record', 'no-patient', 'quarantined', 'hl7-structure'],
      ['foreign-domain', 'laboratory-L-9012', 'quarantined', 'no-identity'],
      ['unknown-event', 'document', 'stored', 'hl7-unsupported'],
    ])('%s %s ends as %s with the code %s', async (person, name, state, code) => {
      expect((await played().traceOf(person, name)).end).toMatchObject({ state, code });
    });

    test('the same bytes again are the same input, counted as a repeat; where an edge has them already, it sends them once', async () => {
      const trace = await played().traceOf('sent-twice', 'laboratory-L-9010');
      // A slow line may make the uplink send a segment once more: never less than what the day repeats.
      expect(trace.repeats).toBeGreaterThanOrEqual(1);
      const [film, again] = ['film-D-1008', 'film-D-1008-again'].map((name) => played().fileOf('child-twice', name));
      expect(film && again && played().nameOf(again)).toBe(film && played().nameOf(film));
    });

    test('the hospital’s messages went in over MLLP, and nothing of them waits at its edge', async () => {
      // The edge says how it stands every few seconds.
      const state = await atRest(async () => {
        const { totals, waiting } = (await readState(join(played().dataFolder, 'edge', 'district'))) ?? {};
        return { totals, waiting };
      });
      const sent = played().day.files.filter(({ clinic, kind }) => clinic === 'district' && kind === 'record');
      expect(sent.length).toBeGreaterThan(20);
      const { accepted = 0, repeats = 0 } = state.totals ?? {};
      expect({ taken: accepted + repeats, waiting: state.waiting }).toEqual({ taken: sent.length, waiting: 0 });
    });

    test('an analyser that declares ASCII and sends windows-1251 is read, and its set waits for a human', async () => {
      const { senders } = CharsetsAnswer.parse(await (await played().ask('/charsets/lab', OPERATOR)).json());
      expect(senders).toMatchObject([
        {
          ...{ application: 'ANALYSER', state: 'guessed', charset: 'windows-1251', inputs: 1, toRead: 0 },
          guess: { charset: 'windows-1251', clear: true },
        },
      ]);
      expect(senders[0]?.samples.map(({ words }) => words.join())).toContainEqual(expect.stringContaining('Глюкоза'));
      expect((await played().traceOf('normal-1', 'laboratory-A-9023')).end?.state).toMatch(/stored|published/);
    });

    test('the table has one row per input and says what a human must do', () => {
      const table = played().said.find((line) => line.includes('what a human must do now')) ?? '';
      expect(table.trim().split('\n')).toHaveLength(played().day.files.length + 2);
      expect(table).toContain('CALL the physician now');
      expect(table).toContain('RADIOLOGIST DISAGREES');
    });
  });
}
