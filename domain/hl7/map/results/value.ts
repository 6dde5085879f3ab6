import { lookUp } from '../../look-up.ts';
import type { Repetition, Segment } from '../../read/message.ts';
import { readTime, readTimeOfDay } from '../../time.ts';
import type { Draft } from '../draft.ts';
import { type Term, termOf } from '../terms.ts';
import { quantityOf, readNumber, type Unit, unitOf, type Written } from './quantity.ts';
import { DOCUMENTS, readableText, TEXTS } from './value-text.ts';

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
  | 'valuePeriod'
>;

/** Types that name a person, a place, a number or an address: FHIR has no value of their kind, so they are said in words. */
const WORDS = new Set(
  'XCN XPN PN CN XAD AD XTN TN CX CK EI EIP HD XON ON PL NA MA VR RI FN SAD DLN DLD JCC OSD'.split(' '),
);
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
  if (DOCUMENTS.has(type)) return [];
  if (TEXTS.has(type)) return textValues(sent, unit, term);
  return sent.flatMap((repetition) => {
    const value = readValue(type, repetition, unit, draft);
    if (value !== undefined) return [value];
    const text = WORDS.has(type) ? readableText(type, repetition) : repetition.literal().trim();
    if (text === '') return [];
    if (!WORDS.has(type)) draft.warn(`OBX-5 does not fit its type ${type}: kept as text`);
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
    case 'CQ': {
      const number = readNumber(sent.text(1) ?? '');
      const named = sent.text(2, 1) ?? sent.text(2, 2);
      return (
        number && {
          valueQuantity: quantityOf(number, named === undefined ? unit : unitOf(named, undefined, undefined)),
        }
      );
    }
    case 'MO':
    case 'CP':
      return moneyOf(sent);
    case 'DR': {
      const [start, end] = [1, 2].map((part) => readTime(sent.text(part), draft.context.clinic.zone)?.dateTime);
      if ((start ?? end) === undefined) return undefined;
      return { valuePeriod: { ...(start && { start }), ...(end && { end }) } };
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

/** ISO 4217, by the name that FHIR gives it. */
const CURRENCIES = 'urn:iso:std:iso:4217';

/** MO (ch. 2.A.45) and the price of CP (2.A.14): an amount and its currency, both perhaps as sub-components. */
function moneyOf(sent: Repetition): Value | undefined {
  const amount = readNumber(sent.text(1, 1) ?? '');
  const currency = sent.text(1, 2) ?? sent.text(2);
  if (amount === undefined) return undefined;
  const code = /^[A-Z]{3}$/.test(currency ?? '') ? { system: CURRENCIES, code: currency } : {};
  return { valueQuantity: { ...quantityOf(amount, undefined), ...(currency && { unit: currency }), ...code } };
}

/**
 * SN (ch. 2.A.71): comparator, first number, separator or suffix, second number: `>^100`, `^1^-^5`, `^1^:^128`, `^2^+`. What
 * FHIR has no form for (`<>`, a compared ratio, a suffix) is the text that it reads as, `>1:128`.
 */
function structuredNumber(sent: Repetition, unit: Unit | undefined): Value | undefined {
  const [sign = '', first, separator, second] = [1, 2, 3, 4].map((component) => sent.text(component));
  const one = readNumber(`${sign === '=' ? '' : sign}${first ?? ''}`);
  if (one !== undefined && separator === undefined && second === undefined)
    return { valueQuantity: quantityOf(one, unit) };
  const two = readNumber(second ?? '');
  const of = (number: Written): fhir4.Quantity => quantityOf(number, unit);
  if (one !== undefined && two !== undefined && one.comparator === undefined) {
    if (separator === '-') return { valueRange: { low: of(one), high: of(two) } };
    if (separator === ':' || separator === '/')
      return { valueRatio: { numerator: of(one), denominator: { value: two.value } } };
  }
  const text = readableText('SN', sent);
  return readNumber(first ?? '') === undefined ? undefined : { valueString: text };
}
