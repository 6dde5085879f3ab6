import { answer, sign, value } from '../../examples.ts';
import {
  FINDRISC_FAMILY,
  findriscAge,
  findriscBand,
  findriscBmi,
  findriscWaist,
} from '../../library/tables/findrisc-points.ts';
import { cardiovascularCategory, cardiovascularRisk } from '../../library/tables/score2-risk.ts';
import { both, type Cell, type Entry } from '../entry.ts';
import { bands, CRITERION, meaningTable, POINTS } from '../tables.ts';
import { FIRST, limitsNamed, man, reviewed, woman } from './chart.ts';

const rows = (title: Cell, found: readonly (readonly [string, number])[]): Cell[][] =>
  found.map(([range, points], index) => [index ? '' : title, range, `${points}`]);
const AGES = [45, 55, 65, 69, 70, 75, 85] as const;
const CATEGORY = {
  'low-moderate': both('low to moderate', 'низкий или умеренный'),
  high: both('high', 'высокий'),
  'very-high': both('very high', 'очень высокий'),
};

export const PREVENTION: Readonly<Record<string, Entry>> = {
  score2: {
    topic: 'prevention',
    says: both(
      'A person of 40 to 89 years without cardiovascular disease, diabetes, chronic kidney disease or a statin has cholesterol, HDL and blood pressure of the last year. The risk of a cardiovascular event in ten years is computed (SCORE2, from 70 years SCORE2-OP) for the risk region of the country, and told when high for the age.',
      'У человека 40–89 лет без сердечно-сосудистых заболеваний, диабета, хронической болезни почек и статина есть холестерин, ЛПВП и АД за последний год. Рассчитывается риск сердечно-сосудистого события за десять лет (SCORE2, с 70 лет SCORE2-OP) для региона риска страны; сообщается, если он высок для возраста.',
    ),
    tables: [
      {
        title: both('Categories of risk by age, %', 'Категории риска по возрасту, %'),
        head: [
          both('Age in years', 'Возраст, лет'),
          both('Low to moderate', 'Низкий или умеренный'),
          both('High', 'Высокий'),
          both('Very high', 'Очень высокий'),
        ],
        rows: (
          [
            ['40–49', 45],
            ['50–69', 60],
            ['70–89', 75],
          ] as const
        ).map(([shown, age]) => [
          shown,
          ...bands((percent) => cardiovascularCategory(percent, age), { from: 0, to: 20, by: 0.5, digits: 1 }).map(
            ([range]) => range,
          ),
        ]),
      },
      {
        title: both(
          'Worked example: risk in % at very high risk region (smoker, 150 mmHg, cholesterol 6, HDL 1.2 mmol/L)',
          'Пример расчёта: риск в %, регион очень высокого риска (курит, 150 мм рт. ст., холестерин 6, ЛПВП 1,2 ммоль/л)',
        ),
        head: [both('Age in years', 'Возраст, лет'), both('Men', 'Мужчины'), both('Women', 'Женщины')],
        rows: AGES.map((ageYears) => [
          `${ageYears}`,
          ...(['male', 'female'] as const).map((sex) =>
            cardiovascularRisk({
              ...{ ageYears, sex, smoker: true, sbp: 150, totalCholesterol: 6, hdl: 1.2 },
              ...{ region: 'very_high', coefficients: 'published' },
            }).toFixed(1),
          ),
        ]),
      },
      {
        title: both('What the categories ask for', 'Чего требуют категории'),
        head: [both('Category', 'Категория'), both('Told', 'Сообщается')],
        rows: [
          [CATEGORY['low-moderate'], both('no', 'нет')],
          [CATEGORY.high, both('yes, as information', 'да, как сведение')],
          [CATEGORY['very-high'], both('yes, as a warning', 'да, как предупреждение')],
        ],
      },
    ],
    examples: [
      {
        title: both(
          'man of 58 years, smoker, 160 mmHg, cholesterol 6.8',
          'мужчина 58 лет, курит, АД 160, холестерин 6,8',
        ),
        entries: [
          man(58),
          value('14647-2', 6.8, 'mmol/L'),
          value('14646-4', 1, 'mmol/L'),
          value('8480-6', 160, 'mm[Hg]'),
          answer('72166-2', '449868002'),
        ],
      },
      {
        title: both('nobody asked about smoking, no HDL', 'о курении не спрошено, ЛПВП нет'),
        entries: [man(58), value('14647-2', 6.8, 'mmol/L'), value('8480-6', 160, 'mm[Hg]')],
      },
    ],
    history: [limitsNamed('1.0.1'), FIRST],
  },

  findrisc: {
    topic: 'prevention',
    says: both(
      'The answers of the FINDRISC questionnaire are charted within a year, and no diabetes is known. With age, body mass index, waist, medicines against hypertension and high glucose ever found the risk of diabetes in ten years is summed; told from a moderate risk on.',
      'За последний год в карту внесены ответы анкеты FINDRISC, диабет не известен. С учётом возраста, индекса массы тела, талии, гипотензивных препаратов и повышения глюкозы в прошлом складывается риск диабета за десять лет; сообщается с умеренного риска.',
    ),
    tables: [
      {
        title: both('Points', 'Баллы'),
        head: [CRITERION, both('Value', 'Значение'), POINTS],
        rows: [
          ...rows(both('Age in years', 'Возраст, лет'), bands(findriscAge, { from: 18, to: 80, by: 1 })),
          ...rows(
            both('Body mass index, kg/m²', 'Индекс массы тела, кг/м²'),
            bands(findriscBmi, { from: 20, to: 35, by: 0.1, digits: 1 }),
          ),
          ...rows(
            both('Waist of men, cm', 'Талия у мужчин, см'),
            bands((cm) => findriscWaist(cm, 'male'), { from: 80, to: 120, by: 1 }),
          ),
          ...rows(
            both('Waist of women, cm', 'Талия у женщин, см'),
            bands((cm) => findriscWaist(cm, 'female'), { from: 70, to: 110, by: 1 }),
          ),
          [both('Active less than 30 minutes a day', 'Активность менее 30 минут в день'), '', '2'],
          [both('No vegetables or fruit every day', 'Овощи и фрукты не каждый день'), '', '1'],
          [both('Medicines against hypertension', 'Гипотензивные препараты'), '', '2'],
          [both('High glucose ever found', 'Повышение глюкозы в прошлом'), '', '5'],
          [
            both('Diabetes of grandparents, aunts, uncles, cousins', 'Диабет у бабушек, дедушек, дядей, тётей'),
            '',
            `${FINDRISC_FAMILY.second}`,
          ],
          [
            both('Diabetes of parents, siblings, children', 'Диабет у родителей, братьев, сестёр, детей'),
            '',
            `${FINDRISC_FAMILY.first}`,
          ],
        ],
      },
      meaningTable(
        both('What the total means', 'Что означает сумма'),
        findriscBand,
        { from: 0, to: 26, by: 1 },
        {
          low: both('low: nothing is told', 'низкий: ничего не сообщается'),
          'slightly-elevated': both('slightly elevated: nothing is told', 'слегка повышен: ничего не сообщается'),
          moderate: both('moderate, 1 in 6', 'умеренный, 1 из 6'),
          high: both('high, 1 in 3', 'высокий, 1 из 3'),
          'very-high': both('very high, 1 in 2', 'очень высокий, 1 из 2'),
        },
      ),
    ],
    examples: [
      {
        title: both(
          '60 years, waist 95 cm, BMI 31, parents with diabetes',
          '60 лет, талия 95 см, ИМТ 31, диабет у родителей',
        ),
        entries: [
          woman(60),
          value('39156-5', 31, 'kg/m2'),
          value('8280-0', 95, 'cm'),
          sign('active-30-minutes', false),
          sign('vegetables-daily', true),
          sign('diabetes-parents', true),
          sign('diabetes-relatives', false),
          sign('high-glucose-ever', false),
        ],
      },
      {
        title: both('one answer of the questionnaire', 'один ответ анкеты'),
        entries: [woman(60), sign('active-30-minutes', true)],
      },
    ],
    history: [limitsNamed('1.0.2'), reviewed('1.0.1'), FIRST],
  },
};
