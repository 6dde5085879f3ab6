import { describe, expect, test } from '@jest/globals';
import type { Principal } from '../../schemas/principal.ts';
import { type Action, isAction, may, RULES } from './may.ts';

const principal = (kind: Principal['kind'], clinics: string[]): Principal => ({ kind, id: kind, clinics, roles: [] });
const edge = principal('edge', ['district']);
const ehr = principal('ehr', ['district', 'post']);
const person = principal('person', ['district']);
const operator = principal('operator', []);

/** action → who may for the own clinic, for another clinic, and without a clinic. */
const TABLE: Record<Action, { own: string[]; other: string[]; none: string[] }> = {
  upload: { own: ['edge'], other: [], none: [] },
  trace: { own: ['edge', 'operator'], other: ['operator'], none: ['operator'] },
  'list-waiting': { own: ['edge', 'operator'], other: ['operator'], none: ['operator'] },
  'list-codes': { own: ['edge', 'operator'], other: ['operator'], none: ['operator'] },
  'read-health': { own: ['edge', 'ehr', 'person', 'operator'], other: ['operator'], none: ['operator'] },
  replay: { own: ['operator'], other: ['operator'], none: ['operator'] },
  ledger: { own: ['operator'], other: ['operator'], none: ['operator'] },
  'read-chart': { own: ['ehr', 'person'], other: [], none: [] },
  'read-appointments': { own: ['person'], other: [], none: [] },
  'read-clinic-day': { own: ['edge'], other: [], none: [] },
  'tell-page-acts': { own: ['edge'], other: [], none: [] },
  'read-rule-figures': { own: ['operator'], other: ['operator'], none: ['operator'] },
  'read-binary': { own: ['ehr', 'person'], other: [], none: [] },
  'search-studies': { own: ['ehr', 'person'], other: [], none: [] },
  'read-images': { own: ['ehr', 'person'], other: [], none: [] },
  'call-hooks': { own: ['ehr'], other: [], none: [] },
  acknowledge: { own: ['person'], other: [], none: [] },
  'read-duty': { own: ['person', 'operator'], other: ['operator'], none: ['operator'] },
  'change-duty': { own: ['person'], other: [], none: [] },
  'call-for-duty': { own: ['person'], other: [], none: [] },
  // With a role of those who treat and report; without one nothing is open but the page itself.
  'open-desk': { own: ['person'], other: ['person'], none: ['person'] },
  ...Object.fromEntries(Object.keys(ROLES).map((action) => [action, { own: ['person'], other: [], none: [] }])),
  'list-identities': { own: ['person'], other: [], none: [] },
  'decide-identity': { own: ['person'], other: [], none: [] },
  'list-reconcile': { own: ['person'], other: [], none: [] },
  'decide-reconcile': { own: ['person'], other: [], none: [] },
  'list-follow-ups': { own: ['person'], other: [], none: [] },
  'decide-follow-up': { own: ['person'], other: [], none: [] },
  'list-charsets': { own: ['edge', 'person', 'operator'], other: ['operator'], none: ['operator'] },
  'confirm-charset': { own: ['operator'], other: ['operator'], none: ['operator'] },
  'read-models': {
    own: ['edge', 'ehr', 'person', 'operator'],
    other: ['edge', 'ehr', 'person', 'operator'],
    none: ['edge', 'ehr', 'person', 'operator'],
  },
  'watch-models': { own: ['operator'], other: ['operator'], none: ['operator'] },
  'decide-model': { own: ['operator'], other: ['operator'], none: ['operator'] },
  'read-blind': { own: ['person'], other: [], none: [] },
  describe: {
    own: ['edge', 'ehr', 'person', 'operator'],
    other: ['edge', 'ehr', 'person', 'operator'],
    none: ['edge', 'ehr', 'person', 'operator'],
  },
};

const allowed = (action: Action, clinic: string | undefined): string[] =>
  [edge, ehr, person, operator].filter((who) => may(who, action, { clinic })).map((who) => who.kind);

describe('may', () => {
  test.each(Object.keys(TABLE) as Action[])('%s is decided by its row', (action) => {
    expect(allowed(action, 'district')).toEqual(TABLE[action].own);
    expect(allowed(action, 'elsewhere')).toEqual(TABLE[action].other);
    expect(allowed(action, undefined)).toEqual(TABLE[action].none);
  });

  test('the table above has a row for every action', () => {
    expect(Object.keys(TABLE).sort()).toEqual(Object.keys(RULES).sort());
  });

  test('a record system reads every clinic it serves and no other', () => {
    expect(may(ehr, 'read-chart', { clinic: 'post' })).toBe(true);
    expect(may(ehr, 'read-chart', { clinic: 'lab' })).toBe(false);
  });

  test('a name outside the table is no action, not even one that every object inherits', () => {
    expect(isAction('read-chart')).toBe(true);
    expect(isAction('constructor')).toBe(false);
  });
});
