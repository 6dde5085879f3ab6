import type { Repetition, Segment } from '../message.ts';
import { lookUp } from '../table.ts';
import { readTime, readTimeOfDay } from '../time.ts';
import type { Draft } from './draft.ts';
import { quantityOf, readNumber, type Unit, type Written } from './quantity.ts';
import { type Term, termOf } from './terms.ts';

/** The value members of an Observation, or of its components where OBX-5 repeats. */
export type Value = Pick<
  fhir4.Observation,
  | 'valueQuantity'
  | 'valueCodeableConcept'
  | 'valueString'
  | 'valueBoolean'
  | 'valueRange'
  | 'valueRatio'
  | 'valueTime'
  | 'valueDateTime'
>;

/** Value types that carry documents or addresses of them: not a value of an Observation. */
const DOCUMENTS = new Set(['ED', 'RP']);
/** Text types whose separators are plain signs. */
const TEXTS = new Set(['TX', 'FT', 'ST', '']);
/** What a sender's yes and no look like where his code map says what is asked. */
const ANSWERS: Readonly<Record<string, boolean>> = {
  да: true,
  нет: false,
  yes: true,
  no: false,
  y: true,
  n: false,
  true: true,
  false: false,
};

/**
 * OBX-5 by OBX-2 (HL7 v2.5.1 ch. 7.4.2, ch. 2.A). Several numbers or codes give a value each; lines of text are one. Text
 * that is a number is one where a unit or the code map says that the analyte is measured. What a type does not allow is
 * kept as text with a warning. `undefined`: a document, or nothing sent.
 */
export function valuesOf(obx: Segment, unit: Unit | undefined, term: Term | undefined, draft: Draft): Value[] {
  const type = obx.text(2)?.toUpperCase() ?? '';
  const sent = obx.repetitions(5).filter((repetition) => repetition.raw !== '' && repetition.raw !== '""');
  if (DOCUMENTS.has(type)) {
    if (sent.length > 0) draft.warn(`OBX-5 of type ${type} is kept in the input only`);
    return [];
  }
  if (TEXTS.has(type)) return textValues(sent, unit, term);
  return sent.flatMap((repetition) => {
    const value = readValue(type, repetition, unit, draft);
    if (value !== undefined) return [value];
    const text = repetition.literal().trim();
    if (text === '') return [];
    draft.warn(`OBX-5 does not fit its type ${type}: kept as text`);
    return [{ valueString: text }];
  });
}

function textValues(sent: readonly Repetition[], unit: Unit | undefined, term: Term | undefined): Value[] {
  const text = sent
    .map((repetition) => repetition.literal())
    .join('\n')
    .trim();
  if (text === '') return [];
  const mapped = term?.entry !== undefined;
  const number = unit !== undefined || mapped ? readNumber(text) : undefined;
  if (number !== undefined) return [{ valueQuantity: quantityOf(number, unit) }];
  const answer = mapped ? lookUp(ANSWERS, text.toLowerCase()) : undefined;
  return [answer === undefined ? { valueString: text } : { valueBoolean: answer }];
}

function readValue(type: string, sent: Repetition, unit: Unit | undefined, draft: Draft): Value | undefined {
  switch (type) {
    case 'NM': {
      const number = readNumber(sent.literal());
      return number && { valueQuantity: quantityOf(number, unit) };
    }
    case 'SN':
      return structuredNumber(sent, unit);
    case 'CWE':
    case 'CE':
    case 'CNE':
    case 'CF': {
      const concept = termOf(sent, draft)?.concept;
      return concept && { valueCodeableConcept: concept };
    }
    case 'IS':
    case 'ID': {
      const text = sent.text();
      return text === undefined ? undefined : { valueCodeableConcept: { text } };
    }
    case 'DT':
    case 'TS':
    case 'DTM': {
      const time = readTime(sent.text(), draft.context.clinic.zone);
      return time && { valueDateTime: time.dateTime };
    }
    case 'TM': {
      const time = readTimeOfDay(sent.text());
      return time === undefined ? undefined : { valueTime: time };
    }
    default:
      return undefined;
  }
}

/** SN (ch. 2.A.71): comparator, first number, separator, second number: `>^100`, `^1^-^5`, `^1^:^128`. */
function structuredNumber(sent: Repetition, unit: Unit | undefined): Value | undefined {
  const [sign = '', first, separator, second] = [1, 2, 3, 4].map((component) => sent.text(component));
  const one = readNumber(`${sign === '=' ? '' : sign}${first ?? ''}`);
  if (one === undefined) return undefined;
  if (separator === undefined && second === undefined) return { valueQuantity: quantityOf(one, unit) };
  const two = readNumber(second ?? '');
  if (two === undefined || one.comparator !== undefined) return undefined;
  const of = (number: Written): fhir4.Quantity => quantityOf(number, unit);
  if (separator === '-') return { valueRange: { low: of(one), high: of(two) } };
  if (separator === ':' || separator === '/')
    return { valueRatio: { numerator: of(one), denominator: { value: two.value } } };
  return undefined;
}
