import type { ResolvedEntry } from '../../../codes/resolve.ts';
import { ucumOf } from '../../../codes/units.ts';
import { UCUM } from '../../../fhir/systems.ts';
import { lookUp } from '../../look-up.ts';

type Comparator = NonNullable<fhir4.Quantity['comparator']>;

/** A number as a laboratory writes it: decimal comma or point, perhaps a comparator (`<0,5`), thousands apart by spaces. */
export type Written = { readonly value: number; readonly comparator?: Comparator };

const NUMBER = /^(<=|>=|<|>|≤|≥)?\s*([+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d{1,3})?)$/;
const COMPARATORS: Readonly<Record<string, Comparator>> = {
  '<': '<',
  '>': '>',
  '<=': '<=',
  '>=': '>=',
  '≤': '<=',
  '≥': '>=',
};

/** Reads such a number; undefined where the text says anything beside it. */
export function readNumber(text: string): Written | undefined {
  const joined = text.trim().replace(/(?<=\d)[\u00a0\u202f ](?=\d{3}(\D|$))/g, '');
  const [, sign, digits] = NUMBER.exec(joined) ?? [];
  if (digits === undefined) return undefined;
  const value = Number(digits.replace(',', '.'));
  if (!Number.isFinite(value)) return undefined;
  const comparator = lookUp(COMPARATORS, sign);
  return { value, ...(comparator === undefined ? {} : { comparator }) };
}

export type Unit = { readonly unit: string; readonly ucum: string | undefined; readonly factor: number };

/**
 * The unit of OBX-6: by the code map entry of the analyte, else by a spelling that means one thing, else by a named UCUM
 * code. What is no such unit, or one of another dimension than the analyte's, stays as text: the value cannot be compared.
 */
export function unitOf(sent: string, system: string | undefined, entry: ResolvedEntry | undefined): Unit {
  const plain = entry === undefined ? ucumOf(sent, system) : undefined;
  const found = entry?.unitOf(sent, system) ?? (plain === undefined ? 'unknown' : { ucum: plain, factor: 1 });
  if (typeof found === 'string') return { unit: sent, ucum: undefined, factor: 1 };
  const { ucum, factor } = found;
  return { unit: factor === 1 ? sent : ucum, ucum, factor };
}

/** A FHIR Quantity in the unit's UCUM code; the factor is applied without leaving binary fractions behind. */
export function quantityOf({ value, comparator }: Written, unit: Unit | undefined): fhir4.Quantity {
  const scaled = unit === undefined || unit.factor === 1 ? value : Number((value * unit.factor).toPrecision(12));
  return {
    value: scaled,
    ...(comparator === undefined ? {} : { comparator }),
    ...(unit === undefined ? {} : { unit: unit.unit }),
    ...(unit?.ucum === undefined ? {} : { system: UCUM, code: unit.ucum }),
  };
}

/** OBX-7 (`3,5-5,1`, `4.3 to 6.2`, `<5`, `от 3 до 5`) → FHIR reference range; the text is kept as sent whatever it says. */
export function referenceRangeOf(text: string, unit: Unit | undefined): fhir4.ObservationReferenceRange {
  const limit = '([+-]?\\d+(?:[.,]\\d+)?)';
  const between = new RegExp(`^(?:от\\s+)?${limit}\\s*(?:-|–|—|\\.\\.|to|до)\\s*${limit}$`, 'i').exec(text.trim());
  const bound = (written: string | undefined): fhir4.Quantity | undefined => {
    const number = written === undefined ? undefined : readNumber(written);
    return number === undefined ? undefined : quantityOf({ value: number.value }, unit);
  };
  const one = readNumber(text);
  const low = between
    ? bound(between[1])
    : one?.comparator?.startsWith('>')
      ? quantityOf({ value: one.value }, unit)
      : undefined;
  const high = between
    ? bound(between[2])
    : one?.comparator?.startsWith('<')
      ? quantityOf({ value: one.value }, unit)
      : undefined;
  return { ...(low && { low }), ...(high && { high }), text };
}
