import { createHash } from 'node:crypto';
import type { Action } from '../domain/access/may.ts';
import type { PageAct } from '../schemas/api/clinic-day.ts';
import type { Principal } from '../schemas/principal.ts';
import { variableOf } from './environment.ts';
import type { World } from './world.ts';

/** One request to the API: who, what, about what, how it ended. */
export type Audited = {
  readonly requestId: string;
  readonly principal: Principal;
  readonly action: Action;
  /** `Patient/<id>` for a chart, an input id or a clinic otherwise; ids only. */
  readonly about: readonly string[];
  /** HTTP status that is about to be answered. */
  readonly status: number;
};

/** FHIR R4 AuditEvent.action: C create, R read, U update, E execute. */
const FHIR_ACTION = {
  upload: 'C',
  trace: 'R',
  'list-waiting': 'R',
  'list-codes': 'R',
  'read-health': 'R',
  replay: 'E',
  ledger: 'R',
  'read-chart': 'R',
  'read-appointments': 'R',
  'read-clinic-day': 'R',
  'tell-page-acts': 'C',
  'read-rule-figures': 'R',
  'read-binary': 'R',
  'search-studies': 'R',
  'read-images': 'R',
  'call-hooks': 'E',
  acknowledge: 'E',
  'read-duty': 'R',
  'change-duty': 'C',
  'call-for-duty': 'C',
  'tell-contact': 'C',
  'open-desk': 'R',
  'read-worklist': 'R',
  'read-result': 'R',
  'open-chart': 'R',
  'note-read': 'C',
  'acknowledge-result': 'E',
  'take-alarm': 'E',
  'sign-statement': 'C',
  'sign-order': 'C',
  'list-identities': 'R',
  'decide-identity': 'E',
  'list-reconcile': 'R',
  'decide-reconcile': 'E',
  'list-follow-ups': 'R',
  'decide-follow-up': 'E',
  'list-charsets': 'R',
  'confirm-charset': 'U',
  'read-models': 'R',
  'watch-models': 'R',
  'decide-model': 'E',
  'read-blind': 'E',
  describe: 'R',
} as const satisfies Record<Action, fhir4.AuditEvent['action']>;

/** The record of one request as a FHIR R4 AuditEvent (hl7.org/fhir/R4/auditevent.html). */
function auditEvent({ requestId, principal, action, about, status }: Audited, at: Date): fhir4.AuditEvent {
  return {
    resourceType: 'AuditEvent',
    type: {
      system: 'http://terminology.hl7.org/CodeSystem/audit-event-type',
      code: 'rest',
      display: 'RESTful Operation',
    },
    subtype: [{ system: 'https://oka.health/fhir/action', code: action }],
    action: FHIR_ACTION[action],
    recorded: at.toISOString(),
    outcome: status < 400 ? '0' : status < 500 ? '4' : '8',
    outcomeDesc: String(status),
    agent: [
      {
        who: { identifier: { system: `https://oka.health/fhir/${principal.kind}`, value: principal.id } },
        requestor: true,
        ...(principal.roles.length > 0 ? { role: principal.roles.map((text) => ({ text })) } : {}),
      },
    ],
    source: { observer: { identifier: { system: 'https://oka.health/fhir/request', value: requestId } } },
    entity: about.map((id) => ({
      what: id.startsWith('Patient/')
        ? { reference: id }
        : { identifier: { system: 'https://oka.health/fhir/input', value: id } },
    })),
  };
}

/**
 * Keeps the record as one object, `<yyyy>/<mm>/<dd>/<requestId>.json`, in the bucket with object lock. Resolved before
 * the answer leaves: nobody has read what nobody has written down (contract 13).
 */
export async function writeAudit({ objects, env, clock }: World, audited: Audited): Promise<void> {
  const at = clock();
  const day = at.toISOString().slice(0, 10).replaceAll('-', '/');
  const bytes = Buffer.from(JSON.stringify(auditEvent(audited, at)));
  await objects.put(variableOf(env, 'OKA_BUCKET_AUDIT'), `${day}/${audited.requestId}.json`, bytes, {
    contentType: 'application/fhir+json',
  });
}

/** AuditEvent.action of what is done at the page of an edge. */
const PAGE_ACTION = {
  'sign-in': 'E',
  'sign-in-refused': 'E',
  'sign-out': 'E',
  view: 'R',
  'walk-in': 'C',
  seen: 'E',
  consult: 'E',
} as const satisfies Record<PageAct['what'], fhir4.AuditEvent['action']>;

/** An act at the page of a clinic's edge, in the same form and the same bucket; who did it is known by the edge alone. */
const pageEvent = (clinic: string, { at, user, role, address, what, about, records }: PageAct): fhir4.AuditEvent => ({
  resourceType: 'AuditEvent',
  type: {
    system: 'http://terminology.hl7.org/CodeSystem/audit-event-type',
    code: 'rest',
    display: 'RESTful Operation',
  },
  subtype: [{ system: 'https://oka.health/fhir/page-action', code: what }],
  action: PAGE_ACTION[what],
  recorded: at,
  outcome: what === 'sign-in-refused' ? '4' : '0',
  outcomeDesc: about,
  agent: [
    {
      who: { identifier: { system: `https://oka.health/fhir/edge-user/${clinic}`, value: user } },
      requestor: true,
      network: { address, type: '2' },
      ...(role ? { role: [{ text: role }] } : {}),
    },
  ],
  source: { observer: { identifier: { system: 'https://oka.health/fhir/edge', value: `edge:${clinic}` } } },
  entity: records.map((record) => ({
    what: record.includes('/')
      ? { identifier: { system: 'https://oka.health/fhir/worklist', value: record } }
      : { reference: `Patient/${record}` },
  })),
});

/** Keeps an act under a name that follows from it: told twice, it is one record. Resolved means kept. */
export async function writePageAct({ objects, env }: World, clinic: string, act: PageAct): Promise<void> {
  const text = JSON.stringify(pageEvent(clinic, act));
  const name = createHash('sha256').update(text).digest('hex');
  const day = act.at.slice(0, 10).replaceAll('-', '/');
  await objects.put(variableOf(env, 'OKA_BUCKET_AUDIT'), `${day}/edge-${clinic}-${name}.json`, Buffer.from(text), {
    contentType: 'application/fhir+json',
  });
}
