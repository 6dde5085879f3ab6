import type { Language } from '../rules/cards.ts';
import { conceptText } from './facts.ts';

/** HL7 table 0078 as FHIR R4 ObservationInterpretation: outside the range that the laboratory gave, and how far. */
const ARROWS: Readonly<Record<string, string>> = {
  HH: '↑↑',
  LL: '↓↓',
  HU: '↑↑',
  LU: '↓↓',
  H: '↑',
  L: '↓',
  A: '!',
  AA: '!!',
};
/** Named one by one; further ones are counted. */
const NAMED = 3;

const flagOf = ({ interpretation = [] }: fhir4.Observation): string | undefined =>
  interpretation.flatMap(({ coding = [] }) => coding.map(({ code }) => code ?? '')).find((code) => code in ARROWS);

/** Outside the range as its laboratory says, or by the range it gave where it says nothing. */
export const isAbnormal = (observation: fhir4.Observation): boolean => arrowOf(observation) !== undefined;

function arrowOf(observation: fhir4.Observation): string | undefined {
  const flag = flagOf(observation);
  if (flag !== undefined) return ARROWS[flag];
  const { valueQuantity: { value, comparator } = {}, referenceRange: [range] = [] } = observation;
  if (value === undefined || comparator !== undefined || range === undefined) return undefined;
  if (range.high?.value !== undefined && value > range.high.value) return '↑';
  return range.low?.value !== undefined && value < range.low.value ? '↓' : undefined;
}

/** "Калий 6,9 ммоль/л ↑↑, ещё 4": those outside their range first. */
export function valuesText(observations: readonly fhir4.Observation[], language: Language): string {
  const shown = observations.flatMap((one) => {
    const value = valueText(one, language);
    const name = conceptText(one.code);
    return value === undefined || name === undefined ? [] : [{ text: `${name} ${value}`, arrow: arrowOf(one) }];
  });
  shown.sort((a, b) => Number(b.arrow !== undefined) - Number(a.arrow !== undefined));
  const named = shown.slice(0, NAMED).map(({ text, arrow }) => (arrow ? `${text} ${arrow}` : text));
  const more = shown.length - named.length;
  return [...named, ...(more > 0 ? [language === 'ru' ? `ещё ${more}` : `${more} more`] : [])].join(', ');
}

function valueText(observation: fhir4.Observation, language: Language): string | undefined {
  const { valueQuantity, valueString, valueCodeableConcept, valueInteger, valueBoolean } = observation;
  if (valueQuantity?.value !== undefined) {
    const { comparator = '', value, unit = '' } = valueQuantity;
    const number = language === 'ru' ? String(value).replace('.', ',') : String(value);
    return `${comparator}${number} ${unit}`.trim();
  }
  if (valueBoolean !== undefined)
    return language === 'ru' ? (valueBoolean ? 'да' : 'нет') : valueBoolean ? 'yes' : 'no';
  return (
    valueString ?? conceptText(valueCodeableConcept) ?? (valueInteger === undefined ? undefined : `${valueInteger}`)
  );
}
