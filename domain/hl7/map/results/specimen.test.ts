import { describe, expect, test } from '@jest/globals';
import { mapFrom, message, PID, resourcesOf, segment } from '../example.ts';
import type { MappedInput } from '../map.ts';

const obr = (number: string, fields: Record<number, string> = {}): string =>
  segment('OBR', { 1: '1', 3: number, 4: 'БХ^Биохимия^L', 22: '20260110093000', 25: 'F', ...fields });
const send = (type: string, segments: readonly string[]): MappedInput =>
  mapFrom('laboratory', message(type, [PID, ...segments], { application: 'LIS' }));
const specimens = (...inputs: MappedInput[]) => resourcesOf<fhir4.Specimen>('Specimen', ...inputs);
const observations = (...inputs: MappedInput[]) => resourcesOf<fhir4.Observation>('Observation', ...inputs);
const reports = (...inputs: MappedInput[]) => resourcesOf<fhir4.DiagnosticReport>('DiagnosticReport', ...inputs);
const spm = (number: string, fields: Record<number, string> = {}): string =>
  segment('SPM', { 1: '1', 2: `В-${number}^${number}`, 4: 'SER^Сыворотка^HL70487', ...fields });
const POTASSIUM = 'OBX|1|NM|КАЛИЙ^Калий^L||5,4|ммоль/л|||||F';

describe('a specimen', () => {
  test('has its numbers, kind, times, amount, container and what is wrong with it', () => {
    const mapped = send('ORU^R01', [
      obr('F1'),
      POTASSIUM,
      spm('17', {
        7: 'ВЕНА^Венепункция^L',
        8: 'ЛЛ^Левый локоть^L',
        12: '5^мл',
        17: '20260110070000^20260110070500',
        18: '20260110073000',
        20: 'Y',
        21: 'ГЕМ^Гемолиз^L',
        27: 'ПР^Пробирка^L',
      }),
      'SAC|||К-1',
    ]);
    expect(specimens(mapped)).toMatchObject([
      {
        identifier: [{ value: '17' }, { value: 'В-17' }],
        status: 'unsatisfactory',
        type: { coding: [{ code: 'SER' }] },
        receivedTime: '2026-01-10T07:30:00+03:00',
        collection: {
          collectedPeriod: { start: '2026-01-10T07:00:00+03:00', end: '2026-01-10T07:05:00+03:00' },
          quantity: { value: 5, code: 'mL' },
          method: { text: 'Венепункция' },
          bodySite: { text: 'Левый локоть' },
        },
        container: [{ identifier: [{ value: 'К-1' }], type: { text: 'Пробирка' } }],
        condition: [{ text: 'Гемолиз' }],
      },
    ]);
    const reference = `Specimen/${specimens(mapped)[0]?.id}`;
    expect(observations(mapped)[0]?.specimen).toEqual({ reference });
    expect(observations(mapped)[0]?.effectiveDateTime).toBe('2026-01-10T07:00:00+03:00');
    expect(reports(mapped)[0]?.specimen).toEqual([{ reference }]);
  });

  test('keeps what is said of it: notes and lines of text as its notes, measurements as observations on it', () => {
    const mapped = send('ORU^R01', [
      obr('F1'),
      POTASSIUM,
      spm('17'),
      'NTE|1||Мало материала',
      'OBX|1|TX|ПРИМ^Примечание^L||Хилёз',
      'NTE|1||Повторить',
      'OBX|2|NM|ИНДЕКС^Индекс гемолиза^L||3||||||F',
    ]);
    expect(specimens(mapped)[0]?.note).toEqual([{ text: 'Мало материала' }, { text: 'Примечание: Хилёз\nПовторить' }]);
    const [index] = observations(mapped).filter(({ code }) => code.text === 'Индекс гемолиза');
    expect(index?.specimen).toEqual({ reference: `Specimen/${specimens(mapped)[0]?.id}` });
    expect(reports(mapped)[0]?.result).toHaveLength(1);
  });

  test('named before the results leaves them the results of the order', () => {
    const mapped = send('ORU^R01', [obr('F1'), spm('17'), POTASSIUM]);
    expect(reports(mapped)[0]?.result).toHaveLength(1);
    expect(specimens(mapped)[0]?.note).toBeUndefined();
  });

  test('of which OUL begins its groups belongs to the orders behind it, whose ORC may follow', () => {
    const mapped = send('OUL^R22', [
      spm('17'),
      'OBX|1|TX|ПРИМ^Примечание^L||Хилёз',
      obr('F1'),
      'ORC|SC|P1',
      POTASSIUM,
      obr('F2'),
      POTASSIUM,
      spm('18'),
      obr('F3'),
      POTASSIUM,
    ]);
    const of = (number: string) =>
      specimens(mapped).find(({ identifier }) => identifier?.some(({ value }) => value === number))?.id;
    const used = reports(mapped).map(({ identifier, specimen }) => [
      identifier?.at(-1)?.value,
      specimen?.[0]?.reference,
    ]);
    expect(used.sort()).toEqual([
      ['F1', `Specimen/${of('17')}`],
      ['F2', `Specimen/${of('17')}`],
      ['F3', `Specimen/${of('18')}`],
    ]);
    expect(reports(mapped).find(({ identifier }) => identifier?.length === 2)?.identifier?.[0]?.value).toBe('P1');
    expect(specimens(mapped).flatMap(({ note }) => note ?? [])).toEqual([{ text: 'Примечание: Хилёз' }]);
  });

  test('without SPM is that of OBR-15', () => {
    const mapped = send('ORU^R01', [
      obr('F1', { 7: '20260110070000', 14: '20260110073000', 15: 'BLD^^^ARM&Рука' }),
      POTASSIUM,
    ]);
    expect(specimens(mapped)).toMatchObject([
      {
        type: { coding: [{ code: 'BLD' }] },
        collection: { bodySite: { text: 'Рука' } },
        receivedTime: '2026-01-10T07:30:00+03:00',
      },
    ]);
  });

  test('without a number is named by its order, without an order it is not kept and the message says so', () => {
    const unnumbered = segment('SPM', { 1: '1', 4: 'SER^Сыворотка^HL70487' });
    expect(specimens(send('ORU^R01', [obr('F1'), POTASSIUM, unnumbered]))).toHaveLength(1);
    const lone = send('OUL^R22', [unnumbered, spm('18'), obr('F3'), POTASSIUM]);
    expect(specimens(lone)).toHaveLength(1);
    expect(lone.messages[0]?.warnings).toContain('SPM-2 is empty: no specimen');
  });

  test('refused or used up, the chart knows; said nothing of, it knows nothing', () => {
    const status = (fields: Record<number, string>) =>
      specimens(send('ORU^R01', [obr('F1'), POTASSIUM, spm('1', fields)]))[0]?.status;
    expect([status({}), status({ 20: 'Y' }), status({ 20: 'N' }), status({ 21: 'X^Мало^L' })]).toEqual([
      undefined,
      'available',
      'unavailable',
      'unsatisfactory',
    ]);
  });
});
