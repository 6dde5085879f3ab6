import type { Bilingual } from '../../../../schemas/result.ts';
import { answer, bornBefore, patient, value } from '../../examples.ts';
import {
  type AgeBand,
  CRITICAL_ANALYTES,
  type CriticalAnalyte,
  limitOf,
} from '../../library/tables/critical-limits.ts';
import { CHANGE_WORDS, CRITICAL_WORDS } from '../../library/tables/critical-words.ts';
import * as points from '../../library/tables/news2-points.ts';
import { both, type Cell, type Entry, type Table } from '../entry.ts';
import { bands, meaningTable, POINTS } from '../tables.ts';
import { FIRST, limitsNamed, man, reviewed, woman } from './chart.ts';

const steps = (title: Bilingual, of: (value: number) => number, from: number, to: number, by = 1): Cell[][] =>
  bands(of, { from, to, by, digits: by < 1 ? 1 : 0 }).map(([range, value], index) => [
    index ? '' : title,
    range,
    `${value}`,
  ]);

const NEWS2_POINTS: Table = {
  title: both('Points of each parameter', 'Баллы по каждому показателю'),
  head: [both('Parameter', 'Показатель'), both('Value', 'Значение'), POINTS],
  rows: [
    ...steps(both('Breaths a minute', 'Частота дыхания, в минуту'), points.respiratoryPoints, 5, 30),
    ...steps(
      both('SpO2, scale 1, %', 'SpO2, шкала 1, %'),
      (spo2) => points.saturationPoints(spo2, false, false),
      85,
      100,
    ),
    ...steps(
      both('SpO2, scale 2, on air, %', 'SpO2, шкала 2, на воздухе, %'),
      (spo2) => points.saturationPoints(spo2, false, true),
      80,
      100,
    ),
    ...steps(
      both('SpO2, scale 2, on oxygen, %', 'SpO2, шкала 2, на кислороде, %'),
      (spo2) => points.saturationPoints(spo2, true, true),
      80,
      100,
    ),
    [both('Air or oxygen', 'Воздух или кислород'), both('air', 'воздух'), `${points.oxygenPoints(false)}`],
    ['', both('oxygen', 'кислород'), `${points.oxygenPoints(true)}`],
    ...steps(both('Systolic pressure, mmHg', 'Систолическое АД, мм рт. ст.'), points.systolicPoints, 80, 230),
    ...steps(both('Pulse a minute', 'Пульс, в минуту'), points.pulsePoints, 30, 140),
    [both('Consciousness', 'Сознание'), both('alert (A)', 'ясное (A)'), `${points.consciousnessPoints('A')}`],
    [
      '',
      both(
        'new confusion, voice, pain, unresponsive (C, V, P, U)',
        'спутанность, на голос, на боль, нет реакции (C, V, P, U)',
      ),
      `${points.consciousnessPoints('C')}`,
    ],
    ...steps(both('Temperature, °C', 'Температура, °C'), points.temperaturePoints, 34, 40, 0.1),
  ],
};

const BANDS: readonly (readonly [AgeBand, Bilingual])[] = [
  ['adult', both('From 16 years', 'С 16 лет')],
  ['child', both('Under 16 years', 'До 16 лет')],
  ['neonate', both('First 28 days', 'Первые 28 дней')],
];
const NAME: Readonly<Record<CriticalAnalyte, Bilingual>> = {
  sodium: both('Sodium', 'Натрий'),
  potassium: both('Potassium', 'Калий'),
  urea: both('Urea', 'Мочевина'),
  creatinine: both('Creatinine', 'Креатинин'),
  glucose: both('Glucose', 'Глюкоза'),
  adjustedCalcium: both('Adjusted calcium', 'Кальций скорректированный'),
  magnesium: both('Magnesium', 'Магний'),
  phosphate: both('Phosphate', 'Фосфат'),
  CRP: both('C-reactive protein', 'С-реактивный белок'),
  CK: both('Creatine kinase', 'Креатинкиназа'),
  amylase: both('Amylase', 'Амилаза'),
  ALT: both('ALT', 'АЛТ'),
  haemoglobin: both('Haemoglobin', 'Гемоглобин'),
  INR: both('INR', 'МНО'),
};

function limits(analyte: CriticalAnalyte, band: AgeBand): string {
  const { low, below, high, above } = limitOf(analyte, band);
  const said = [
    ...(low === undefined ? [] : [`≤ ${low}`]),
    ...(below === undefined ? [] : [`< ${below}`]),
    ...(high === undefined ? [] : [`≥ ${high}`]),
    ...(above === undefined ? [] : [`> ${above}`]),
  ];
  return said.join('; ') || '–';
}

const CRITICAL: Table = {
  title: both('Limits for telephoning', 'Пределы для немедленного сообщения'),
  head: [
    both('Analyte', 'Показатель'),
    both('Unit', 'Единица'),
    ...BANDS.map(([, title]) => title),
    both('Told as', 'Важность'),
  ],
  rows: CRITICAL_ANALYTES.map((analyte) => [
    NAME[analyte],
    CRITICAL_WORDS[analyte].unit,
    ...BANDS.map(([band]) => limits(analyte, band)),
    CRITICAL_WORDS[analyte].severity === 'critical' ? both('critical', 'критично') : both('warning', 'внимание'),
  ]),
};

