import { offsetAt } from '../../zone.ts';

/**
 * An instant as DICOM writes it, in the offset of the image it speaks of, else in the clinic's zone: all times of one object
 * share one offset (PS3.3 §C.12.1.1.8), and the study's are taken over from the image.
 */
export function writtenTime(
  instant: string,
  offset: string | undefined,
  zone: string,
): { readonly date: string; readonly time: string } {
  const at = Date.parse(instant);
  const [, sign, hours, minutes] = /^([+-])(\d\d)(\d\d)$/.exec(offset ?? '') ?? [];
  const own = sign === undefined ? undefined : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  const digits = new Date(at + (own ?? offsetAt(at, zone)) * 60_000).toISOString().replace(/[-:TZ]/g, '');
  return { date: digits.slice(0, 8), time: digits.slice(8) };
}
