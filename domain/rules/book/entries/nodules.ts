import { ASSESSMENT_SYSTEM } from '../../assessments.ts';
import { diagnosis, entry } from '../../examples.ts';
import type { ChartEntry } from '../../facts.ts';
import { fleischner, planText } from '../../library/fleischner2017.ts';
import { LUNG_RADS_MANAGEMENT, lungRads } from '../../library/lung_rads_v2022.ts';
import { both, type Cell, type Entry } from '../entry.ts';
import { bands } from '../tables.ts';
import { FIRST, man, report } from './chart.ts';

const nodule = (type: string, mm: number): ChartEntry => {
  const part = (code: string) => ({ coding: [{ system: ASSESSMENT_SYSTEM, code }] });
  return entry({
    resourceType: 'Observation',
    id: `nodule-${type}-${mm}`,
    status: 'final',
    code: part('lung-nodule'),
    effectiveDateTime: '2026-02-20T09:00:00Z',
    component: [
      { code: part('nodule-type'), valueString: type },
      { code: part('nodule-number'), valueString: 'single' },
      { code: part('nodule-size'), valueQuantity: { value: mm, code: 'mm' } },
    ],
  });
};
const SIZE = both('Mean size, mm', 'Средний размер, мм');
const NODULE_ROWS: readonly (readonly [
  'solid' | 'ground-glass' | 'part-solid',
  'single' | 'multiple',
  'low' | 'high',
  Cell,
])[] = [
  ['solid', 'single', 'low', both('solid, one, low risk', 'солидный, один, низкий риск')],
  ['solid', 'single', 'high', both('solid, one, high risk', 'солидный, один, высокий риск')],
  ['solid', 'multiple', 'low', both('solid, several, low risk', 'солидные, несколько, низкий риск')],
  ['solid', 'multiple', 'high', both('solid, several, high risk', 'солидные, несколько, высокий риск')],
  ['ground-glass', 'single', 'low', both('ground-glass, one', 'матовое стекло, один')],
  ['part-solid', 'single', 'low', both('part-solid, one', 'частично солидный, один')],
  ['part-solid', 'multiple', 'low', both('subsolid, several', 'субсолидные, несколько')],
];

export const NODULES: Readonly<Record<string, Entry>> = {
  fleischner2017: {
    topic: 'followUp',
    says: both(
      'A lung nodule was described in codes on CT within a year, in a person of 35 years and more without cancer, immunosuppression or screening, and no CT followed. The row of the Fleischner table is told; where the risk of the person is not known and decides, it is named as missing.',
      'За последний год на КТ кодами описан очаг в лёгком у человека от 35 лет без рака, иммуносупрессии и скрининга, и КТ после этого не было. Сообщается строка таблицы Флейшнера; если риск неизвестен и решает, он назван недостающим.',
    ),
    tables: [
      {
        title: both('The table as the rule computes it', 'Таблица, как её считает правило'),
        head: [both('Nodule', 'Очаг'), SIZE, both('What follows', 'Что дальше')],
        rows: NODULE_ROWS.flatMap(([type, number, risk, title]) =>
          bands(
            (sizeMm) => {
              const plan = fleischner({ type, number, risk, sizeMm });
              return plan ? JSON.stringify(planText(plan)) : '–';
            },
            { from: 4, to: 10, by: 1 },
          ).map(([range, plan], index): Cell[] => [index ? '' : title, range, plan === '–' ? plan : JSON.parse(plan)]),
        ),
      },
    ],
    examples: [
      {
        title: both('solid nodule of 7 mm, smoker', 'солидный очаг 7 мм, курит'),
        entries: [man(60), nodule('solid', 7), diagnosis('F17.2')],
      },
      {
        title: both('solid nodule of 7 mm, risk not known', 'солидный очаг 7 мм, риск неизвестен'),
        entries: [man(60), nodule('solid', 7)],
      },
    ],
    history: [
      {
        version: '1.0.2',
        on: '2026-11-22',
        what: both(
          'Screening is a CT: a screening mammography or fluorography does not set the rule aside.',
          'Скрининг – это КТ: скрининговая маммография или флюорография правило не отменяет.',
        ),
      },
      {
        version: '1.0.1',
        on: '2026-11-22',
        what: both(
          'Cancer of the lip (C00) excludes as every other cancer does; “low dose” with a space is screening too.',
          'Рак губы (C00) исключает, как и всякий другой рак; «low dose» с пробелом – тоже скрининг.',
        ),
      },
      FIRST,
    ],
  },

  lung_rads_v2022: {
    topic: 'followUp',
    says: both(
      'A signed report of screening CT gave a Lung-RADS category that asks for something (0, 3, 4A, 4B, 4X), and neither CT, PET nor a referral came after it. What is to follow is told, and whether it is late.',
      'Подписанное заключение скрининговой КТ дало категорию Lung-RADS, требующую действий (0, 3, 4A, 4B, 4X), и после неё не было ни КТ, ни ПЭТ, ни направления. Сообщается, что дальше и не прошёл ли срок.',
    ),
    tables: [
      {
        title: both('Management by category (ACR)', 'Тактика по категориям (ACR)'),
        head: [
          both('Category', 'Категория'),
          both('Management, in the words of the source', 'Тактика, словами источника'),
        ],
        rows: Object.entries(LUNG_RADS_MANAGEMENT),
      },
      {
        title: both('Solid nodule at baseline', 'Солидный очаг при первом исследовании'),
        head: [SIZE, both('Category', 'Категория')],
        rows: bands((meanMm) => lungRads({ type: 'solid', status: 'baseline', meanMm, solidMm: undefined }) ?? '–', {
          from: 4,
          to: 20,
          by: 0.1,
          digits: 1,
        }).map(([range, category]) => [range, category]),
      },
      {
        title: both('New solid nodule', 'Новый солидный очаг'),
        head: [SIZE, both('Category', 'Категория')],
        rows: bands((meanMm) => lungRads({ type: 'solid', status: 'new', meanMm, solidMm: undefined }) ?? '–', {
          from: 3,
          to: 12,
          by: 0.1,
          digits: 1,
        }).map(([range, category]) => [range, category]),
      },
    ],
    examples: [
      {
        title: both('Lung-RADS 4A of three weeks ago', 'Lung-RADS 4A три недели назад'),
        entries: [man(60), report('Lung-RADS 4A')],
      },
      { title: both('Lung-RADS 2', 'Lung-RADS 2'), entries: [man(60), report('Lung-RADS 2')] },
    ],
    history: [
      {
        version: '1.0.1',
        on: '2026-11-22',
        what: both(
          'A cancer that was known before does not answer a new category; an appointment that passed and that nobody says was kept answers for 30 days.',
          'Ранее известный рак не отвечает на новую категорию; прошедшая запись, о которой никто не сообщил, что пациент пришёл, учитывается 30 дней.',
        ),
      },
      FIRST,
    ],
  },
};
