import type { DeskBanner, DeskChart } from '../../schemas/api/desk-chart.ts';
import { type Got, useGet } from '../api/use-get.ts';
import { Shown } from '../ui/states.tsx';
import { useWords } from '../words/use-words.tsx';
import { PATIENT } from './words.ts';

/** Where the banner's facts come from: the first page of the chart, of its lines the allergies alone. */
const bannerPath = (record: string): string => `/desk-api/chart/${encodeURIComponent(record)}?kinds=allergy`;

/** `1957-05-12` → `12.05.1957`; a year alone stays a year. */
export const dayShown = (date: string): string => date.split('-').reverse().join('.');

/** Who this is about: name, birth date and age, sex, number, allergies. Never without a name: an unknown one is said. */
export function PatientLines({ patient }: { patient: DeskBanner }) {
  const { t } = useWords();
  const { name, nameDoubtful, birthDate, age, sex, number, allergies } = patient;
  return (
    <>
      <b class="name">{name ?? t(PATIENT.nameUnknown)}</b>
      {nameDoubtful && <span class="badge warning">{t(PATIENT.nameDoubtful)}</span>}
      <span>
        {birthDate === undefined ? t(PATIENT.bornUnknown) : dayShown(birthDate)}
        {age && `, ${t(age)}`}
      </span>
      <span>{sex === undefined || sex === 'unknown' ? t(PATIENT.sexUnknown) : t(PATIENT[sex])}</span>
      {number && (
        <span>
          {t(PATIENT.number)} {number}
        </span>
      )}
      <Allergies {...allergies} />
      <span class="soft">{t(patient.clinicTitle)}</span>
    </>
  );
}

/** What is not recorded is not "none". */
function Allergies({ known, items }: DeskBanner['allergies']) {
  const { t } = useWords();
  if (known === 'not-said') return <span class="soft">{t(PATIENT.allergiesNotSaid)}</span>;
  if (known === 'none-known') return <span>{t(PATIENT.noneKnown)}</span>;
  return (
    <span class="allergies">
      <span aria-hidden="true">! </span>
      {t(PATIENT.allergies)}:{' '}
      {items.map(({ text, critical }, place) => (
        <span key={text.en}>
          {place > 0 && '; '}
          {critical ? <b>{t(text)}</b> : t(text)}
        </span>
      ))}
    </span>
  );
}

/** The banner of a record, at the top of each page of its patient; until it is known whose it is, it says so. */
export function Banner({ record }: { record: string }) {
  const { t } = useWords();
  const got: Got<DeskChart> & { refresh: () => void } = useGet<DeskChart>(bannerPath(record));
  return (
    <section class="banner" aria-label={t(PATIENT.banner)}>
      <Shown got={got}>{({ banner }) => <PatientLines patient={banner} />}</Shown>
    </section>
  );
}
