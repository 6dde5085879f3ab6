import { describe, expect, test } from '@jest/globals';
import type { Advice, CitedFact } from '../../schemas/result.ts';
import { cardOf } from './cards.ts';

const both = (en: string, ru: string) => ({ en, ru });
const advice: Advice = {
  kind: 'advice',
  rule: { id: 'curb65', version: '1.0.0' },
  matter: 'curb65',
  severity: 'warning',
  summary: both('Severe pneumonia', 'Тяжёлая пневмония'),
  detail: both('Criteria met.', 'Критерии выполнены.'),
  action: both('Admit.', 'Госпитализируйте.'),
  missing: [],
  sources: [{ cite: 'Atlas' }, { cite: 'Lim 2003', doi: '10.1136/thorax.58.5.377' }, { cite: 'Other', doi: '10.1/x' }],
  form: 'GuidanceResponse',
};
const fact = (value: string, time?: string): CitedFact => ({
  reference: 'Observation/1',
  label: both('Urea', 'Мочевина'),
  value,
  ...(time ? { time } : {}),
});
const card = (change: Partial<Advice> = {}, cited: CitedFact[] = [], language: 'en' | 'ru' = 'en') =>
  cardOf({ advice: { ...advice, ...change }, cited }, both('CURB-65 in adults', 'CURB-65 у взрослых'), language);

describe('a card', () => {
  test('says what to do, and on what it stands', () => {
    expect(card({}, [fact('9 mmol/L', '2026-03-01'), fact('present')])).toMatchObject({
      summary: 'Severe pneumonia',
      indicator: 'warning',
      detail: [
        'Criteria met.',
        '**What to do:** Admit.',
        '**Rests on:** ',
        '- Urea: 9 mmol/L (2026-03-01)\n- Urea: present',
        '**Sources:** Atlas; Lim 2003; Other',
      ].join('\n\n'),
    });
  });
  test('names what is missing', () => {
    expect(card({ missing: [both('Urea', 'Мочевина'), both('Age', 'Возраст')] }).detail).toBe(
      ['Criteria met.', '**What to do:** Admit.', '**Missing:** Urea, Age', '**Sources:** Atlas; Lim 2003; Other'].join(
        '\n\n',
      ),
    );
  });
  test('speaks Russian where Russian is spoken, of facts too', () => {
    const { summary, detail, source } = card({ missing: [both('Urea', 'Мочевина')] }, [fact('present')], 'ru');
    expect(summary).toBe('Тяжёлая пневмония');
    expect(detail).toMatch(
      /^Критерии выполнены\.\n\n\*\*Что делать:\*\* Госпитализируйте\.\n\n\*\*Нет данных:\*\* Мочевина/,
    );
    expect(detail).toMatch(/\*\*Основано на:\*\* \n\n- Мочевина: есть\n\n\*\*Источники:\*\*/);
    expect(source.topic.display).toBe('CURB-65 у взрослых');
  });
  test('has the first source for its label, the first DOI for its link, and the rule for its topic', () => {
    expect(card().source).toEqual({
      label: 'Atlas',
      url: 'https://doi.org/10.1136/thorax.58.5.377',
      topic: { system: 'https://oka.health/fhir/rule', code: 'curb65', display: 'CURB-65 in adults' },
    });
    expect(card({ sources: [{ cite: 'Atlas' }] }).source).not.toHaveProperty('url');
    expect(card({ sources: [] }).source.label).toBe('CURB-65 in adults');
  });
  test('has an id that follows from what is said and cited, in any language', () => {
    expect(card().uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(
      [card({}, [], 'ru').uuid, card({ severity: 'info' }).uuid, card({}, [fact('x')]).uuid].map(
        (uuid) => uuid === card().uuid,
      ),
    ).toEqual([...[true, false, false]]);
  });
});
