import type { Difference, Reading } from './corpus.ts';

/** Why a value is said by one side alone. `holds` proves it from the message and both readings; the first that holds counts. */
export type Reason = {
  readonly id: string;
  /** `not mapped`: Oka leaves it out. `kept elsewhere`: it is there, at another place. `read otherwise`: the two differ. */
  readonly kind: 'not mapped' | 'kept elsewhere' | 'read otherwise';
  readonly sentence: string;
  readonly holds: (difference: Difference, reading: Reading) => boolean;
};

export const typeOf = ({ mapped }: Reading): string => mapped.messages[0]?.type ?? '';

/** The segments of a message by name, as text. */
export const linesOf = ({ message }: Reading, ...names: readonly string[]): string[] =>
  message.split('\n').filter((line) => names.includes(line.slice(0, 3)));
export const fieldsOf = (reading: Reading, name: string, ...fields: readonly number[]): string[] =>
  linesOf(reading, name).flatMap((line) => fields.map((field) => line.split('|')[field] ?? ''));
/** Every word of a value stands in one of these texts. */
export const standsIn = (texts: readonly string[], value: string): boolean =>
  texts.some((text) => value.split(' ').every((word) => text.includes(word)));

export const partsOf = (value: string): [code: string, rest: string] => {
  const [code = '', rest = ''] = value.split(/ (?:=|in|at) (.*)/);
  return [code, rest];
};
export const keeps = ({ ourText }: Reading, value: string): boolean =>
  value !== '' && (ourText.includes(value) || ourText.replace(/\s+/g, ' ').includes(value));
