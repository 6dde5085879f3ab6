import { parseArgs } from 'node:util';
import { type AppointmentPage, AppointmentsAnswer } from '../schemas/api/appointments.ts';
import { command, helped } from './command.ts';
import { askJson, CONNECTION_HELP, CONNECTION_OPTIONS, connect, onlyClinic } from './connection.ts';

const HELP = `oka appointments: the day of a physician, a page for each patient

usage: npx oka appointments [--clinic ID] [--physician NUMBER] [--date DAY]

  --clinic ID         the clinic (default: the only one whose keys are on this machine)
  --physician NUMBER  staff number as the clinic's record system writes it (AIP-3); default: the reader's own,
                      if his token names one, else everybody's
  --date DAY          day on the clinic's calendar (default: today)
  --person NAME       who reads, for the audit and for what is new since he saw a patient
                      (default: the user of this machine)
  --lang ru|en        language of the pages (default: ru)
${CONNECTION_HELP}

examples:
  npx oka appointments --clinic district --physician T12
  npx oka appointments --clinic district --date 2026-03-02 --lang en --json
`;

/** `oka appointments`. Gives the exit code: 2 for a wrong call or a refusal. */
export const appointments = (args: string[]): Promise<number> =>
  command('appointments', async () => {
    const { values } = parseArgs({
      args,
      options: {
        ...CONNECTION_OPTIONS,
        clinic: { type: 'string' },
        physician: { type: 'string' },
        date: { type: 'string' },
        person: { type: 'string' },
        lang: { type: 'string' },
      },
    });
    if (values.help) return helped(HELP, true, '');
    if (values.lang !== undefined && values.lang !== 'ru' && values.lang !== 'en')
      return helped(HELP, false, '--lang is ru or en');
    const clinic = values.clinic ?? onlyClinic(values.region);
    const person = values.person ?? process.env.USER ?? process.env.USERNAME ?? 'physician';
    const { physician, date } = values;
    const asked = Object.entries({ clinic, physician, date }).filter(
      (one): one is [string, string] => one[1] !== undefined,
    );
    const connection = connect(values, { person, clinic });
    const path = `/appointments/today?${new URLSearchParams(asked)}`;
    const day = await askJson({ ...connection, language: values.lang ?? 'ru' }, 'GET', path, AppointmentsAnswer);
    process.stdout.write(values.json ? `${JSON.stringify(day)}\n` : asText(day));
    return 0;
  });

/** The day as it is printed: one short page under the other. */
export function asText({ clinic, day, zone, physician, pages, more }: AppointmentsAnswer): string {
  const whose = physician === undefined ? '' : `, ${physician}`;
  const head = `${clinic}${whose}, ${day} (${zone}): ${pages.length}${more > 0 ? ` + ${more}` : ''}`;
  return `${[head, ...pages.map(pageText)].join('\n\n')}\n`;
}

const SEVERITY = { critical: '!!', warning: '! ', info: '  ' } as const;

function pageText({ appointment, patient, why, news, open, decide, hiddenRecords, chart }: AppointmentPage): string {
  const clock = /T(\d\d:\d\d)/.exec(appointment.start)?.[1] ?? appointment.start;
  const who = [patient.name ?? '–', patient.age, patient.sex].filter((one) => one !== undefined).join(', ');
  const state = appointment.takesPlace ? '' : `  [${appointment.status}]`;
  const list = (title: string, lines: readonly string[], hidden: number): string[] =>
    lines.length === 0
      ? []
      : [`  ${title}`, ...lines.map((one) => `    ${one}`), ...(hidden > 0 ? [`    + ${hidden}`] : [])];
  return [
    `${clock}  ${who}${state}`,
    `  ${why.text}`,
    ...(chart === 'empty' ? ['  –'] : []),
    `  ${news.since.text}${news.items.length === 0 ? ': –' : ''}`,
    ...list(
      '',
      news.items.map(({ text, abnormal }) => `${abnormal ? '! ' : '  '}${text}`),
      news.more,
    ).slice(1),
    ...list(
      '?',
      open.items.map(({ text }) => text),
      open.more,
    ),
    ...list(
      '→',
      decide.items.flatMap(({ severity, summary, action, orders }) => [
        `${SEVERITY[severity]} ${summary}`,
        `     ${action}`,
        ...orders.map(({ label }) => `     [ ${label} ]`),
      ]),
      decide.more,
    ),
    ...(hiddenRecords > 0 ? [`  (+ ${hiddenRecords})`] : []),
  ].join('\n');
}
