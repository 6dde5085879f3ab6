import { describe, expect, test } from '@jest/globals';
import { recommendationsIn } from './recommendations.ts';

const of = (text: string) => recommendationsIn(text)[0];

describe('a sentence that asks for an examination', () => {
  test.each([
    'Рекомендовано КТ ОГК.',
    'Рекомендуется КТ ОГК.',
    'Показана КТ ОГК.',
    'КТ ОГК показано.',
    'Показан МСКТ контроль.',
    'Целесообразно выполнить КТ ОГК.',
    'Контроль: КТ ОГК.',
    'Дообследование: КТ ОГК.',
    'Follow-up CT of the chest.',
    'Followup CT.',
    'CT recommended.',
    'We advise CT.',
  ])('“%s”', (text) => expect(of(text)).toMatchObject({ modality: 'CT', sentence: text }));
  test.each([
    'КТ ОГК выполнена.',
    'КТ ОГК не рекомендована.',
    'КТ не показана, рекомендуется наблюдение терапевта.',
    'Контроль КТ не требуется.',
    'Контроль КТ не нужен? не нуждается.',
    'КТ контроль не целесообразен.',
    'КТ без контроля.',
    'No follow-up CT.',
    'No further follow-up CT needed.',
    'CT is not recommended.',
    'Follow-up CT not indicated.',
    'Follow-up CT not required.',
    'Рекомендована консультация кардиолога.',
    'Показаниями были боли, КТ без патологии.',
  ])('not “%s”', (text) => expect(recommendationsIn(text)).toEqual([]));
});

describe('when', () => {
  test.each([
    ['через 3 месяца', 3],
    ['через 3-6 месяцев', 6],
    ['через 3 – 6 мес.', 6],
    ['через месяц', 1],
    ['в течение 2 недель', 0.5],
    ['спустя год', 12],
    ['через полгода', 6],
    ['через 2 года', 24],
    ['через 5 лет', 60],
    ['через 15 дней', 0.5],
    ['через 15 дней, то есть через день', 0.5],
    ['in 3 months', 3],
    ['after 1 year', 12],
    ['within 2 weeks', 0.5],
    ['within 30 days', 1],
  ])('“Контроль КТ %s” is %f months', (when, months) => {
    expect(of(`Контроль КТ ${when}.`)?.months).toBeCloseTo(months, 6);
  });
  test('without a time there is none', () => expect(of('Контроль КТ в динамике.')?.months).toBeUndefined());
});

test('each sentence stands for itself, by full stop, semicolon or line', () => {
  const text = 'Очаг 5 мм. Рекомендовано КТ ОГК; рекомендовано УЗИ почек!\nКонтроль МРТ? Норма.';
  expect(recommendationsIn(text).map(({ modality, sentence }) => [modality, sentence])).toEqual([
    ['CT', 'Рекомендовано КТ ОГК;'],
    ['US', 'рекомендовано УЗИ почек!'],
    ['MR', 'Контроль МРТ?'],
  ]);
  expect(of('  Контроль КТ ОГК  ')).toMatchObject({ sentence: 'Контроль КТ ОГК', regions: ['chest'] });
});
