import type { Bilingual } from '../../schemas/result.ts';

/**
 * Bedside signs of this project. No verified SNOMED CT code covers "lower chest wall indrawing" and "any general
 * danger sign" as IMCI words them (248567009, sometimes quoted, is "sensation of lump in throat"), so they have a
 * local system; a clinic's code map leads its own codes here. Values: boolean, or coded present/absent.
 */
export const SIGN_SYSTEM = 'https://oka.health/fhir/sign';

const words = (en: string, ru: string): Bilingual => ({ en, ru });

export const SIGNS = {
  'chest-indrawing': { title: words('Lower chest wall indrawing', 'Втяжение нижней части грудной клетки'), codes: [] },
  'danger-sign': { title: words('General danger signs', 'Общие признаки опасности'), codes: [] },
  stridor: { title: words('Stridor in a calm child', 'Стридор в покое'), codes: [] },
  /** 40917007 "Clouded consciousness (finding)", used for confusion in public profiles of scores. */
  confusion: { title: words('New confusion', 'Впервые возникшая спутанность сознания'), codes: ['40917007'] },
  /** NEWS2: oxygen is given, where neither flow nor fraction is charted. */
  'supplemental-oxygen': { title: words('Supplemental oxygen', 'Кислородная поддержка'), codes: [] },
  /** NEWS2: a clinician has confirmed hypercapnic respiratory failure and set the target of 88–92 %. */
  'spo2-scale-2': {
    title: words('SpO2 target 88–92 % (NEWS2 scale 2)', 'Целевая SpO2 88–92 % (шкала 2 NEWS2)'),
    codes: [],
  },
  'dvt-signs': { title: words('Clinical signs of deep vein thrombosis', 'Клинические признаки ТГВ'), codes: [] },
  'pe-most-likely': {
    title: words('Pulmonary embolism is the likeliest diagnosis', 'ТЭЛА вероятнее других диагнозов'),
    codes: [],
  },
  'pe-low-gestalt': {
    title: words('Pulmonary embolism unlikely by clinical judgement (< 15 %)', 'ТЭЛА клинически маловероятна (< 15 %)'),
    codes: [],
  },
  'immobilised-or-operated': {
    title: words('Immobilised ≥ 3 days or operated within 4 weeks', 'Иммобилизация ≥ 3 дней или операция за 4 недели'),
    codes: [],
  },
  'surgery-or-trauma': {
    title: words('Surgery or trauma within 4 weeks', 'Операция или травма за последние 4 недели'),
    codes: [],
  },
  'previous-vte': { title: words('Previous DVT or PE', 'ТГВ или ТЭЛА в анамнезе'), codes: [] },
  /** 66857006 "Hemoptysis (finding)". */
  haemoptysis: { title: words('Haemoptysis', 'Кровохарканье'), codes: ['66857006'] },
  'active-cancer': {
    title: words('Cancer treated within 6 months or palliative', 'Рак: лечение за последние 6 месяцев или паллиативно'),
    codes: [],
  },
  'unilateral-leg-swelling': { title: words('One leg swollen', 'Отёк одной ноги'), codes: [] },
  'oestrogen-use': { title: words('Oestrogen use', 'Приём эстрогенов'), codes: [] },
  paralysis: {
    title: words('Paralysis, paresis or plaster of the leg', 'Паралич, парез или гипс на ноге'),
    codes: [],
  },
  'bedridden-or-major-surgery': {
    title: words(
      'Bedridden ≥ 3 days or major surgery within 12 weeks',
      'Постельный режим ≥ 3 дней или операция за 12 недель',
    ),
    codes: [],
  },
  'vein-tenderness': {
    title: words('Tenderness along the deep veins', 'Болезненность по ходу глубоких вен'),
    codes: [],
  },
  'entire-leg-swollen': { title: words('Entire leg swollen', 'Отёк всей ноги'), codes: [] },
  'calf-swelling': {
    title: words('Calf more than 3 cm larger than the other', 'Голень больше другой более чем на 3 см'),
    codes: [],
  },
  'pitting-oedema': { title: words('Pitting oedema of that leg', 'Отёк с ямкой при надавливании'), codes: [] },
  'collateral-veins': { title: words('Collateral superficial veins', 'Коллатеральные поверхностные вены'), codes: [] },
  'dvt-alternative': {
    title: words('Another diagnosis is at least as likely as DVT', 'Другой диагноз не менее вероятен, чем ТГВ'),
    codes: [],
  },
  'active-30-minutes': {
    title: words('At least 30 minutes of activity a day', 'Физическая активность не менее 30 минут в день'),
    codes: [],
  },
  'vegetables-daily': { title: words('Vegetables or fruit every day', 'Овощи или фрукты каждый день'), codes: [] },
  'diabetes-parents': {
    title: words('Diabetes of parents, siblings or children', 'Диабет у родителей, братьев, сестёр или детей'),
    codes: [],
  },
  'diabetes-relatives': {
    title: words('Diabetes of grandparents, aunts, uncles or cousins', 'Диабет у бабушек, дедушек, дядей, тётей'),
    codes: [],
  },
  'high-glucose-ever': {
    title: words('High blood glucose ever found', 'Повышение глюкозы крови когда-либо'),
    codes: [],
  },
} as const satisfies Record<string, { title: Bilingual; codes: readonly string[] }>;
export type SignName = keyof typeof SIGNS;

/** Parts of HEART that a physician grades 0, 1 or 2 at the bedside, under the same local system as signs. */
export const GRADES = {
  'heart-history': words('Chest pain history (HEART, 0–2)', 'Анамнез боли в груди (HEART, 0–2)'),
  'heart-ecg': words('ECG (HEART, 0–2)', 'ЭКГ (HEART, 0–2)'),
  'heart-risk': words('Risk factors (HEART, 0–2)', 'Факторы риска (HEART, 0–2)'),
  'heart-troponin': words('Troponin (HEART, 0–2)', 'Тропонин (HEART, 0–2)'),
} as const satisfies Record<string, Bilingual>;
export type GradeName = keyof typeof GRADES;

/** Level of responsiveness (LOINC 67775-7, 80288-4) answered in SNOMED CT as the value set "UK Core ACVPU" has it. */
export const RESPONSIVENESS = ['67775-7', '80288-4'] as const;
export const ACVPU: Readonly<Record<string, 'A' | 'C' | 'V' | 'P' | 'U'>> = {
  '248234008': 'A',
  '130987000': 'C',
  '300202002': 'V',
  '450847001': 'P',
  '422768004': 'U',
};

/** Tobacco smoking status (LOINC 72166-2): SNOMED CT answers of the US Core value set. */
export const SMOKING_STATUS = '72166-2';
export const SMOKES: Readonly<Record<string, boolean>> = {
  '449868002': true,
  '428041000124106': true,
  '77176002': true,
  '8517006': false,
  '266919005': false,
  '8392000': false,
};
