import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { OkaError } from '../schemas/errors.ts';

export type Question<T> = {
  /** The option that answers it beforehand: `--zone`. */
  readonly flag: string;
  readonly text: string;
  /** Why it matters, in a sentence. */
  readonly why: string;
  /** What an empty line means; without it an answer is needed. */
  readonly fallback?: string | undefined;
  /** @throws OkaError `wrong-use` saying what is wrong with the answer */
  readonly read: (answer: string) => T;
};

export type Asker = {
  readonly ask: <T>(question: Question<T>) => Promise<T>;
  readonly close: () => void;
};

/**
 * Answers come from the options; what they leave open is asked on the terminal, a wrong answer again. With `yes` nobody is
 * asked: the default holds, or the option is named that is missing.
 */
export function makeAsker(
  given: Readonly<Record<string, string | undefined>>,
  { yes, input = process.stdin, output = process.stderr }: { yes: boolean; input?: Readable; output?: Writable },
): Asker {
  const lines = yes ? undefined : createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  const answers = lines?.[Symbol.asyncIterator]();

  async function answerOf({ flag, fallback }: Question<unknown>): Promise<string> {
    const line = answers && (await answers.next());
    const said = line?.done === false ? line.value.trim() : '';
    if (said !== '') return said;
    if (fallback !== undefined && (answers === undefined || line?.done === false)) return fallback;
    if (answers === undefined) throw new OkaError('wrong-use', `--${flag} is missing`);
    if (line?.done !== false)
      throw new OkaError('wrong-use', `nobody answers any more: give --${flag}, and --yes for the rest`);
    return '';
  }

  return {
    async ask(question) {
      const { flag, text, why, fallback, read } = question;
      const beforehand = given[flag];
      if (beforehand !== undefined) return read(beforehand);
      for (;;) {
        if (answers) output.write(`\n${text}\n  ${why}\n[${fallback ?? 'needed'}] > `);
        const answer = await answerOf(question);
        try {
          return read(answer);
        } catch (fault) {
          if (!(fault instanceof OkaError) || answers === undefined) throw fault;
          output.write(`  ${fault.detail ?? fault.message}\n`);
        }
      }
    },
    close: () => lines?.close(),
  };
}
