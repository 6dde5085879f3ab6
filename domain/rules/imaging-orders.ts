import type { CitedFact } from '../../schemas/result.ts';
import { LOINC } from '../fhir/systems.ts';
import { before, cite, type Fact, type Facts, factsOf } from './facts.ts';
import { KIND_OF_LOINC, numbersOf } from './imaging.ts';
import { perChart } from './per-chart.ts';

/** How an examination is made. `XA`: angiography by catheter; `RF`: other X-ray examinations with contrast. */
export type Modality = 'PET' | 'CT' | 'MR' | 'US' | 'NM' | 'MG' | 'XA' | 'RF' | 'XR';
export type Region =
  | 'chest'
  | 'abdomen'
  | 'pelvis'
  | 'head'
  | 'cervical spine'
  | 'lumbar spine'
  | 'limb'
  | 'breast'
  | 'eye';

/** An order of an imaging examination, read from its code and its words. */
export type ImagingOrder = {
  readonly fact: Fact<fhir4.ServiceRequest>;
  readonly modality: Modality;
  readonly regions: readonly Region[];
  /** A contrast medium is named in the order. */
  readonly contrast: boolean;
  /** As the physician wrote it. */
  readonly name: string;
  readonly cited: CitedFact;
};

const TITLE = { en: 'Order', ru: 'Направление' };
const START = '(?:^|[^a-zа-яё])';
const END = '(?![a-zа-яё])';
const word = (pattern: string): RegExp => new RegExp(`${START}(?:${pattern})${END}`, 'i');
const stem = (pattern: string): RegExp => new RegExp(`${START}(?:${pattern})`, 'i');

/** In this order: the first that fits. "КТ-ангиография" is a CT, "УЗИ" is no X-ray. */
const MODALITIES: readonly (readonly [Modality, RegExp])[] = [
  ['PET', word('пэт|pet|пэт[/-]кт|pet[/-]ct')],
  ['CT', word('кт|мскт|скт|мдкт|ct|cta|ctpa|нднкт|ндкт|ldct|кт-ангиография')],
  ['CT', stem('компьютерн\\S* томограф|computed tomograph')],
  ['MR', word('мрт|mri|mr|мр-ангиография')],
  ['MR', stem('магнитно-резонанс')],
  ['US', stem('узи|узд|ультразвук|ultraso|эхокардиограф|эхо-?кг')],
  ['US', word('us')],
  ['NM', stem('сцинтиграф|scintigra|офэкт|spect')],
  ['MG', stem('маммограф|mammogra')],
  ['MG', word('mg|ммг')],
  ['RF', stem('ирригоскоп|урограф|urogra|barium enema|pyelogra')],
  ['XA', stem('ангиограф|коронар\\S*граф|коронарограф|angiogra')],
  ['XR', stem('рентген|флюорограф|x-?ray|radiogra')],
  ['XR', word('xr|cr|dx|ргр|фог|флг')],
];

const REGIONS: readonly (readonly [Region, RegExp])[] = [
  ['chest', stem('груд|chest|thorax|лёгк|легк|лёгоч|легоч|огк|lung|ctpa|ла(?![а-яё])')],
  ['abdomen', stem('живот|брюш|обп|abdom|печен|почек|почк|urogra|урограф')],
  ['pelvis', stem('таз|малого таза|омт|pelvi|hip')],
  ['head', stem('голов|мозг|череп|пазух|шеи|head|brain|skull|sinus|neck')],
  ['cervical spine', stem('шейн\\S* отдел|шоп|cervical spine')],
  ['lumbar spine', stem('поясн|пояснично|поп(?![а-яё])|lumbar')],
  [
    'limb',
    stem(
      'коленн|колен|кист|стоп|голен|бедр|плеч|предплеч|локт|запяст|лодыж|конечност|knee|hand|foot|ankle|wrist|limb|extremity|leg|arm',
    ),
  ],
  ['breast', stem('молочн|breast|mamm|маммограф')],
  ['eye', stem('глаз|сетчат|глазн|fundus|retina|eye')],
];

const CONTRAST = stem('контраст|contrast|усилен|ангиограф|angiogra|cta|ctpa|урограф|urogra|коронар\\S*граф');
const WITHOUT = /без\s+(в\/в\s+|внутривенного\s+)?(контраст|усилен)|(without|w\/?o)\s+(iv\s+)?contrast|нативн/i;
const BOTH = /с и без|без и с|without and with|with and without|w (and|&) w\/?o/i;

/** What the words of an order or a study say of how and where. */
export function examinationOf(words: string): Pick<ImagingOrder, 'regions' | 'contrast'> & { modality?: Modality } {
  const modality = MODALITIES.find(([, pattern]) => pattern.test(words))?.[0];
  const regions = REGIONS.filter(([, pattern]) => pattern.test(words)).map(([region]) => region);
  const contrast = CONTRAST.test(words) && (!WITHOUT.test(words) || BOTH.test(words));
  return { regions, contrast, ...(modality ? { modality } : {}) };
}

/** Imaging orders of any status that says something, newest first; what is not known as imaging is left out. */
export const imagingOrdersOf = perChart((facts): readonly ImagingOrder[] =>
  factsOf(facts, 'ServiceRequest').flatMap((fact) => {
    const { code, bodySite, orderDetail } = fact.resource;
    const kind = code?.coding?.flatMap(({ system, code: value }) =>
      system === LOINC ? (KIND_OF_LOINC[value ?? ''] ?? []) : [],
    );
    const concepts = [code, ...(orderDetail ?? []), ...(bodySite ?? [])];
    const words = [
      ...(kind ?? []),
      ...concepts.flatMap((one) => [one?.text, ...(one?.coding ?? []).map(({ display }) => display)]),
    ].filter((one) => one !== undefined);
    const { modality, regions, contrast } = examinationOf(words.join('; '));
    if (!modality) return [];
    const name = code?.text ?? code?.coding?.find(({ display }) => display)?.display ?? words[0] ?? modality;
    return [{ fact, modality, regions, contrast, name, cited: cite(fact, TITLE, name) }];
  }),
);

/** An order nobody took up for half a year is not waited for any more. */
const DAYS = 180;

/** Orders that are to be carried out yet: no study was made for them. A draft is one before it is signed. */
export const openImagingOrders = (facts: Facts): ImagingOrder[] =>
  imagingOrdersOf(facts).filter(
    ({ fact }) =>
      ['active', 'draft'].includes(fact.resource.status) &&
      (fact.when === undefined || fact.when.latest >= before(facts, { days: DAYS })) &&
      !isMade(fact, facts),
  );

function isMade({ reference, resource }: Fact<fhir4.ServiceRequest>, facts: Facts): boolean {
  const numbers = numbersOf(resource.identifier);
  return factsOf(facts, 'ImagingStudy').some(
    ({ resource: study }) =>
      (study.basedOn ?? []).some((one) => one.reference === reference) ||
      [...numbersOf(study.identifier)].some((number) => numbers.has(number)),
  );
}

/** Examinations with an iodinated medium in a vessel, and whether it is given into an artery. */
export const contrastOrdersOf = (facts: Facts): (ImagingOrder & { readonly intraArterial: boolean })[] =>
  openImagingOrders(facts)
    .filter(({ modality, contrast }) => contrast && ['CT', 'XA', 'RF', 'PET'].includes(modality))
    .map((order) => ({ ...order, intraArterial: order.modality === 'XA' }));
