/** One row of the day's table: one input, from its clinic to the human who must act. */
export type Row = {
  readonly clinic: string;
  readonly patient: string;
  readonly kind: string;
  readonly outcome: string;
  readonly said: string;
  readonly ehr: string;
  readonly delivered: string;
  readonly acknowledged: string;
  readonly seconds: string;
  readonly human: string;
};

const COLUMNS: readonly (readonly [field: keyof Row, title: string, width: number])[] = [
  ['clinic', 'clinic', 8],
  ['patient', 'patient', 26],
  ['kind', 'kind', 22],
  ['outcome', 'outcome', 24],
  ['said', 'finding or advice', 56],
  ['ehr', 'EHR', 9],
  ['delivered', 'delivered', 9],
  ['acknowledged', 'acknowledged', 19],
  ['seconds', 's', 5],
  ['human', 'what a human must do now', 60],
];

const cell = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);

/** The table as text, one line per input. */
export const table = (rows: readonly Row[]): string =>
  [
    COLUMNS.map(([, title, width]) => cell(title, width)).join(' '),
    COLUMNS.map(([, , width]) => '─'.repeat(width)).join(' '),
    ...rows.map((row) =>
      COLUMNS.map(([field, , width]) => cell(row[field], width))
        .join(' ')
        .trimEnd(),
    ),
    '',
  ].join('\n');
