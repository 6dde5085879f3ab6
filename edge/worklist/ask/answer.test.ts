import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Dataset } from '../../dicom/services.ts';
import type { Worklist } from '../seam.ts';
import { EVERYTHING, found, NOW, order, settingsWith, worklist } from '../testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'oka-worklist-ask-'));
let list: Worklist;
beforeAll(async () => {
  const settings = settingsWith({
    stations: [
      { aeTitle: 'XRAY', modality: 'DX', name: 'КАБ 4' },
      { aeTitle: 'OLDXRAY', modality: 'DX', text: 'latin', shows: 'own' },
      { aeTitle: 'CT1', modality: 'CT', text: 'ISO_IR 144' },
    ],
  });
  ({ worklist: list } = await worklist(folder, { settings }));
  await list.take(order(), NOW);
  await list.take(
    order({
      placer: 'P2',
      filler: 'F2',
      number: '302',
      name: 'Сидорова^Ольга',
      sex: 'F',
      code: 'A06.09.005^КТ^99NMU',
      when: '20260204090000',
    }),
    NOW,
  );
  await list.take(
    order({
      placer: 'P3',
      filler: 'F3',
      number: '303',
      name: 'Ёлкин^Пётр',
      section: 'RAD',
      code: 'Z^Что-то',
      when: '',
    }),
    NOW,
  );
});
afterAll(async () => {
  await list.close();
  rmSync(folder, { recursive: true, force: true });
});

const accessions = async (query: Dataset, callingAe?: string): Promise<unknown[]> =>
  (await found(list, { AccessionNumber: '', ...query }, callingAe)).map((answer) => answer.AccessionNumber);
const step = (keys: Dataset): Dataset => ({ ScheduledProcedureStepSequence: [keys] });

describe('what a query finds', () => {
  test.each<[string, Dataset, string[]]>([
    ['nothing asked', {}, ['F1', 'F2', 'F3']],
    ['a modality', step({ Modality: 'CT' }), ['F2', 'F3']],
    ['a station', step({ ScheduledStationAETitle: 'CT1' }), ['F1', 'F2', 'F3']],
    ['another station', step({ ScheduledStationAETitle: 'MR9' }), ['F1', 'F3']],
    ['today', step({ ScheduledProcedureStepStartDate: '20260203' }), ['F1', 'F3']],
    ['two days', step({ ScheduledProcedureStepStartDate: '20260203-20260204' }), ['F1', 'F2', 'F3']],
    ['a patient id', { PatientID: '302' }, ['F2']],
    ['a patient id with a star', { PatientID: '30*' }, ['F1', 'F2', 'F3']],
    ['a name in Cyrillic', { PatientName: 'Ив*' }, ['F1']],
    ['a name in Latin letters', { PatientName: 'ELK*' }, ['F3']],
    ['an accession number', { AccessionNumber: 'F2' }, ['F2']],
    ['a requested procedure', { RequestedProcedureID: 'F?' }, ['F1', 'F2', 'F3']],
    ['a birth date', { PatientBirthDate: '19800101-19801231' }, ['F1', 'F2', 'F3']],
    ['a sex', { PatientSex: 'F' }, ['F2']],
    ['a code', { RequestedProcedureCodeSequence: [{ CodeValue: 'A06.09.005' }] }, ['F2']],
    [
      'a code in lower case letters, which are others',
      { RequestedProcedureCodeSequence: [{ CodeValue: 'a06.09.005' }] },
      [],
    ],
    ['a study that is not there', { StudyInstanceUID: '1.2.3' }, []],
    ['a key that nobody holds', { PatientSpeciesDescription: 'dog' }, ['F1', 'F2', 'F3']],
    [
      'several at once',
      { PatientSex: 'M', ...step({ Modality: 'DX', ScheduledProcedureStepStartDate: '20260203' }) },
      ['F1', 'F3'],
    ],
  ])('%s', async (_, query, expected) => {
    expect((await accessions(query)).sort()).toEqual(expected);
  });

  test('a list of study UIDs', async () => {
    const uids = list
      .items()
      .slice(0, 2)
      .map(({ studyInstanceUid }) => studyInstanceUid);
    expect(await accessions({ StudyInstanceUID: [...uids, '1.2.3'] })).toHaveLength(2);
  });

  test('a device that asks for everything and shows its own alone', async () => {
    expect((await accessions({}, 'OLDXRAY')).sort()).toEqual(['F1', 'F3']);
  });
});

