import { MEASUREMENT_EXTENSION, Measurement, type Origin } from '../../schemas/measurement.ts';
import type { Finding } from '../../schemas/result.ts';
import {
  accessionOf,
  doubtedHeaders,
  type Elsewhere,
  hasConflict,
  type MismatchReason,
  pixelHashesOf,
  reconciliation,
  studyUidOf,
} from '../dicom/match.ts';
import { ageFault, isAhead } from './age.ts';
import { type HeaderFault, headerFault, imageReason } from './gate.ts';

/** Why nothing is said yet or at all; never shown as a negative. */
export type Unsaid =
  /**
   * `patient`: no demographics of the record yet. `whole`: a preview that shows nothing certain waits for the whole image.
   * `study`: images of the study are to come (completeness.ts).
   */
  | { readonly waiting: 'patient' | 'whole' | 'study' }
  /** The study contradicts its patient or its order, or one SOP Instance UID stands for two different images. */
  | { readonly unreconciled: readonly (MismatchReason | 'sop-conflict')[] };

export type Said = { readonly finding: Finding } | Unsaid;

/** Each image asks about all others of its record: every resource is read once, and forgotten with it. */
const read = new WeakMap<fhir4.Observation, Measurement>();

/** The measurement that an AI Observation of the chart carries, or undefined for every other Observation. */
export function measurementOf(observation: fhir4.Observation): Measurement | undefined {
  const known = read.get(observation);
  if (known !== undefined) return known;
  const json = observation.extension?.find((one) => one.url === MEASUREMENT_EXTENSION)?.valueString;
  if (json === undefined) return undefined;
  const measurement = Measurement.parse(JSON.parse(json));
  read.set(observation, measurement);
  return measurement;
}

const textsOf = (concept: fhir4.CodeableConcept | undefined): string[] =>
  concept === undefined
    ? []
    : [concept.text, ...(concept.coding ?? []).map((coding) => coding.display)].filter((text) => text !== undefined);

/** Texts of the orders that carry the study's accession number in the study's domain. */
function orderWords(study: fhir4.ImagingStudy, orders: readonly fhir4.ServiceRequest[]): string[] {
  const wanted = accessionOf(study);
  if (wanted === undefined) return [];
  return orders
    .filter((order) =>
      order.identifier?.some(
        (one) => one.value === wanted.accession && one.system?.replace(/^urn:oid:/, '') === wanted.domain,
      ),
    )
    .flatMap((order) => [order.code, ...(order.bodySite ?? []), ...(order.orderDetail ?? [])].flatMap(textsOf));
}

/**
 * What may be said of one measured image, from chart facts alone (contracts 8 and 10): any order of arrival of image,
 * order and demographics ends in the same finding.
 * @param patient the Patient of the study's own record; undefined while none has arrived
 * @param orders ServiceRequests of the study's record; others are ignored
 * @param elsewhere what of the study leads to a record of another person
 */
