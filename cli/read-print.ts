import type { ExplainedValue } from '../domain/hl7/explain/explain.ts';
import type { MappedInput } from '../domain/hl7/map/map.ts';
import { ERRORS, type ErrorCode } from '../schemas/errors.ts';
import { explainedLines } from './explain.ts';

/** What became of one file. */
export type Outcome = {
  readonly file: string;
  readonly outcome: 'mapped' | 'stored' | 'quarantined';
  readonly code?: ErrorCode;
  readonly detail?: string;
  readonly messages?: MappedInput['messages'];
  readonly unmapped?: MappedInput['unmapped'];
  readonly bundle?: fhir4.Bundle;
  /** Of each message that could be read, with `--explain`. */
  readonly explained?: readonly { readonly number: number; readonly values: readonly ExplainedValue[] }[];
};

type Message = MappedInput['messages'][number];

/** One file alone: its bundle, or each value's way into it; what a person should know comes on the error output. */
export function printFile({ code, detail, bundle, messages = [], explained }: Outcome): void {
  for (const { number, values } of explained ?? []) {
    const name = `message ${number} ${messages[number - 1]?.type ?? ''}`;
    process.stdout.write(`${[name, ...explainedLines(values), ''].join('\n')}\n`);
  }
  if (bundle && explained === undefined) process.stdout.write(`${JSON.stringify(bundle, null, 2)}\n`);
  for (const message of messages) process.stderr.write(`${aboutMessage(message).join('\n')}\n`);
  if (code !== undefined) {
    const { meaning, whatToDo } = ERRORS[code];
    process.stderr.write(`${code}${detail ? ` (${detail})` : ''}: ${meaning}\n${whatToDo}\n`);
  }
}

/** Type and character set of a message, and what its reader should know. */
function aboutMessage({ number, type, charset, charsetIsGuess, warnings }: Message): string[] {
  const guess = charsetIsGuess ? ' (a guess from the bytes: none is registered, and MSH-18 does not settle it)' : '';
  return [`message ${number} ${type}: ${charset}${guess}`, ...warnings.map((warning) => `  ${warning}`)];
}

/** One of several files: a line of columns, below it each value's way where that was asked for. */
export function printRow({ file, outcome, code, bundle, messages = [], explained }: Outcome): void {
  const warnings = messages.reduce((sum, message) => sum + message.warnings.length, 0);
  const columns = [
    outcome.padEnd(11),
    (code ?? '').padEnd(15),
    (messages.length > 1 ? `${messages.length} messages` : (messages[0]?.type ?? '')).padEnd(11),
    [...new Set(messages.map(charsetOf))].join(',').padEnd(20),
    (bundle ? `${bundle.entry?.length} resources` : '').padEnd(13),
    (warnings === 0 ? '' : `${warnings} warning${warnings === 1 ? '' : 's'}`).padEnd(11),
  ];
  process.stdout.write(`${columns.join(' ')} ${file}\n`);
  for (const { number, values } of explained ?? [])
    process.stdout.write(`${[`message ${number}`, ...explainedLines(values), ''].join('\n')}\n`);
}

const charsetOf = ({ charset, charsetIsGuess }: Message): string => `${charset}${charsetIsGuess ? ' (guess)' : ''}`;

/** `31 files: 30 mapped, 1 quarantined` */
export function sumOf(counts: ReadonlyMap<string, number>): string {
  const files = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return `${files} files: ${[...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ')}`;
}
