import { diagnosis, grade, medicine, sign, value } from '../../examples.ts';
import { cha2ds2vasc } from '../../library/cha2ds2vasc.ts';
import { hasBled, hasBledRisk } from '../../library/hasbled.ts';
import { heartAgePoints, heartBand } from '../../library/heart.ts';
import { perc } from '../../library/perc.ts';
import { PROLONGED, qtcClass } from '../../library/qtc.ts';
import { wellsDvt, wellsDvtTwoTier } from '../../library/wells_dvt.ts';
import { wellsPe, wellsPeTwoTier } from '../../library/wells_pe.ts';
import { both, type Entry } from '../entry.ts';
import { bands, criteriaTable, MEANING, meaningTable } from '../tables.ts';
import { FIRST, man, reviewed, woman } from './chart.ts';

const SCORED = both('Points', 'Баллы');
const TOTALS = both('What the total means', 'Что означает сумма');
const LIKELY = { unlikely: both('unlikely', 'маловероятно'), likely: both('likely', 'вероятно') };
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

  wells_pe: {
    topic: 'heart',
    says: both(
      'Embolism is suspected: the physician charted within 48 hours whether it is the likeliest diagnosis. Seven criteria are summed; above 4 points embolism is likely and imaging comes first, else D-dimer.',
      'Подозревается ТЭЛА: врач за последние 48 часов отметил, вероятнее ли она других диагнозов. Складываются семь критериев; выше 4 баллов ТЭЛА вероятна и нужна визуализация, иначе – D-димер.',
    ),
    tables: [
      criteriaTable(
        SCORED,
        {
          dvtSigns: false,
          peLikely: false,
          hrGt100: false,
          immobilisationOrSurgery: false,
          previousVTE: false,
          haemoptysis: false,
          malignancy: false,
        },
        wellsPe,
      ),
      meaningTable(TOTALS, wellsPeTwoTier, { from: 0, to: 12.5, by: 0.5, digits: 1 }, LIKELY),
    ],
    examples: [
      {
        title: both(
          'signs of thrombosis, likeliest diagnosis, pulse 110',
          'признаки ТГВ, наиболее вероятный диагноз, пульс 110',
        ),
        entries: [
          woman(55),
          value('8867-4', 110, '/min'),
          sign('dvt-signs', true),
          sign('pe-most-likely', true),
          sign('immobilised-or-operated', false),
          sign('previous-vte', false),
          sign('haemoptysis', false),
          sign('active-cancer', false),
        ],
      },
      {
        title: both('only the suspicion is charted', 'внесено только подозрение'),
        entries: [woman(55), sign('pe-most-likely', true)],
      },
    ],
    history: HISTORY,
  },

  wells_dvt: {
    topic: 'heart',
    says: both(
      'Thrombosis of the leg is suspected: the physician charted within 48 hours whether another diagnosis is as likely. Ten criteria (Wells 2003) are summed; from 2 points on thrombosis is likely and ultrasound comes first, else D-dimer.',
      'Подозревается ТГВ ноги: врач за последние 48 часов отметил, вероятен ли не менее другой диагноз. Складываются десять критериев (Wells 2003); с 2 баллов ТГВ вероятен и нужно УЗИ, иначе – D-димер.',
    ),
    tables: [
      criteriaTable(
        SCORED,
        {
          activeCancer: false,
          paralysis: false,
          bedriddenOrSurgery: false,
          tenderness: false,
          entireLegSwollen: false,
          calfSwelling: false,
          pittingOedema: false,
          collateralVeins: false,
          previousDVT: false,
          alternativeDx: false,
        },
        wellsDvt,
      ),
      meaningTable(TOTALS, wellsDvtTwoTier, { from: -2, to: 9, by: 1 }, LIKELY),
    ],
    examples: [
      {
        title: both(
          'tender veins, calf 4 cm larger, no other diagnosis',
          'болезненность вен, голень больше на 4 см, другого диагноза нет',
        ),
        entries: [
          man(50),
          sign('dvt-alternative', false),
          sign('vein-tenderness', true),
          sign('calf-swelling', true),
          sign('active-cancer', false),
          sign('paralysis', false),
          sign('bedridden-or-major-surgery', false),
          sign('entire-leg-swollen', false),
          sign('pitting-oedema', false),
          sign('collateral-veins', false),
          sign('previous-vte', false),
        ],
      },
      {
        title: both('nothing but the suspicion', 'ничего, кроме подозрения'),
        entries: [man(50), sign('dvt-alternative', true)],
      },
    ],
    history: HISTORY,
  },

  perc: {
    topic: 'heart',
    says: both(
      'The physician charted that embolism is suspected and unlikely (below 15 %). If none of eight criteria of the last 24 hours is met, embolism is ruled out without tests; if one is met, D-dimer is asked for.',
      'Врач отметил, что ТЭЛА подозревается и маловероятна (ниже 15 %). Если не выполнен ни один из восьми критериев за последние 24 часа, ТЭЛА исключена без тестов; если выполнен хотя бы один – нужен D-димер.',
    ),
    tables: [
      criteriaTable(
        SCORED,
        {
          ageGe50: false,
          hrGe100: false,
          spo2Lt95: false,
          legSwelling: false,
          haemoptysis: false,
          surgeryTrauma: false,
          priorVTE: false,
          hormone: false,
        },
        perc,
      ),
      {
        title: TOTALS,
        head: [both('Criteria met', 'Выполнено критериев'), MEANING],
        rows: [
          ['0', both('embolism ruled out', 'ТЭЛА исключена')],
          ['≥ 1', both('not ruled out: D-dimer', 'не исключена: D-димер')],
        ],
      },
    ],
    examples: [
      {
        title: both('30 years, no criterion is met', '30 лет, критериев нет'),
        entries: [
          woman(30),
          sign('pe-low-gestalt', true),
          value('8867-4', 80, '/min'),
          value('59408-5', 98, '%'),
          sign('unilateral-leg-swelling', false),
          sign('haemoptysis', false),
          sign('surgery-or-trauma', false),
          sign('previous-vte', false),
          sign('oestrogen-use', false),
        ],
      },
      {
        title: both('the saturation is not known', 'сатурация неизвестна'),
        entries: [woman(30), sign('pe-low-gestalt', true), value('8867-4', 80, '/min')],
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
