import { OkaError } from '../schemas/errors.ts';
import { isZone } from '../schemas/zone.ts';

/** A zone as somebody typed it. @throws OkaError `configuration` for what is no IANA zone */
export function checkedZone(zone: string): string {
  if (isZone(zone)) return zone;
  throw new OkaError('wrong-use', `--zone: “${zone}” is no IANA time zone`);
}
