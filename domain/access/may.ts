import type { Principal } from '../../schemas/principal.ts';
import { ROLES } from './roles.ts';

/**
 * What the API lets one do. Every route names one; a route whose action is not in the table does not start.
 * `any`: whatever clinic; `own`: only a clinic that the principal's registration names; no entry: never.
 */
export const RULES = {
  /** Put bytes into intake, ask what is there. */
  upload: { edge: 'own' },
  /** The way of one input: keys and states, no patient data. */
  trace: { edge: 'own', operator: 'any' },
  /** Inputs of a clinic that wait for a human (contract 6: a refusal is shown to the clinic that sent it). */
  'list-waiting': { edge: 'own', operator: 'any' },
  /** Codes without a map, and whether the rules work there: codes and figures, no patient data. */
  'list-codes': { edge: 'own', operator: 'any' },
  'read-health': { edge: 'own', ehr: 'own', person: 'own', operator: 'any' },
  replay: { operator: 'any' },
  ledger: { operator: 'any' },
  /** A whole chart: the clinic's record system and its people; never an operator, never an edge. */
  'read-chart': { ehr: 'own', person: 'own' },
  /** The day of a physician, with a page for each patient. */
  'read-appointments': { person: 'own' },
  /** What the edge's own page shows when the region is away: of its clinic's records alone, a few days, each read written down. */
  'read-clinic-day': { edge: 'own' },
  /** What was seen and done there, for the audit of the region. */
  'tell-page-acts': { edge: 'own' },
  /** What became of the cards of each rule: figures, no patient data. */
  'read-rule-figures': { operator: 'any' },
  'read-binary': { ehr: 'own', person: 'own' },
  /** DICOM images and lists of studies. An edge has its own archive; what it sends is no right to read. */
  'search-studies': { ehr: 'own', person: 'own' },
  'read-images': { ehr: 'own', person: 'own' },
  /** Hook calls of a record system, with the answers of its physicians. */
  'call-hooks': { ehr: 'own' },
  /** A human takes note of a critical result; a system cannot. */
  acknowledge: { person: 'own' },
  /** Who is on duty and whom the duty desk calls: names of staff and keys of results, no patient data. */
  'read-duty': { person: 'own', operator: 'any' },
  /** Of anybody by a duty manager, of himself by anybody: functions/duty asks which. */
  'change-duty': { person: 'own' },
  'call-for-duty': { person: 'own' },
  /** An edge is there. */
  'tell-contact': { edge: 'own' },
  /** The physician's page: who he is and where he works; then, each with its roles (roles.ts), lists, results and what he does. */
  'open-desk': { person: 'any' },
  'read-worklist': { person: 'own' },
  'read-result': { person: 'own' },
  'open-chart': { person: 'own' },
  'note-read': { person: 'own' },
  'acknowledge-result': { person: 'own' },
  'take-alarm': { person: 'own' },
  /** What somebody signs of an AI result; which verdicts, roles.ts says. */
  'sign-statement': { person: 'own' },
  'sign-order': { person: 'own' },
  /** Who is who: both sides of a pair are patient data, and a person who can ask the patient decides. */
  'list-identities': { person: 'own' },
  'decide-identity': { person: 'own' },
  /** What waits for a human at the clinic, with candidates side by side; a registrar, radiographer, feldsher or physician decides. */
  'list-reconcile': { person: 'own' },
  'decide-reconcile': { person: 'own' },
  /** Recommended follow-ups: the registry telephones from the list, physicians and feldshers sign. */
  'list-follow-ups': { person: 'own' },
  'decide-follow-up': { person: 'own' },
  /** Guessed character sets of senders, with words of services and wards; an operator decides, as he registers senders. */
  'list-charsets': { edge: 'own', person: 'own', operator: 'any' },
  'confirm-charset': { operator: 'any' },
  /** How models stand and what is watched of them: figures and derived ids, no patient data. */
  'read-models': { edge: 'any', ehr: 'any', person: 'any', operator: 'any' },
  /** Figures of single clinics and studies of the region, by derived ids: for those who answer for the models. */
  'watch-models': { operator: 'any' },
  'decide-model': { operator: 'any' },
  /** Studies that a radiologist of the clinic reads before he sees what the model says. */
  'read-blind': { person: 'own' },
  /** What the API is: no data of anyone. */
  describe: { edge: 'any', ehr: 'any', person: 'any', operator: 'any' },
} as const satisfies Record<string, Partial<Record<Principal['kind'], 'any' | 'own'>>>;

export type Action = keyof typeof RULES;

export const isAction = (name: string): name is Action => Object.hasOwn(RULES, name);

/** What is asked about: `clinic` owns the input or record. Without a clinic only `any` rules let through. */
export type Resource = { readonly clinic?: string | undefined };

function hasRole({ roles }: Principal, action: Action): boolean {
  const needed: Readonly<Record<string, readonly string[]>> = ROLES;
  const wanted = Object.hasOwn(needed, action) ? needed[action] : undefined;
  return wanted === undefined || wanted.some((role) => roles.includes(role));
}

/** Whether this principal may do this with a thing of this clinic. Pure; the one place where it is decided. */
export function may(principal: Principal, action: Action, resource: Resource): boolean {
  const scopes: Partial<Record<Principal['kind'], 'any' | 'own'>> = RULES[action];
  const scope = scopes[principal.kind];
  if (principal.kind === 'person' && !hasRole(principal, action)) return false;
  if (scope === 'any') return true;
  return scope === 'own' && resource.clinic !== undefined && principal.clinics.includes(resource.clinic);
}
