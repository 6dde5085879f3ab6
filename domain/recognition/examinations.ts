import type { Examination } from '../../schemas/region.ts';
import { accessionsOfOrder } from '../delivery/accessions.ts';
import { accessionOf } from '../dicom/match.ts';

/** Orders that were never meant, or are taken back, ask for no images. */
const GONE: ReadonlySet<string> = new Set(['revoked', 'entered-in-error']);

/**
 * How many images the examinations under a study's accession number have together, by the codes of their orders as the
 * region lists them; undefined where there is no such order, or one of them is not listed.
 */
export function imagesToCome(
  study: fhir4.ImagingStudy,
  orders: readonly fhir4.ServiceRequest[],
  examinations: readonly Examination[],
): number | undefined {
  const wanted = accessionOf(study);
  if (wanted === undefined) return undefined;
  const own = orders.filter(
    (order) =>
      !GONE.has(order.status) &&
      accessionsOfOrder(order).some(
        ({ domain, accession }) => domain === wanted.domain && accession === wanted.accession,
      ),
  );
  const counts = own.map((order) => imagesOf(order, examinations));
  if (counts.length === 0 || counts.includes(undefined)) return undefined;
  return counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
}

function imagesOf({ code }: fhir4.ServiceRequest, examinations: readonly Examination[]): number | undefined {
  const codes = new Set((code?.coding ?? []).flatMap((coding) => coding.code?.toLowerCase() ?? []));
  return examinations.find((one) => codes.has(one.code.toLowerCase()))?.images;
}
