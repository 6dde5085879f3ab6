import type { CitedFact } from '../../schemas/result.ts';
import { COMMON } from '../codes/base/common.ts';
import { ATC, SNOMED } from '../fhir/systems.ts';
import { cite, type Facts, factsOf } from './facts.ts';
import { type BetaLactamOrClass, betaLactamByAtc, betaLactamByName } from './library/tables/betalactams.ts';
import type { Need } from './rule.ts';

export const ALLERGIES: Need = { facet: 'AllergyIntolerance', newest: 100 };

/** An allergy that stands: neither refuted nor past. */
export type Allergy = {
  /** What it is against, as far as it is a beta-lactam. */
  readonly betaLactam: BetaLactamOrClass | undefined;
  /** Known by a code of ATC, by one of SNOMED CT that bears its words, or by a word for a beta-lactam. Else nobody can say what it is against. */
  readonly understood: boolean;
  /** May be against a medicine: not stated to be against food or surroundings. */
  readonly ofMedicine: boolean;
  /** A severe reaction or high criticality was recorded. */
  readonly severe: boolean;
  readonly cited: CitedFact;
};

const TITLE = { en: 'Allergy', ru: 'Аллергия' };
const REFUTED = new Set(['refuted', 'entered-in-error']);
const PAST = new Set(['inactive', 'resolved']);

const says = (concept: fhir4.CodeableConcept | undefined, words: ReadonlySet<string>): boolean =>
  (concept?.coding ?? []).some(({ code }) => words.has(code ?? ''));

/** Names of beta-lactams in the words of orders, longest first: `Амоксициллин+клавулановая кислота` before `Амоксициллин`. */
const NAMES: readonly (readonly [name: string, atc: string])[] = COMMON.filter(([atc]) => /^J01[CD]/.test(atc))
  .flatMap(([atc, inn, names]) => [inn, ...names].map((name) => [name.toLowerCase(), atc] as const))
  .sort((a, b) => b[0].length - a[0].length);

/** What a name says of a beta-lactam: "Аллергия на пенициллин", "penicillins", "Амоксициллин 500 мг": a word that begins with the name. A denial would be an absence, told by its code. */
export function betaLactamInWords(text: string): BetaLactamOrClass | undefined {
  const lower = text.toLowerCase();
  const exact = betaLactamByName(lower);
  if (exact) return exact;
  const named = NAMES.find(([name]) => new RegExp(`(^|[^a-zа-яё])${literal(name)}`, 'i').test(lower));
  if (named) return betaLactamByAtc(named[1]);
  if (/(^|[^a-zа-яё])(penicillin|пеницил)/i.test(lower)) return { class: 'penicillin' };
  if (/(^|[^a-zа-яё])(cephalosporin|цефалоспорин)/i.test(lower)) return { class: 'cephalosporin' };
  return undefined;
}

const literal = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** SNOMED CT: no known allergy, of any kind, to a drug, or it is not known. */
const ABSENCES = new Set(['716186003', '409137002', '428607008', '429625007', '428197003']);

/** Whether a SNOMED CT code states that there are none, or that nothing is known of any. */
export const isAbsence = (code: string | undefined): boolean => ABSENCES.has(code ?? '');

/** Allergies and intolerances that stand, newest first; a stated absence is none. */
export const allergiesOf = (facts: Facts): Allergy[] =>
  factsOf(facts, 'AllergyIntolerance').flatMap((fact) => {
    const { code, category, clinicalStatus, verificationStatus, criticality, reaction } = fact.resource;
    if (says(verificationStatus, REFUTED) || says(clinicalStatus, PAST)) return [];
    const codings = code?.coding ?? [];
    if (codings.some((one) => one.system === SNOMED && ABSENCES.has(one.code ?? ''))) return [];
    const atc = codings.find(({ system }) => system === ATC)?.code;
    const shown = code?.text ?? codings.find(({ display }) => display)?.display ?? atc ?? '?';
    const words = [code?.text, ...codings.map(({ display }) => display)].filter((one) => one !== undefined);
    const betaLactam =
      atc === undefined ? words.map(betaLactamInWords).find((one) => one !== undefined) : betaLactamByAtc(atc);
    const severe = criticality === 'high' || (reaction ?? []).some(({ severity }) => severity === 'severe');
    return [
      {
        betaLactam,
        understood:
          atc !== undefined ||
          betaLactam !== undefined ||
          (words.length > 0 && codings.some(({ system }) => system === SNOMED)),
        ofMedicine: category === undefined || category.includes('medication'),
        severe,
        cited: cite(fact, TITLE, shown),
      },
    ];
  });
