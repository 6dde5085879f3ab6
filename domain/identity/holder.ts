import { isOmsPolicy, OMS_OID } from './oms.ts';
import { isSnils, SNILS_OID } from './snils.ts';

/** A national number in digits alone. It is possible (its check number fits), not proven. */
export type NationalNumber = { readonly system: 'snils' | 'oms'; readonly value: string };

/** What a record says of its patient, as far as identity goes by it. */
export type Holder = {
  readonly numbers: readonly NationalNumber[];
  /** FHIR date of any precision. */
  readonly birthDate?: string;
  readonly sex?: 'male' | 'female';
  /** Names in force: without maiden, earlier and pet names. */
  readonly names: readonly { readonly family?: string; readonly given: readonly string[] }[];
};

export const numberName = ({ system, value }: NationalNumber): string => `${system} ${value}`;

/** Numbers up to 001-001-998 have no check number: nothing tells one of them from a slip of the pen. */
const LAST_SNILS_WITHOUT_CHECK = '001001998';

/** Names that somebody had, or is called by: they say nothing of whether two records are one person. */
const NOT_IN_FORCE = new Set<fhir4.HumanName['use']>(['maiden', 'old', 'nickname', 'anonymous', 'temp']);

/** The identity that demographics state: numbers whose check number fits, birth date, sex, names in force. */
export function holderOf({ identifier = [], birthDate, gender, name = [] }: fhir4.Patient): Holder {
  const numbers = identifier.filter(({ use }) => use !== 'old').flatMap((one) => nationalNumber(one) ?? []);
  const names = name
    .filter(({ use }) => !NOT_IN_FORCE.has(use))
    .map(({ family, given = [] }) => ({
      ...(family === undefined ? {} : { family }),
      given: given.flatMap((one) => one.split(/[\s.]+/)).filter((one) => one !== ''),
    }));
  return {
    numbers: [...new Map(numbers.map((one) => [numberName(one), one])).values()],
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(gender === 'male' || gender === 'female' ? { sex: gender } : {}),
    names,
  };
}

function nationalNumber({ system, value = '' }: fhir4.Identifier): NationalNumber | undefined {
  const digits = value.replaceAll(/[\s-]/g, '');
  if (system === `urn:oid:${SNILS_OID}` && isSnils(value) && digits.slice(0, 9) > LAST_SNILS_WITHOUT_CHECK)
    return { system: 'snils', value: digits };
  if (system === `urn:oid:${OMS_OID}` && isOmsPolicy(value)) return { system: 'oms', value: digits };
  return undefined;
}
