import { describe, expect, test } from '@jest/globals';
import { entry, factsOf, value } from '../../examples.ts';
import type { Measured } from '../../measured.ts';
import { commentsOn, isHaemolysed } from './haemolysis.ts';

describe('says that the sample was haemolysed', () => {
  test.each([
    'haemolysed',
    'Hemolyzed specimen',
    'гемолиз',
    'Выраженный гемолиз, повторите забор',
    'Гемолиз 2+',
    'Гемолиз: 12 +',
    'haemolysis 3 +++',
    'hemolysis 10+',
    'haemolysis - see the comment of the laboratory',
    'Гемолиз – см. примечание',
    'Haemolysis nothing else',
    'Notable haemolysis',
    'Ненормальный гемолиз',
    'Липемии нет; гемолиз',
    'No lipaemia. Haemolysed sample',
    'Белок в норме\nГемолиз',
    'Без осадка и примесей, прозрачность снижена, цвет розовый, гемолиз',
    'No clots were seen in it, haemolysis',
    'Index of sodium high, haemolysis',
  ])('“%s”', (comment) => expect(isHaemolysed([comment])).toBe(true));
});

describe('denies it', () => {
  test.each([
    'no haemolysis',
    'No hemolysis',
    'no  hemolysis',
    'not haemolysed',
    'Non-haemolysed',
    'non hemolyzed',
    'without any hemolysis',
    'without  signs  of  haemolysis',
    'negative for haemolysis',
    'no sign of hemolysis',
    'haemolysis: none',
    'hemolysis:none',
    'hemolysis none',
    'hemolysisnegative',
    'haemolysis = negative',
    'haemolysis – absent',
    'hemolysis: no',
    'Haemolysis not seen',
    'гемолиза нет',
    'Гемолиз: нет',
    'гемолиз:нет',
    'гемолиз  =  отриц.',
    'гемолиз – отсутствует',
    'гемолиз не выявлен',
    'гемолиза не обнаружено',
    'гемолиз исключён',
    'нет гемолиза',
    'нет  гемолиза',
    '(без гемолиза)',
    'Сыворотка без видимого гемолиза',
    'Нет видимых признаков гемолиза',
    'не  имеет  явных  следов  гемолиза',
    'отсутствуют признаки гемолиза',
    'отсутствие микрогемолиза',
    'Нет микрогемолиза',
  ])('“%s”', (comment) => expect(isHaemolysed([comment])).toBe(false));
});

describe('gives a figure of which only the laboratory knows the limit', () => {
  test.each([
    'Индекс гемолиза: 12',
    'Индексы гемолиза',
    'индекс  гемолиза в норме',
    'Index haemolysis 5',
    'index of hemolysis 5',
    'index of  haemolysis',
    'Haemolysis index 4',
    'hemolysis  index 4',
    'Гемолиз: 0',
    'гемолиз:0',
    'Гемолиз 12',
    'гемолиза = 15 мг/дл',
    'hemolysis 30',
    'haemolysis: 5',
    'haemolysis  =  5',
    'hemolytic 7',
    'Гемолиз (-)',
    'Гемолиз ( – )',
    'haemolysis (−)',
    'Гемолиз -',
    'гемолиз -  ',
    'haemolysis: –',
  ])('“%s”', (comment) => expect(isHaemolysed([comment])).toBe(false));
});

test('one line of several is enough, none is not', () => {
  expect(isHaemolysed(['Липемии нет', 'Гемолиз'])).toBe(true);
  expect(isHaemolysed(['Гемолиза нет', 'Липемия'])).toBe(false);
  expect(isHaemolysed([])).toBe(false);
});

describe('comments on a value', () => {
  const potassium = value('2823-3', 7, 'mmol/L');
  const measured = {
    comments: ['at the value'],
    cited: { reference: `Observation/${potassium.id}` },
  } as unknown as Measured;
  const report = (id: string, change: Partial<fhir4.DiagnosticReport>) =>
    entry({ resourceType: 'DiagnosticReport', id, status: 'final', code: { text: 'Биохимия' }, ...change });
  const own = [{ reference: 'Observation/other' }, { reference: `Observation/${potassium.id}` }];
  test('are those at the value and those of the report it stands in', () => {
    const reports = [
      report('a', { result: own, conclusion: 'of its report' }),
      report('b', { result: [{ reference: 'Observation/other' }], conclusion: 'of another' }),
      report('c', { conclusion: 'of nothing' }),
      report('d', { result: own }),
    ];
    expect(commentsOn(measured, factsOf([potassium, ...reports]))).toEqual(['at the value', 'of its report']);
  });
});
