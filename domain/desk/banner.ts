import type { DeskBanner } from '../../schemas/api/desk-chart.ts';
import type { DeskPatient } from '../../schemas/api/desk-parts.ts';
import type { Clinic } from '../../schemas/region.ts';
import type { Bilingual } from '../../schemas/result.ts';
import { conceptText, type Fact, factsOfType } from '../appointments/facts.ts';
import { SNOMED } from '../fhir/systems.ts';
import { isAbsence } from '../rules/allergies.ts';
import { ageMonthsAt } from '../rules/precision.ts';

type About = { readonly facts: readonly Fact[]; readonly clinic: Clinic; readonly asOf: string };

/** Who it is, with his allergies: what stands above every page of a patient. */
export function bannerOf(patient: DeskPatient, { facts, clinic, asOf }: About): DeskBanner {
  const age = ageWords(patient.birthDate, asOf, clinic.zone);
  return {
    ...patient,
    ...(age ? { age } : {}),
    allergies: allergiesIn(facts),
    clinic: clinic.id,
    clinicTitle: clinic.title,
  };
}

const PAST = new Set(['inactive', 'resolved']);
const REFUTED = new Set(['refuted', 'entered-in-error']);
const says = (concept: fhir4.CodeableConcept | undefined, codes: ReadonlySet<string>): boolean =>
  (concept?.coding ?? []).some(({ code }) => codes.has(code ?? ''));

/** Nobody having said anything of allergies is not "none known". */
function allergiesIn(facts: readonly Fact[]): DeskBanner['allergies'] {
  const standing = factsOfType(facts, 'AllergyIntolerance')
    .map(({ resource }) => resource)
    .filter(
      ({ clinicalStatus, verificationStatus }) => !says(clinicalStatus, PAST) && !says(verificationStatus, REFUTED),
    );
  const isNone = (one: fhir4.AllergyIntolerance): boolean =>
    (one.code?.coding ?? []).some(({ system, code }) => system === SNOMED && isAbsence(code));
  const items = standing
    .filter((one) => !isNone(one))
    .map(({ code, criticality, reaction = [] }) => {
      const text = conceptText(code) ?? '?';
      const critical = criticality === 'high' || reaction.some(({ severity }) => severity === 'severe');
      return { text: { ru: text, en: text }, critical };
    });
  const unique = [...new Map(items.map((one) => [one.text.ru, one])).values()];
  if (unique.length > 0) return { known: 'listed', items: unique };
  return { known: standing.length > 0 ? 'none-known' : 'not-said', items: [] };
}

/** Months up to six years, as paediatricians count; where the birth date leaves it open, both ends. */
function ageWords(birthDate: string | undefined, asOf: string, zone: string): Bilingual | undefined {
  const months = ageMonthsAt(birthDate, asOf, zone);
  if (months === undefined) return undefined;
  const small = months.max < 72;
  const [least, most] = small ? [months.min, months.max] : [Math.floor(months.min / 12), Math.floor(months.max / 12)];
  const span = least === most ? `${least}` : `${least}–${most}`;
  return small
    ? { ru: `${span} мес.`, en: `${span} months` }
    : { ru: `${span} ${yearsWord(most)}`, en: `${span} years` };
}

/** 1 год, 2 года, 5 лет, 11 лет, 21 год */
function yearsWord(count: number): string {
  const [tens, ones] = [count % 100, count % 10];
  if (tens >= 11 && tens <= 14) return 'лет';
  return ones === 1 ? 'год' : ones >= 2 && ones <= 4 ? 'года' : 'лет';
}
