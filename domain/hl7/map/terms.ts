import type { ResolvedEntry, TermKind } from '../../codes/resolve.ts';
import { ATC, ICD10, LOINC, SNOMED, UCUM } from '../../fhir/systems.ts';
import { lookUp } from '../look-up.ts';
import type { Repetition } from '../read/message.ts';
import type { Draft } from './draft.ts';

const LOCAL = 'https://oka.health/fhir/local/';

/** HL7 table 0396 names, and the OIDs of the same systems, → FHIR code systems (terminology.hl7.org). */
const SYSTEMS: Readonly<Record<string, string>> = {
  LN: LOINC,
  LOINC,
  '2.16.840.1.113883.6.1': LOINC,
  SCT: SNOMED,
  SNOMED,
  'SNOMED-CT': SNOMED,
  '2.16.840.1.113883.6.96': SNOMED,
  I10: ICD10,
  ICD10,
  'ICD-10': ICD10,
  МКБ10: ICD10,
  'МКБ-10': ICD10,
  '2.16.840.1.113883.6.3': ICD10,
  '1.2.643.5.1.13.13.11.1005': ICD10,
  I10C: 'http://hl7.org/fhir/sid/icd-10-cm',
  I9: 'http://hl7.org/fhir/sid/icd-9-cm',
  I9C: 'http://hl7.org/fhir/sid/icd-9-cm',
  ATC,
  WC: ATC,
  NDC: 'http://hl7.org/fhir/sid/ndc',
  RXNORM: 'http://www.nlm.nih.gov/research/umls/rxnorm',
  C4: 'http://www.ama-assn.org/go/cpt',
  CPT: 'http://www.ama-assn.org/go/cpt',
  CVX: 'http://hl7.org/fhir/sid/cvx',
  UCUM,
};

/** The Russian edition of ICD-10 (НСИ): the same codes for a rule, so the same system; the edition is its version. */
const ICD10_RUSSIAN = '1.2.643.5.1.13.13.11.1005';

/** The FHIR system that CWE.3 names, or undefined for the sender's own codes. */
export function systemOf(named: string | undefined): string | undefined {
  if (named === undefined) return undefined;
  const name = named.toUpperCase();
  const table = /^HL7\d{4}$/.test(name) ? name.slice(3) : undefined;
  if (table !== undefined) return `http://terminology.hl7.org/CodeSystem/v2-${table}`;
  const known = lookUp(SYSTEMS, name);
  if (known !== undefined) return known;
  if (/^https?:\/\/\S+$/i.test(named)) return named;
  return /^[0-2](\.(0|[1-9]\d*))+$/.test(named) ? `urn:oid:${named}` : undefined;
}

/** The sender's own codes: as a system of the clinic that sent them, so that two clinics' "GLU" stay apart. */
const localSystem = (draft: Draft): string => `${LOCAL}${draft.context.clinic.id}`;

/** What a code of CWE, CE or IS became: the FHIR form, and the code map entry that led there. */
export type Term = {
  readonly concept: fhir4.CodeableConcept;
  readonly entry: ResolvedEntry | undefined;
  /** The first coding, the one that counts. */
  readonly coding: fhir4.Coding | undefined;
  /** Code and system raw as sent, before any map: parts of natural keys. */
  readonly key: readonly [code: string, system: string];
};

/**
 * A coded value (HL7 v2.5.1 ch. 2.A.13 CWE, 2.A.3 CE) as CodeableConcept. A code or name of the sender is looked up in its code map
 * where a `kind` is given; without an entry it stays, under the clinic's own system and with its text, and is counted.
 */
export function termOf(repetition: Repetition | undefined, draft: Draft, kind?: TermKind): Term | undefined {
  if (repetition === undefined) return undefined;
  const text = repetition.text(9) ?? repetition.text(2) ?? repetition.text(5) ?? repetition.text(1);
  const codings = [codingOf(repetition, 1, draft), codingOf(repetition, 4, draft)].filter((one) => one !== undefined);
  if (text === undefined && codings.length === 0) return undefined;
  const entry = kind === undefined ? undefined : mapped(repetition, codings, kind, draft);
  const all = entry?.to === undefined ? standardFirst(codings) : withTarget(entry.to, codings);
  const [coding] = all;
  if (kind !== undefined && coding?.system !== undefined && coding.code !== undefined && !isLocal(coding))
    draft.countStandard(kind, coding.system, coding.code);
  return {
    concept: { ...(all.length > 0 && { coding: all }), ...(text !== undefined && { text }) },
    entry: entry?.to === undefined ? undefined : entry,
    coding,
    key: keyOfTerm(repetition),
  };
}

