import { unitKey } from '../../schemas/codes/text.ts';
import { readUcum } from '../../schemas/codes/ucum.ts';

/**
 * Unit spellings that mean one thing in every laboratory → UCUM. Nothing is converted here: a factor belongs to an analyte, and so
 * stands in a code map. Spellings that mean different things to different people (`ед`, `mol`, `10^3`) are left out.
 */
const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  'mmol/L': ['ммоль/л', 'mmol/l'],
  'umol/L': ['мкмоль/л', 'umol/l', 'µmol/l', 'mcmol/l'],
  'nmol/L': ['нмоль/л', 'nmol/l'],
  'pmol/L': ['пмоль/л', 'pmol/l'],
  'mol/L': ['моль/л', 'mol/l'],
  'meq/L': ['мэкв/л', 'meq/l'],
  'mosm/kg': ['мосм/кг', 'mosm/kg'],
  'mosm/L': ['мосм/л', 'mosm/l'],
  'g/L': ['г/л', 'g/l'],
  'g/dL': ['г/дл', 'г/100мл', 'g/dl'],
  'mg/L': ['мг/л', 'mg/l'],
  'mg/dL': ['мг/дл', 'мг/100мл', 'мг%', 'mg/dl'],
  'mg/mL': ['мг/мл', 'mg/ml'],
  'ug/L': ['мкг/л', 'ug/l', 'µg/l', 'mcg/l'],
  'ug/dL': ['мкг/дл', 'ug/dl', 'µg/dl', 'mcg/dl'],
  'ug/mL': ['мкг/мл', 'ug/ml', 'µg/ml', 'mcg/ml'],
  'ng/mL': ['нг/мл', 'ng/ml'],
  'ng/L': ['нг/л', 'ng/l'],
  'ng/dL': ['нг/дл', 'ng/dl'],
  'pg/mL': ['пг/мл', 'pg/ml'],
  'U/L': ['ед/л', 'u/l'],
  'U/mL': ['ед/мл', 'u/ml'],
  '[IU]/L': ['ме/л', 'iu/l'],
  '[IU]/mL': ['ме/мл', 'iu/ml'],
  'm[IU]/L': ['мме/л', 'miu/l'],
  'm[IU]/mL': ['мме/мл', 'miu/ml'],
  'u[IU]/mL': ['мкме/мл', 'uiu/ml', 'µiu/ml'],
  'mm/h': ['мм/ч', 'мм/час', 'mm/h', 'mm/hr'],
  fL: ['фл', 'мкм3', 'fl'],
  pg: ['пг'],
  s: ['сек', 'с'],
  min: ['мин'],
  h: ['ч', 'час'],
  kg: ['кг'],
  g: ['г', 'гр'],
  mg: ['мг'],
  ug: ['мкг', 'mcg', 'µg'],
  L: ['л'],
  mL: ['мл', 'ml'],
  cm: ['см'],
  m: ['м'],
  mm: ['мм'],
  'kg/m2': ['кг/м2', 'kg/m^2'],
  '10*3/uL': ['тыс/мкл', '10*3/мкл', '10*3/ul', '10*3/µl', 'k/ul'],
  '10*6/uL': ['млн/мкл', '10*6/мкл', '10*6/ul', '10*6/µl', 'm/ul'],
  '10*9/L': ['10*9/л', 'млрд/л', '10*9/l', 'giga/l'],
  '10*12/L': ['10*12/л', 'трлн/л', '10*12/l', 'tera/l'],
  '{cells}/uL': ['кл/мкл', 'клеток/мкл', 'cells/ul', 'cells/µl'],
  '/min': ['/мин', 'в мин', 'в минуту', '1/мин', 'уд/мин', 'уд в мин', 'дых/мин', 'bpm', 'breaths/min', 'beats/min'],
  'mm[Hg]': ['мм рт ст', 'мм.рт.ст.', 'мм рт столба', 'mmhg', 'mm hg'],
  kPa: ['кПа', 'kpa'],
  Cel: ['°c', '°с', 'град.с', 'град с', 'гр.с', 'deg c'],
  'mL/min': ['мл/мин', 'ml/min'],
  'mL/min/{1.73_m2}': ['мл/мин/1,73м2', 'мл/мин/1.73м2', 'ml/min/1.73m2', 'ml/min/1,73m2', 'mL/min/1.73.m2'],
  '%': ['%', 'проц', 'процент'],
};

const BY_KEY: ReadonlyMap<string, string> = new Map(
  Object.entries(SPELLINGS).flatMap(([ucum, spellings]) => spellings.map((one) => [unitKey(one), ucum] as const)),
);

/** UCUM codes that senders write without naming UCUM; letter case counts. */
const BARE_CODES = new Set(
  '% mmol/L umol/L nmol/L pmol/L mol/L g/L g/dL mg/L mg/dL ug/L ug/mL ug/dL ng/mL ng/L pg/mL U/L mm/h fL pg s kg g mg ug mL L cm m mm /min min h d Cel mm[Hg] 10*9/L 10*12/L 10*3/uL 10*6/uL {cells}/uL mL/min/{1.73_m2} [IU]/L m[IU]/L kg/m2 ratio {ratio} {INR}'.split(
    ' ',
  ),
);

/**
 * What a sent unit is in UCUM, or undefined where nothing certain can be said: by a spelling that means one thing, else as
 * a UCUM code, of any form where the sender names UCUM (CWE.3), of those that are no other word where he does not.
 */
export function ucumOf(sent: string, system: string | undefined): string | undefined {
  const spelled = BY_KEY.get(unitKey(sent));
  if (spelled !== undefined) return spelled;
  if (BARE_CODES.has(sent)) return sent;
  return system?.toUpperCase() === 'UCUM' && readUcum(sent) !== undefined ? sent : undefined;
}
