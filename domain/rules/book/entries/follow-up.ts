import { ASSESSMENT_SYSTEM } from '../../assessments.ts';
import { entry, order } from '../../examples.ts';
import type { ChartEntry } from '../../facts.ts';
import { BIRADS } from '../../library/birads.ts';
import { retinopathyPlan } from '../../library/diabetic_retinopathy_followup.ts';
import { both, type Cell, type Entry } from '../entry.ts';
import { FIRST, man, report, reviewed, woman } from './chart.ts';

const graded = (grade: number): ChartEntry =>
  entry({
    resourceType: 'Observation',
    id: `retinopathy-${grade}`,
    status: 'final',
    code: { coding: [{ system: ASSESSMENT_SYSTEM, code: 'retinopathy' }] },
    effectiveDateTime: '2026-02-20T09:00:00Z',
    valueInteger: grade,
  });

const GRADES = [
  both('none', 'нет'),
  both('mild', 'лёгкая'),
  both('moderate', 'умеренная'),
  both('severe', 'тяжёлая'),
  both('proliferative', 'пролиферативная'),
];
const REFERRAL: Readonly<Record<number, Cell>> = {
  0: both('now', 'сейчас'),
  6: both('3–6 months', '3–6 мес.'),
  12: both('a year', 'год'),
};

export const FOLLOW_UP: Readonly<Record<string, Entry>> = {
  birads: {
    topic: 'followUp',
    says: both(
      'A signed report gave a BI-RADS category that asks for something (0, 3, 4, 5), and nothing that would answer it came after: additional imaging, follow-up or a biopsy. What is to follow is told, and whether it is late.',
      'Подписанное заключение дало категорию BI-RADS, требующую действий (0, 3, 4, 5), и после неё не было того, что на неё отвечает: дообследования, контроля или биопсии. Сообщается, что дальше и не прошёл ли срок.',
    ),
    tables: [
      {
        title: both('Categories (ACR BI-RADS 2013)', 'Категории (ACR BI-RADS 2013)'),
        head: [
          both('Category', 'Категория'),
          both('Management, in the words of the source', 'Тактика, словами источника'),
          both('Likelihood of cancer', 'Вероятность рака'),
        ],
        rows: Object.entries(BIRADS).map(([category, { management, likelihood }]) => [
          category,
          management,
          likelihood,
        ]),
      },
    ],
    examples: [
      {
        title: both('BI-RADS 4 of three weeks ago', 'BI-RADS 4 три недели назад'),
        entries: [woman(55), report('BI-RADS 4 слева')],
      },
      {
        title: both('BI-RADS 3 of eight months ago', 'BI-RADS 3 восемь месяцев назад'),
        entries: [woman(55), report('BI-RADS 3', '2025-07-01T09:00:00Z')],
      },
      { title: both('BI-RADS 2', 'BI-RADS 2'), entries: [woman(55), report('BI-RADS 2')] },
    ],
    history: [
      {
        version: '1.0.1',
        on: '2026-11-22',
        what: both(
          'A cancer that was known before does not answer a new category; an appointment that passed and that nobody says was kept answers for 30 days.',
          'Ранее известный рак не отвечает на новую категорию; прошедшая запись, о которой никто не сообщил, что пациентка пришла, учитывается 30 дней.',
        ),
      },
      FIRST,
    ],
  },

  diabetic_retinopathy_followup: {
    topic: 'followUp',
    says: both(
      'A grade of retinopathy or macular oedema is recorded in codes. Where it asks for an ophthalmologist, or the next examination is overdue, and neither an order nor a visit followed, that is told.',
      'Кодом записана степень ретинопатии или макулярный отёк. Если нужен офтальмолог или срок осмотра прошёл, а ни направления, ни приёма не было, об этом сообщается.',
    ),
    tables: [
      {
        title: both('By grade (ADA 2017, table 4)', 'По степени (ADA 2017, таблица 4)'),
        head: [
          both('Retinopathy', 'Ретинопатия'),
          both('Referral within', 'Направление в течение'),
          both('Then at least every', 'Далее не реже чем раз в'),
          both('Told', 'Сообщается'),
        ],
        rows: ([0, 1, 2, 3, 4] as const).map((grade) => {
          const plan = retinopathyPlan({ grade });
          const months = plan?.followUp.months ?? 0;
          return [
            GRADES[grade] ?? '',
            REFERRAL[plan?.referral.months ?? 12] ?? '',
            both(`${months} months`, `${months} мес.`),
            plan?.referable ? both('at once', 'сразу') : both('when overdue', 'при просрочке'),
          ];
        }),
      },
    ],
    examples: [
      {
        title: both('severe non-proliferative retinopathy', 'тяжёлая непролиферативная ретинопатия'),
        entries: [man(50), graded(3)],
      },
      { title: both('no retinopathy', 'ретинопатии нет'), entries: [man(50), graded(0)] },
    ],
    history: [
      {
        version: '1.0.2',
        on: '2026-11-22',
        what: both(
          'An appointment that passed and that nobody says was kept answers for 30 days.',
          'Прошедшая запись, о которой никто не сообщил, что пациент пришёл, учитывается 30 дней.',
        ),
      },
      reviewed('1.0.1'),
      FIRST,
    ],
  },

  follow_up_not_ordered: {
    topic: 'followUp',
    says: both(
      'A sentence of a signed report of the last two years asks for an examination by name, and neither an order nor a study of this kind and region came after it. The sentence is quoted; past its time it is a warning.',
      'Предложение подписанного заключения за последние два года называет нужное исследование, и после него не было ни направления, ни исследования этого вида и области. Предложение цитируется; после срока – предупреждение.',
    ),
    tables: [
      {
        title: both('What answers a recommendation', 'Что отвечает на рекомендацию'),
        head: [both('Recommended', 'Рекомендовано'), both('Answered by', 'Отвечает')],
        rows: [
          [both('X-ray', 'рентгенография'), both('X-ray, CT, PET of the region', 'рентгенография, КТ, ПЭТ области')],
          [both('CT', 'КТ'), both('CT, PET of the region', 'КТ, ПЭТ области')],
          [both('other', 'другое'), both('the same of the region', 'то же, той же области')],
        ],
      },
    ],
    examples: [
      {
        title: both('CT in 3 months was recommended 7 months ago', 'КТ через 3 месяца рекомендована 7 месяцев назад'),
        entries: [
          man(60),
          report(
            'Рекомендована КТ органов грудной клетки через 3 месяца.',
            '2025-08-01T09:00:00Z',
            'КТ органов грудной клетки',
          ),
        ],
      },
      {
        title: both('CT was ordered since', 'КТ назначена позже'),
        entries: [
          man(60),
          report(
            'Рекомендована КТ органов грудной клетки через 3 месяца.',
            '2025-08-01T09:00:00Z',
            'КТ органов грудной клетки',
          ),
          order('ct', '2026-02-20T09:00:00Z', { code: { text: 'КТ органов грудной клетки' } }),
        ],
      },
    ],
    history: [
      {
        version: '1.0.2',
        on: '2026-11-22',
        what: both(
          'A further film of the same sitting does not answer a recommendation.',
          'Ещё один снимок того же исследования не отвечает на рекомендацию.',
        ),
      },
      {
        version: '1.0.1',
        on: '2026-11-22',
        what: both(
          '“Not needed” and “not advisable” in their short Russian forms deny a recommendation.',
          '«Не нужен» и «не целесообразен» отменяют рекомендацию.',
        ),
      },
      FIRST,
    ],
  },
};
