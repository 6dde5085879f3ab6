import { lookUp } from '../../look-up.ts';
import type { Repetition } from '../../read/message.ts';

/** HL7 table 0200 → FHIR name-use. */
const NAME_USES: Readonly<Record<string, fhir4.HumanName['use']>> = {
  L: 'official',
  C: 'official',
  R: 'official',
  I: 'official',
  D: 'usual',
  N: 'nickname',
  M: 'maiden',
  S: 'anonymous',
  T: 'temp',
  TEMP: 'temp',
  BAD: 'old',
  NOUSE: 'old',
};

/**
 * XPN (HL7 v2.5.1 ch. 2.A.88) → HumanName; undefined where no part is sent. The patronymic is the second given name. A name
 * without a type has no use: what the sender did not say is not official.
 */
export function nameOf(repetition: Repetition): fhir4.HumanName | undefined {
  const family = repetition.text(1);
  const given = [repetition.text(2), repetition.text(3)].filter((part) => part !== undefined);
  if (family === undefined && given.length === 0) return undefined;
  const use = lookUp(NAME_USES, repetition.text(7)?.toUpperCase());
  const suffix = [4, 6, 14].map((component) => repetition.text(component)).filter((part) => part !== undefined);
  const prefix = repetition.text(5);
  return {
    ...(use && { use }),
    ...(family !== undefined && { family }),
    ...(given.length > 0 && { given }),
    ...(prefix !== undefined && { prefix: [prefix] }),
    ...(suffix.length > 0 && { suffix }),
    text: [family, ...given].filter((part) => part !== undefined).join(' '),
  };
}
