import { Lines } from './lines.ts';
import { afterPadding, boundaryAt, type FoundMessage, scanMessage } from './scan.ts';

/** The messages of a file and what its envelopes say of them. */
export type FoundFile = {
  readonly messages: readonly FoundMessage[];
  /** By the place of the message they are told with, counted from 0. */
  readonly warnings: ReadonlyMap<number, readonly string[]>;
  /** More messages than are read; `messages` holds the first ones. */
  readonly tooMany: boolean;
};

/** More messages than any file has. */
const MAX_MESSAGES = 100_000;

/**
 * The messages of a file (HL7 v2.5.1 ch. 2.10.3: FHS/BHS batches; also plain messages one after the other). Lines before
 * the first message and between an envelope and the next belong to nobody. Counts in BTS-1 and FTS-1 that are not those
 * of the file, and a batch without its end, are told as warnings with the message before: something may be missing.
 */
export function scanFile(text: string): FoundFile {
  const messages: FoundMessage[] = [];
  const warnings = new Map<number, string[]>();
  const warn = (warning: string): void => {
    const told = warnings.get(messages.length - 1) ?? [];
    if (!told.includes(warning)) warnings.set(messages.length - 1, [...told, warning]);
  };
  const lines = new Lines(text);
  let batches = 0;
  let firstOfBatch = 0;
  let open = false;
  const close = (): void => {
    if (open) warn('BTS is missing: the batch may be cut off');
    open = false;
  };
  let line = 0;
  while (line < text.length) {
    const begin = afterPadding(text, line);
    const name = boundaryAt(text, begin);
    if (name === 'MSH') {
      if (messages.length >= MAX_MESSAGES) return { messages, warnings, tooMany: true };
      const message = scanMessage(text, begin, lines);
      messages.push(message);
      line = message.end;
      continue;
    }
    if (name === 'BHS') {
      close();
      batches += 1;
      firstOfBatch = messages.length;
      open = true;
    } else if (name === 'BTS') {
      const count = countIn(text, begin);
      if (count !== undefined && count !== messages.length - firstOfBatch)
        warn('BTS-1 is not the number of messages in the batch');
      firstOfBatch = messages.length;
      open = false;
    } else if (name === 'FTS') {
      close();
      const count = countIn(text, begin);
      if (count !== undefined && batches > 0 && count !== batches)
        warn('FTS-1 is not the number of batches in the file');
    }
    line = lines.endFrom(begin, undefined, []) + 1;
  }
  close();
  return { messages, warnings, tooMany: false };
}

/** BTS-1 and FTS-1 of the line that begins here, if it is a number. */
function countIn(text: string, begin: number): number | undefined {
  const digits = /^\s*(\d{1,9})\s*(?!\d)/.exec(text.slice(begin + 4, begin + 24))?.[1];
  return digits === undefined ? undefined : Number(digits);
}
