import { describe, expect, test } from '@jest/globals';
import type { DicomJson } from '../json.ts';
import { answerOf, matches, readSearch, type Search } from './search.ts';

const STUDY: DicomJson = {
  '00080020': { vr: 'DA', Value: ['20260301'] },
  '00080030': { vr: 'TM', Value: ['101500'] },
  '00080050': { vr: 'SH', Value: ['A-7'] },
  '00080061': { vr: 'CS', Value: ['DX', 'SR'] },
  '00081030': { vr: 'LO', Value: ['Рентгенография ОГК'] },
  '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Алёшин^Семён^Иванович', Ideographic: '山田' }] },
  '00100020': { vr: 'LO', Value: ['4711'] },
  '00101010': { vr: 'AS', Value: ['003Y'] },
  '0020000D': { vr: 'UI', Value: ['1.2.3.4'] },
};
const search = (query: string, level: 'study' | 'series' | 'instance' = 'study') => {
  const parameters = new URLSearchParams(query);
  const queries = Object.fromEntries([...parameters.keys()].map((name) => [name, parameters.getAll(name)]));
  return readSearch(queries, level);
};
const finds = (query: string): boolean => matches(STUDY, (search(query) as Search).keys);

describe('a matching key', () => {
  test.each([
    ['PatientID=4711', true],
    ['00100020=4711', true],
    ['PatientID=471', false],
    ['PatientID=47*', true],
    ['PatientID=*71*', true],
    ['PatientID=471?', true],
    ['PatientID=', true],
    ['AccessionNumber=a-7', false],
    ['StudyDate=20260301', true],
    ['StudyDate=20260101-20260301', true],
    ['StudyDate=-20260228', false],
    ['StudyDate=20260302-', false],
    ['StudyTime=10-11', true],
    ['StudyTime=1015', true],
    ['StudyInstanceUID=9.9\\1.2.3.4', true],
    ['StudyInstanceUID=9.9,1.2.3.4', true],
    ['StudyInstanceUID=1.2.*', false],
    ['ModalitiesInStudy=DX', true],
    ['ModalitiesInStudy=CT\\SR', true],
    ['ModalitiesInStudy=CT', false],
    ['PatientName=алешин', true],
    ['PatientName=Алёшин Семён', true],
    ['PatientName=АЛЕШИН^СЕМЕН*', true],
    ['PatientName=*семён*', true],
    ['PatientName=Алёш', false],
    ['PatientName=山田', false],
    ['PatientName=*山田', true],
    ['StudyDescription=Рентген*', true],
    ['PatientName=.*', false],
    ['PatientID=4711&StudyDate=20250101', false],
  ])('%s: %s', (query, expected) => {
    expect(finds(query)).toBe(expected);
  });

  test('of many stars is answered in no time', () => {
    const began = performance.now();
    expect(finds(`PatientName=${'*а'.repeat(200)}`)).toBe(false);
    expect(performance.now() - began).toBeLessThan(100);
  });

  test.each([
    ['PatientComments=x', 'PatientComments'],
    ['00104000=x', '00104000'],
    ['Modality=DX', 'Modality'],
    ['SOPClassUID=1.2', 'SOPClassUID'],
    ['PatientID=1&PatientID=2', 'PatientID'],
    ['OtherPatientIDsSequence=1', 'OtherPatientIDsSequence'],
    ['constructor=1', 'constructor'],
  ])('that cannot be matched at the level of studies is named: %s', (query, name) => {
    expect(search(query)).toEqual({ unsupported: name });
  });

  test('of a deeper level is one where that level is searched', () => {
    expect(search('Modality=DX', 'series')).toMatchObject({ keys: [{ tag: '00080060' }] });
    expect(search('SOPClassUID=1.2', 'series')).toEqual({ unsupported: 'SOPClassUID' });
    expect(search('SOPClassUID=1.2', 'instance')).toMatchObject({ keys: [{ tag: '00080016' }] });
  });
});

describe('what is answered', () => {
  const tags = (query: string) => Object.keys(answerOf(STUDY, ['study'], (search(query) as Search).include)).sort();

  test('is what the standard names, and what was asked for by keyword, tag or key', () => {
    expect(tags('')).not.toContain('00101010');
    expect(tags('includefield=PatientAge')).toContain('00101010');
    expect(tags('includefield=00081030,00101010')).toContain('00101010');
    expect(tags('includefield=00081030&includefield=00101010')).toContain('00101010');
    expect(tags('includefield=all')).toContain('00101010');
    expect(tags('PatientAge=')).toContain('00101010');
    expect(tags('includefield=nothing')).toContain('00100020');
  });
});
