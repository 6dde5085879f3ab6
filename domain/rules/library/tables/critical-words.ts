import type { Bilingual, Severity } from '../../../../schemas/result.ts';
import type { CriticalAnalyte } from './critical-limits.ts';

const words = (en: string, ru: string): Bilingual => ({ en, ru });

export type CriticalWords = {
  readonly unit: Bilingual;
  /** How bad it is not to see it today; the limits themselves do not tell. */
  readonly severity: Severity;
  readonly high?: { readonly summary: Bilingual; readonly action: Bilingual };
  readonly low?: { readonly summary: Bilingual; readonly action: Bilingual };
};

const MMOL = words('mmol/L', 'ммоль/л');
const BLEEDING = words(
  'Now: look for bleeding, haemodynamics, blood group; decide on transfusion.',
  'Немедленно: ищите кровотечение, оцените гемодинамику, группа крови; решите вопрос о трансфузии.',
);
const KIDNEYS = words(
  'Today: rule out acute kidney injury and obstruction, potassium, doses of medicines; call a nephrologist.',
  'Сегодня: исключите острое повреждение почек и обструкцию, калий, дозы препаратов; консультация нефролога.',
);

/** What is said of a critical value of each analyte, and what to do. */
export const CRITICAL_WORDS: Readonly<Record<CriticalAnalyte, CriticalWords>> = {
  potassium: {
    unit: MMOL,
    severity: 'critical',
    high: {
      summary: words('Critically high potassium', 'Критически высокий калий'),
      action: words(
        'Now: ECG and clinical review, treat as hyperkalaemia; repeat potassium without delaying treatment.',
        'Немедленно: ЭКГ и осмотр, лечение гиперкалиемии; повторите калий, не откладывая лечение.',
      ),
    },
    low: {
      summary: words('Critically low potassium', 'Критически низкий калий'),
      action: words(
        'Now: ECG and clinical review, replace potassium under monitoring; check magnesium.',
        'Немедленно: ЭКГ и осмотр, восполнение калия под контролем; определите магний.',
      ),
    },
  },
  sodium: {
    unit: MMOL,
    severity: 'critical',
    high: {
      summary: words('Critically high sodium', 'Критически высокий натрий'),
      action: words(
        'Now: consciousness, volume and its losses; correct slowly, sodium every few hours.',
        'Немедленно: сознание, волемия и потери; коррекция медленная, натрий каждые несколько часов.',
      ),
    },
    low: {
      summary: words('Critically low sodium', 'Критически низкий натрий'),
      action: words(
        'Now: consciousness and seizures, medicines; raise by no more than 10 mmol/L in 24 hours.',
        'Немедленно: сознание и судороги, препараты; повышение не более 10 ммоль/л за 24 часа.',
      ),
    },
  },
  glucose: {
    unit: MMOL,
    severity: 'critical',
    high: {
      summary: words('Critically high glucose', 'Критически высокая глюкоза'),
      action: words(
        'Now: ketones, blood gases, osmolality, fluid status; treat as a hyperglycaemic emergency.',
        'Немедленно: кетоны, КЩС, осмоляльность, волемия; ведите как гипергликемический криз.',
      ),
    },
    low: {
      summary: words('Critically low glucose', 'Критически низкая глюкоза'),
      action: words(
        'Now: give glucose, measure again in 15 minutes, find the cause (insulin, sulfonylurea, liver, adrenals).',
        'Немедленно: глюкоза, повторное измерение через 15 минут, найдите причину (инсулин, сульфонилмочевина, печень, надпочечники).',
      ),
    },
  },
  adjustedCalcium: {
    unit: MMOL,
    severity: 'critical',
    high: {
      summary: words('Critically high calcium', 'Критически высокий кальций'),
      action: words(
        'Now: ECG, fluids, creatinine, parathyroid hormone; stop calcium, vitamin D and thiazides.',
        'Немедленно: ЭКГ, инфузия, креатинин, паратгормон; отмените кальций, витамин D и тиазиды.',
      ),
    },
    low: {
      summary: words('Critically low calcium', 'Критически низкий кальций'),
      action: words(
        'Now: ECG, tetany and seizures, magnesium; calcium intravenously if there are symptoms.',
        'Немедленно: ЭКГ, тетания и судороги, магний; при симптомах – кальций внутривенно.',
      ),
    },
  },
  magnesium: {
    unit: MMOL,
    severity: 'critical',
    low: {
      summary: words('Critically low magnesium', 'Критически низкий магний'),
      action: words(
        'Today: ECG, potassium and calcium, replace magnesium; review diuretics and proton pump inhibitors.',
        'Сегодня: ЭКГ, калий и кальций, восполнение магния; пересмотрите диуретики и ингибиторы протонной помпы.',
      ),
    },
  },
  phosphate: {
    unit: MMOL,
    severity: 'warning',
    low: {
      summary: words('Critically low phosphate', 'Критически низкий фосфат'),
      action: words(
        'Today: weakness of breathing, refeeding, alcohol; replace phosphate.',
        'Сегодня: слабость дыхательной мускулатуры, возобновление питания, алкоголь; восполнение фосфата.',
      ),
    },
  },
  urea: {
    unit: MMOL,
    severity: 'critical',
    high: { summary: words('Critically high urea', 'Критически высокая мочевина'), action: KIDNEYS },
  },
  creatinine: {
    unit: words('µmol/L', 'мкмоль/л'),
    severity: 'critical',
    high: { summary: words('Critically high creatinine', 'Критически высокий креатинин'), action: KIDNEYS },
  },
  CRP: {
    unit: words('mg/L', 'мг/л'),
    severity: 'warning',
    high: {
      summary: words('Very high C-reactive protein', 'Очень высокий С-реактивный белок'),
      action: words(
        'Today: see the patient, look for sepsis and its source.',
        'Сегодня: осмотрите пациента, исключите сепсис, найдите очаг инфекции.',
      ),
    },
  },
  CK: {
    unit: words('U/L', 'ед/л'),
    severity: 'warning',
    high: {
      summary: words('Very high creatine kinase', 'Очень высокая креатинкиназа'),
      action: words(
        'Today: rule out rhabdomyolysis: creatinine, potassium, urine; stop statins.',
        'Сегодня: исключите рабдомиолиз: креатинин, калий, моча; отмените статины.',
      ),
    },
  },
  amylase: {
    unit: words('× upper limit', '× верхней границы нормы'),
    severity: 'warning',
    high: {
      summary: words('Amylase five times the upper limit', 'Амилаза выше пятикратной нормы'),
      action: words(
        'Today: examine the abdomen, rule out acute pancreatitis.',
        'Сегодня: осмотр живота, исключите острый панкреатит.',
      ),
    },
  },
  ALT: {
    unit: words('× upper limit', '× верхней границы нормы'),
    severity: 'warning',
    high: {
      summary: words('ALT fifteen times the upper limit', 'АЛТ выше пятнадцатикратной нормы'),
      action: words(
        'Today: INR, bilirubin, consciousness; viruses, paracetamol and other medicines, ischaemia.',
        'Сегодня: МНО, билирубин, сознание; вирусы, парацетамол и другие препараты, ишемия.',
      ),
    },
  },
  haemoglobin: {
    unit: words('g/L', 'г/л'),
    severity: 'critical',
    high: {
      summary: words('Critically high haemoglobin', 'Критически высокий гемоглобин'),
      action: words(
        'Today: dehydration, hypoxia, signs of thrombosis; blood count again, haematologist.',
        'Сегодня: дегидратация, гипоксия, признаки тромбоза; повторите анализ, консультация гематолога.',
      ),
    },
    low: { summary: words('Critically low haemoglobin', 'Критически низкий гемоглобин'), action: BLEEDING },
  },
  INR: {
    unit: words('', ''),
    severity: 'critical',
    high: {
      summary: words('Critically high INR', 'Критически высокое МНО'),
      action: words(
        'Now: look for bleeding, hold the anticoagulant; vitamin K by the protocol, INR again in 24 hours.',
        'Немедленно: ищите кровотечение, приостановите антикоагулянт; витамин K по протоколу, МНО через 24 часа.',
      ),
    },
  },
};

