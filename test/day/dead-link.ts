import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readState } from '../../edge/state.ts';
import { LedgerAnswer } from '../../schemas/api/answers.ts';
import { atRest } from './at-rest.ts';
import { OPERATOR, type PlayedDay } from './played.ts';

/** Holds what became of what the hospital sent while its edge had no line to the region. */
export function aboutTheDeadLink(played: () => PlayedDay): void {
  describe('the hospital whose line was dead in the middle of the day', () => {
    const sentence = () => played().said.find((line) => line.startsWith('Link of “district”: '));

    test('noticed nothing: its edge took every message and film, and the day says what waited', () => {
      expect(played().said.filter((line) => line.includes('refused at the door'))).toEqual([]);
      const [, seconds, messages, images] =
        /was dead for ([\d.]+) s; (\d+) messages and (\d+) images waited at the edge; all arrived/.exec(
          sentence() ?? '',
        ) ?? [];
      expect(Number(seconds)).toBeGreaterThanOrEqual(6);
      expect(Number(messages)).toBeGreaterThan(10);
      expect(Number(images)).toBeGreaterThan(3);
    });

    test('has its urgent film seen first when the line is back, past routine ones that had come before', () => {
      const [, past] =
        /first went film-D-1004 \(urgent\), past (\d+) images that had come before it$/.exec(sentence() ?? '') ?? [];
      expect(Number(past)).toBeGreaterThan(0);
    });

    test('lost nothing and had nothing doubled: the region counts each thing once', async () => {
      const own = played().day.files.filter(({ clinic }) => clinic === 'district');
      const days = [Date.now(), Date.now() - 86_400_000].map((at) => new Date(at).toISOString().slice(0, 10));
      const ledgers = await Promise.all(
        days.map(async (day) =>
          LedgerAnswer.parse(await (await played().ask(`/ledger/district/${day}`, OPERATOR)).json()),
        ),
      );
      const accepted = ledgers.reduce((sum, ledger) => sum + ledger.accepted, 0);
      expect(accepted).toBe(new Set(own.map(({ sha256 }) => sha256)).size);
    });

    test('sent its films as working copies under names that the edge gives, and a procedure step that was completed; nothing waits there', async () => {
      const names = played()
        .day.files.filter(({ clinic, name }) => clinic === 'district' && name.startsWith('film-'))
        .map((file) => ({ file, name: played().nameOf(file) }));
      expect(names.length).toBeGreaterThan(10);
      for (const { file, name } of names) expect(name).not.toBe(file.sha256);
      const state = await atRest(async () => {
        const { objects, totals } = (await readState(join(played().dataFolder, 'edge', 'district'))) ?? {};
        return {
          waiting: objects?.waiting,
          refused: objects?.refused,
          kept: objects?.kept,
          stored: totals?.['dicom: stored'],
        };
      });
      const images = played().day.files.filter(({ clinic, kind }) => clinic === 'district' && kind === 'image');
      const { end } = await played().traceOf('child-disagrees', 'step');
      expect(end?.state).toMatch(/stored|published/);
      // The film that the modality sends a second time is one object at the edge, and the region hears of it once.
      const kept = new Set(images.map(({ sha256 }) => sha256)).size;
      expect(state).toEqual({ waiting: 0, refused: 0, kept, stored: images.length - 1 });
      expect(kept).toBe(images.length - 1);
    });
  });
}
