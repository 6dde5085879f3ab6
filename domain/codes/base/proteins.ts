import type { AnalyteLine } from './analyte.ts';

/** Proteins, enzymes, markers of the heart and hormones in serum, plasma or blood. */
export const PROTEINS: readonly AnalyteLine[] = [
  [
    '2885-2',
    'g/L',
    'Protein [Mass/volume] in Serum or Plasma',
    ['Общий белок', 'Белок общий', 'Общий белок сыворотки', 'Белок общий (кровь)', 'Total protein'],
  ],
  [
    '1751-7',
    'g/L',
    'Albumin [Mass/volume] in Serum or Plasma',
    ['Альбумин', 'Альбумин сыворотки', 'Альбумин (кровь)', 'Albumin'],
  ],
  [
    '1742-6',
    'U/L',
    'Alanine aminotransferase [Enzymatic activity/volume] in Serum or Plasma',
    ['АЛТ', 'АлАТ', 'Аланинаминотрансфераза', 'Аланинаминотрансфераза (АЛТ)', 'АЛТ (аланинаминотрансфераза)', 'ALT'],
  ],
  [
    '1920-8',
    'U/L',
    'Aspartate aminotransferase [Enzymatic activity/volume] in Serum or Plasma',
    [
      'АСТ',
      'АсАТ',
      'Аспартатаминотрансфераза',
      'Аспартатаминотрансфераза (АСТ)',
      'АСТ (аспартатаминотрансфераза)',
      'AST',
    ],
  ],
  [
    '6768-6',
    'U/L',
    'Alkaline phosphatase [Enzymatic activity/volume] in Serum or Plasma',
    ['Щелочная фосфатаза', 'Щелочная фосфатаза (ЩФ)', 'Фосфатаза щелочная', 'Alkaline phosphatase'],
  ],
  [
    '2324-2',
    'U/L',
    'Gamma glutamyl transferase [Enzymatic activity/volume] in Serum or Plasma',
    ['ГГТ', 'ГГТП', 'Гамма-ГТ', 'Гамма-глутамилтрансфераза', 'Гамма-глутамилтранспептидаза', 'GGT'],
  ],
  [
    '1798-8',
    'U/L',
    'Amylase [Enzymatic activity/volume] in Serum or Plasma',
    ['Альфа-амилаза крови', 'Амилаза крови', 'Альфа-амилаза (кровь)', 'Амилаза сыворотки'],
  ],
  ['3040-3', 'U/L', 'Lipase [Enzymatic activity/volume] in Serum or Plasma', ['Липаза', 'Липаза сыворотки', 'Lipase']],
  [
    '2532-0',
    'U/L',
    'Lactate dehydrogenase [Enzymatic activity/volume] in Serum or Plasma',
    ['ЛДГ', 'Лактатдегидрогеназа', 'Лактатдегидрогеназа (ЛДГ)', 'ЛДГ общая', 'LDH'],
  ],
  [
    '2157-6',
    'U/L',
    'Creatine kinase [Enzymatic activity/volume] in Serum or Plasma',
    ['КФК', 'Креатинкиназа', 'Креатинфосфокиназа', 'Креатинкиназа (КФК)', 'КФК общая', 'CK'],
  ],
  [
    '1988-5',
    'mg/L',
    'C reactive protein [Mass/volume] in Serum or Plasma',
    ['С-реактивный белок', 'С-реактивный белок (СРБ)', 'СРБ', 'С реактивный белок', 'CRP', 'C-reactive protein'],
  ],
  [
    '33959-8',
    'ng/mL',
    'Procalcitonin [Mass/volume] in Serum or Plasma',
    ['Прокальцитонин', 'Прокальцитониновый тест', 'Procalcitonin'],
  ],
  ['2276-4', 'ug/L', 'Ferritin [Mass/volume] in Serum or Plasma', ['Ферритин', 'Ferritin']],
  [
    '4548-4',
    '%',
    'Hemoglobin A1c/Hemoglobin.total in Blood',
    ['Гликированный гемоглобин', 'Гликированный гемоглобин (HbA1c)', 'Гликозилированный гемоглобин', 'HbA1c'],
  ],
  [
    '10839-9',
    'ng/mL',
    'Troponin I.cardiac [Mass/volume] in Serum or Plasma',
    ['Тропонин I', 'Тропонин I (количественно)', 'Troponin I'],
  ],
  [
    '6598-7',
    'ng/mL',
    'Troponin T.cardiac [Mass/volume] in Serum or Plasma',
    ['Тропонин T', 'Тропонин T (количественно)', 'Troponin T'],
  ],
  [
    '33762-6',
    'pg/mL',
    'Natriuretic peptide.B prohormone N-Terminal [Mass/volume] in Serum or Plasma',
    ['NT-proBNP', 'Мозговой натрийуретический пептид (NT-proBNP)'],
  ],
  [
    '3016-3',
    'm[IU]/L',
    'Thyrotropin [Units/volume] in Serum or Plasma',
    ['ТТГ', 'Тиреотропный гормон', 'Тиреотропный гормон (ТТГ)', 'TSH'],
  ],
  [
    '14920-3',
    'pmol/L',
    'Thyroxine (T4) free [Moles/volume] in Serum or Plasma',
    ['Т4 свободный', 'Тироксин свободный', 'Тироксин свободный (Т4 свободный)', 'Св. Т4', 'Free T4'],
  ],
  [
    '14928-6',
    'pmol/L',
    'Triiodothyronine (T3) Free [Moles/volume] in Serum or Plasma',
    ['Т3 свободный', 'Трийодтиронин свободный', 'Св. Т3', 'Free T3'],
  ],
];
