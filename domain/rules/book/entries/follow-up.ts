import type { Finding } from '../../../../schemas/result.ts';
import { ASSESSMENT_SYSTEM } from '../../assessments.ts';
import { PNEUMONIA } from '../../codes.ts';
import { diagnosis, entry, order, RECORD, study } from '../../examples.ts';
import type { ChartEntry, StatedFinding } from '../../facts.ts';
import { BIRADS } from '../../library/birads.ts';
import { retinopathyPlan } from '../../library/diabetic_retinopathy_followup.ts';
import { answerTo } from '../../library/finding_vs_question.ts';
import { fleischner, planText } from '../../library/fleischner2017.ts';
import { LUNG_RADS_MANAGEMENT, lungRads } from '../../library/lung_rads_v2022.ts';
import { both, type Cell, type Entry } from '../entry.ts';
import { bands } from '../tables.ts';
import { FIRST, man, report, reviewed, woman } from './chart.ts';

const NUMBER = [{ system: 'urn:oid:1.2.3', value: 'A-1' }];
const FILM = study('film', '2026-02-28T09:00:00Z', { identifier: NUMBER });
const asked = (code: string): ChartEntry =>
  order('asked', '2026-02-28T08:00:00Z', {
    identifier: NUMBER,
    reasonCode: [{ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code }] }],
  });
const found = (state: Finding['state']): StatedFinding => ({
  record: RECORD,
  reference: 'Observation/finding',
  time: '2026-02-28T09:05:00Z',
  finding: {
    kind: 'finding',
    state,
    label: { id: 'pneumonia', title: both('Pneumonia', 'Пневмония'), snomed: PNEUMONIA, icd10: ['J18'] },
    basis: 'whole',
    model: { id: 'example', version: '1.0.0', sha256: '0'.repeat(64) },
    study: { id: FILM.id, studyInstanceUid: '1.2.3.4' },
    instance: { sopInstanceUid: '1.2.3.4.1', pixelHash: '0'.repeat(64) },
    derived: {},
  },
});
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
const graded = (grade: number): ChartEntry =>
  entry({
    resourceType: 'Observation',
    id: `retinopathy-${grade}`,
    status: 'final',
    code: { coding: [{ system: ASSESSMENT_SYSTEM, code: 'retinopathy' }] },
    effectiveDateTime: '2026-02-20T09:00:00Z',
    valueInteger: grade,
  });

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

  finding_vs_question: {
    topic: 'followUp',
    says: both(
      'A model’s finding is held against the coded reason of the order. A finding that nobody asked about is a warning to look; what was asked and not seen is told with the reminder that a film does not rule it out. A signed report ends both. A symptom as reason leaves the question open.',
      'Находка модели сопоставляется с кодом причины направления. Находка, о которой не спрашивали, – повод посмотреть; то, о чём спросили и чего не видно, сообщается с напоминанием, что снимок её не исключает. Подписанное заключение прекращает и то и другое. Симптом в причине оставляет вопрос открытым.',
    ),
    tables: [
      {
        title: both('Answers for a finding of pneumonia', 'Ответы при находке пневмонии'),
        head: [both('Reason of the order', 'Причина направления'), both('Present', 'Есть'), both('Absent', 'Нет')],
        rows: ['J18.9', 'S22.3', 'R05'].map((code) => [
          code,
          ...(['present', 'absent'] as const).map((state) => {
            const answer = answerTo({ codes: [code] }, state, ['J18']);
            if (answer === 'not-asked') return both('nobody asked', 'не спрашивали');
            return answer
              ? both('asked, not seen', 'спросили, не видно')
              : both('nothing is told', 'ничего не сообщается');
          }),
        ]),
      },
    ],
    examples: [
      {
        title: both('fracture asked, pneumonia found', 'спрошено о переломе, найдена пневмония'),
        entries: [man(40), FILM, asked('S22.3')],
        findings: [found('present')],
      },
      {
        title: both('pneumonia asked, not seen', 'спрошено о пневмонии, не видно'),
        entries: [man(40), FILM, asked('J18.9')],
        findings: [found('absent')],
      },
      {
        title: both('cough asked: the question is open', 'спрошено о кашле: вопрос открыт'),
        entries: [man(40), FILM, asked('R05')],
        findings: [found('present')],
      },
    ],
    history: [FIRST],
  },

  critical_finding_without_appointment: {
    topic: 'followUp',
    says: both(
      'A grave finding of the last 30 days (present by an active model and not denied by a signed report; BI-RADS 4 or 5; Lung-RADS 4B or 4X), and the patient is not under care, was not seen after it, and is not booked: call him.',
      'Опасная находка за последние 30 дней (есть по действующей модели и не опровергнута заключением; BI-RADS 4 или 5; Lung-RADS 4B или 4X), а пациент не на лечении, после неё не осмотрен и не записан: свяжитесь с ним.',
    ),
    tables: [
      {
        title: both('What counts as grave', 'Что считается опасным'),
        head: [both('From', 'Откуда'), both('Finding', 'Находка')],
        rows: [
          [both('active model', 'действующая модель'), both('present', 'есть')],
          ['BI-RADS', '4, 4A, 4B, 4C, 5'],
          ['Lung-RADS', '4B, 4X'],
        ],
      },
    ],
    examples: [
      {
        title: both('pneumonia seen by a model, no visit', 'пневмония по модели, приёма нет'),
        entries: [man(40), FILM],
        findings: [found('present')],
      },
      { title: both('BI-RADS 5, no visit', 'BI-RADS 5, приёма нет'), entries: [woman(55), report('BI-RADS 5')] },
      { title: both('no finding', 'находок нет'), entries: [man(40), FILM] },
    ],
    history: [
      {
        version: '1.0.1',
        on: '2026-11-22',
        what: both(
          'An appointment that passed, and of which nobody says that the patient came, is care for one day; an outpatient or emergency visit that nobody closed for two.',
          'Прошедшая запись, о которой никто не сообщил, что пациент пришёл, учитывается один день; незакрытое амбулаторное или экстренное обращение – два.',
        ),
      },
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