/** Code and system raw as sent; the name where there is no code, and the alternate code where there is neither. */
export function keyOfTerm(repetition: Repetition | undefined): [code: string, system: string] {
  const [code = '', name = '', system = '', other = '', otherName = '', otherSystem = ''] = [1, 2, 3, 4, 5, 6].map(
    (component) => repetition?.component(component).trim(),
  );
  return code || name ? [code || name, system] : [other || otherName, otherSystem];
}

const isLocal = ({ system }: fhir4.Coding): boolean => system?.startsWith(LOCAL) ?? false;

/** The term of the map first; where the sender names it as well, as the map names it. */
const withTarget = (to: fhir4.Coding, codings: readonly fhir4.Coding[]): fhir4.Coding[] => [
  { ...to },
  ...codings.filter(({ system, code }) => system !== to.system || code !== to.code),
];

/** What the sender's map says: by his codes, then by the name. What it lacks is counted, unless a standard code came along. */
function mapped(
  repetition: Repetition,
  codings: readonly fhir4.Coding[],
  kind: TermKind,
  draft: Draft,
): ResolvedEntry | undefined {
  const map = draft.context.codeMapOf(draft.sender);
  const local = codings.filter(isLocal);
  const names = [2, 5, 9].flatMap((component) => repetition.text(component) ?? []);
  const byCode = local.map(({ code = '' }) => map?.byCode(kind, code)).find((one) => one !== undefined);
  if (byCode !== undefined || local.length < codings.length) return byCode;
  // A name that stands where the code should is a name.
  const asNames = names.length > 0 ? names : local.flatMap(({ code }) => code ?? []);
  const underCode = names.length > 0 && local.length > 0;
  const byName = asNames.map((name) => map?.byName(kind, name, underCode)).find((one) => one !== undefined);
  if (byName === undefined) draft.countUnmapped(kind, local[0]?.code ?? names[0] ?? '', names[0]);
  return byName;
}

const standardFirst = (codings: readonly fhir4.Coding[]): fhir4.Coding[] =>
  [...codings].sort((a, b) => Number(isLocal(a)) - Number(isLocal(b)));

/** Cyrillic capitals that look like the Latin letters of ICD-10 chapters. */
const LOOKALIKES: Readonly<Record<string, string>> = Object.fromEntries(
  [...'АВСЕНКМОРТХІ'].map((letter, index) => [letter, 'ABCEHKMOPTXI'.charAt(index)]),
);

/**
 * An ICD-10 code as WHO writes it, `J18.9`: senders leave the point out, type Cyrillic letters and carry the dagger or
 * asterisk of dual coding along. What is no such code stays as sent.
 */
function icd10(sent: string): string {
  const latin = sent.toUpperCase().replace(/[АВСЕНКМОРТХІ]/g, (letter) => LOOKALIKES[letter] ?? letter);
  const [, category, more] = /^([A-Z]\d\d)\.?(\d{1,2})?[*+†]?$/.exec(latin) ?? [];
  if (category === undefined) return sent;
  return more === undefined ? category : `${category}.${more}`;
}

function codingOf(repetition: Repetition, first: number, draft: Draft): fhir4.Coding | undefined {
  // FHIR R4 `code`: no white space but single spaces inside.
  const sent = repetition.text(first)?.replace(/\s+/g, ' ');
  if (sent === undefined) return undefined;
  const display = repetition.text(first + 1);
  const named = repetition.text(first + 2);
  const system = systemOf(named) ?? localSystem(draft);
  return {
    system,
    ...(named === ICD10_RUSSIAN && { version: `urn:oid:${ICD10_RUSSIAN}` }),
    code: system === ICD10 ? icd10(sent) : sent,
    ...(display === undefined ? {} : { display }),
  };
}
