import type { ComparedLine } from '../../schemas/api/reconcile.ts';
import type { HeaderPatient } from '../../schemas/measurement.ts';
import { nameOf } from '../appointments/facts.ts';
import { datesContradict } from '../dicom/match.ts';
import { namesContradict } from '../dicom/names.ts';

/** What is known of a study before anybody says whose it is. */
export type Asked = {
  readonly headers: readonly HeaderPatient[];
  readonly accession: string | undefined;
  readonly started: string | undefined;
  /** Number of the record that the header named, where that is not nobody's. */
  readonly record: string | undefined;
};

/** What is known of a record to which it might belong. */
export type Known = {
  readonly record: string;
  readonly patient: fhir4.Patient | undefined;
  readonly number: string | undefined;
  /** The accession number stands on an order of this record. */
  readonly hasAccession: boolean;
  /** An order or an appointment of the record near the time of the study, as it was written. */
  readonly near: string | undefined;
};

type Line = Omit<ComparedLine, 'what'>;

const verdict = (isSaid: boolean, differs: boolean): Line['verdict'] =>
  !isSaid ? 'unknown' : differs ? 'differs' : 'agrees';

const lineOf = (line: { verdict: Line['verdict']; said: string | undefined; known: string | undefined }): Line => ({
  verdict: line.verdict,
  ...(line.said ? { said: line.said } : {}),
  ...(line.known ? { known: line.known } : {}),
});

const shown = (values: readonly (string | undefined)[]): string | undefined =>
  [...new Set(values.filter((one) => one !== undefined && one !== ''))].join(' / ') || undefined;

/** A name of a DICOM header as people write it. */
export const plainName = (name: string): string => name.split('^').filter(Boolean).join(' ');

/**
 * The study beside one record, in the order in which people look. What either side leaves out is unknown: it neither agrees
 * nor differs. Of several headers every one must agree, so that a study of two patients agrees with neither.
 */
export function compare(asked: Asked, known: Known): ComparedLine[] {
  const { headers, accession, started } = asked;
  const { patient } = known;
  const names = headers.flatMap(({ name }) => name ?? []);
  const dates = headers.flatMap(({ birthDate }) => birthDate ?? []);
  const sexes = headers.flatMap(({ sex }) => sex ?? []);
  const name = patient && nameOf(patient);
  const birthDate = patient?.birthDate;
  const sex = patient?.gender === 'male' || patient?.gender === 'female' ? patient.gender : undefined;
  return [
    {
      what: 'name',
      ...lineOf({
        verdict: verdict(
          names.length > 0 && name !== undefined,
          names.some((one) => namesContradict(one, spelled(patient))),
        ),
        said: shown(names.map(plainName)),
        known: name,
      }),
    },
    {
      what: 'birth-date',
      ...lineOf({
        verdict: verdict(
          dates.length > 0 && birthDate !== undefined,
          dates.some((one) => datesContradict(one, birthDate ?? '')),
        ),
        said: shown(dates),
        known: birthDate,
      }),
    },
    {
      what: 'sex',
      ...lineOf({
        verdict: verdict(
          sexes.length > 0 && sex !== undefined,
          sexes.some((one) => one !== sex),
        ),
        said: shown(sexes),
        known: sex,
      }),
    },
    {
      what: 'number',
      ...lineOf({
        verdict: verdict(asked.record !== undefined, asked.record !== known.record),
        said: undefined,
        known: known.number,
      }),
    },
    {
      what: 'accession',
      ...lineOf({
        verdict: accession !== undefined && known.hasAccession ? 'agrees' : 'unknown',
        said: accession,
        known: known.hasAccession ? accession : undefined,
      }),
    },
    {
      what: 'time',
      ...lineOf({ verdict: known.near === undefined ? 'unknown' : 'agrees', said: started, known: known.near }),
    },
  ];
}

const spelled = (patient: fhir4.Patient | undefined): string => {
  const { text, family, given = [] } = patient?.name?.[0] ?? {};
  return family === undefined ? (text ?? '') : [family, ...given].join('^');
};

/** More that agrees first, then less that differs; equal ones in the order of their records. */
export const likelier = (
  a: { readonly record: string; readonly compared: readonly ComparedLine[] },
  b: { readonly record: string; readonly compared: readonly ComparedLine[] },
): number => score(b.compared) - score(a.compared) || (a.record < b.record ? -1 : 1);

const score = (lines: readonly ComparedLine[]): number =>
  lines.reduce((sum, one) => sum + (one.verdict === 'agrees' ? 1 : one.verdict === 'differs' ? -1 : 0), 0);
