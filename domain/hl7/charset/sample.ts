import { OkaError } from '../../../schemas/errors.ts';
import type { Hl7Message } from '../read/message.ts';
import { readEach } from '../read/read.ts';
import { senderId } from './sender.ts';

/** Fields that name services, analytes, units, drugs and wards: words of a house, not of a patient. */
const FIELDS = [
  ['OBR', 4],
  ['OBX', 3],
  ['OBX', 6],
  ['RXO', 1],
  ['RXE', 2],
  ['PV1', 3],
] as const;
/** A word that also stands in one of these is left out: it could be the patient's. */
const OF_PATIENTS = ['PID', 'NK1', 'MRG'];

/** Looked at; shown are the longest of them, which tell most. */
const MOST_WORDS = 200;
const SHOWN_WORDS = 8;
const MOST_MESSAGES = 20;
const WORD = /[\p{L}\p{M}]*[\u0080-\uffff][\p{L}\p{M}]*/gu;
const LONGEST_WORD = 40;

/**
 * A few words of a sender as they read in a character set, so that a human can see which set is right without seeing a
 * patient: only from fields that name services, units, drugs and wards. None where the sender names nothing beyond ASCII.
 */
export function sampleOf(bytes: Uint8Array, clinic: string, sender: string, charset: string): string[] {
  const words = new Set<string>();
  const read = readEach(bytes, { charsetOf: () => ({ charset, by: 'registered' }) });
  const his = read.filter((message) => !(message instanceof OkaError) && idOf(message, clinic) === sender);
  for (const message of his.slice(0, MOST_MESSAGES) as Hl7Message[]) {
    const personal = new Set(OF_PATIENTS.flatMap((name) => message.all(name)).flatMap(({ raw }) => wordsOf(raw)));
    for (const [name, field] of FIELDS)
      for (const segment of message.all(name))
        for (const word of wordsOf(segment.field(field)))
          if (!personal.has(word) && words.size < MOST_WORDS) words.add(word);
  }
  return longest(words);
}

/** The longest first, each once. */
export const longest = (words: Iterable<string>): string[] =>
  [...new Set(words)].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).slice(0, SHOWN_WORDS);

const idOf = ({ reading: { application, facility } }: Hl7Message, clinic: string): string =>
  senderId({ clinic, application, facility });

const wordsOf = (text: string): string[] =>
  [...text.matchAll(WORD)].map(([word]) => word).filter(({ length }) => length > 1 && length <= LONGEST_WORD);
