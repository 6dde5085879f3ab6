import { regionsIn } from '../../domain/dicom/body-regions.ts';
import { datesContradict } from '../../domain/dicom/match.ts';
import { namesContradict } from '../../domain/dicom/names.ts';
import { readDate } from '../../domain/dicom/time.ts';
import type { Dataset } from '../dicom/services.ts';
import type { Occasion } from './occasion.ts';

/** A study that a PACS has, as far as it says so at study level (PS3.4 §C.6.2.1). */
export type FoundStudy = {
  readonly uid: string;
  readonly date: string | undefined;
  readonly modalities: readonly string[];
  readonly description: string;
  readonly instances: number | undefined;
  readonly patientId: string;
  readonly issuer: string | undefined;
  readonly name: string | undefined;
  readonly birthDate: string | undefined;
  readonly sex: string | undefined;
};

const textsOf = (value: Dataset[string]): string[] =>
  (Array.isArray(value) ? value : [value]).flatMap((one) =>
    typeof one === 'string' && one.trim() !== '' ? [one.trim()] : typeof one === 'number' ? [String(one)] : [],
  );

/** Undefined for an answer that names no study. */
export function studyOf(dataset: Dataset): FoundStudy | undefined {
  const text = (keyword: string): string | undefined => textsOf(dataset[keyword])[0];
  const uid = text('StudyInstanceUID');
  if (uid === undefined) return undefined;
  const instances = Number(text('NumberOfStudyRelatedInstances') ?? Number.NaN);
  return {
    uid,
    date: readDate(text('StudyDate')),
    modalities: textsOf(dataset.ModalitiesInStudy).flatMap((one) => one.split('\\')),
    description: text('StudyDescription') ?? '',
    instances: Number.isFinite(instances) ? instances : undefined,
    patientId: text('PatientID') ?? '',
    issuer: text('IssuerOfPatientID'),
    name: text('PatientName')?.split('=')[0],
    birthDate: readDate(text('PatientBirthDate')),
    sex: { M: 'male', F: 'female' }[text('PatientSex') ?? ''],
  };
}

export type ChoiceOptions = {
  readonly newest: number;
  readonly years: number;
  readonly mostInstances: number;
  /** What the PACS writes as issuer of the clinic's own numbers. */
  readonly issuer: string | undefined;
};

/**
 * Whether a study is surely this patient's (contract 10): the same number, no other issuer, and of name, birth date and sex
 * none contradicts and at least name or birth date agrees. A PACS may match more loosely than it was asked to.
 */
export function isOfPatient(study: FoundStudy, { patient }: Occasion, issuer: string | undefined): boolean {
  if (![patient.id, ...patient.formerIds].includes(study.patientId)) return false;
  const issuers = [patient.issuer, issuer].flatMap((one) => one?.toLowerCase() ?? []);
  if (study.issuer !== undefined && issuers.length > 0 && !issuers.includes(study.issuer.toLowerCase())) return false;
  const name = [patient.family, patient.given, patient.middle].filter((part) => part !== undefined).join('^');
  const names = study.name !== undefined && name !== '';
  const dates = study.birthDate !== undefined && patient.birthDate !== undefined;
  if (names && namesContradict(study.name ?? '', name)) return false;
  if (dates && datesContradict(study.birthDate ?? '', patient.birthDate ?? '')) return false;
  const isKnownSex = patient.sex === 'male' || patient.sex === 'female';
  if (isKnownSex && study.sex !== undefined && study.sex !== patient.sex) return false;
  return names || dates;
}

/** Objects about images, which say nothing without them. */
const NO_IMAGES: ReadonlySet<string> = new Set(['SR', 'PR', 'KO', 'DOC', 'REG', 'SEG', 'OT', 'AU', 'PLAN']);

/**
 * The patient's studies that help with what is to be examined, the best first: of the same modality or the same region of
 * the body; where the appointment says neither, any images. Of these the newest.
 * @param today `2026-03-01` on the clinic's clock
 */
export function choose(
  found: readonly FoundStudy[],
  occasion: Occasion,
  today: string,
  { newest, years, mostInstances, issuer }: ChoiceOptions,
): { readonly chosen: readonly FoundStudy[]; readonly others: number } {
  const own = found.filter((study) => isOfPatient(study, occasion, issuer));
  const oldest = `${Number(today.slice(0, 4)) - Math.floor(years)}${today.slice(4)}`;
  const chosen = [...new Map(own.map((study) => [study.uid, study])).values()]
    .filter(({ uid }) => uid !== occasion.studyInstanceUid)
    .filter(({ modalities }) => modalities.length === 0 || modalities.some((one) => !NO_IMAGES.has(one)))
    .filter(({ date }) => date === undefined || (date >= oldest && date <= today))
    .filter(({ instances = 0 }) => instances <= mostInstances)
    .map((study) => ({ study, fits: fitness(study, occasion) }))
    .filter(({ fits }) => fits > 0)
    .sort(
      (a, b) => b.fits - a.fits || compare(b.study.date ?? '', a.study.date ?? '') || compare(a.study.uid, b.study.uid),
    )
    .slice(0, newest)
    .map(({ study }) => study);
  return { chosen, others: found.length - own.length };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** 3: same region and modality; 2: same region; 1: same modality and no word of a region, or nothing is known; 0: another matter. */
function fitness(study: FoundStudy, { modality, words }: Occasion): number {
  const asked = regionsIn(words);
  const has = regionsIn(study.description);
  const sameModality = modality !== undefined && study.modalities.includes(modality);
  if (asked.size > 0 && has.size > 0) {
    const sameRegion = [...asked].some((region) => has.has(region));
    return sameRegion ? (sameModality ? 3 : 2) : 0;
  }
  return sameModality || modality === undefined ? 1 : 0;
}
