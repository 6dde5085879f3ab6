import type { DayPatient } from '../../../schemas/api/clinic-day.ts';
import type { Bilingual } from '../../../schemas/result.ts';
import type { Cache } from '../../cache/view.ts';
import { type Html, html, type Language } from '../html.ts';
import type { Session } from '../sessions.ts';
import type { PageSources } from '../sources.ts';
import type { TimeWords } from '../time.ts';
import { WORDS } from '../words.ts';

/** What every page is made with. */
export type View = {
  readonly language: Language;
  readonly t: (words: Bilingual) => string;
  readonly time: TimeWords;
  readonly clinic: string;
  readonly zone: string;
  /** Absent: nobody has signed in; then no page with a patient is made. */
  readonly session?: Session | undefined;
  readonly cache?: Cache | undefined;
  readonly sources: PageSources;
  readonly now: Date;
};

/** A page, and whose data stand on it: that is written down before it is sent. */
export type Shown = { readonly title: Bilingual; readonly body: Html; readonly records: readonly string[] };

/** Who it is, in one line: name, birth date, number. */
export function patientLine({ t, time }: View, patient: DayPatient | undefined): Html {
  const { name, nameDoubtful, birthDate, number } = patient ?? {};
  const called = name ?? t(nameDoubtful ? WORDS.nameDoubtful : WORDS.noName);
  return html`<span class="who"><b>${called}</b>${birthDate ? html`, ${t(WORDS.born)} ${time.date(birthDate)}` : undefined}${
    number ? html` <span class="soft">${t(WORDS.number)} ${number}</span>` : undefined
  }</span>`;
}

/** A form that changes something carries the session's key. */
export const formKey = ({ session }: View): Html =>
  html`<input type="hidden" name="key" value="${session?.formKey ?? ''}">`;

/** Where a result stands on the page of results. */
export const anchorOf = (resultId: string): string => `r-${resultId.slice(0, 16)}`;
