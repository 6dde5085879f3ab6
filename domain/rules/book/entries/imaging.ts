import { diagnosis, order, study } from '../../examples.ts';
import { isDuplicate } from '../../library/duplicate_imaging.ts';
import { FETAL_DOSES, FETAL_LIMIT_MGY, isBelowLimit } from '../../library/tables/fetal-dose.ts';
import { both, type Entry } from '../entry.ts';
import { bands } from '../tables.ts';
import { FIRST, man, reviewed, woman } from './chart.ts';

const BAND = {
  'very-low': both('very low', 'очень низкая'),
  'very-low-to-low': both('very low to low', 'очень низкая – низкая'),
  'low-to-moderate': both('low to moderate', 'низкая – умеренная'),
  higher: both('higher', 'более высокая'),
};
const ordered = (text: string) => order(text, '2026-02-27T09:00:00Z', { code: { text } });
const FILM = order('film', '2026-03-01T09:00:00Z');

export const IMAGING: Readonly<Record<string, Entry>> = {
  imaging_pregnancy: {
    topic: 'imaging',
    says: both(
      'An ionising examination is ordered for a pregnant woman. The dose to the fetus is told by the row of ACOG’s table; up to the low-to-moderate band the examination should not be put off if it is needed, above it another way is to be sought. Where the table has no row, that is said.',
      'Беременной назначено лучевое исследование. Сообщается доза на плод по строке таблицы ACOG; при дозе до умеренной исследование не откладывают, если оно нужно, при более высокой ищут другой способ. Если строки в таблице нет, об этом сказано.',
    ),
    tables: [
      {
        title: both('Dose to the fetus (ACOG 723, table 2)', 'Доза на плод (ACOG 723, таблица 2)'),
        head: [
          both('Examination', 'Исследование'),
          both('mGy', 'мГр'),
          both('Band', 'Доза'),
          both(`Up to ${FETAL_LIMIT_MGY} mGy`, `До ${FETAL_LIMIT_MGY} мГр`),
        ],
        rows: Object.values(FETAL_DOSES).map((dose) => [
          dose.title,
          `${dose.mGy[0]}–${dose.mGy[1]}`,
          BAND[dose.band],
          isBelowLimit(dose) ? both('yes', 'да') : both('no', 'нет'),
        ]),
      },
    ],
    examples: [
      {
        title: both('CT of the pelvis in pregnancy', 'КТ таза при беременности'),
        entries: [woman(30), diagnosis('Z34.0'), ordered('КТ органов малого таза')],
      },
      {
        title: both('X-ray of the chest in pregnancy', 'рентгенография грудной клетки при беременности'),
        entries: [woman(30), diagnosis('Z34.0'), ordered('Рентгенография органов грудной клетки')],
      },
      {
        title: both('no pregnancy is known', 'беременность не известна'),
        entries: [woman(30), ordered('КТ органов малого таза')],
      },
    ],
    history: [FIRST],
  },

  duplicate_imaging: {
    topic: 'imaging',
    says: both(
      'An examination of the same way and region was made or ordered within the window before an order that is not carried out yet. It is told which one and when; the order is not forbidden. The window is set for each kind of examination by the region.',
      'В пределах окна до ещё не выполненного направления было сделано или назначено исследование тем же способом и той же области. Сообщается, какое и когда; направление не запрещается. Окно для каждого вида исследования задаёт регион.',
    ),
    tables: [
      {
        title: both('Window of the preset', 'Окно по умолчанию'),
        head: [both('Days since the earlier one', 'Дней после прежнего'), both('Told', 'Сообщается')],
        rows: bands((days) => isDuplicate(days, true), { from: 0, to: 30, by: 1 }).map(([range, told]) => [
          range,
          told ? both('yes', 'да') : both('no', 'нет'),
        ]),
      },
    ],
    examples: [
      {
        title: both('chest X-ray ordered, one was made 4 days ago', 'назначена рентгенография, сделана 4 дня назад'),
        entries: [man(50), FILM, study('earlier', '2026-02-25T09:00:00Z')],
      },
      {
        title: both('the earlier one is 3 weeks old', 'прежней 3 недели'),
        entries: [man(50), FILM, study('earlier', '2026-02-08T09:00:00Z')],
      },
    ],
    history: [
      reviewed('1.1.1'),
      {
        version: '1.1.0',
        on: '2026-11-22',
        what: both('A window for each kind of examination.', 'Окно для каждого вида исследования.'),
      },
      FIRST,
    ],
  },

  prior_image: {
    topic: 'imaging',
    says: both(
      'An order is open and the chart knows a study of the same region of the last 5 years, other than a repetition: the newest is named, so that it is looked at and compared.',
      'Есть открытое направление, а в карте – исследование той же области за последние 5 лет, не повтор: называется новейшее, чтобы его посмотрели и сравнили.',
    ),
    tables: [
      {
        title: both('What is looked for', 'Что ищется'),
        head: [both('Matter', 'Что'), both('Limit', 'Предел')],
        rows: [
          [both('age of the earlier study', 'давность прежнего исследования'), both('up to 5 years', 'до 5 лет')],
          [both('region', 'область'), both('one of the order’s', 'одна из областей направления')],
          [
            both('left out: same way within', 'не берётся: тем же способом за'),
            both('14 days (a repetition)', '14 дней (повтор)'),
          ],
        ],
      },
    ],
    examples: [
      {
        title: both(
          'CT of the chest ordered, X-ray of two months ago',
          'назначена КТ грудной клетки, рентгенография двух месяцев назад',
        ),
        entries: [man(50), ordered('КТ органов грудной клетки'), study('earlier', '2025-12-25T09:00:00Z')],
      },
      {
        title: both('no earlier study', 'прежних исследований нет'),
        entries: [man(50), ordered('КТ органов грудной клетки')],
      },
    ],
    history: [reviewed('1.0.1'), FIRST],
  },
};
