import { bornBefore, diagnosis, patient, sign, value } from '../../examples.ts';
import { crb65, crb65Risk } from '../../library/crb65.ts';
import { CURB65_CRITERIA, curb65Risk } from '../../library/curb65.ts';
import { qsofa, qsofaPositive } from '../../library/qsofa.ts';
import { fastBreathingFrom } from '../../library/who_child_pneumonia.ts';
import { both, type Entry } from '../entry.ts';
import { bands, CRITERION, criteriaTable, meaningTable, POINTS } from '../tables.ts';
import { FIRST, man, reviewed, woman } from './chart.ts';

const TOTALS = both('What the total means', 'Что означает сумма');
const SCORED = both('Points', 'Баллы');
const RISKS = {
  low: both('low risk', 'низкий риск'),
  intermediate: both('intermediate risk', 'средний риск'),
  severe: both('severe', 'тяжёлая'),
};
const toddler = patient(bornBefore({ months: 14 }));

export const LUNGS: Readonly<Record<string, Entry>> = {
  who_child_pneumonia: {
    topic: 'lungs',
    says: both(
      'A child of 2 to 59 months has a cough, difficult breathing or a pneumonia that a physician stated or a model sees. By bedside signs alone the child is classified: any general danger sign, stridor or SpO2 below 90 % is severe pneumonia; chest indrawing or fast breathing is pneumonia; else it is a cough or cold. “Cough or cold” is said only after danger signs, indrawing and breaths were documented, and never against a physician’s diagnosis or a film.',
      'У ребёнка 2–59 месяцев кашель, затруднённое дыхание либо пневмония, указанная врачом или замеченная моделью. Ребёнок классифицируется только по признакам при осмотре: любой общий признак опасности, стридор или SpO2 ниже 90 % – тяжёлая пневмония; втяжение грудной клетки или учащённое дыхание – пневмония; иначе кашель или простуда. «Кашель или простуда» говорится, только если осмотрены признаки опасности, втяжение и сосчитано дыхание, и никогда не вопреки диагнозу врача или снимку.',
    ),
    tables: [
      {
        title: both('Fast breathing by age', 'Учащённое дыхание по возрасту'),
        head: [both('Age in months', 'Возраст, мес.'), both('Breaths a minute, from', 'Дыханий в минуту, от')],
        rows: bands(fastBreathingFrom, { from: 2, to: 59, by: 1 }).map(([, limit], index) => [
          index === 0 ? '2–11' : '12–59',
          `${limit}`,
        ]),
      },
      {
        title: both('Classes', 'Классы'),
        head: [both('Signs', 'Признаки'), both('Class', 'Класс')],
        rows: [
          [
            both(
              'general danger sign, stridor in a calm child, or SpO2 < 90 %',
              'общий признак опасности, стридор в покое или SpO2 < 90 %',
            ),
            both('severe pneumonia', 'тяжёлая пневмония'),
          ],
          [
            both('chest indrawing or fast breathing', 'втяжение грудной клетки или учащённое дыхание'),
            both('pneumonia', 'пневмония'),
          ],
          [both('none of these', 'ничего из этого'), both('cough or cold', 'кашель или простуда')],
        ],
      },
    ],
    examples: [
      {
        title: both(
          '14 months, cough, 44 breaths a minute, no danger signs',
          '14 месяцев, кашель, дыхание 44 в минуту, признаков опасности нет',
        ),
        entries: [
          toddler,
          diagnosis('R05'),
          value('9279-1', 44, '/min'),
          value('59408-5', 96, '%'),
          sign('danger-sign', false),
          sign('chest-indrawing', false),
          sign('stridor', false),
        ],
      },
      {
        title: both('the same child, SpO2 88 %', 'тот же ребёнок, SpO2 88 %'),
        entries: [toddler, diagnosis('R05'), value('59408-5', 88, '%')],
      },
      {
        title: both('nobody counted the breaths', 'дыхание не сосчитано'),
        entries: [toddler, diagnosis('R05'), sign('danger-sign', false), sign('chest-indrawing', false)],
      },
    ],
    history: [reviewed('1.0.1'), FIRST],
  },

  curb65: {
    topic: 'lungs',
    says: both(
      'A physician stated a pneumonia of an adult (diagnosis or signed report, never a model alone). Five criteria, one point each, from values of the episode; the class is told when it is certain, even where a value is missing that cannot change it.',
      'Врач указал пневмонию у взрослого (диагноз или подписанное заключение, но не одна лишь модель). Пять критериев по одному баллу, по данным этого эпизода; класс сообщается, когда он определён, даже если нет показателя, который не может его изменить.',
    ),
    tables: [
      {
        title: SCORED,
        head: [CRITERION, POINTS],
        rows: Object.values(CURB65_CRITERIA).map((title) => [title, '1']),
      },
      meaningTable(TOTALS, curb65Risk, { from: 0, to: 5, by: 1 }, RISKS),
    ],
    examples: [
      {
        title: both('70 years, urea 9 mmol/L, 32 breaths a minute', '70 лет, мочевина 9 ммоль/л, дыхание 32 в минуту'),
        entries: [
          man(70),
          diagnosis('J18.9'),
          value('22664-7', 9, 'mmol/L'),
          value('9279-1', 32, '/min'),
          value('8480-6', 118, 'mm[Hg]'),
          value('8462-4', 70, 'mm[Hg]'),
          sign('confusion', false),
        ],
      },
      {
        title: both('45 years, nothing measured', '45 лет, ничего не измерено'),
        entries: [woman(45), diagnosis('J18.9')],
      },
    ],
    history: [reviewed('1.0.1'), FIRST],
  },

  crb65: {
    topic: 'lungs',
    says: both(
      'The same as CURB-65 where there is no laboratory: four criteria without urea. It is silent once urea is known, and while no vital sign of the episode is charted.',
      'То же, что CURB-65, там, где нет лаборатории: четыре критерия без мочевины. Молчит, когда мочевина известна и пока нет ни одного витального показателя эпизода.',
    ),
    tables: [
      criteriaTable(SCORED, { confusion: false, rrGe30: false, lowBP: false, ageGe65: false }, crb65),
      meaningTable(
        TOTALS,
        crb65Risk,
        { from: 0, to: 4, by: 1 },
        { ...RISKS, severe: both('high risk', 'высокий риск') },
      ),
    ],
    examples: [
      {
        title: both('72 years, confused, blood pressure 85/50', '72 года, спутанность, АД 85/50'),
        entries: [
          man(72),
          diagnosis('J18.9'),
          value('9279-1', 24, '/min'),
          value('8480-6', 85, 'mm[Hg]'),
          value('8462-4', 50, 'mm[Hg]'),
          sign('confusion', true),
        ],
      },
      {
        title: both('72 years, breaths alone are charted', '72 года, внесена только частота дыхания'),
        entries: [man(72), diagnosis('J18.9'), value('9279-1', 24, '/min')],
      },
    ],
    history: [reviewed('1.0.1'), FIRST],
  },

  qsofa: {
    topic: 'deterioration',
    says: both(
      'A physician stated an infection within 7 days. Two of three bedside criteria of the last 24 hours (breaths, mentation, systolic pressure) tell a high risk of a poor outcome: look for organ failure, think of sepsis.',
      'Врач указал инфекцию за последние 7 дней. Два из трёх критериев за последние 24 часа (дыхание, сознание, систолическое АД) означают высокий риск неблагоприятного исхода: ищите органную дисфункцию, исключите сепсис.',
    ),
    tables: [
      criteriaTable(SCORED, { rrGe22: false, alteredMentation: false, sbpLe100: false }, qsofa),
      meaningTable(
        TOTALS,
        (total) => (qsofaPositive(total) ? 'positive' : 'negative'),
        { from: 0, to: 3, by: 1 },
        {
          negative: both('nothing is told', 'ничего не сообщается'),
          positive: both('positive: high risk', 'положителен: высокий риск'),
        },
      ),
    ],
    examples: [
      {
        title: both('pyelonephritis, 24 breaths a minute, pressure 95', 'пиелонефрит, дыхание 24 в минуту, АД 95'),
        entries: [
          woman(60),
          diagnosis('N10'),
          value('9279-1', 24, '/min'),
          value('8480-6', 95, 'mm[Hg]'),
          value('9269-2', 15, '{score}'),
        ],
      },
      {
        title: both(
          'the same, consciousness was not charted and one criterion is met',
          'то же, сознание не указано, выполнен один критерий',
        ),
        entries: [woman(60), diagnosis('N10'), value('9279-1', 24, '/min'), value('8480-6', 120, 'mm[Hg]')],
      },
    ],
    history: [reviewed('1.0.1'), FIRST],
  },
};
