import type { CitedFact } from '../../schemas/result.ts';
import { LOINC } from '../fhir/systems.ts';
import { cite, type Fact, type Facts, factsOf } from './facts.ts';
import type { Need } from './rule.ts';

export const ORDERS: Need = { facet: 'ServiceRequest', newest: 200 };
export const STUDIES: Need = { facet: 'ImagingStudy', newest: 200 };

/** What is examined and how, coarse enough to compare an order with a study: `XR chest`. */
export type Kind = string;

/** LOINC document codes of examinations → kind. */
export const KIND_OF_LOINC: Readonly<Record<string, Kind>> = {
  '36643-5': 'XR chest',
  '30745-4': 'XR chest',
  '30746-2': 'XR chest',
  '36554-4': 'XR chest',
  '24627-2': 'CT chest',
  '24606-6': 'MG breast',
};
/** DICOM modalities of projection radiography are one kind; others stand for themselves. */
const MODALITY: Readonly<Record<string, string>> = { CR: 'XR', DX: 'XR', RG: 'XR', DR: 'XR' };
const REGION: readonly (readonly [RegExp, string])[] = [
  [/chest|thorax|lung|органы? грудной|грудн(ой|ая) клетк|лёгк|легк|51185008|43799004/i, 'chest'],
  [/breast|mamma|молочн|76752008/i, 'breast'],
];

export type Examination = {
  readonly fact: Fact<fhir4.ServiceRequest> | Fact<fhir4.ImagingStudy>;
  readonly kind: Kind;
  readonly name: string;
  /** Numbers by which an order and its study know each other, with the domain they were given in. */
  readonly numbers: ReadonlySet<string>;
  readonly cited: CitedFact;
};

const ORDER_TITLE = { en: 'Order', ru: 'Направление' };
const STUDY_TITLE = { en: 'Study', ru: 'Исследование' };

/** Imaging orders of a known kind, newest first. */
export const ordersOf = (facts: Facts): (Examination & { fact: Fact<fhir4.ServiceRequest> })[] =>
  factsOf(facts, 'ServiceRequest').flatMap((fact) => {
    const { code, identifier } = fact.resource;
    const coding = code?.coding?.find((one) => one.system === LOINC && one.code && one.code in KIND_OF_LOINC);
    const kind = KIND_OF_LOINC[coding?.code ?? ''];
    if (!kind) return [];
    // CWE.2 of the order is how the physician wrote it; the display of the code is English.
    const name = code?.text ?? coding?.display ?? kind;
    return [{ fact, kind, name, numbers: numbersOf(identifier), cited: cite(fact, ORDER_TITLE, name) }];
  });

/** Studies whose modality and body part are stated, newest first. */
export const studiesOf = (facts: Facts): (Examination & { fact: Fact<fhir4.ImagingStudy> })[] =>
  factsOf(facts, 'ImagingStudy').flatMap((fact) => {
    const { resource } = fact;
    const modalities = [...(resource.modality ?? []), ...(resource.series ?? []).map(({ modality }) => modality)];
    const modality = modalities.map((one) => one?.code).find((code) => code !== undefined);
    const words = [
      resource.description,
      ...(resource.procedureCode ?? []).flatMap(({ text, coding }) => [
        text,
        ...(coding ?? []).map((one) => one.display),
      ]),
      ...(resource.series ?? []).flatMap(({ bodySite, description }) => [
        bodySite?.code,
        bodySite?.display,
        description,
      ]),
    ];
    const region = REGION.find(([pattern]) => words.some((word) => word !== undefined && pattern.test(word)))?.[1];
    if (!modality || !region) return [];
    const kind = `${MODALITY[modality] ?? modality} ${region}`;
    return [{ fact, kind, name: kind, numbers: numbersOf(resource.identifier), cited: cite(fact, STUDY_TITLE, kind) }];
  });

export const numbersOf = (identifiers: readonly fhir4.Identifier[] | undefined): ReadonlySet<string> =>
  new Set(
    (identifiers ?? []).flatMap(({ system, value }) => (value === undefined ? [] : [`${system ?? ''}|${value}`])),
  );

/** The study was made for this order: it says so, or both carry the same number of the same domain. */
export const isMadeFor = (
  study: Examination & { fact: Fact<fhir4.ImagingStudy> },
  order: Examination & { fact: Fact<fhir4.ServiceRequest> },
): boolean =>
  (study.fact.resource.basedOn ?? []).some(({ reference }) => reference === order.fact.reference) ||
  [...study.numbers].some((number) => order.numbers.has(number));
