/** A message as one library opened it, asked through the library's own calls. Everything counts from 1. */
export type Opened = {
  /** How many messages the input holds; 1 where the library knows no batches. */
  readonly messages?: number;
  /** How many segments of that name there are. */
  count(segment: string): number;
  /** The text of a value, unescaped if the library does that. */
  get(segment: string, place: number, field: number, at?: Partial<Record<'r' | 'c' | 's', number>>): string | undefined;
};

/** What a reader found when it did the whole work: two readers that did the same work found the same. */
export type Work = {
  /** Values that are not empty, split down to sub-components and unescaped, MSH-1 and MSH-2 aside. */
  values: number;
  /** Their characters. */
  characters: number;
  /** PID-5.1 */
  family: string | undefined;
  /** The last component of every OBX-5. */
  results: (string | undefined)[];
};

export type Hl7Reader = {
  readonly name: string;
  /** Bytes to the library's own message, by its own call and nothing else. */
  parse(bytes: Buffer): unknown;
  /** Split everything down to sub-components, unescape everything, read PID-5 and every OBX-5. */
  work(bytes: Buffer): Work;
  open(bytes: Buffer): Opened;
};

export const nothingYet = (): Work => ({ values: 0, characters: 0, family: undefined, results: [] });

const NAMES: Readonly<Record<string, string>> = { F: '|', S: '^', T: '&', R: '~', E: '\\' };
const SEQUENCE = /\\([FSTRE])\\/g;

/** For libraries that do not unescape: the shortest that does for the messages measured, and cheap where nothing is escaped. */
export const unescape5 = (text: string): string =>
  text.includes('\\') ? text.replace(SEQUENCE, (whole, name: string) => NAMES[name] ?? whole) : text;

export function note(work: Work, text: string): void {
  if (text === '') return;
  work.values += 1;
  work.characters += text.length;
}
