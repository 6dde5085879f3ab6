import { NAME_NOT_CONFIRMED } from '../../../../schemas/charset.ts';
import type { ChartItem, FieldGroup } from '../../../../schemas/chart.ts';
import { canonicalHash } from '../../../fhir/canonical.ts';
import type { StatedPatient } from './stated.ts';

/** HL7 FHIR data-absent-reason; `temp-unknown`: there is reason to expect that the value will become known. */
const ABSENT = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason';
const WORDS = 'имя не подтверждено / name not confirmed';

/** Stands where a name would: it gives way to every name of a certain source (domain/fhir/assemble.ts). */
export const UNCONFIRMED_NAME: fhir4.HumanName = {
  extension: [
    { url: ABSENT, valueCode: 'temp-unknown' },
    { url: NAME_NOT_CONFIRMED, valueString: WORDS },
  ],
};

/** What of a Patient is no text that the wrong character set turns into another's. */
const NO_TEXT = new Set(['birthDate', 'gender', 'deceased', 'multipleBirth'].map((name) => `demographics:${name}`));

/** Any sign beyond ASCII: the character set of these was guessed. */
const isGuessed = (said: unknown): boolean => /[\u0080-\uffff]/.test(JSON.stringify(said) ?? '');

/**
 * A patient as a message may write him whose character set is a guess: birth date, sex and numbers; no names, addresses,
 * relatives and whatever else of him is text beyond ASCII. Items of other kinds are taken as they are read.
 */
export function withoutGuessedNames(item: ChartItem): ChartItem {
  if (item.resourceType !== 'Patient') return item;
  const groups: Record<string, FieldGroup> = {};
  for (const [name, group] of Object.entries(item.groups)) {
    if (NO_TEXT.has(name) || !isGuessed(group.value)) groups[name] = group;
    else if (name === 'demographics') groups[name] = saying(group, withoutGuessedNumbers(group.value));
    else if (name === 'demographics:name')
      groups['demographics:guessedName'] = saying(group, { name: [UNCONFIRMED_NAME] });
  }
  return { ...item, groups };
}

/** The number that names the record comes first and stays: without it there would be no patient. */
const withoutGuessedNumbers = ({ identifier, ...rest }: FieldGroup['value']): FieldGroup['value'] => ({
  ...rest,
  ...(Array.isArray(identifier) && { identifier: identifier.filter((one, place) => place === 0 || !isGuessed(one)) }),
});

/** The same speaker at the same moment, saying something else. */
const saying = ({ stamp }: FieldGroup, value: object): FieldGroup => ({
  stamp: { ...stamp, hash: canonicalHash(value) },
  value: JSON.parse(JSON.stringify(value)) as FieldGroup['value'],
});

/** A guessed name neither agrees with the chart nor contradicts it. */
export const withoutGuessedName = (stated: StatedPatient): StatedPatient =>
  isGuessed(stated.name) ? { ...stated, name: undefined } : stated;
