import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BEGIN, differencesPage, END } from './page.ts';
import { compareAll, type Row } from './table.ts';

/**
 * Writes the table of differences and its part of docs/hl7.md from what the mapper says today. Run it when a difference
 * has gone or a new one has been understood (test/hl7-corpus/reasons.ts); it refuses while one has no reason.
 */
const { rows, unexplained, agreed } = compareAll();
if (unexplained.length > 0) throw new Error(`without a reason:\n${unexplained.join('\n')}`);

const line = ({ reason, field, theirs, ours, files }: Row): string =>
  `  { reason: '${reason}', field: '${field}', theirs: ${theirs}, ours: ${ours}, files: of('${files.join(' ')}') },`;

writeFileSync(
  join(import.meta.dirname, 'differences.ts'),
  `// Written by write.ts beside this file; checked by test/hl7-corpus.test.ts.
import type { Row } from './table.ts';

const of = (files: string): string[] => files.split(' ');

/** Values that both readings say. */
export const AGREED = ${agreed};

/** Where the expected bundle of another converter and ours differ: which field of which messages, and why. */
export const DIFFERENCES: readonly Row[] = [
${rows.map(line).join('\n')}
];
`,
);
const path = join(import.meta.dirname, '..', '..', 'docs', 'hl7.md');
const page = readFileSync(path, 'utf8');
const [before = ''] = page.split(BEGIN);
const [, after = ''] = page.split(END);
writeFileSync(path, `${before}${differencesPage(rows, agreed)}${after}`);