describe('what is answered', () => {
  const one = async (callingAe: string, query: Dataset = EVERYTHING): Promise<Dataset> => {
    const [answer] = await found(list, { ...query, PatientID: '301' }, callingAe);
    if (answer === undefined) throw new Error('nothing was found');
    return answer;
  };

  test('every key that was asked for, and no other', async () => {
    const answer = await one('XRAY');
    expect(Object.keys(answer).sort()).toEqual([...Object.keys(EVERYTHING), 'SpecificCharacterSet'].sort());
    expect(answer).toMatchObject({
      SpecificCharacterSet: 'ISO_IR 192',
      PatientName: 'Иванов^Иван^Иванович',
      PatientID: '301',
      IssuerOfPatientID: 'MIS',
      PatientBirthDate: '19800105',
      PatientSex: 'M',
      AccessionNumber: 'F1',
      RequestedProcedureDescription: 'Рентгенография лёгких',
      ScheduledProcedureStepSequence: [
        {
          Modality: 'DX',
          ScheduledStationAETitle: 'XRAY',
          ScheduledProcedureStepStartDate: '20260203',
          ScheduledProcedureStepStartTime: '110000',
          ScheduledProcedureStepStatus: 'SCHEDULED',
        },
      ],
    });
  });

  test('a sequence without an item asks for all of it', async () => {
    const [all] = (await one('XRAY', { ScheduledProcedureStepSequence: [] }))
      .ScheduledProcedureStepSequence as Dataset[];
    expect(all).toMatchObject({ Modality: 'DX', ScheduledProcedureStepDescription: 'Рентгенография лёгких' });
    expect(all?.ScheduledProtocolCodeSequence).toEqual([
      { CodeValue: 'A06.09.007', CodingSchemeDesignator: '99LOCAL', CodeMeaning: 'Рентгенография лёгких' },
    ]);
  });

  test('a key that nobody holds is empty', async () => {
    expect(await one('XRAY', { PatientSpeciesDescription: '', ReferencedStudySequence: [] })).toMatchObject({
      PatientSpeciesDescription: '',
      ReferencedStudySequence: [],
    });
  });

  test('each device in the letters that it can show', async () => {
    expect(await one('OLDXRAY')).toMatchObject({
      SpecificCharacterSet: '',
      PatientName: 'Ivanov^Ivan',
      RequestedProcedureDescription: 'Rentgenografiia legkikh',
    });
    expect(await one('CT1')).toMatchObject({ SpecificCharacterSet: 'ISO_IR 144', PatientName: 'Иванов^Иван^Иванович' });
  });

  test('a step for any modality is offered as the one that asks', async () => {
    const [answer] = await found(list, { ...EVERYTHING, ...step({ Modality: 'MR' }) });
    expect(answer).toMatchObject({ ScheduledProcedureStepSequence: [{ Modality: 'MR' }] });
    const [open] = await found(list, { ...EVERYTHING, PatientID: '303' });
    expect(open?.ScheduledProcedureStepSequence).toMatchObject([
      { Modality: 'DX', ScheduledProcedureStepStartDate: '20260203' },
    ]);
  });

  test('a caller who goes away is answered no more', async () => {
    const controller = new AbortController();
    const answers: Dataset[] = [];
    for await (const answer of list.find({}, { callingAe: 'X', calledAe: 'OKA', address: '' }, controller.signal)) {
      answers.push(answer);
      controller.abort();
    }
    expect(answers).toHaveLength(1);
  });
});
