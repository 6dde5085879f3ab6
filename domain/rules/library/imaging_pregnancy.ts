import type { Bilingual, Severity } from '../../../schemas/result.ts';
import { diagnosesNeed } from '../diagnoses.ts';
import type { Facts } from '../facts.ts';
import { IMAGING } from '../hooks.ts';
import { ORDERS, STUDIES } from '../imaging.ts';
import { type ImagingOrder, type Modality, openImagingOrders, type Region } from '../imaging-orders.ts';
import { PREGNANCY_ICD10 } from '../person.ts';
import { type Conclusion, conclude, type Rule } from '../rule.ts';
import { FETAL_DOSES, type FetalDose, type FetalExam } from './tables/fetal-dose.ts';

const IONISING: ReadonlySet<Modality> = new Set(['PET', 'CT', 'NM', 'MG', 'XA', 'RF', 'XR']);

/** From the greatest dose down: an order of abdomen and pelvis is one of the pelvis. */
const EXAMS: readonly (readonly [Modality, Region | undefined, FetalExam])[] = [
  ['PET', undefined, 'PET/CT'],
  ['CT', 'pelvis', 'pelvic CT'],
  ['CT', 'abdomen', 'abdominal CT'],
  ['CT', 'lumbar spine', 'abdominal CT'],
  ['CT', 'chest', 'CT chest / CTPA'],
  ['CT', 'cervical spine', 'CT head or neck'],
  ['CT', 'head', 'CT head or neck'],
  ['RF', 'abdomen', 'intravenous pyelography'],
  ['NM', 'chest', 'V/Q scintigraphy'],
  ['MG', undefined, 'mammography two views'],
  ['XR', 'lumbar spine', 'lumbar spine radiography'],
  ['XR', 'pelvis', 'abdominal radiography'],
  ['XR', 'abdomen', 'abdominal radiography'],
  ['XR', 'chest', 'chest radiography two views'],
  ['XR', 'cervical spine', 'cervical spine radiography'],
  ['XR', 'limb', 'extremity radiography'],
];

/** The row of ACOG's table for an order; undefined: ionising, and the table has none. */
export const fetalDoseOf = ({
  modality,
  regions,
}: Pick<ImagingOrder, 'modality' | 'regions'>): FetalDose | undefined => {
  const exam = EXAMS.find(([one, region]) => one === modality && (region === undefined || regions.includes(region)));
  return exam && FETAL_DOSES[exam[2]];
};

const ionisingOrders = (facts: Facts): ImagingOrder[] =>
  openImagingOrders(facts).filter(({ modality }) => IONISING.has(modality));

export const imagingPregnancyRule: Rule = {
  id: 'imaging_pregnancy',
  version: '1.0.0',
  title: { en: 'Ionising imaging in pregnancy', ru: 'Лучевое исследование при беременности' },
  population: { pregnancy: 'only' },
  hooks: IMAGING,
  needs: [ORDERS, STUDIES, diagnosesNeed(...PREGNANCY_ICD10)],
  sources: [
    {
      cite: 'ACOG Committee Opinion 723: Guidelines for diagnostic imaging during pregnancy and lactation. Obstet Gynecol 2017;130:e210–6, table 2',
      doi: '10.1097/AOG.0000000000002355',
    },
  ],
  limits: [
    {
      en: 'All doses but that of the chest X-ray are given from memory: read the table again before signing.',
      ru: 'Все дозы, кроме рентгенографии грудной клетки, даны по памяти: перечитать таблицу до подписания.',
    },
    {
      en: 'Pregnancy is known by a diagnosis alone; a woman who may be pregnant is not asked for.',
      ru: 'Беременность известна только по диагнозу; возможная беременность не проверяется.',
    },
  ],
  form: 'DetectedIssue',
  idle: (facts) =>
    ionisingOrders(facts).length
      ? undefined
      : { en: 'no ionising examination is ordered', ru: 'лучевое исследование не назначено' },
  evaluate: (facts) => ionisingOrders(facts).map(conclusionOf),
};

const SEVERITY: Readonly<Record<FetalDose['band'], Severity>> = {
  'very-low': 'info',
  'very-low-to-low': 'info',
  'low-to-moderate': 'info',
  higher: 'warning',
};

const KEEP: Bilingual = {
  en: 'Do not put it off if it is needed. Ultrasound or MRI instead where they answer the question.',
  ru: 'Не откладывайте, если исследование необходимо. УЗИ или МРТ, если они отвечают на вопрос.',
};
const WEIGH: Bilingual = {
  en: 'Replace by ultrasound or MRI if possible; if not, the lowest dose, and tell the woman its benefit and risk.',
  ru: 'По возможности замените на УЗИ или МРТ; если нельзя – минимальная доза, обсудите с женщиной пользу и риск.',
};

function conclusionOf(order: ImagingOrder): Conclusion {
  const dose = fetalDoseOf(order);
  const severity = dose ? SEVERITY[dose.band] : 'warning';
  const [from, to] = dose?.mGy ?? [];
  return conclude(imagingPregnancyRule, {
    matter: `imaging_pregnancy:${order.fact.reference}`,
    severity,
    summary: dose
      ? {
          en: `Pregnancy: ${dose.title.en}, dose to the fetus ${from}–${to} mGy`,
          ru: `Беременность: ${dose.title.ru}, доза на плод ${comma(`${from}–${to}`)} мГр`,
        }
      : {
          en: 'Pregnancy: ionising examination, dose to the fetus not known',
          ru: 'Беременность: лучевое исследование, доза на плод неизвестна',
        },
    detail: {
      en: `Ordered: ${order.name}. Below 50 mGy no malformation, growth restriction or loss has been reported.`,
      ru: `Назначено: ${order.name}. Ниже 50 мГр пороки, задержка роста и потеря плода не описаны.`,
    },
    action: severity === 'info' ? KEEP : WEIGH,
    score: { band: dose?.band ?? 'unknown', ...(to === undefined ? {} : { mostMGy: to }) },
    cited: [order.cited],
  });
}

const comma = (text: string): string => text.replaceAll('.', ',');