export function findingOf(
  measurement: Measurement,
  study: fhir4.ImagingStudy,
  patient: fhir4.Patient | undefined,
  orders: readonly fhir4.ServiceRequest[],
  elsewhere?: Elsewhere,
): Said {
  const { instance, intendedUse, facts, network, thresholds, basis, origin } = measurement;
  const match = reconciliation(study, patient, elsewhere);
  const conflict = hasConflict(study) && pixelHashesOf(study, instance.sopInstanceUid).length > 1;
  if (match.state === 'unreconciled' || conflict) {
    const reasons = match.state === 'unreconciled' ? match.reasons : [];
    return { unreconciled: conflict ? [...reasons, 'sop-conflict'] : reasons };
  }
  if (match.state === 'waiting') return { waiting: 'patient' };

  const accession = accessionOf(study)?.accession;
  const about = {
    kind: 'finding' as const,
    label: measurement.label,
    basis,
    ...(intendedUse.laterality === 'stated' ? sideOf(facts.laterality) : {}),
    model: measurement.model,
    study: {
      id: study.id ?? '',
      studyInstanceUid: studyUidOf(study),
      ...(accession === undefined ? {} : { accession }),
    },
    instance,
    ...(origin === undefined ? {} : { made: madeOf(origin, network) }),
  };
  const reason =
    headerFault(facts, orderWords(study, orders), intendedUse) ??
    (isAhead(facts.date, origin?.acceptedAt) ? 'age-contradictory' : undefined) ??
    ageFault(facts.date, patient?.birthDate, doubtedHeaders(study), intendedUse.ageMonths) ??
    (network === undefined ? 'decode' : imageReason(network.qualityFault));
  if (reason !== undefined || network === undefined) {
    if (basis === 'preview') return { waiting: 'whole' };
    // The heat map is a picture of the withheld value: it is withheld with it.
    const { preview } = measurement.derived;
    const derived = preview === undefined ? {} : { preview };
    return { finding: { ...about, state: 'not-assessed', reason: reason ?? 'decode', derived } };
  }

  const { probability, others = {} } = network;
  const told = Object.entries(others).filter(([id]) => measurement.grades?.includes(id));
  const grades = told.length === 0 ? {} : { grades: Object.fromEntries(told) };
  const state =
    probability >= thresholds.present ? 'present' : probability < thresholds.absent ? 'absent' : 'indeterminate';
  if (basis === 'preview' && state !== 'present') return { waiting: 'whole' };
  return { finding: { ...about, state, probability, thresholds, ...grades, derived: measurement.derived } };
}

const sideOf = (laterality: string | undefined): Pick<Finding, 'side'> =>
  laterality === 'L' || laterality === 'R' ? { side: laterality } : {};

/** Of what a finding was made, so that it can be made again. */
const madeOf = ({ sha256 }: Origin, network: Measurement['network']): NonNullable<Finding['made']> => ({
  input: sha256,
  ...(network?.tensor === undefined ? {} : { tensor: network.tensor }),
  ...(network?.processor === undefined ? {} : { processor: network.processor }),
});

/** A finding that may not be told as it is: it says why and nothing else; value and heat map are withheld. */
export function withheld(
  { probability: _, grades: __, thresholds: ___, ...finding }: Finding,
  reason: 'model-suspended' | 'study-incomplete' | 'part-not-assessed',
): Finding {
  const { preview } = finding.derived;
  return { ...finding, state: 'not-assessed', reason, derived: preview === undefined ? {} : { preview } };
}

/** While a model is suspended its finding says that and nothing else. */
export const suspended = (finding: Finding): Finding => ({ ...withheld(finding, 'model-suspended'), research: true });

/** An image with one of these was never the model's to read: a lateral film takes nothing from what the frontal one shows. */
const NOT_ITS_OWN: ReadonlySet<string> = new Set<HeaderFault>(['modality', 'secondary', 'body-part', 'view']);

/** Whether the model ought to have read an image and could say nothing of it. */
export const isUnread = (said: Said): boolean =>
  !('finding' in said) || (said.finding.state === 'not-assessed' && !NOT_ITS_OWN.has(said.finding.reason ?? ''));

const WEIGHT = { present: 3, indeterminate: 2, absent: 1, 'not-assessed': 0 } as const;

/**
 * The one finding of a study and model (contract 2: one result per record, study and producer) out of the findings of
 * its images: the gravest state, then the highest probability, then the lowest UID, so that no order of images matters.
 */
export function findingOfStudy(findings: readonly Finding[]): Finding | undefined {
  return [...findings].sort(
    (a, b) =>
      WEIGHT[b.state] - WEIGHT[a.state] ||
      (b.probability ?? 0) - (a.probability ?? 0) ||
      (a.instance.sopInstanceUid < b.instance.sopInstanceUid ? -1 : 1),
  )[0];
}
