import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Principal } from '../../schemas/principal.ts';
import { type Action, isAction, may, RULES } from './may.ts';
import { ROLES } from './roles.ts';

const principal = (kind: Principal['kind'], clinics: string[], roles: string[] = []): Principal => ({
  kind,
  id: kind,
  clinics,
  roles,
});
const edge = principal('edge', ['district']);
const ehr = principal('ehr', ['district', 'post']);
const person = principal('person', ['district'], ['physician']);
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
  'tell-contact': { own: ['edge'], other: [], none: [] },
  'open-desk': { own: ['person'], other: ['person'], none: ['person'] },
  'read-worklist': { own: ['person'], other: [], none: [] },
  'read-result': { own: ['person'], other: [], none: [] },
  'open-chart': { own: ['person'], other: [], none: [] },
  'note-read': { own: ['person'], other: [], none: [] },
  'acknowledge-result': { own: ['person'], other: [], none: [] },
  'take-alarm': { own: ['person'], other: [], none: [] },
  'sign-statement': { own: ['person'], other: [], none: [] },
  'sign-order': { own: ['person'], other: [], none: [] },
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

  test('the registry reads no chart by any door, and sees the images whose patient it settles', () => {
    const registrar = principal('person', ['district'], ['registrar']);
    for (const action of ['read-chart', 'read-binary', 'open-chart', 'read-result'] as const)
      expect([action, may(registrar, action, { clinic: 'district' })]).toEqual([action, false]);
    for (const action of ['read-images', 'search-studies', 'list-reconcile'] as const)
      expect([action, may(registrar, action, { clinic: 'district' })]).toEqual([action, true]);
  });

  const needsRole = Object.keys(ROLES) as (keyof typeof ROLES)[];

  test.each(needsRole)('%s is refused to a person of the clinic without one of its roles', (action) => {
    const needed: readonly string[] = ROLES[action];
    for (const roles of [[], ['registrar'], ['Physician'], ['constructor']].filter(
      (has) => !has.some((role) => needed.includes(role)),
    ))
      expect(may(principal('person', ['district'], roles), action, { clinic: 'district' })).toBe(false);
    for (const role of ROLES[action])
      expect(may(principal('person', ['district'], [role]), action, { clinic: 'district' })).toBe(true);
  });

  test('a duty radiologist of the region sees the clinics that his token names, and nobody sees another one', () => {
    const action = fc.constantFrom(...(Object.keys(RULES) as Action[]).filter((name) => name !== 'open-desk'));
    const clinic = fc.constantFrom('district', 'post', 'lab', 'city');
    const roles = fc.subarray(['physician', 'radiologist', 'duty', 'registrar', 'feldsher']);
    fc.assert(
      fc.property(action, fc.subarray(['district', 'post', 'lab', 'city']), clinic, roles, (name, clinics, of, has) => {
        const allowed = may(principal('person', clinics, has), name, { clinic: of });
        const isForAll = (RULES[name] as { person?: string }).person === 'any';
        if (!isForAll && !clinics.includes(of)) expect(allowed).toBe(false);
      }),
    );
    expect(may(principal('person', ['district', 'post'], ['radiologist']), 'read-result', { clinic: 'post' })).toBe(
      true,
    );
  });

  test('a name outside the table is no action, not even one that every object inherits', () => {
    expect(isAction('read-chart')).toBe(true);
    expect(isAction('constructor')).toBe(false);
  });
});
