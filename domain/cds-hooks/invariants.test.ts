import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { breachesOfFeedback, breachesOfRequest, breachesOfResponse } from './invariants.ts';

const source = { label: 'S' };
const card = (change: object = {}) => ({ cards: [{ summary: 'a', indicator: 'info', source, ...change }] });
const suggested = (change: object, more: object = {}) =>
  card({ selectionBehavior: 'any', suggestions: [{ label: 'l', ...change }], ...more });
const acted = (action: object) => suggested({ actions: [{ description: 'd', ...action }] });
const names = (breaches: readonly { invariant: string }[]) => breaches.map(({ invariant }) => invariant);

describe('the twelve invariants', () => {
  const twice = [
    { label: 'a', isRecommended: true },
    { label: 'b', isRecommended: true },
  ];
  test.each<[string, unknown, unknown]>([
    [
      'cds-resp-1',
      card({ selectionBehavior: 'at-most-one', suggestions: twice }),
      card({ selectionBehavior: 'any', suggestions: twice }),
    ],
    ['cds-resp-2', acted({ type: 'delete', resource: {} }), acted({ type: 'delete', resourceId: 'A/1' })],
    [
      'cds-resp-3',
      card({ links: [{ label: 'l', url: 'https://a', type: 'absolute', appContext: 'x' }] }),
      card({ links: [{ label: 'l', url: 'https://a', type: 'smart', appContext: 'x' }] }),
    ],
    ['cds-resp-4', card({ overrideReasons: [{ code: 'c' }] }), card({ overrideReasons: [{ display: 'd' }] })],
    [
      'cds-resp-5',
      suggested({ actions: [{ type: 'create', resource: {} }] }),
      suggested({ actions: [{ type: 'create', description: 'd', resource: {} }] }),
    ],
    ['cds-resp-6', card({ suggestions: [{ label: 'l' }] }), card({ suggestions: [] })],
    ['cds-resp-7', suggested({ actionSelectionBehavior: 'some' }), suggested({ actionSelectionBehavior: 'all' })],
    ['card-list', {}, { cards: [] }],
    ['card-summary', card({ summary: 'x'.repeat(140) }), card({ summary: 'x'.repeat(139) })],
    ['card-indicator', card({ indicator: 'hard-stop' }), card({ indicator: 'critical' })],
  ])('%s is seen where it is broken, and only there', (name, broken, sound) => {
    expect(names(breachesOfResponse(broken))).toEqual([name]);
    expect(breachesOfResponse(sound)).toEqual([]);
  });

  test('cds-resp-2 holds for system actions too', () => {
    expect(names(breachesOfResponse({ cards: [], systemActions: [{ type: 'delete' }] }))).toEqual(['cds-resp-2']);
  });

  test.each([
    ['cds-r-1', { fhirAuthorization: { scope: '' } }, { fhirServer: 'https://a', fhirAuthorization: { scope: '' } }],
    [
      'cds-r-2',
      { fhirServer: 'https://a', fhirAuthorization: { scope: 'patient/*.read' } },
      { fhirServer: 'https://a', fhirAuthorization: { scope: 'user/Patient.read' } },
    ],
  ])('%s of a request', (name, broken, sound) => {
    expect(names(breachesOfRequest(broken))).toEqual([name]);
    expect(breachesOfRequest(sound)).toEqual([]);
  });

  test.each([
    ['cds-fb-1', { outcome: 'ignored' }, { outcome: 'overridden' }],
    ['cds-fb-2', { outcome: 'accepted' }, { outcome: 'accepted', acceptedSuggestions: [{ id: 'x' }] }],
    [
      'cds-fb-3',
      { outcome: 'overridden', overrideReason: {} },
      { outcome: 'overridden', overrideReason: { userComment: 'c' } },
    ],
  ])('%s of feedback', (name, broken, sound) => {
    expect(names(breachesOfFeedback({ feedback: [broken] }))).toEqual([name]);
    expect(breachesOfFeedback({ feedback: [sound] })).toEqual([]);
  });
});

const cards = join(process.env.OKA_CORPORA ?? '../shared/data', 'cds-hooks', 'valid_cards.json');

(existsSync(cards) ? test : test.skip)('independent valid cards pass (skipped without OKA_CORPORA)', () => {
  const valid = JSON.parse(readFileSync(cards, 'utf8')) as unknown[];
  expect(valid.length).toBeGreaterThan(3);
  expect(breachesOfResponse({ cards: valid })).toEqual([]);
});
