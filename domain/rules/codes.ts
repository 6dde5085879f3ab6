import type { Bilingual } from '../../schemas/result.ts';
import type { Substance } from './units.ts';

/** "Standard chest X-ray normal (finding)": denies every finding on a chest film. */
export const CHEST_XRAY_NORMAL = '168733007';
export const PNEUMONIA = '233604007';

const words = (en: string, ru: string): Bilingual => ({ en, ru });

export type Analyte = Substance & {
  readonly title: Bilingual;
  /**
   * LOINC code → units with the factor that turns a value into the canonical unit. Named here are the canonical unit and
   * those that conversion by UCUM (units.ts) would not find or would lead wrong (urea nitrogen in mg/dL).
   */
  readonly codes: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Outside these bounds, in the canonical unit, nobody alive was measured: a slip of the pen or of a unit. Both included. */
  readonly plausible: readonly [number, number];
};

/** An analyte that UCUM alone converts: the same for each of its LOINC codes. */
const analyte = (
  title: Bilingual,
  unit: string,
  codes: readonly string[],
  plausible: readonly [number, number],
  more: Pick<Substance, 'molarMass' | 'valence'> & { readonly units?: Readonly<Record<string, number>> } = {},
): Analyte => {
  const { units = {}, ...substance } = more;
  return {
    title,
    unit,
    plausible,
    ...substance,
    codes: Object.fromEntries(codes.map((code) => [code, { [unit]: 1, ...units }])),
  };
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
    valence: 1,
    plausible: [1, 12],
    codes: { '2823-3': MILLIMOLES, '6298-4': MILLIMOLES },
  },
  creatinine: {
    title: words('Creatinine', 'Креатинин'),
    unit: 'mg/dL',
    molarMass: 113.12,
    plausible: [0.05, 40],
    codes: { '14682-9': CREATININE, '2160-0': CREATININE },
  },
  /** Without a molar mass: a mass of urea nitrogen and one of urea are different amounts, as its codes say. */
  urea: {
    title: words('Urea', 'Мочевина'),
    unit: 'mmol/L',
    plausible: [0.2, 120],
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
    plausible: [0, 250],
    codes: { '98979-8': FILTRATION },
  },
  respiratoryRate: {
    title: words('Respiratory rate', 'Частота дыхания'),
    unit: '/min',
    plausible: [0, 120],
    codes: { '9279-1': PER_MINUTE },
  },
  spo2: {
    title: words('Oxygen saturation (SpO2)', 'Сатурация (SpO2)'),
    unit: '%',
    plausible: [30, 100],
    codes: { '59408-5': PERCENT, '2708-6': PERCENT },
  },
  systolic: {
    title: words('Systolic blood pressure', 'Систолическое АД'),
    unit: 'mm[Hg]',
    plausible: [30, 320],
    codes: { '8480-6': PRESSURE },
  },
  diastolic: {
    title: words('Diastolic blood pressure', 'Диастолическое АД'),
    unit: 'mm[Hg]',
    plausible: [10, 220],
    codes: { '8462-4': PRESSURE },
  },
  pulse: analyte(words('Heart rate', 'Частота сердечных сокращений'), '/min', ['8867-4'], [10, 350]),
  temperature: analyte(words('Body temperature', 'Температура тела'), 'Cel', ['8310-5'], [24, 46]),
  oxygenFlow: analyte(words('Oxygen flow', 'Поток кислорода'), 'L/min', ['3151-8'], [0, 100]),
  oxygenFraction: analyte(words('Inhaled oxygen', 'Доля кислорода во вдыхаемом воздухе'), '%', ['3150-0'], [15, 100]),
  gcs: analyte(words('Glasgow Coma Scale', 'Шкала комы Глазго'), '{score}', ['9269-2'], [3, 15], { units: { '1': 1 } }),
  weight: analyte(words('Body weight', 'Масса тела'), 'kg', ['29463-7'], [0.3, 400]),
  height: analyte(words('Height', 'Рост'), 'cm', ['8302-2'], [20, 260]),
  bmi: analyte(words('Body mass index', 'Индекс массы тела'), 'kg/m2', ['39156-5'], [5, 120]),
  /** 8280-0 is measured at the navel; FINDRISC asks for it there. */
  waist: analyte(words('Waist', 'Окружность талии'), 'cm', ['8280-0'], [30, 250]),
  qt: analyte(words('QT interval', 'Интервал QT'), 'ms', ['8634-8'], [150, 800]),
  qtc: analyte(words('QTc as reported', 'QTc по данным ЭКГ'), 'ms', ['8636-3'], [200, 800]),
  urineDay: analyte(words('Urine output in 24 hours', 'Диурез за 24 часа'), 'mL', ['9192-6'], [0, 30_000]),
  sodium: analyte(words('Sodium', 'Натрий'), 'mmol/L', ['2951-2', '2947-0'], [90, 200], { valence: 1 }),
  glucose: analyte(words('Glucose', 'Глюкоза'), 'mmol/L', ['14749-6', '15074-8', '2345-7', '2339-0'], [0.2, 120], {
    molarMass: 180.16,
  }),
  /** Total; "adjusted" for albumin has codes of its own and is read apart. */
  calcium: analyte(words('Calcium (total)', 'Кальций общий'), 'mmol/L', ['2000-8', '17861-6'], [0.5, 6], {
    molarMass: 40.08,
    valence: 2,
  }),
  haemoglobin: analyte(words('Haemoglobin', 'Гемоглобин'), 'g/L', ['718-7'], [10, 260]),
  platelets: analyte(words('Platelets', 'Тромбоциты'), '10*9/L', ['777-3'], [0, 5000]),
  inr: analyte(words('INR', 'МНО'), '{INR}', ['6301-6', '34714-6'], [0.4, 30], {
    units: { '1': 1, ratio: 1, '{ratio}': 1 },
  }),
  troponinI: analyte(words('Troponin I', 'Тропонин I'), 'ug/L', ['10839-9', '89579-7'], [0, 10_000], {
    units: { 'ng/mL': 1 },
  }),
  troponinT: analyte(words('Troponin T', 'Тропонин T'), 'ug/L', ['6598-7', '67151-1'], [0, 1000], {
    units: { 'ng/mL': 1 },
  }),
  cholesterol: analyte(words('Total cholesterol', 'Холестерин общий'), 'mmol/L', ['14647-2', '2093-3'], [0.5, 40], {
    molarMass: 386.65,
  }),
  hdl: analyte(words('HDL cholesterol', 'Холестерин ЛПВП'), 'mmol/L', ['14646-4', '2085-9'], [0.05, 8], {
    molarMass: 386.65,
  }),
  bilirubin: analyte(words('Bilirubin', 'Билирубин общий'), 'umol/L', ['14631-6', '1975-2'], [0, 1500], {
    molarMass: 584.66,
  }),
  ast: analyte(words('AST', 'АСТ'), 'U/L', ['1920-8'], [0, 50_000]),
  albumin: analyte(words('Albumin', 'Альбумин'), 'g/L', ['1751-7'], [3, 90]),
  calciumAdjusted: analyte(
    words('Calcium adjusted for albumin', 'Кальций, скорректированный по альбумину'),
    'mmol/L',
    ['29265-6'],
    [0.5, 6],
    { molarMass: 40.08, valence: 2 },
  ),
  magnesium: analyte(words('Magnesium', 'Магний'), 'mmol/L', ['2601-3', '19123-9'], [0.05, 6], {
    molarMass: 24.305,
    valence: 2,
  }),
  phosphate: analyte(words('Phosphate', 'Фосфат'), 'mmol/L', ['14879-1', '2777-1'], [0.05, 10], { molarMass: 30.974 }),
  crp: analyte(words('C-reactive protein', 'С-реактивный белок'), 'mg/L', ['1988-5'], [0, 1000]),
  ck: analyte(words('Creatine kinase', 'Креатинкиназа'), 'U/L', ['2157-6'], [0, 500_000]),
  amylase: analyte(words('Amylase', 'Амилаза'), 'U/L', ['1798-8'], [0, 50_000]),
  alt: analyte(words('ALT', 'АЛТ'), 'U/L', ['1742-6'], [0, 50_000]),
  alp: analyte(words('Alkaline phosphatase', 'Щелочная фосфатаза'), 'U/L', ['6768-6'], [0, 20_000]),
} as const satisfies Record<string, Analyte>;
export type AnalyteName = keyof typeof ANALYTES;

/** A blood pressure panel keeps both pressures as components. */
export const PRESSURE_PANEL = '85354-9';

/** ICD-10 J12–J18, by category. */
export const PNEUMONIA_ICD10 = ['J12', 'J13', 'J14', 'J15', 'J16', 'J17', 'J18'] as const;
/** Cough R05 and dyspnoea R06.0 (ICD-10); cough, dyspnoea, difficulty breathing (SNOMED CT). */
export const COUGH_ICD10 = ['R05', 'R06.0'] as const;
export const COUGH_SNOMED = ['49727002', '267036007', '230145002'] as const;
