import { diagnosis, grade, medicine, value } from '../../examples.ts';
import { cha2ds2vasc } from '../../library/cha2ds2vasc.ts';
import { hasBled, hasBledRisk } from '../../library/hasbled.ts';
import { heartAgePoints, heartBand } from '../../library/heart.ts';
import { PROLONGED, qtcClass } from '../../library/qtc.ts';
import { both, type Entry } from '../entry.ts';
import { bands, criteriaTable, meaningTable } from '../tables.ts';
import { FIRST, man, reviewed, woman } from './chart.ts';

const SCORED = both('Points', 'Баллы');
const TOTALS = both('What the total means', 'Что означает сумма');
const HISTORY = [reviewed('1.0.1'), FIRST] as const;
const ECG = '2026-03-01T10:00:00+05:00';

export const HEART: Readonly<Record<string, Entry>> = {
  heart: {
    topic: 'heart',
    says: both(
      'The physician graded the history of a chest pain for HEART within 24 hours. The five parts (history, ECG, age, risk factors, troponin) are summed; the class and its risk of a major cardiac event in six weeks are told. The point of age at exactly 65 and the limits of troponin follow the wording that the region has chosen.',
      'Врач за последние 24 часа оценил боль в груди по HEART. Складываются пять частей (анамнез, ЭКГ, возраст, факторы риска, тропонин); сообщается класс и риск крупного сердечного события за шесть недель. Балл за возраст ровно 65 лет и пределы тропонина – по редакции, выбранной регионом.',
    ),
    tables: [
      {
        title: both('Points of age', 'Баллы за возраст'),
        head: [both('Age in years', 'Возраст, лет'), 'Backus 2013', 'Six 2008'],
        rows: [
          ['< 45', `${heartAgePoints(44, 'backus-2013')}`, `${heartAgePoints(44, 'six-2008')}`],
          ['45–64', `${heartAgePoints(64, 'backus-2013')}`, `${heartAgePoints(64, 'six-2008')}`],
          ['65', `${heartAgePoints(65, 'backus-2013')}`, `${heartAgePoints(65, 'six-2008')}`],
          ['> 65', `${heartAgePoints(66, 'backus-2013')}`, `${heartAgePoints(66, 'six-2008')}`],
        ],
      },
      meaningTable(
        TOTALS,
        heartBand,
        { from: 0, to: 10, by: 1 },
        {
          low: both('low risk (1.7 %)', 'низкий риск (1,7 %)'),
          moderate: both('moderate risk (16.6 %)', 'средний риск (16,6 %)'),
          high: both('high risk (50.1 %)', 'высокий риск (50,1 %)'),
        },
      ),
    ],
    examples: [
      {
        title: both(
          '58 years; history 1, ECG 1, risk factors 2, troponin 0',
          '58 лет; анамнез 1, ЭКГ 1, факторы риска 2, тропонин 0',
        ),
        entries: [
          man(58),
          grade('heart-history', 1),
          grade('heart-ecg', 1),
          grade('heart-risk', 2),
          grade('heart-troponin', 0),
        ],
      },
      {
        title: both('troponin not graded', 'тропонин не оценён'),
        entries: [man(58), grade('heart-history', 1), grade('heart-ecg', 0), grade('heart-risk', 1)],
      },
    ],
    history: HISTORY,
  },

  cha2ds2vasc: {
    topic: 'heart',
    says: both(
      'Atrial fibrillation is diagnosed and no anticoagulant is ordered. The score is made of the diagnoses of the record; from 1 point apart from sex an anticoagulant is to be considered, from 2 it is recommended. The region chooses whether the point of sex is counted (CHA2DS2-VASc) or not (CHA2DS2-VA); the decision is the same.',
      'Диагностирована фибрилляция предсердий, антикоагулянт не назначен. Балл считается по диагнозам карты; с 1 балла без учёта пола антикоагулянт рассматривают, с 2 – рекомендуют. Регион выбирает, считать ли балл за пол (CHA2DS2-VASc) или нет (CHA2DS2-VA); решение от этого не меняется.',
    ),
    tables: [
      criteriaTable(
        SCORED,
        {
          chf: false,
          hypertension: false,
          ageGe75: false,
          diabetes: false,
          strokeTiaTe: false,
          vascular: false,
          age65To74: false,
          female: false,
        },
        cha2ds2vasc,
      ),
    ],
    examples: [
      {
        title: both(
          '72 years, atrial fibrillation and hypertension, no anticoagulant',
          '72 года, фибрилляция предсердий и гипертензия, антикоагулянта нет',
        ),
        entries: [woman(72), diagnosis('I48.0'), diagnosis('I10')],
      },
      {
        title: both('the same, apixaban is ordered', 'то же, назначен апиксабан'),
        entries: [woman(72), diagnosis('I48.0'), diagnosis('I10'), medicine('B01AF02')],
      },
    ],
    history: HISTORY,
  },

  hasbled: {
    topic: 'heart',
    says: both(
      'Atrial fibrillation under an anticoagulant. What the record says of the nine criteria is counted; from 3 points on the physician is asked to change what can be changed: blood pressure, antiplatelets and NSAIDs, alcohol. It is no reason to withhold the anticoagulant.',
      'Фибрилляция предсердий на фоне антикоагулянта. Учитывается то, что карта говорит о девяти критериях; с 3 баллов врача просят устранить изменяемое: давление, антиагреганты и НПВП, алкоголь. Это не повод отказаться от антикоагулянта.',
    ),
    tables: [
      criteriaTable(
        SCORED,
        {
          hypertension: false,
          renal: false,
          liver: false,
          stroke: false,
          bleeding: false,
          labileINR: false,
          elderly: false,
          drugs: false,
          alcohol: false,
        },
        hasBled,
      ),
      meaningTable(
        TOTALS,
        hasBledRisk,
        { from: 0, to: 9, by: 1 },
        {
          low: both('low: nothing is told', 'низкий: ничего не сообщается'),
          moderate: both('moderate: nothing is told', 'умеренный: ничего не сообщается'),
          high: both('caution', 'осторожность'),
        },
      ),
    ],
    examples: [
      {
        title: both(
          '78 years, apixaban and diclofenac, earlier bleeding',
          '78 лет, апиксабан и диклофенак, кровотечение в анамнезе',
        ),
        entries: [man(78), diagnosis('I48.0'), diagnosis('K92.2'), medicine('B01AF02'), medicine('M01AB05')],
      },
      { title: both('no anticoagulant', 'антикоагулянта нет'), entries: [man(78), diagnosis('I48.0')] },
    ],
    history: HISTORY,
  },

  qtc: {
    topic: 'heart',
    says: both(
      'An ECG of the last 7 days has a QT. It is corrected by the heart rate of the same recording and by the formula that the region has chosen, else taken as the recorder reported it. Told when prolonged, as a warning above 500 ms.',
      'Есть ЭКГ с интервалом QT за последние 7 дней. QT корригируется по ЧСС той же записи формулой, выбранной регионом, иначе берётся QTc прибора. Сообщается при удлинении, выше 500 мс – как предупреждение.',
    ),
    tables: [
      {
        title: both('Limits, ms', 'Границы, мс'),
        head: [both('Sex', 'Пол'), both('Prolonged above', 'Удлинён выше'), both('Dangerous above', 'Опасен выше')],
        rows: (['male', 'female'] as const).map((sex) => [
          sex === 'male' ? both('men', 'мужчины') : both('women', 'женщины'),
          `${PROLONGED[sex]}`,
          `${bands((ms) => qtcClass(ms, sex), { from: 400, to: 600, by: 1 })
            .at(-1)?.[0]
            .replace('≥ 501', '500')}`,
        ]),
      },
    ],
    examples: [
      {
        title: both('QT 520 ms, heart rate 62', 'QT 520 мс, ЧСС 62'),
        entries: [
          woman(66),
          value('8634-8', 520, 'ms', { effectiveDateTime: ECG }),
          value('8867-4', 62, '/min', { effectiveDateTime: ECG }),
        ],
      },
      { title: both('QT without a heart rate', 'QT без ЧСС'), entries: [woman(66), value('8634-8', 480, 'ms')] },
    ],
    history: HISTORY,
  },
};