/** A high potassium of a haemolysed sample. */
export const REPEAT: Bilingual = words(
  'Repeat the sample at once; until then look at the ECG and the clinical state.',
  'Немедленно повторите забор крови; до результата оцените ЭКГ и состояние.',
);

/** Changes that are dangerous whatever the value itself. */
export const CHANGE_WORDS = {
  'haemoglobin-fall': {
    summary: words('Haemoglobin fell', 'Снижение гемоглобина'),
    unit: words('g/L', 'г/л'),
    action: BLEEDING,
    detail: words(
      'A fall of 20 g/L or more within 48 hours: the ISTH criterion of major bleeding.',
      'Снижение на 20 г/л и более за 48 часов: критерий большого кровотечения ISTH.',
    ),
  },
  'sodium-rise': {
    summary: words('Sodium rises too fast', 'Натрий растёт слишком быстро'),
    unit: MMOL,
    action: words(
      'Now: stop what raises sodium, consider water or desmopressin; risk of osmotic demyelination.',
      'Немедленно: прекратите коррекцию, рассмотрите воду или десмопрессин; риск осмотической демиелинизации.',
    ),
    detail: words(
      'From below 130 mmol/L by more than 10 mmol/L within 24 hours: the limit of the European guideline of 2014.',
      'От уровня ниже 130 ммоль/л более чем на 10 ммоль/л за 24 часа: предел европейских рекомендаций 2014 года.',
    ),
  },
} as const;
export type Change = keyof typeof CHANGE_WORDS;