const CHANGES: Table = {
  title: both('Changes that are told at once', 'Изменения, о которых сообщают немедленно'),
  head: [both('Change', 'Изменение'), both('When', 'Когда')],
  rows: Object.values(CHANGE_WORDS).map(({ summary, detail }) => [summary, detail]),
};

export const DETERIORATION: Readonly<Record<string, Entry>> = {
  news2: {
    topic: 'deterioration',
    says: both(
      'From one round of vital signs of the last 12 hours the total of seven parameters is made. It is told from 5 points on, or where one parameter alone has 3. Where a parameter is missing, the least the total can be is told if that alone already asks for a physician.',
      'По одному измерению витальных показателей за последние 12 часов считается сумма семи показателей. Сообщается с 5 баллов или если один показатель даёт 3 балла. Если показателя нет, сообщается наименьшая возможная сумма, когда уже она требует врача.',
    ),
    tables: [
      NEWS2_POINTS,
      meaningTable(
        both('What the total means', 'Что означает сумма'),
        (total) => points.news2Risk(total, false),
        { from: 0, to: 20, by: 1 },
        {
          low: both('low: nothing is told', 'низкий: ничего не сообщается'),
          'low-medium': both('one parameter at 3 points', 'один показатель – 3 балла'),
          medium: both('medium: urgent review', 'средний: срочный осмотр'),
          high: both('high: emergency review', 'высокий: экстренный осмотр'),
        },
      ),
    ],
    examples: [
      {
        title: both(
          '25 breaths, SpO2 91 % on air, pulse 120, pressure 95',
          'дыхание 25, SpO2 91 % на воздухе, пульс 120, АД 95',
        ),
        entries: [
          woman(70),
          value('9279-1', 25, '/min'),
          value('59408-5', 91, '%'),
          value('3150-0', 21, '%'),
          value('8480-6', 95, 'mm[Hg]'),
          value('8867-4', 120, '/min'),
          value('8310-5', 38.4, 'Cel'),
          answer('67775-7', '248234008'),
        ],
      },
      {
        title: both('a round without consciousness and without oxygen', 'измерение без сознания и кислорода'),
        entries: [
          woman(70),
          value('9279-1', 22, '/min'),
          value('59408-5', 95, '%'),
          value('8480-6', 105, 'mm[Hg]'),
          value('8867-4', 92, '/min'),
          value('8310-5', 37.2, 'Cel'),
        ],
      },
    ],
    history: [limitsNamed('1.0.2'), reviewed('1.0.1'), FIRST],
  },

  critical_labs: {
    topic: 'deterioration',
    says: both(
      'A laboratory value of the last 7 days lies beyond the limit at which laboratories telephone, by the age of the patient; or it changed dangerously fast. A high potassium of a haemolysed sample asks for a new sample. Without a birth date the limits of adults are taken, and it is said.',
      'Лабораторный показатель за последние 7 дней вышел за предел, при котором лаборатория звонит врачу, с учётом возраста; либо опасно быстро изменился. Высокий калий при гемолизе требует повторного забора. Без даты рождения берутся пределы взрослых, и об этом сказано.',
    ),
    tables: [CRITICAL, CHANGES],
    examples: [
      {
        title: both('potassium 7.0 mmol/L', 'калий 7,0 ммоль/л'),
        entries: [woman(40), value('2823-3', 7, 'mmol/L')],
      },
      {
        title: both('the same in a haemolysed sample', 'то же, проба гемолизирована'),
        entries: [man(40), value('2823-3', 7, 'mmol/L', { note: [{ text: 'Гемолиз' }] })],
      },
      {
        title: both('sodium 128 mmol/L of a child of 6 years', 'натрий 128 ммоль/л у ребёнка 6 лет'),
        entries: [patient(bornBefore({ years: 6 })), value('2951-2', 128, 'mmol/L')],
      },
      {
        title: both('a unit that does not convert', 'единица измерения не переводится'),
        entries: [woman(40), value('2823-3', 7, 'furlong')],
      },
    ],
    history: [
      {
        version: '2.1.0',
        on: '2026-11-22',
        what: both(
          'A region may have a signed list of its own: its limits hold, and what is not on it is told as a warning.',
          'Регион может иметь собственный подписанный перечень: действуют его пределы, а чего в нём нет, сообщается как предупреждение.',
        ),
      },
      {
        version: '2.0.2',
        on: '2026-11-22',
        what: both(
          'A newer total calcium is judged, though an older adjusted one is there.',
          'Новый общий кальций оценивается, даже если есть более старый скорректированный.',
        ),
      },
      reviewed('2.0.1'),
      {
        version: '2.0.0',
        on: '2026-11-22',
        what: both(
          'Limits by age, changes of sodium and haemoglobin, acute kidney injury.',
          'Пределы по возрасту, изменения натрия и гемоглобина, острое повреждение почек.',
        ),
      },
      FIRST,
    ],
  },
};
