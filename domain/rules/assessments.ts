import type { Bilingual, CitedFact } from '../../schemas/result.ts';
import { observationFacet } from '../fhir/facets.ts';
import { LOINC, SNOMED } from '../fhir/systems.ts';
import { cite, type Fact, type Facts, factsOf } from './facts.ts';
import { perChartAnd } from './per-chart.ts';
import type { Readings } from './precision.ts';
import type { Need } from './rule.ts';
import { REPORTS, signedReports } from './statements.ts';

/**
 * Categories that radiologists and ophthalmologists give by a published scale. A clinic's code map leads its own codes to this
 * system (code: the scale, value: the category); standard codes are read where they were found in published value sets.
 */
export const ASSESSMENT_SYSTEM = 'https://oka.health/fhir/assessment';
export type Scale = 'bi-rads' | 'lung-rads' | 'retinopathy' | 'macular-oedema';

/** A category that a signed report or a final observation states. */
export type Assessment = {
  readonly category: string;
  readonly when: Readings | undefined;
  readonly time: string | undefined;
  readonly reference: string;
  readonly cited: CitedFact;
};

type ScaleForm = {
  readonly title: Bilingual;
  /** From the least to the most grave: of several in one report the gravest counts. */
  readonly categories: readonly string[];
  /** Names of the scale in a report's text, followed by the category: the standard's own words, and no others, are read. */
  readonly words?: RegExp;
  readonly loinc?: readonly string[];
  /** Codes of answers → category. */
  readonly answers?: Readonly<Record<string, string>>;
};

export const SCALES: Readonly<Record<Scale, ScaleForm>> = {
  'bi-rads': {
    title: { en: 'BI-RADS', ru: 'BI-RADS' },
    categories: ['1', '2', '6', '3', '0', '4', '4A', '4B', '4C', '5'],
    words: /bi-?\s?rads[\s:=–-]*(?:категори[яию]\s*)?([0-6])([abcавс](?![a-zа-яё]))?/giu,
    // SNOMED CT "Mammography assessment (Category n)", as HL7 and national breast guides list them.
    answers: {
      '397138000': '0',
      '397140005': '1',
      '397141009': '2',
      '397143007': '3',
      '397144001': '4',
      '397145000': '5',
      '6111000179101': '6',
    },
  },
  'lung-rads': {
    title: { en: 'Lung-RADS', ru: 'Lung-RADS' },
    categories: ['1', '2', '0', '3', '4A', '4B', '4X'],
    words: /lung-?\s?rads[\s:=–-]*(?:категори[яию]\s*)?([0-4])([abxавх](?![a-zа-яё]))?/giu,
  },
  retinopathy: {
    title: { en: 'Diabetic retinopathy (ICDR)', ru: 'Диабетическая ретинопатия (ICDR)' },
    categories: ['0', '1', '2', '3', '4'],
    // Left and right eye, "Diabetic retinopathy severity level by Ophthalmoscopy", with their answers.
    loinc: ['71490-7', '71491-5'],
    answers: { 'LA18643-9': '0', 'LA18644-7': '1', 'LA18645-4': '2', 'LA18646-2': '3', 'LA18648-8': '4' },
  },
  'macular-oedema': {
    title: { en: 'Diabetic macular oedema', ru: 'Диабетический макулярный отёк' },
    categories: ['none', 'non-centre-involving', 'centre-involving'],
  },
};

export const assessmentNeeds = (scale: Scale): Need[] => [
  ...REPORTS,
  { facet: observationFacet(ASSESSMENT_SYSTEM, scale), newest: 20 },
  ...(SCALES[scale].loinc ?? []).map((code) => ({ facet: observationFacet(LOINC, code), newest: 20 })),
];

const LATIN: Readonly<Record<string, string>> = { а: 'A', в: 'B', с: 'C', х: 'X' };

/** A category as the scale writes it; undefined: no category of the scale. */
const categoryOf = (scale: Scale, text: string | undefined): string | undefined => {
  const written = text?.trim();
  const plain = written?.toUpperCase().replace(/[АВСХ]/g, (sign) => LATIN[sign.toLowerCase()] ?? sign);
  return SCALES[scale].categories.find((one) => one === written || one === plain);
};

const inText = (scale: Scale, text: string | undefined): string[] =>
  [...(text ?? '').matchAll(SCALES[scale].words ?? /$^/gu)].flatMap(
    ([, figure = '', letter = '']) => categoryOf(scale, figure + letter) ?? categoryOf(scale, figure) ?? [],
  );

const codedAs = (scale: Scale, concept: fhir4.CodeableConcept | undefined): string[] =>
  (concept?.coding ?? []).flatMap(({ system, code = '' }) => {
    if (system === SNOMED || system === LOINC) return SCALES[scale].answers?.[code] ?? [];
    return categoryOf(scale, code) ?? [];
  });

const gravest = (scale: Scale, found: readonly string[]): string | undefined => {
  const { categories } = SCALES[scale];
  return found.toSorted((a, b) => categories.indexOf(b) - categories.indexOf(a))[0];
};

const FINAL = new Set(['final', 'amended', 'corrected', 'unknown']);

/** What observations and signed reports state on a scale, newest first. */
export const assessmentsOf = perChartAnd<Scale, readonly Assessment[]>(readAssessments);

function readAssessments(facts: Facts, scale: Scale): Assessment[] {
  const { title, loinc = [] } = SCALES[scale];
  const stated = (fact: Fact<fhir4.FhirResource>, found: readonly string[]): Assessment[] => {
    const category = gravest(scale, found);
    if (category === undefined || fact.doubtful) return [];
    const { when, time, reference } = fact;
    return [{ category, when, time, reference, cited: cite(fact, title, category) }];
  };
  const observed = factsOf(facts, 'Observation').flatMap((fact) => {
    const { code, status, valueCodeableConcept, valueString, valueInteger } = fact.resource;
    const named = code.coding?.some(
      (one) =>
        (one.system === ASSESSMENT_SYSTEM && one.code === scale) ||
        (one.system === LOINC && loinc.includes(one.code ?? '')),
    );
    if (!named || !FINAL.has(status)) return [];
    const plain = [valueString, valueInteger?.toString(), valueCodeableConcept?.text];
    const found = [
      ...codedAs(scale, valueCodeableConcept),
      ...plain.flatMap((text) => categoryOf(scale, text) ?? inText(scale, text)),
    ];
    return stated(fact, found);
  });
  const reported = signedReports(facts).flatMap((fact) => {
    const { conclusion, conclusionCode = [] } = fact.resource;
    return stated(fact, [...conclusionCode.flatMap((one) => codedAs(scale, one)), ...inText(scale, conclusion)]);
  });
  return [...observed, ...reported].sort((a, b) => (b.when?.latest ?? 0) - (a.when?.latest ?? 0));
}

const DAY_MS = 86_400_000;

/** The gravest category of the newest day on which one was stated: both breasts, both eyes. */
export function newestAssessment(facts: Facts, scale: Scale): Assessment | undefined {
  const all = assessmentsOf(facts, scale);
  const newest = all[0]?.when;
  if (newest === undefined) return undefined;
  const sameDay = all.filter(({ when }) => when !== undefined && newest.latest - when.latest <= DAY_MS);
  const category = gravest(
    scale,
    sameDay.map((one) => one.category),
  );
  return sameDay.find((one) => one.category === category);
}
