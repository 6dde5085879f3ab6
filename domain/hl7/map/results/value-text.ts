import type { Repetition, Segment } from '../../read/message.ts';

/** Types whose first component alone is a sign for something, the rest says what: shown by their name. */
const CODED = new Set(['CE', 'CWE', 'CNE', 'CF']);
/** Names of people: family, given, further given, in the order in which they are spoken of here. */
const NAMES: Readonly<Record<string, readonly number[]>> = {
  XPN: [1, 2, 3],
  PN: [1, 2, 3],
  XCN: [2, 3, 4],
  CN: [2, 3, 4],
};
/** Values of OBX-2 whose OBX-5 is text: separators of components are plain signs in them. */
export const TEXTS = new Set(['TX', 'FT', 'ST', '']);
/** Values of OBX-2 that carry a file or its address: no value of an Observation. */
export const DOCUMENTS = new Set(['ED', 'RP']);

/** One repetition of OBX-5 as a human reads it, whatever its type; an empty string where nothing is said. */
export function readableText(type: string, sent: Repetition): string {
  if (TEXTS.has(type)) return sent.literal().trim();
  if (DOCUMENTS.has(type)) return '';
  if (CODED.has(type)) return sent.text(9) ?? sent.text(2) ?? sent.text(5) ?? sent.text(1) ?? '';
  const name = NAMES[type];
  const parts = name ? name.map((component) => sent.text(component)) : allParts(sent);
  const text = joined(parts, ' ');
  // A person known by his number alone.
  return text === '' && name ? (sent.text(1) ?? '') : type === 'SN' ? text.replaceAll(' ', '') : text;
}

const joined = (parts: readonly (string | undefined)[], by: string): string =>
  parts.filter((part) => part !== undefined).join(by);

/** As many components as any type of the standard has; what comes behind them is not of the standard. */
const COMPONENTS = 25;

function allParts(sent: Repetition): (string | undefined)[] {
  const parts: (string | undefined)[] = [];
  for (let component = 1; component <= COMPONENTS; component += 1)
    for (let part = 1; part <= (sent.component(component) === '' ? 0 : 6); part += 1)
      parts.push(sent.text(component, part));
  return parts;
}

/** OBX-5 as a human reads it: repetitions as lines of a text, else one behind the other; with its unit. */
export function valueText(obx: Segment): string {
  const type = obx.text(2)?.toUpperCase() ?? '';
  const values = obx.repetitions(5).map((repetition) => readableText(type, repetition));
  const text = values.filter((value) => value !== '').join(TEXTS.has(type) ? '\n' : '; ');
  const unit = obx.text(6, 1) ?? obx.text(6, 2);
  return text !== '' && unit !== undefined && !TEXTS.has(type) ? `${text} ${unit}` : text;
}
