import { levelOf } from '../../domain/delivery/level.ts';
import { type NamingResource, type Recipients, recipientsOf } from '../../domain/delivery/recipients.ts';
import { onDuty } from '../../domain/duty/on-duty.ts';
import type { Chart, StoredItem } from '../../platform/chart/chart.ts';
import { log } from '../../platform/log.ts';
import type { World } from '../../platform/world.ts';
import { ChartResourceType } from '../../schemas/chart.ts';
import type { CriticalLevel } from '../../schemas/duty.ts';
import type { Result } from '../../schemas/result.ts';

/** The newest of each that may name somebody who treats the patient. */
const NAMING = [
  { facet: 'Encounter', count: 10 },
  { facet: 'ServiceRequest', count: 30 },
  { facet: 'Appointment', count: 30 },
] as const;
/** A score cites a handful; the orders behind the first of them name who asked. */
const MOST_CITED = 12;

/** Whom a result concerns, by its record's chart as it stands now, and how soon, where it is critical. */
export async function concerned(
  result: Result,
  { clinic, naming }: { readonly clinic: string; readonly naming: () => Promise<NamingResource[]> },
  { chart, region, clock }: World,
): Promise<Recipients & { readonly level?: CriticalLevel | undefined }> {
  const at = clock().toISOString();
  const isCritical = result.severity === 'critical' && result.state === 'current';
  const ofAi = isCritical && result.content.kind !== 'advice';
  const radiologists = ofAi
    ? onDuty(region, await chart.duty.changes(at), { clinic, role: 'duty-radiologist', at }).map(
        ({ person }) => person.id,
      )
    : [];
  const resources = [...(await naming()), ...(await citedBy(result, chart))];
  const found = recipientsOf({
    ...{ result, clinic, resources, radiologists, at },
    ...{ people: region.people, clinics: region.clinics },
  });
  if (found.unknownStaff.length > 0)
    log.warn('staff numbers that nobody of the directory bears', {
      ...{ record: result.record, resultId: result.resultId, clinic },
      numbers: found.unknownStaff.length,
    });
  return { ...found, level: isCritical ? levelOf(result, region) : undefined };
}

/** Visits, orders and appointments of a record: read once for all its results, and only where one is sent. */
export function namingOf(record: string, chart: Chart): () => Promise<NamingResource[]> {
  let read: Promise<StoredItem[][]> | undefined;
  return async () => {
    read ??= chart.newestOfEach(record, NAMING);
    return (await read).flat().flatMap(({ resource }) => resource ?? []);
  };
}

async function citedBy({ record, cited, content }: Result, chart: Chart): Promise<NamingResource[]> {
  const references = cited.slice(0, MOST_CITED).map(({ reference }) => reference);
  if (content.kind !== 'advice') references.push(`ImagingStudy/${content.study.id}`);
  const facts = await Promise.all([...new Set(references)].map((reference) => factOf(record, reference, chart)));
  return facts.flatMap((item) => item?.resource ?? []);
}

/** A cited fact of this record; one of another record of the person names people elsewhere. */
async function factOf(record: string, reference: string, chart: Chart): Promise<StoredItem | undefined> {
  const [type, id] = reference.split('/');
  const known = ChartResourceType.safeParse(type);
  return known.success && id !== undefined ? chart.get(record, known.data, id) : undefined;
}
