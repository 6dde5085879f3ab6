import { describe, expect, test } from '@jest/globals';
import { replay } from '../../cli/replay.ts';
import type { Party } from '../../local/keys.ts';
import { TraceAnswer, WaitingAnswer } from '../../schemas/api/answers.ts';
import { printed } from '../printed.ts';
import { OPERATOR, type PlayedDay } from './played.ts';

/** Holds what is said of the films of the day, and what is not. */
export function aboutFilms(played: () => PlayedDay): void {
  const shown = () => played().shown;

  describe('films of the day', () => {
    test('a child’s film with signs of pneumonia reaches the record, preliminary, with its preview; a heat map is off by default', () => {
      const result = shown().findingOf('Небылицын');
      expect(result).toMatchObject({ content: { state: 'present', basis: 'whole' }, severity: 'warning' });
      const pictures = shown()
        .current('Небылицын')
        .flatMap((held) => held.pictures);
      expect(pictures.filter(({ file }) => file !== undefined).map(({ kind }) => kind)).toEqual(['preview']);
    });

    test.each([
      ['an adult’s film', 'Притчин', 'age-outside'],
      ['a film without any age', 'Загадкина', 'age-missing'],
      ['a film with black and white exchanged', 'Небывальцева', 'quality-inverted'],
    ])('%s is not assessed: a reason and no value', (_, family, reason) => {
      const content = shown()
        .findingsOf(family)
        .find(({ state }) => state === 'not-assessed');
      expect(content).toMatchObject({ state: 'not-assessed', reason });
      expect(content).not.toHaveProperty('probability');
    });

    test('a film whose header contradicts the patient is on the clinic’s list and in nobody’s record', async () => {
      const trace = await played().traceOf('child-contradicted', 'film-D-1006');
      expect(trace.end).toMatchObject({ state: 'stored', code: 'unreconciled' });
      // Said at its end, or, where the registration came later, by the step that named the contradiction.
      expect([trace.end?.detail, ...trace.steps.map(({ detail }) => detail)].join()).toContain('birth-date');
      const edge: Party = { kind: 'edge', clinic: 'district' };
      const waiting = WaitingAnswer.parse(await (await played().ask('/waiting/district', edge)).json());
      expect(waiting.inputs.map(({ input }) => input.sha256)).toContain(
        played().nameOf(played().fileOf('child-contradicted', 'film-D-1006')),
      );
      expect(shown().findingOf('Выдумкин')).toBeUndefined();
      const person: Party = { kind: 'person', id: 'p', clinic: 'district', roles: ['physician'] };
      const chart = await (await played().ask(`/fhir/Patient/${trace.record}/$everything`, person)).text();
      expect(chart).toContain('Patient');
      expect(chart).not.toContain('ImagingStudy/');
    });

    test('each finding has its DICOM report in its study', async () => {
      const told = shown().records.flatMap(({ clinic, results }) =>
        results.flatMap(({ state, result }) =>
          state === 'current' && result?.content.kind === 'finding'
            ? [{ clinic, uid: result.content.study.studyInstanceUid }]
            : [],
        ),
      );
      expect(told.length).toBeGreaterThan(10);
      const modalities = await Promise.all(
        told.map(async ({ clinic, uid }) => {
          const physician: Party = { kind: 'person', id: 'p', clinic, roles: ['physician'] };
          const series = await (await played().ask(`/dicomweb/studies/${uid}/series`, physician)).json();
          return (series as { '00080060': { Value: string[] } }[]).map((one) => one['00080060'].Value[0]);
        }),
      );
      expect(modalities).toEqual(told.map(() => expect.arrayContaining([expect.stringMatching(/^(DX|CR)$/), 'SR'])));
      // The waiver of an invented region is no acceptance.
      expect(shown().findingOf('Небылицын')?.content).toMatchObject({ research: true });
    });

    test('oka replay makes the finding of a film again from what the region keeps, bit-equal', async () => {
      const film = played().fileOf('child-agrees', 'film-D-1001');
      const sha256 = played().nameOf(film);
      process.env.OKA_DATA = played().dataFolder;
      const args = ['--finding', `${film.kind}/${film.clinic}/${sha256}`, '--url', played().apiUrl, '--json'];
      const { code, out } = await printed(() => replay(args)).finally(() => delete process.env.OKA_DATA);
      expect(JSON.parse(out)).toMatchObject({
        ...{ outcome: 'equal', sameProcessor: true, sameTensor: true },
        model: { id: 'chest-xray-children', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
        made: { input: sha256 },
      });
      expect(code).toBe(0);
    });

    test('a film behind a thin line suspects by its first bytes, and its whole ends it', async () => {
      const { sha256 } = played().fileOf('post-pneumonia', 'film-2003');
      const trace = TraceAnswer.parse(await (await played().ask(`/trace/image/post/${sha256}`, OPERATOR)).json());
      const steps = trace.steps.map(({ step, detail }) => (step === 'uploaded' ? `${step} ${detail}` : step));
      expect(steps).toEqual(expect.arrayContaining(['uploaded preview', 'uploaded whole', 'recognised']));
      // A region that comes to the first bytes when the rest is there says so and does without them.
      expect(steps).toContainEqual(expect.stringMatching(/^(recognised on preview|preview not used)$/));
      expect(trace.end).toMatchObject({ state: 'published' });
      expect(shown().findingOf('Сказителев')).toMatchObject({ content: { state: 'present', basis: 'whole' } });
    });

    test('of an examination that the modality broke off nothing is said', () => {
      expect(shown().findingOf('Прерывин')).toBeUndefined();
    });

    test('another maker’s AI is shown apart from ours, as that device’s words', () => {
      const said = shown()
        .current('Притчин')
        .flatMap(({ result }) => (result ? [result] : []));
      expect(said.find(({ content }) => content.kind === 'device-finding')).toMatchObject({
        severity: 'info',
        producer: 'device:Vymysel Medical (invented) LungMark',
      });
      expect(shown().findingOf('Притчин')).toMatchObject({ content: { state: 'not-assessed' } });
    });

    test('one accession number in two clinics is two studies of two patients', () => {
      expect(shown().findingOf('Вымыслов')).toMatchObject({
        content: { state: 'present', study: { accession: '2001' } },
      });
      expect(shown().findingOf('Баснин')).toMatchObject({ content: { state: 'absent', study: { accession: '2001' } } });
    });

    test.each([
      ['who_child_pneumonia', 'Потешкина'],
      ['curb65', 'Басенкина'],
      ['metformin_egfr', 'Примеров'],
      ['ddi_warfarin_nsaid', 'Вымышленный'],
      ['duplicate_imaging', 'Сочинилова'],
      ['ckdepi2021', 'Образцова'],
    ])('%s speaks of the patient it is about', (rule, family) => {
      expect(
        shown()
          .adviceOf(family)
          .map((advice) => advice.rule.id),
      ).toContain(rule);
    });
  });
}
