/** Roles of persons, as tokens name them. */
const CLINICAL = ['physician', 'feldsher', 'radiologist', 'duty', 'duty-radiologist'] as const;
const RADIOLOGISTS = ['radiologist', 'duty-radiologist'] as const;
/** Who is who is settled by those who meet the patient or make his images; the registry telephones. */
const RECONCILERS = ['registrar', 'radiographer', ...CLINICAL] as const;
const PRESCRIBERS = ['physician', 'feldsher', 'duty'] as const;

/** What a person signs of what a program says of an image. */
export type StatementVerdict = 'agrees' | 'disagrees' | 'corrects';

/**
 * For these actions a person needs one of these roles, beside his clinic: who makes appointments does not acknowledge a
 * critical potassium, and what the desk does not show him he cannot read past it. Everything else is open to any person of the
 * clinic, as domain/access/may.ts has it.
 */
export const ROLES = {
  'read-chart': CLINICAL,
  'read-binary': CLINICAL,
  'search-studies': RECONCILERS,
  'read-images': RECONCILERS,
  'read-worklist': CLINICAL,
  'read-result': CLINICAL,
  'open-chart': CLINICAL,
  'note-read': CLINICAL,
  /** By the statement that a record system passes on, and on the desk: one right. */
  acknowledge: CLINICAL,
  'acknowledge-result': CLINICAL,
  'take-alarm': CLINICAL,
  'sign-statement': CLINICAL,
  'sign-order': PRESCRIBERS,
  'list-reconcile': RECONCILERS,
  'decide-reconcile': RECONCILERS,
  'list-follow-ups': ['registrar', ...CLINICAL],
  'decide-follow-up': PRESCRIBERS,
} as const satisfies Readonly<Record<string, readonly string[]>>;

/**
 * Which verdicts somebody may sign. To agree is to report the film, and to correct is to report it otherwise: both are the
 * radiologist's. Whoever treats the patient may disagree, with a reason, and is shown as what he is.
 */
export function verdictsOf(roles: readonly string[]): readonly StatementVerdict[] {
  if (roles.some((role) => RADIOLOGISTS.some((one) => one === role))) return ['agrees', 'disagrees', 'corrects'];
  return roles.some((role) => PRESCRIBERS.some((one) => one === role)) ? ['disagrees'] : [];
}

/** In which of his roles somebody signs: as a radiologist where he is one. */
export const signingRole = (roles: readonly string[]): string | undefined =>
  [...RADIOLOGISTS, ...PRESCRIBERS].find((role) => roles.includes(role));
