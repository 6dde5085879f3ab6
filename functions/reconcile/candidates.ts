import { dayPatient } from '../../domain/clinic-day/patient.ts';
import { accessionOf, headersOf, studyUidOf } from '../../domain/dicom/match.ts';
import { type Asked, compare, likelier } from '../../domain/reconcile/compare.ts';
import { inBatches } from '../../platform/chart/batches.ts';
import type { StoredItem } from '../../platform/chart/chart.ts';
import type { World } from '../../platform/world.ts';
import type { ReconcileCandidate } from '../../schemas/api/reconcile.ts';
import type { StudyDecision } from '../../schemas/reconciled.ts';
import { isAside, type ListedStudy } from './study-item.ts';

type Why = ReconcileCandidate['why'][number];

/** Cards that lie side by side: more than these nobody compares. */
const MOST_CANDIDATES = 8;
/** Orders and appointments of the day that are looked into. */
const MOST_OF_A_DAY = 300;
const DAY_MS = 86_400_000;

/** A record that something leads to: what, and the order or appointment near the study's time. */
type Lead = { readonly record: string; readonly why: Why; readonly near?: string };

type Wanted = { readonly clinic: string; readonly wide: boolean; readonly decision: StudyDecision | undefined };

/**
 * Records whose patient the study may show: the one its number names, those of its accession number, those that hold the same
 * study, and, for one that is looked at, whoever had an order or an appointment at the clinic within a day of it and whose
 * name or birth date fits. The likeliest first.
 */
export async function candidatesOf(
  listed: ListedStudy,
  { clinic, wide, decision }: Wanted,
  world: World,
): Promise<ReconcileCandidate[]> {
  const leads = [
    ...(await surely(listed, world)),
    ...(decision?.record === undefined ? [] : [{ record: decision.record, why: 'decided' as const }]),
    ...(wide ? await ofTheDay(listed, clinic, world) : []),
  ];
  const found = await candidatesFrom(listed, leads, clinic, world);
  const needed = found.filter(({ why }) => why.some((one) => one !== 'order' && one !== 'appointment'));
  const likely = found.filter(
    (one) =>
      !needed.includes(one) &&
      one.compared.some(({ what, verdict }) => verdict === 'agrees' && (what === 'name' || what === 'birth-date')),
  );
  return [...needed, ...likely].sort(likelier).slice(0, MOST_CANDIDATES);
}

/** What the study itself leads to. */
async function surely({ item, study }: ListedStudy, { chart }: World): Promise<Lead[]> {
  const accession = accessionOf(study);
  const uid = studyUidOf(study);
  const ordered = accession === undefined ? [] : await chart.recordsOfAccession(accession.domain, accession.accession);
  const copies = (await chart.sharedStudies(item.record)).find((one) => one.uid === uid)?.holders ?? [];
  return [
    ...(isAside(study) ? [] : [{ record: item.record, why: 'number' as const }]),
    ...ordered
      .filter((record) => !isAside(study) || record !== item.record)
      .map((record) => ({ record, why: 'accession' as const })),
    ...copies
      .filter(({ record }) => record !== item.record)
      .slice(0, MOST_CANDIDATES)
      .map(({ record }) => ({ record, why: 'same-study' as const })),
  ];
}

async function ofTheDay({ study }: ListedStudy, clinic: string, { chart }: World): Promise<Lead[]> {
  const at = Date.parse(study.started ?? '');
  if (Number.isNaN(at)) return [];
  const [from, to] = [at - DAY_MS, at + DAY_MS].map((ms) => new Date(ms).toISOString()) as [string, string];
  const [orders, appointments] = await Promise.all([
    chart.imagingOrders(clinic, { from, to }),
    chart.appointments(clinic, { from, to }),
  ]);
  const leads = (items: readonly StoredItem[], why: Why): Lead[] =>
    items.slice(0, MOST_OF_A_DAY).map(({ record, resource }) => ({ record, why, ...nearOf(resource) }));
  return [...leads(orders, 'order'), ...leads(appointments, 'appointment')];
}

function nearOf(resource: fhir4.FhirResource | undefined): { near?: string } {
  if (resource?.resourceType === 'Appointment') return resource.start ? { near: resource.start } : {};
  if (resource?.resourceType !== 'ServiceRequest') return {};
  const at = resource.occurrenceDateTime ?? resource.authoredOn;
  return at ? { near: at } : {};
}

/** The same of records that somebody named by the number on a card. */
export async function candidatesFrom(
  { item, study }: ListedStudy,
  leads: readonly Lead[],
  clinic: string,
  world: World,
): Promise<ReconcileCandidate[]> {
  const byRecord = Map.groupBy(leads, ({ record }) => record);
  const accession = accessionOf(study)?.accession;
  const asked: Asked = {
    headers: headersOf(study),
    accession,
    started: study.started,
    record: isAside(study) ? undefined : item.record,
  };
  const found = await inBatches([...byRecord], ([record, of]) => candidateAt(asked, record, of, clinic, world));
  return found.flat();
}

/** One record beside what is said of a patient elsewhere. */
export const recordsBeside = (
  asked: Asked,
  record: string,
  clinic: string,
  world: World,
): Promise<ReconcileCandidate[]> => candidateAt(asked, record, [{ record, why: 'number' }], clinic, world);

async function candidateAt(
  asked: Asked,
  record: string,
  leads: readonly Lead[],
  clinic: string,
  { chart }: World,
): Promise<ReconcileCandidate[]> {
  const head = await chart.head(record);
  if (head === undefined) return [];
  const patient = (await chart.get(record, 'Patient', record))?.resource as fhir4.Patient | undefined;
  const { name, birthDate, sex, number } = dayPatient(record, patient);
  const own = head.clinic === clinic ? number : undefined;
  const why = [...new Set(leads.map((one) => one.why))];
  const near = leads.map((one) => one.near).find((one) => one !== undefined);
  return [
    {
      record,
      clinic: head.clinic,
      isRegistered: patient !== undefined,
      ...(name ? { name } : {}),
      ...(birthDate ? { birthDate } : {}),
      ...(sex === 'male' || sex === 'female' ? { sex } : {}),
      ...(own ? { number: own } : {}),
      why,
      compared: compare(asked, { record, patient, number: own, hasAccession: why.includes('accession'), near }),
    },
  ];
}
