import type { Whose } from './contents.ts';
import type { WalkedIn } from './list/from-walk-in.ts';
import { clockOf } from './list/standing.ts';
import { shortName } from './names.ts';
import type { Reading } from './read/context.ts';

/**
 * ADT^A40 (HL7 v2.5.1 ch. 3.3.40): the number that the edge gave to a walk-in goes on under the patient's own. Nothing else
 * is said of him: his demographics belong to the information system. The same join gives the same bytes.
 * @returns undefined where both are one number, where the walk-in has a number of the clinic's own, or nobody has registered a domain for it
 */
export function mergeMessage(
  { fact, content }: WalkedIn,
  into: Whose,
  { clinic, idKey, zone, settings }: Reading,
): { readonly bytes: Buffer; readonly at: string } | undefined {
  const stamp = fact.groups.joined?.stamp;
  const domain = settings.domains[0]?.namespace;
  const from = content.whose;
  if (stamp === undefined || domain === undefined || from.record === into.record) return undefined;
  // A number that somebody typed in is a patient's, and may be another's: only the information system merges patients.
  if (from.issuer !== undefined) return undefined;
  const { date, time } = clockOf(stamp.time, zone);
  const at = `${date}${time}`;
  const number = (value: string, issuer: string | undefined): string =>
    `${escaped(value)}^^^${escaped(issuer ?? domain)}^PI`;
  const id = shortName('J', idKey, fact.id, into.record);
  const lines = [
    `MSH|^~\\&|OKA|EDGE|OKA|${escaped(clinic.id)}|${at}||ADT^A40^ADT_A39|${id}|P|2.5.1|||||||UNICODE UTF-8`,
    `EVN|A40|${at}`,
    `PID|1||${number(into.number, into.issuer)}`,
    `MRG|${number(from.number, from.issuer)}`,
  ];
  return { bytes: Buffer.from(`${lines.join('\r')}\r`), at: stamp.time };
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\E\\',
  '|': '\\F\\',
  '^': '\\S\\',
  '&': '\\T\\',
  '~': '\\R\\',
};
const escaped = (text: string): string =>
  text.replace(/[\\|^&~]/g, (sign) => ESCAPES[sign] ?? sign).replaceAll(/\p{Cc}/gu, ' ');
