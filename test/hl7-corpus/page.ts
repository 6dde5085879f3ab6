import type { Reason } from './prove.ts';
import { REASONS } from './reasons.ts';
import type { Row } from './table.ts';

export const BEGIN = '<!-- differences: written by test/hl7-corpus/write.ts -->';
export const END = '<!-- end of differences -->';

const TITLES: readonly (readonly [Reason['kind'], string])[] = [
  ['read otherwise', 'Read otherwise'],
  ['kept elsewhere', 'There, at another place'],
  ['not mapped', 'Not mapped'],
];

/** The part of docs/hl7.md that lists how the two readings differ, by reason, from the table. */
export function differencesPage(rows: readonly Row[], agreed: number): string {
  const files = new Set(rows.flatMap((row) => row.files)).size;
  const values = rows.reduce((sum, { theirs, ours, files: of }) => sum + (theirs + ours) * of.length, 0);
  return [
    BEGIN,
    '',
    `In 132 messages both say ${agreed} values alike; ${values} values in ${files} messages are said by one alone, each for one of these reasons:`,
    '',
    ...TITLES.flatMap(([kind, title]) => section(kind, title, rows)),
    END,
  ].join('\n');
}

function section(kind: Reason['kind'], title: string, rows: readonly Row[]): string[] {
  const reasons = REASONS.filter((reason) => reason.kind === kind && rows.some((row) => row.reason === reason.id));
  if (reasons.length === 0) return [];
  return [
    `**${title}**`,
    '',
    '| why | fields | messages |',
    '|---|---|---|',
    ...reasons.map(({ id, sentence }) => {
      const of = rows.filter((row) => row.reason === id);
      const fields = [...new Set(of.map(({ field }) => field))].join(', ');
      return `| ${sentence} | ${fields} | ${new Set(of.flatMap(({ files }) => files)).size} |`;
    }),
    '',
  ];
}
