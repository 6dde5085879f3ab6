import type { Bilingual } from '../../schemas/result.ts';

/**
 * Bedside signs of this project. No verified SNOMED CT code covers "lower chest wall indrawing" and "any general
 * danger sign" as IMCI words them (248567009, sometimes quoted, is "sensation of lump in throat"), so they have a
 * local system; a clinic's code map leads its own codes here. Values: boolean, or coded present/absent.
 */
export const SIGN_SYSTEM = 'https://oka.health/fhir/sign';

/** "Standard chest X-ray normal (finding)": denies every finding on a chest film. */
export const CHEST_XRAY_NORMAL = '168733007';
export const PNEUMONIA = '233604007';

const words = (en: string, ru: string): Bilingual => ({ en, ru });

export type Analyte = {
  readonly title: Bilingual;
  /** Canonical unit (UCUM); values are converted to it. */
  readonly unit: string;
  /** LOINC code → accepted UCUM units with the factor that turns a value into the canonical unit. */
  readonly codes: Readonly<Record<string, Readonly<Record<string, number>>>>;
};

const MILLIMOLES = { 'mmol/L': 1, 'meq/L': 1 };
/** 88.4 µmol/L = 1 mg/dL creatinine (M = 113.12 g/mol). */
const CREATININE = { 'mg/dL': 1, 'umol/L': 1 / 88.4, 'mmol/L': 1000 / 88.4 };
const PER_MINUTE = { '/min': 1, '{breaths}/min': 1, '1/min': 1 };
const PRESSURE = { 'mm[Hg]': 1 };
const PERCENT = { '%': 1 };
const FILTRATION = { 'mL/min/{1.73_m2}': 1, 'mL/min/1.73.m2': 1, 'mL/min': 1 };

export const ANALYTES = {
  potassium: {
    title: words('Potassium', 'Калий'),
    unit: 'mmol/L',
    codes: { '2823-3': MILLIMOLES, '6298-4': MILLIMOLES },
  },
  creatinine: {
    title: words('Creatinine', 'Креатинин'),
    unit: 'mg/dL',
    codes: { '14682-9': CREATININE, '2160-0': CREATININE },
  },
  urea: {
    title: words('Urea', 'Мочевина'),
    unit: 'mmol/L',
    codes: {
      '22664-7': { 'mmol/L': 1, 'mg/dL': 1 / 6.006 },
      '3091-6': { 'mg/dL': 1 / 6.006 },
      /** Urea nitrogen: one mole of urea carries 28.01 g of nitrogen, 1 mg/dL = 0.357 mmol/L. */
      '3094-0': { 'mg/dL': 0.357, 'mmol/L': 1 },
      '14937-7': { 'mmol/L': 1 },
    },
  },
  egfr: {
    title: words('eGFR (CKD-EPI 2021) as reported', 'рСКФ (CKD-EPI 2021) по данным лаборатории'),
    unit: 'mL/min/{1.73_m2}',
    codes: { '98979-8': FILTRATION },
  },
  respiratoryRate: {
    title: words('Respiratory rate', 'Частота дыхания'),
    unit: '/min',
    codes: { '9279-1': PER_MINUTE },
  },
  spo2: {
    title: words('Oxygen saturation (SpO2)', 'Сатурация (SpO2)'),
    unit: '%',
    codes: { '59408-5': PERCENT, '2708-6': PERCENT },
  },
  systolic: {
    title: words('Systolic blood pressure', 'Систолическое АД'),
    unit: 'mm[Hg]',
    codes: { '8480-6': PRESSURE },
  },
  diastolic: {
    title: words('Diastolic blood pressure', 'Диастолическое АД'),
    unit: 'mm[Hg]',
    codes: { '8462-4': PRESSURE },
  },
} as const satisfies Record<string, Analyte>;
export type AnalyteName = keyof typeof ANALYTES;

/** A blood pressure panel keeps both pressures as components. */
export const PRESSURE_PANEL = '85354-9';

export const SIGNS = {
  'chest-indrawing': { title: words('Lower chest wall indrawing', 'Втяжение нижней части грудной клетки'), codes: [] },
  'danger-sign': { title: words('General danger signs', 'Общие признаки опасности'), codes: [] },
  stridor: { title: words('Stridor in a calm child', 'Стридор в покое'), codes: [] },
  /** 40917007 "Clouded consciousness (finding)", used for confusion in public profiles of scores. */
  confusion: { title: words('New confusion', 'Впервые возникшая спутанность сознания'), codes: ['40917007'] },
} as const satisfies Record<string, { title: Bilingual; codes: readonly string[] }>;
export type SignName = keyof typeof SIGNS;

/** ICD-10 J12–J18, by category. */
export const PNEUMONIA_ICD10 = ['J12', 'J13', 'J14', 'J15', 'J16', 'J17', 'J18'] as const;
/** Cough R05 and dyspnoea R06.0 (ICD-10); cough, dyspnoea, difficulty breathing (SNOMED CT). */
export const COUGH_ICD10 = ['R05', 'R06.0'] as const;
export const COUGH_SNOMED = ['49727002', '267036007', '230145002'] as const;
