import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Party } from '../../local/keys.ts';
import { IdentitiesAnswer } from '../../schemas/api/answers.ts';
import type { PlayedDay } from './played.ts';

/** Holds what the day makes of things said late, wrongly or of another patient. */
export function aboutCorrections(played: () => PlayedDay): void {
  const shown = () => played().shown;

  describe('what is said late or corrected', () => {
    test('a finding whose patient turned out to be another is withdrawn, and a rejection note takes its report back', async () => {
      const film = await played().traceOf('child-twice', 'film-D-1008');
      const findings = (film.results ?? []).filter(({ kind }) => kind === 'finding');
      expect(findings.filter(({ state }) => state === 'current')).toEqual([]);
      // Whether the finding was told before the correction came is a matter of seconds, and so is whether the record system
      // had it before the withdrawal overtook it at the edge; what was told is taken back.
      const forms = (await readdir(join(played().dataFolder, 's3'), { recursive: true }))
        .filter((path) => path.includes(`/forms/${film.record}/`))
        .map((path) => /\/(report|note)\.dcm/.exec(path)?.[1])
        .filter((kind) => kind !== undefined);
      const told =
        shown()
          .records.find(({ record }) => record === film.record)
          ?.results.flatMap(({ history }) => history) ?? [];
      const wasShown = told.some(({ state }) => state === 'current');
      expect(wasShown ? [['note', 'report']] : [[], ['note', 'report']]).toContainEqual([...new Set(forms)].sort());
    });

    test('a film that came before its patient and order is reported once they arrive, and leaves the list', async () => {
      expect(shown().findingOf('Присказкин')).toMatchObject({ content: { state: 'present' } });
      const waiting = await (await played().ask('/waiting/district', { kind: 'edge', clinic: 'district' })).text();
      expect(waiting).not.toContain(played().nameOf(played().fileOf('child-late-order', 'film-D-1005')));
    });

    test('a potassium sent for the wrong patient counts for the right one alone; the laboratory finds both on its list', async () => {
      expect(shown().adviceOf('Набросков')).toEqual([]);
      expect(shown().adviceOf('Макетова')).toMatchObject([{ rule: { id: 'critical_labs' } }]);
      const waiting = await (await played().ask('/waiting/lab', { kind: 'edge', clinic: 'lab' })).text();
      for (const person of ['normal-2', 'normal-3'])
        expect(waiting).toContain(played().fileOf(person, 'laboratory-L-9024').sha256);
    });

    test('a study of two films is one result, and one that nobody ordered speaks when it has gone quiet', () => {
      const findings = shown()
        .current('Двоеточкина')
        .filter(({ result }) => result?.content.kind === 'finding');
      expect(findings).toMatchObject([{ result: { content: { state: 'present', study: { accession: '2011' } } } }]);
      expect(findings[0]?.result?.content).not.toHaveProperty('incomplete');
      expect(shown().findingOf('Безнаказова')).toMatchObject({ content: { state: 'absent' } });
    });

    test('a clock that runs ahead loses to a later correction with the right time', () => {
      expect(shown().adviceOf('Сновидов')).toEqual([]);
    });

    test('a corrected potassium leaves nothing said of the preliminary one', () => {
      expect(shown().adviceOf('Придумкина')).toEqual([]);
    });

    test('after a merge the creatinine under the old number counts for the surviving patient', () => {
      expect(shown().adviceOf('Миражова')).toMatchObject([{ rule: { id: 'ckdepi2021' } }]);
    });

    test('a patient whom hospital and post know by one SNILS is one: both physicians have the critical potassium', () => {
      for (const clinic of ['district', 'post'] as const)
        expect(shown().at(clinic, 'Эскизов')).toMatchObject([{ state: 'current', severity: 'critical' }]);
    });

    test('a corrected birth date parts two records of one SNILS: the result is withdrawn at the post, and a human is asked', async () => {
      expect(shown().at('district', 'Образцова')).toMatchObject([{ state: 'current' }]);
      expect(
        shown()
          .at('post', 'Образцова')
          .filter(({ state }) => state === 'current'),
      ).toEqual([]);
      const person: Party = { kind: 'person', id: 'registrar', clinic: 'post', roles: ['registrar'] };
      const { pairs } = IdentitiesAnswer.parse(await (await played().ask('/identities/post', person)).json());
      expect(pairs).toMatchObject([{ state: 'waiting', differs: ['birth-date'], numbers: [{ system: 'snils' }] }]);
      expect(pairs[0]?.sides.map(({ clinic }) => clinic).sort()).toEqual(['district', 'post']);
    });
  });
}
