import type { CatalogueEntry, Hl7Condition } from '../../schemas/errors/entry.ts';
import { ERRORS, type ErrorCode } from '../../schemas/errors.ts';

/**
 * Where in a message something is: segment, which of its name (from 1), field, repetition, component, sub-component.
 * Written as text `PID-3`, `OBX[3]-5[2].1.4` or `MRG`; that text is the `detail` of an OkaError.
 */
export type Hl7Place = {
  readonly segment: string;
  readonly sequence?: number;
  readonly field?: number;
  readonly repetition?: number;
  readonly component?: number;
  readonly subcomponent?: number;
};

/** A few plain words may follow: `OBX-5 repetitions`. */
const PLACE = /^([A-Z][A-Z0-9]{2})(?:\[(\d+)\])?(?:-(\d+)(?:\[(\d+)\])?(?:\.(\d+)(?:\.(\d+))?)?)?(?: [a-z ]+)?$/;
const NUMBERS = ['sequence', 'field', 'repetition', 'component', 'subcomponent'] as const;

function placeOf(text: string): Hl7Place | undefined {
  const [, segment, ...numbers] = PLACE.exec(text) ?? [];
  if (segment === undefined) return undefined;
  const given = NUMBERS.map((name, at) => [name, numbers[at]] as const).filter(([, number]) => number !== undefined);
  return { segment, ...Object.fromEntries(given.map(([name, number]) => [name, Number(number)])) };
}

/** The places that the detail of an error names: `OBR-4, OBR-7` are two; none where the detail is another kind of text. */
export function placesOf(detail: string | undefined): Hl7Place[] {
  const names = detail?.replace(/^message \d+: /, '').split(', ') ?? [];
  const places = names.map(placeOf);
  return places.every((place) => place !== undefined) ? places : [];
}

export const placeText = ({ segment, sequence, field, repetition, component, subcomponent }: Hl7Place): string =>
  [
    segment,
    sequence === undefined ? '' : `[${sequence}]`,
    field === undefined ? '' : `-${field}`,
    repetition === undefined ? '' : `[${repetition}]`,
    component === undefined ? '' : `.${component}`,
    subcomponent === undefined ? '' : `.${subcomponent}`,
  ].join('');

/** The texts of HL7 table 0357. */
export const CONDITIONS: Readonly<Record<Hl7Condition, string>> = {
  100: 'Segment sequence error',
  101: 'Required field missing',
  102: 'Data type error',
  103: 'Table value not found',
  104: 'Value too long',
  199: 'Other HL7 error',
  200: 'Unsupported message type',
  201: 'Unsupported event code',
  202: 'Unsupported processing id',
  203: 'Unsupported version id',
  204: 'Unknown key identifier',
  205: 'Duplicate key identifier',
  206: 'Application record locked',
  207: 'Application internal error',
};

/** A fault as HL7 v2 says it: what is wrong (table 0357), and where. */
export type Hl7Fault = {
  readonly code: ErrorCode;
  readonly condition: Hl7Condition;
  readonly places: readonly Hl7Place[];
};

/**
 * An error of the catalogue as a fault of HL7. The catalogue names the condition; two codes say more by their place: a
 * missing segment is 100 and a missing field 101, an unknown type (MSH-9) is 200 and an unknown event (MSH-9.2) is 201.
 * What the catalogue says nothing of is 207 where a repeat may help, else 199, so that nobody repeats in vain.
 */
export function faultOf({
  code,
  detail,
}: {
  readonly code: ErrorCode;
  readonly detail?: string | undefined;
}): Hl7Fault {
  const places = placesOf(detail);
  return { code, condition: conditionOf(code, places[0]), places };
}

function conditionOf(code: ErrorCode, place: Hl7Place | undefined): Hl7Condition {
  if (code === 'hl7-structure') return place?.field === undefined ? 100 : 101;
  if (code === 'hl7-unsupported') return place?.component === 2 ? 201 : 200;
  const entry: CatalogueEntry = ERRORS[code];
  return entry.hl7 ?? (entry.class === 'permanent' ? 199 : 207);
}
