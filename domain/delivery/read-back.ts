import type { ReadBack } from '../../schemas/delivery.ts';
import type { Bilingual, Result } from '../../schemas/result.ts';
import { FINDING_WORDS } from '../../schemas/words.ts';
import { sentenceOf } from '../desk/sentence.ts';

export type ReadBackFault = 'read-back-missing' | 'read-back-mismatch';

type Checked = {
  readonly result: Pick<Result, 'content' | 'state' | 'cited'>;
  /** As the chart has it: `1950`, `1950-03-01`; undefined where nobody knows it: then the value alone is repeated. */
  readonly birthDate: string | undefined;
  readonly readBack: ReadBack | undefined;
  /** Whether the region asks for it at this level. */
  readonly isRequired: boolean;
};

/**
 * Read-back of a critical result (Joint Commission NPSG.02.03.01): whoever takes note repeats year of birth and value. The
 * value is a number that the result rests on or says, whatever its unit and decimal sign; where there is none, its words in
 * one of the two languages. Wrong is wrong also where the region asks for none. Undefined: he has read this result.
 */
export function readBackFault({ result, birthDate, readBack, isRequired }: Checked): ReadBackFault | undefined {
  if (readBack === undefined) return isRequired ? 'read-back-missing' : undefined;
  const year = birthDate?.slice(0, 4);
  if (year !== undefined && readBack.birthYear.normalize('NFKC').trim() !== year) return 'read-back-mismatch';
  return repeats(result, readBack.says) ? undefined : 'read-back-mismatch';
}

function repeats(result: Checked['result'], says: string): boolean {
  const { content, cited } = result;
  const sentence = sentenceOf(result);
  // Its very words are it, whatever numbers they name in whatever order.
  if ([sentence, ...wordsOf(content)].some(({ en, ru }) => [en, ru].some((one) => plain(one) === plain(says))))
    return true;
  const spoken = numberIn(says);
  const numbers = [...cited.map(({ value }) => value), ...(content.kind === 'advice' ? [sentence.en] : [])].flatMap(
    (text) => numberIn(text) ?? [],
  );
  return spoken !== undefined && numbers.includes(spoken);
}

/** The words of its state say what a finding is, and no other finding's. */
const wordsOf = (content: Result['content']): Bilingual[] =>
  content.kind === 'finding' ? [FINDING_WORDS[content.state], content.label.title] : [];

/** The first number of a text, comma or point, with its sign. */
function numberIn(text: string): number | undefined {
  const digits = text
    .normalize('NFKC')
    .replace(/\u2212/g, '-')
    .match(/-?\d+(?:[.,]\d+)?/)?.[0];
  return digits === undefined ? undefined : Number(digits.replace(',', '.'));
}

const plain = (text: string): string => text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLocaleLowerCase('ru');
