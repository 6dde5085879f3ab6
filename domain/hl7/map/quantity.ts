import type { CodeMap } from '../../../schemas/region.ts';
import { UCUM } from '../../fhir/systems.ts';
import { lookUp } from '../table.ts';

type Entry = CodeMap['entries'][number];
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

/** Unit spellings that mean one thing everywhere → UCUM. Nothing is converted here; conversions stand in code maps alone. */
const PLAIN_UNITS: Readonly<Record<string, string>> = {
  'ммоль/л': 'mmol/L',
  'мкмоль/л': 'umol/L',
  'нмоль/л': 'nmol/L',
  'пмоль/л': 'pmol/L',
  'г/л': 'g/L',
  'г/дл': 'g/dL',
  'мг/л': 'mg/L',
  'мг/дл': 'mg/dL',
  'мкг/л': 'ug/L',
  'нг/мл': 'ng/mL',
  'пг/мл': 'pg/mL',
  'ед/л': 'U/L',
  'мме/мл': 'm[IU]/mL',
  'мме/л': 'm[IU]/L',
  'мм/ч': 'mm/h',
  'мм/час': 'mm/h',
  фл: 'fL',
  пг: 'pg',
  сек: 's',
  с: 's',
  кг: 'kg',
  г: 'g',
  мг: 'mg',
  мкг: 'ug',
  мл: 'mL',
  см: 'cm',
  м: 'm',
  мм: 'mm',
  '10*9/л': '10*9/L',
  '10^9/л': '10*9/L',
  '10*12/л': '10*12/L',
  '10^12/л': '10*12/L',
  '/мин': '/min',
  'в мин': '/min',
  'в мин.': '/min',
  'уд/мин': '/min',
  'дых/мин': '/min',
  'мм рт ст': 'mm[Hg]',
  'мм рт.ст.': 'mm[Hg]',
  'мм рт. ст.': 'mm[Hg]',
  'мм.рт.ст.': 'mm[Hg]',
  '°c': 'Cel',
  '°с': 'Cel',
  'град.с': 'Cel',
  'мл/мин/1,73м2': 'mL/min/{1.73_m2}',
  'мл/мин/1,73 м2': 'mL/min/{1.73_m2}',
  'мл/мин/1.73м2': 'mL/min/{1.73_m2}',
  // Latin spellings of analysers: UCUM itself allows `l` for litre (§32); the micro sign and the Greek mu both stand for `u`.
  'mol/l': 'mol/L',
  'mmol/l': 'mmol/L',
  'umol/l': 'umol/L',
  'µmol/l': 'umol/L',
  'μmol/l': 'umol/L',
  'nmol/l': 'nmol/L',
  'pmol/l': 'pmol/L',
  'meq/l': 'meq/L',
  'g/l': 'g/L',
  'g/dl': 'g/dL',
  'mg/l': 'mg/L',
  'mg/dl': 'mg/dL',
  'ug/l': 'ug/L',
  'µg/l': 'ug/L',
  'μg/l': 'ug/L',
  'ng/ml': 'ng/mL',
  'pg/ml': 'pg/mL',
  'u/l': 'U/L',
  'iu/l': '[IU]/L',
  mmhg: 'mm[Hg]',
  'mm hg': 'mm[Hg]',
  bpm: '/min',
  'breaths/min': '/min',
  'beats/min': '/min',
  'ml/min/1.73m2': 'mL/min/{1.73_m2}',
  'ml/min/1.73 m2': 'mL/min/{1.73_m2}',
};
/** UCUM codes that senders write without naming UCUM; letter case counts. */
const UCUM_CODES = new Set(
  '% mmol/L umol/L nmol/L pmol/L mol/L g/L g/dL mg/L mg/dL ug/L ug/mL ng/mL ng/L pg/mL U/L mm/h fL pg s kg g mg ug mL L cm m mm /min min h d Cel mm[Hg] 10*9/L 10*12/L 10*3/uL 10*6/uL {cells}/uL mL/min/{1.73_m2} [IU]/L m[IU]/L kg/m2 ratio'.split(
    ' ',
  ),
);

export type Unit = { readonly unit: string; readonly ucum: string | undefined; readonly factor: number };

/**
 * The unit of OBX-6: by the code map entry of the analyte, else by a spelling that means one thing, else by a named UCUM
 * code; else only its text, and the value cannot be compared.
 */
export function unitOf(sent: string, system: string | undefined, entry: Entry | undefined): Unit {
  const wanted = sent.trim().toLowerCase();
  for (const [spelling, { ucum, factor }] of Object.entries(entry?.units ?? {}))
    if (spelling.trim().toLowerCase() === wanted) return { unit: factor === 1 ? sent : ucum, ucum, factor };
  const plain = lookUp(PLAIN_UNITS, wanted.replace(/\s+/g, ' '));
  if (plain !== undefined) return { unit: sent, ucum: plain, factor: 1 };
  const isUcum = system?.toUpperCase() === 'UCUM' || UCUM_CODES.has(sent);
  return { unit: sent, ucum: isUcum && !/\s/.test(sent) ? sent : undefined, factor: 1 };
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
