import type { Bilingual } from '../../schemas/result.ts';

/** What one service is about: a 412 of it, or a "Not checked" card, concerns this and nothing else. */
export type Matter = {
  readonly id: string;
  readonly version: string;
  /** As it stands inside a sentence: "Not checked: interactions". */
  readonly short: Bilingual;
  readonly title: Bilingual;
  /** Ids of rules; those that are not in force are passed over. */
  readonly rules: readonly string[];
  /** What must not be overlooked when an order is signed: such a service is waited for longer. */
  readonly safety?: true;
  /** Its rules know medicines by ATC code alone, so one without a code leaves them open: beside another one, or each. */
  readonly byIngredient?: 'in pairs' | 'each';
  /** Its rules speak of what models found, which only the regional chart holds. */
  readonly byFindings?: true;
};

const text = (en: string, ru: string): Bilingual => ({ en, ru });

export const MATTERS: readonly Matter[] = [
  {
    id: 'oka-interactions',
    version: '1.0.0',
    short: text('interactions', 'взаимодействия'),
    title: text('Interactions of medicines', 'Взаимодействия препаратов'),
    rules: ['ddi_onc_high_priority', 'ddi_warfarin_nsaid'],
    safety: true,
    byIngredient: 'in pairs',
  },
  {
    id: 'oka-allergies',
    version: '1.0.0',
    short: text('allergies', 'аллергии'),
    title: text('Medicines and allergies', 'Препараты и аллергии'),
    rules: ['allergy_betalactam'],
    safety: true,
  },
  {
    id: 'oka-kidney-medicines',
    version: '1.0.0',
    short: text('doses by kidney function', 'дозы по функции почек'),
    title: text('Medicines and kidney function', 'Препараты и функция почек'),
    rules: ['metformin_egfr', 'cockcroft_gault'],
    safety: true,
    byIngredient: 'each',
  },
  {
    id: 'oka-contrast',
    version: '1.0.0',
    short: text('contrast media', 'контрастные средства'),
    title: text('Contrast media and kidney function', 'Контраст и функция почек'),
    rules: ['contrast_egfr'],
    safety: true,
  },
  {
    id: 'oka-pregnancy-imaging',
    version: '1.0.0',
    short: text('imaging in pregnancy', 'лучевые исследования при беременности'),
    title: text('Imaging in pregnancy', 'Лучевые исследования при беременности'),
    rules: ['imaging_pregnancy'],
    safety: true,
  },
  {
    id: 'oka-duplicate-imaging',
    version: '1.0.0',
    short: text('repeated imaging', 'повторные исследования'),
    title: text('Repeated imaging', 'Повторные исследования'),
    rules: ['duplicate_imaging'],
  },
  {
    id: 'oka-critical-values',
    version: '1.0.0',
    short: text('critical values', 'критические значения'),
    title: text('Critical laboratory values', 'Критические значения анализов'),
    rules: ['critical_labs'],
    safety: true,
  },
  {
    id: 'oka-deterioration',
    version: '1.0.0',
    short: text('deterioration', 'ухудшение состояния'),
    title: text('Deterioration and sepsis', 'Ухудшение состояния и сепсис'),
    rules: ['news2', 'qsofa'],
  },
  {
    id: 'oka-pneumonia',
    version: '1.0.0',
    short: text('pneumonia', 'пневмония'),
    title: text('Pneumonia', 'Пневмония'),
    rules: ['who_child_pneumonia', 'curb65', 'crb65'],
  },
  {
    id: 'oka-kidneys',
    version: '1.0.0',
    short: text('kidney function', 'функция почек'),
    title: text('Kidney function', 'Функция почек'),
    rules: ['ckdepi2021', 'kdigo_aki'],
  },
  {
    id: 'oka-chest-pain',
    version: '1.0.0',
    short: text('chest pain and thrombosis', 'боль в груди и тромбозы'),
    title: text('Chest pain and thrombosis', 'Боль в груди и тромбозы'),
    rules: ['heart', 'wells_pe', 'perc', 'wells_dvt'],
  },
  {
    id: 'oka-rhythm',
    version: '1.0.0',
    short: text('stroke, bleeding and QT', 'инсульт, кровотечение и QT'),
    title: text('Stroke, bleeding and QT', 'Риск инсульта, кровотечения и удлинение QT'),
    rules: ['cha2ds2vasc', 'hasbled', 'qtc'],
  },
  {
    id: 'oka-prevention',
    version: '1.0.0',
    short: text('prevention', 'профилактика'),
    title: text('Prevention', 'Профилактика'),
    rules: ['score2', 'findrisc'],
  },
  {
    id: 'oka-follow-up',
    version: '1.0.0',
    short: text('follow-up of images', 'наблюдение по снимкам'),
    title: text('Follow-up of images', 'Наблюдение по результатам исследований'),
    rules: ['fleischner2017', 'lung_rads_v2022', 'birads', 'diabetic_retinopathy_followup', 'follow_up_not_ordered'],
  },
  {
    id: 'oka-findings',
    version: '1.0.0',
    short: text('findings of models', 'находки моделей'),
    title: text('Findings of models on images', 'Находки моделей на снимках'),
    rules: ['finding_vs_question', 'critical_finding_without_appointment'],
    byFindings: true,
  },
  {
    id: 'oka-prior-images',
    version: '1.0.0',
    short: text('earlier images', 'прежние снимки'),
    title: text('Earlier images of the same region', 'Прежние снимки той же области'),
    rules: ['prior_image'],
  },
];
