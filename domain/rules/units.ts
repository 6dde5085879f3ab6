import { readUcum } from '../../schemas/codes/ucum.ts';

/** What the conversion of an analyte's units needs to know of it. */
export type Substance = {
  /** Unit in which rules read it (UCUM). */
  readonly unit: string;
  /** g/mol: leads mass to amount of substance and back. */
  readonly molarMass?: number;
  /** Charge of the ion: leads equivalents to moles. Without it `meq/L` is not taken. */
  readonly valence?: number;
};

/** Kelvin at 0 of each scale of temperature, by its UCUM code: these are shifted against one another, not only scaled. */
const ZERO_K: Readonly<Record<string, number>> = { K: 0, Cel: 273.15, '[degF]': 459.67 * (5 / 9) };
const MASS = 'M^1';
const AMOUNT = 'N^1';

const CACHE = new Map<string, Conversion | undefined>();
type Conversion = { readonly factor: number; readonly shift: number };

/**
 * A value in the unit of `substance`, or undefined where the units do not measure the same thing. Mass and amount of
 * substance are led into one another by the molar mass: glucose 180 mg/dL = 9.99 mmol/L. Unit: UCUM, case-sensitive.
 */
export function convert(value: number, from: string, substance: Substance): number | undefined {
  const { unit, molarMass, valence } = substance;
  const key = `${from} ${unit} ${molarMass} ${valence}`;
  if (!CACHE.has(key)) CACHE.set(key, conversionOf(from, substance));
  const conversion = CACHE.get(key);
  return conversion && value * conversion.factor + conversion.shift;
}

function conversionOf(from: string, { unit, molarMass, valence }: Substance): Conversion | undefined {
  if (from === unit) return { factor: 1, shift: 0 };
  const [given, wanted] = [readUcum(from), readUcum(unit)];
  if (!given || !wanted) return undefined;
  const isEquivalent = /eq/.test(from);
  if (isEquivalent && valence === undefined) return undefined;
  // A bare number and a percentage are exchanged only where the rule reads a percentage: an INR of 250 % is none of 2.5.
  if (wanted.dimension === '' && unit !== '%') return undefined;
  const factor = given.factor / wanted.factor / (isEquivalent ? (valence ?? 1) : 1);
  if (given.dimension === wanted.dimension) {
    const [zero, wantedZero] = [ZERO_K[from], ZERO_K[unit]];
    if (zero === undefined || wantedZero === undefined) return { factor, shift: 0 };
    return { factor, shift: (zero - wantedZero) / wanted.factor };
  }
  if (molarMass === undefined) return undefined;
  const [asAmount, asMass] = [given.dimension.replace(MASS, AMOUNT), given.dimension.replace(AMOUNT, MASS)];
  if (sorted(asAmount) === sorted(wanted.dimension)) return { factor: factor / molarMass, shift: 0 };
  if (sorted(asMass) === sorted(wanted.dimension)) return { factor: factor * molarMass, shift: 0 };
  return undefined;
}

const sorted = (dimension: string): string => dimension.split('.').sort().join('.');
