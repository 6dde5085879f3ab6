import { describe, expect, test } from '@jest/globals';
import { REFUSALS } from '../../schemas/cds-hooks/refusals.ts';
import { bundle, callOf, medicine } from './example.ts';
import { outcomeOf } from './outcome.ts';
import { MAX_CALL_BYTES, readCall, readFeedback } from './read-call.ts';

const bytes = (value: unknown): Uint8Array => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const read = (value: unknown) => readCall(bytes(value));
const authorised = {
  access_token: 't',
  token_type: 'Bearer',
  expires_in: 300,
  scope: 'user/*.read',
  subject: 'oka',
};

describe('a hook call', () => {
  const draftOrders = bundle(medicine('m', 'B01AA03', 'Warfarin'));
  test.each([
    ['patient-view', {}],
    ['encounter-start', { encounterId: 'e' }],
    ['encounter-discharge', { encounterId: 'e' }],
    ['appointment-book', { appointments: bundle() }],
    ['order-select', { selections: ['MedicationRequest/m'], draftOrders }],
    ['order-sign', { draftOrders }],
    ['order-dispatch', { dispatchedOrders: ['ServiceRequest/s'], performer: 'Organization/o' }],
  ])('of %s is read with its context', (hook, context) => {
    expect(read(callOf(hook, context))).toMatchObject({ call: { hook, context } });
  });

  test('of a later version, or with extensions, is read without what is not known', () => {
    const extended = callOf(
      'patient-view',
      { 'com.example.more': { a: 1 }, encounterId: 'e' },
      { extension: { 'com.example.x': [null] }, version: '3.0' },
    );
    const answer = read(extended);
    expect(answer).toMatchObject({ call: { context: { encounterId: 'e' } } });
    expect(JSON.stringify(answer)).not.toMatch(/example\.(x|more)|3\.0/);
  });

  test('keeps apart a prefetch key that is absent and one that is null', () => {
    const answer = read(callOf('patient-view', {}, { prefetch: { patient: null } }));
    expect(answer).toMatchObject({ call: { prefetch: { patient: null } } });
    expect('call' in answer && Object.keys(answer.call.prefetch ?? {})).toEqual(['patient']);
  });

  test.each<[string, unknown, string, string | undefined]>([
    ['no JSON', '{', 'not-json', undefined],
    ['a list', '[]', 'not-json', undefined],
    ['nothing', 'null', 'not-json', undefined],
    ['no members', {}, 'malformed-call', 'hook'],
    ['a hook that is no text', callOf('patient-view', {}, { hook: 7 }), 'malformed-call', 'hook'],
    ['an unknown hook', callOf('medication-prescribe'), 'wrong-hook', 'hook'],
    ['no instance', callOf('patient-view', {}, { hookInstance: 'x' }), 'malformed-call', 'hookInstance'],
    ['no context', callOf('patient-view', {}, { context: undefined }), 'malformed-call', 'context'],
    ['a context that is text', callOf('patient-view', {}, { context: 'p' }), 'malformed-call', 'context'],
    ['a patient that is a number', callOf('patient-view', { patientId: 7 }), 'malformed-call', 'context.patientId'],
    [
      'a patient that is a query',
      callOf('patient-view', { patientId: 'p&x=1' }),
      'malformed-call',
      'context.patientId',
    ],
    ['a user without a type', callOf('patient-view', { userId: 'd' }), 'malformed-call', 'context.userId'],
    [
      'null in place of nothing',
      callOf('patient-view', { encounterId: null }),
      'malformed-call',
      'context.encounterId',
    ],
    ['no encounter at its start', callOf('encounter-start'), 'malformed-call', 'context.encounterId'],
    ['orders that are a list', callOf('order-sign', { draftOrders: [] }), 'malformed-call', 'context.draftOrders'],
    [
      'an order that is text',
      callOf('order-sign', { draftOrders: { resourceType: 'Bundle', entry: [{ resource: 'x' }] } }),
      'malformed-call',
      'context.draftOrders.entry[0].resource',
    ],
    [
      'a token for no server',
      callOf('patient-view', {}, { fhirServer: undefined, fhirAuthorization: authorised }),
      'malformed-call',
      'fhirServer',
    ],
    [
      'a server that is a file',
      callOf('patient-view', {}, { fhirServer: 'file:///etc/passwd' }),
      'malformed-call',
      'fhirServer',
    ],
    [
      'a token that never ends',
      callOf('patient-view', {}, { fhirAuthorization: { ...authorised, expires_in: 'never' } }),
      'malformed-call',
      'fhirAuthorization.expires_in',
    ],
    [
      'a prefetch that is text',
      callOf('patient-view', {}, { prefetch: { 'Ivanov Ivan': 'x' } }),
      'malformed-call',
      'prefetch',
    ],
  ])('with %s is refused with its place', (_, call, refused, at) => {
    expect(read(call)).toEqual({ refused, ...(at === undefined ? {} : { at }) });
  });

  test('of 5 MB is refused before it is parsed', () => {
    const huge = callOf('patient-view', {}, { prefetch: { patient: { resourceType: 'Patient', x: 'x'.repeat(5e6) } } });
    expect(read(huge)).toEqual({ refused: 'too-large' });
    expect(readCall(new Uint8Array(MAX_CALL_BYTES + 1))).toEqual({ refused: 'too-large' });
    expect(readCall(new Uint8Array(MAX_CALL_BYTES))).toEqual({ refused: 'not-json' });
  });

  test('that is no UTF-8 is refused', () => {
    expect(readCall(Uint8Array.of(0x22, 0xff, 0x22))).toEqual({ refused: 'not-json' });
  });
});

