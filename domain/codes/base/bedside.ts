import type { AnalyteLine } from './analyte.ts';

/** Vital signs (FHIR R4 profile vital signs). `САД` and `ДАД` are left out: САД is also the mean pressure. */
export const BEDSIDE: readonly AnalyteLine[] = [
  [
    '9279-1',
    '/min',
    'Respiratory rate',
    [
      'ЧДД',
      'ЧД',
      'Частота дыхания',
      'Частота дыхательных движений',
      'Частота дыхательных движений (ЧДД)',
      'Respiratory rate',
    ],
  ],
  [
    '8867-4',
    '/min',
    'Heart rate',
    ['ЧСС', 'Частота сердечных сокращений', 'Частота сердечных сокращений (ЧСС)', 'Heart rate'],
  ],
  [
    '59408-5',
    '%',
    'Oxygen saturation in Arterial blood by Pulse oximetry',
    ['SpO2', 'Сатурация', 'Сатурация (SpO2)', 'Сатурация кислорода', 'Пульсоксиметрия'],
  ],
  ['8310-5', 'Cel', 'Body temperature', ['Температура тела', 'Body temperature']],
  [
    '8480-6',
    'mm[Hg]',
    'Systolic blood pressure',
    [
      'Систолическое АД',
      'АД систолическое',
      'Систолическое артериальное давление',
      'Артериальное давление систолическое',
      'Systolic blood pressure',
    ],
  ],
  [
    '8462-4',
    'mm[Hg]',
    'Diastolic blood pressure',
    [
      'Диастолическое АД',
      'АД диастолическое',
      'Диастолическое артериальное давление',
      'Артериальное давление диастолическое',
      'Diastolic blood pressure',
    ],
  ],
  ['29463-7', 'kg', 'Body weight', ['Масса тела', 'Вес тела', 'Body weight']],
  ['8302-2', 'cm', 'Body height', ['Рост', 'Длина тела', 'Body height']],
  ['39156-5', 'kg/m2', 'Body mass index (BMI) [Ratio]', ['ИМТ', 'Индекс массы тела', 'BMI']],
  [
    '8280-0',
    'cm',
    'Waist Circumference at umbilicus by Tape measure',
    ['Окружность талии', 'Обхват талии', 'Waist circumference'],
  ],
  ['3151-8', 'L/min', 'Inhaled oxygen flow rate', ['Поток кислорода', 'Скорость потока кислорода', 'Oxygen flow rate']],
  ['3150-0', '%', 'Inhaled oxygen concentration', ['FiO2', 'Концентрация кислорода во вдыхаемой смеси']],
  ['9269-2', '{score}', 'Glasgow coma score total', ['ШКГ', 'Шкала комы Глазго', 'GCS', 'Glasgow coma score']],
  ['8634-8', 'ms', 'Q-T interval', ['Интервал QT', 'QT', 'QT interval'], { s: 1000 }],
  ['8636-3', 'ms', 'Q-T interval corrected', ['QTc', 'Корригированный интервал QT', 'QTc interval'], { s: 1000 }],
  ['9192-6', 'mL', 'Urine output 24 hour', ['Суточный диурез', 'Диурез за сутки'], { L: 1000 }],
];
