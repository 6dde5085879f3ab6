import { describe, expect, test } from '@jest/globals';
import { bornBefore, entry, onlyOf, patient, saidBy, value } from '../examples.ts';

const adult = patient(bornBefore({ years: 40 }));
const potassium = (number: number, change = {}, options = {}) => value('2823-3', number, 'mmol/L', change, options);
const missingOf = (advice: { missing: readonly { en: string }[] }) => advice.missing.map(({ en }) => en);

describe('critical potassium', () => {
  test('is critical and cites the value', () => {
    const [conclusion] = saidBy('critical_labs', [adult, potassium(6.5)]);
    expect(conclusion?.advice).toMatchObject({ severity: 'critical', matter: 'potassium' });
    expect(conclusion?.advice.summary).toEqual({
      en: 'Critically high potassium: 6.5 mmol/L',
      ru: 'Критически высокий калий: 6,5 ммоль/л',
    });
    expect(conclusion?.cited).toContainEqual(expect.objectContaining({ value: '6.5 mmol/L' }));
  });
  test('6.4 says nothing, and a newer normal value takes the place of an older critical one', () => {
    expect(saidBy('critical_labs', [adult, potassium(6.4)])).toEqual([]);
    const older = potassium(7.2, { effectiveDateTime: '2026-02-28T10:00:00Z' });
    expect(saidBy('critical_labs', [adult, older, potassium(4.4)])).toEqual([]);
  });
  test.each(['Сыворотка с гемолизом', 'haemolysed sample', 'Hemolysis +++', 'ГЕМОЛИЗ', 'Гемолиз: 2+', 'Гемолиз (+)'])(
    '“%s”: repeat the sample',
    (text) => {
      const advice = onlyOf('critical_labs', [adult, potassium(7, { note: [{ text }] })]);
      expect(advice).toMatchObject({ severity: 'warning', score: { flag: 'critical-high', haemolysed: true } });
      expect(advice.summary.ru).toContain('повторите забор');
    },
  );
  test.each([
    'Гемолиза нет',
    'без признаков гемолиза',
    'Гемолиз: отсутствует',
    'no haemolysis',
    'not haemolysed',
    'Hemolysis: none',
    'Индекс гемолиза: 12',
    'Hemolysis index 4 (normal below 50)',
    'Гемолиз: 0',
    'Гемолиз (-)',
    'гемолиз исключён',
  ])('“%s” does not say haemolysis: still critical', (text) => {
    expect(onlyOf('critical_labs', [adult, potassium(7, { note: [{ text }] })]).severity).toBe('critical');
  });
  test('the comment that asks for a repeat is cited', () => {
    const [conclusion] = saidBy('critical_labs', [adult, potassium(7, { note: [{ text: 'Сыворотка с гемолизом' }] })]);
    expect(conclusion?.cited).toContainEqual(
      expect.objectContaining({
        value: 'Сыворотка с гемолизом',
        label: expect.objectContaining({ ru: 'Комментарий лаборатории' }),
      }),
    );
  });
  test('a comment on the whole sample counts for its potassium, one on another sample does not', () => {
    const critical = potassium(7);
    const report = (conclusion: string, reference: string) =>
      entry({
        resourceType: 'DiagnosticReport',
        id: 'report',
        status: 'final',
        code: { text: 'Биохимия' },
        result: [{ reference }],
        conclusion,
      });
    const own = `Observation/${critical.id}`;
    expect(onlyOf('critical_labs', [adult, critical, report('Проба: гемолиз', own)]).severity).toBe('warning');
    expect(onlyOf('critical_labs', [adult, critical, report('Липемии нет\nГемолиза нет', own)]).severity).toBe(
      'critical',
    );
    expect(onlyOf('critical_labs', [adult, critical, report('гемолиз', 'Observation/other')]).severity).toBe(
      'critical',
    );
  });
  test('a low value stays critical in a haemolysed sample: the true one is lower still', () => {
    expect(onlyOf('critical_labs', [adult, potassium(2.4, { note: [{ text: 'гемолиз' }] })]).severity).toBe('critical');
  });
  test('“more than 7” is critical; “less than 3” is open and says nothing', () => {
    const above = potassium(7, { valueQuantity: { value: 7, comparator: '>', code: 'mmol/L' } });
    const below = potassium(3, { valueQuantity: { value: 3, comparator: '<', code: 'mmol/L' } });
    expect(onlyOf('critical_labs', [adult, above]).severity).toBe('critical');
    expect(saidBy('critical_labs', [adult, below])).toEqual([]);
  });
  test('without a birth date the adult limits are applied, and it is said', () => {
    const advice = onlyOf('critical_labs', [patient(undefined), potassium(7)]);
    expect(advice.severity).toBe('critical');
    expect(missingOf(advice)).toEqual(['Date of birth of sufficient precision']);
  });
  test('a critical value whose time is doubtful is told with its doubt, and hides no newer believable one', () => {
    const ahead = potassium(7, { effectiveDateTime: '2026-03-01T20:00:00Z' }, { doubtful: true });
    expect(missingOf(onlyOf('critical_labs', [adult, ahead]))).toEqual(['Believable time of the sample']);
    expect(onlyOf('critical_labs', [adult, ahead, potassium(8)]).summary.en).toContain('8 mmol/L');
  });
  test('a newest value that cannot be read is named, and does not pass for "no potassium"', () => {
    const odd = value('2823-3', 7, 'ед');
    const flagged = potassium(7, { valueQuantity: undefined, valueString: '7,1 *' });
    const before = potassium(4, { effectiveDateTime: '2026-02-27T10:00:00Z' });
    for (const facts of [
      [adult, odd],
      [adult, odd, before],
      [adult, flagged],
    ])
      expect(onlyOf('critical_labs', facts)).toMatchObject({
        severity: 'info',
        missing: [{ en: 'Potassium (value or unit not readable)' }],
      });
    const after = potassium(4, { effectiveDateTime: '2026-03-01T10:30:00+05:00' });
    expect(saidBy('critical_labs', [adult, odd, after])).toEqual([]);
  });
  test('a value whose sender left its status out is told all the same', () => {
    expect(onlyOf('critical_labs', [adult, potassium(7, { status: 'unknown' })]).severity).toBe('critical');
    expect(onlyOf('critical_labs', [adult, potassium(7, { status: 'preliminary' })]).severity).toBe('critical');
  });
  test('a cancelled value is no value', () => {
    expect(saidBy('critical_labs', [adult, potassium(7, { status: 'cancelled' }), potassium(4)])).toEqual([]);
  });
});