describe('a refusal', () => {
  test.each(Object.keys(REFUSALS) as (keyof typeof REFUSALS)[])(
    '%s is an OperationOutcome in both languages',
    (code) => {
      for (const language of ['en', 'ru'] as const) {
        const { status, body } = outcomeOf({ refused: code, at: 'context' }, language);
        expect(status).toBe(REFUSALS[code].http);
        expect(body.issue[0]).toMatchObject({ severity: 'error', details: { coding: [{ code }] } });
        expect(/[а-я]/i.test(body.issue[0]?.details?.text ?? '')).toBe(language === 'ru');
      }
    },
  );

  test('names the place in the call as an expression', () => {
    const { body } = outcomeOf({ refused: 'malformed-call', at: 'context.patientId' }, 'en');
    expect(body.issue[0]?.expression).toEqual(['context.patientId']);
  });
});

describe('feedback', () => {
  const card = 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea';
  const about = { card, outcomeTimestamp: '2026-03-01T12:00:00Z' };
  test('says what was accepted and what was overridden, and why', () => {
    const feedback = [
      { ...about, outcome: 'accepted', acceptedSuggestions: [{ id: card }] },
      { ...about, outcome: 'overridden', overrideReason: { reason: { code: 'not-relevant' }, userComment: 'seen' } },
      { ...about, outcome: 'overridden' },
    ];
    expect(readFeedback(bytes({ feedback }))).toEqual({ feedback });
  });

  test.each([
    ['an outcome of its own', { ...about, outcome: 'ignored' }, 'feedback[0].outcome'],
    ['nothing accepted', { ...about, outcome: 'accepted' }, 'feedback[0].acceptedSuggestions'],
    ['an empty reason', { ...about, outcome: 'overridden', overrideReason: {} }, 'feedback[0].overrideReason'],
    ['no time', { card, outcome: 'overridden' }, 'feedback[0].outcomeTimestamp'],
  ])('with %s is refused', (_, one, at) => {
    expect(readFeedback(bytes({ feedback: [one] }))).toEqual({ refused: 'malformed-call', at });
  });
});
