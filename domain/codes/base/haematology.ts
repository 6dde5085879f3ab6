import type { AnalyteLine } from './analyte.ts';

/** A share that a laboratory may also give as a fraction. */
const SHARE = { 'L/L': 100 };

/** Blood cells and clotting. Names that a urine test has as well (`Лейкоциты`, `Эритроциты`) are left to the clinic's own map. */
export const HAEMATOLOGY: readonly AnalyteLine[] = [
  [
    '718-7',
    'g/L',
    'Hemoglobin [Mass/volume] in Blood',
    ['Гемоглобин', 'Гемоглобин (HGB)', 'Гемоглобин (Hb)', 'HGB', 'Hemoglobin'],
  ],
  [
    '789-8',
    '10*12/L',
    'Erythrocytes [#/volume] in Blood by Automated count',
    ['Эритроциты (RBC)', 'Эритроциты крови', 'RBC'],
  ],
  [
    '6690-2',
    '10*9/L',
    'Leukocytes [#/volume] in Blood by Automated count',
    ['Лейкоциты (WBC)', 'Лейкоциты крови', 'WBC'],
  ],
  [
    '777-3',
    '10*9/L',
    'Platelets [#/volume] in Blood by Automated count',
    ['Тромбоциты', 'Тромбоциты (PLT)', 'PLT', 'Platelets'],
  ],
  [
    '4544-3',
    '%',
    'Hematocrit [Volume Fraction] of Blood by Automated count',
    ['Гематокрит', 'Гематокрит (HCT)', 'HCT', 'Hematocrit'],
    SHARE,
  ],
  [
    '787-2',
    'fL',
    'MCV [Entitic mean volume] in Red Blood Cells by Automated count',
    ['Средний объем эритроцита (MCV)', 'Средний объем эритроцитов (MCV)', 'MCV'],
  ],
  [
    '785-6',
    'pg',
    'MCH [Entitic mass] by Automated count',
    ['Среднее содержание гемоглобина в эритроците (MCH)', 'MCH'],
  ],
  [
    '786-4',
    'g/L',
    'MCHC [Entitic Mass/volume] in Red Blood Cells by Automated count',
    ['Средняя концентрация гемоглобина в эритроците (MCHC)', 'MCHC'],
  ],
  [
    '788-0',
    '%',
    'Erythrocyte [DistWidth] in Blood by Automated count',
    ['RDW-CV', 'Ширина распределения эритроцитов (RDW-CV)'],
  ],
  [
    '32623-1',
    'fL',
    'Platelet [Entitic mean volume] in Blood by Automated count',
    ['MPV', 'Средний объем тромбоцитов (MPV)', 'Средний объем тромбоцита (MPV)'],
  ],
  [
    '770-8',
    '%',
    'Neutrophils/Leukocytes in Blood by Automated count',
    ['NEUT%', 'NE%', 'Нейтрофилы (NEUT%)', 'Нейтрофилы, %', 'Нейтрофилы %'],
    SHARE,
  ],
  [
    '736-9',
    '%',
    'Lymphocytes/Leukocytes in Blood by Automated count',
    ['LYMPH%', 'LY%', 'Лимфоциты (LYMPH%)', 'Лимфоциты, %', 'Лимфоциты %'],
    SHARE,
  ],
  [
    '5905-5',
    '%',
    'Monocytes/Leukocytes in Blood by Automated count',
    ['MONO%', 'MO%', 'Моноциты (MONO%)', 'Моноциты, %', 'Моноциты %'],
    SHARE,
  ],
  [
    '713-8',
    '%',
    'Eosinophils/Leukocytes in Blood by Automated count',
    ['EO%', 'Эозинофилы (EO%)', 'Эозинофилы, %', 'Эозинофилы %'],
    SHARE,
  ],
  [
    '706-2',
    '%',
    'Basophils/Leukocytes in Blood by Automated count',
    ['BASO%', 'BA%', 'Базофилы (BASO%)', 'Базофилы, %', 'Базофилы %'],
    SHARE,
  ],
  [
    '751-8',
    '10*9/L',
    'Neutrophils [#/volume] in Blood by Automated count',
    ['NEUT#', 'NE#', 'Нейтрофилы (NEUT#)', 'Нейтрофилы, абс.', 'Нейтрофилы абс.'],
  ],
  [
    '731-0',
    '10*9/L',
    'Lymphocytes [#/volume] in Blood by Automated count',
    ['LYMPH#', 'LY#', 'Лимфоциты (LYMPH#)', 'Лимфоциты, абс.', 'Лимфоциты абс.'],
  ],
  [
    '742-7',
    '10*9/L',
    'Monocytes [#/volume] in Blood by Automated count',
    ['MONO#', 'MO#', 'Моноциты (MONO#)', 'Моноциты, абс.', 'Моноциты абс.'],
  ],
  [
    '711-2',
    '10*9/L',
    'Eosinophils [#/volume] in Blood by Automated count',
    ['EO#', 'Эозинофилы (EO#)', 'Эозинофилы, абс.', 'Эозинофилы абс.'],
  ],
  [
    '704-7',
    '10*9/L',
    'Basophils [#/volume] in Blood by Automated count',
    ['BASO#', 'BA#', 'Базофилы (BASO#)', 'Базофилы, абс.', 'Базофилы абс.'],
  ],
  [
    '30341-2',
    'mm/h',
    'Erythrocyte sedimentation rate',
    ['СОЭ', 'Скорость оседания эритроцитов', 'Скорость оседания эритроцитов (СОЭ)', 'ESR'],
  ],
  [
    '6301-6',
    '{INR}',
    'INR in Platelet poor plasma by Coagulation assay',
    [
      'МНО',
      'МНО (INR)',
      'INR',
      'Международное нормализованное отношение',
      'Международное нормализованное отношение (МНО)',
    ],
  ],
  ['5902-2', 's', 'Prothrombin time (PT)', ['Протромбиновое время', 'Протромбиновое время (ПВ)', 'Prothrombin time']],
  [
    '5894-1',
    '%',
    'Prothrombin activity actual/normal in Platelet poor plasma by Coagulation assay',
    ['Протромбин по Квику', 'Протромбин (по Квику)'],
  ],
  [
    '14979-9',
    's',
    'aPTT in Platelet poor plasma by Coagulation assay',
    [
      'АЧТВ',
      'АПТВ',
      'Активированное частичное тромбопластиновое время',
      'Активированное частичное тромбопластиновое время (АЧТВ)',
      'APTT',
    ],
  ],
  [
    '3255-7',
    'g/L',
    'Fibrinogen [Mass/volume] in Platelet poor plasma by Coagulation assay',
    ['Фибриноген', 'Фибриноген по Клауссу', 'Фибриноген (по Клауссу)', 'Fibrinogen'],
  ],
];
