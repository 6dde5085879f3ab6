import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Fhir } from 'fhir';
import type { z } from 'zod';
import {
  CodeReplayAnswer,
  CodesAnswer,
  HealthAnswer,
  IdentitiesAnswer,
  IdentityAnswer,
  LedgerAnswer,
  Refusal,
  ReplayAnswer,
  TraceAnswer,
  UploadAnswer,
  WaitingAnswer,
} from '../schemas/api/answers.ts';
import { ActAnswer, OvertakenAnswer } from '../schemas/api/desk-acts.ts';
import { DeskChart, DeskDocument, OrderAnswer } from '../schemas/api/desk-chart.ts';
import { DeskMe } from '../schemas/api/desk-me.ts';
import { DeskResult } from '../schemas/api/desk-result.ts';
import { StatementAnswer } from '../schemas/api/desk-statement.ts';
import { DeskTrace } from '../schemas/api/desk-trace.ts';
import { WorklistAnswer } from '../schemas/api/desk-worklist.ts';
import { ERRORS } from '../schemas/errors.ts';
import { MESSAGES, type MessageType, ResultPublished } from '../schemas/messages.ts';
import { AcknowledgementClaims, TokenClaims } from '../schemas/principal.ts';

const EVENTS = join(import.meta.dirname, '..', 'events');
const exampleOf = (path: string): unknown => JSON.parse(readFileSync(join(EVENTS, path), 'utf8'));
const namesIn = (folder: string): string[] =>
  readdirSync(join(EVENTS, folder))
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();

/** Parsed and the same again: the example says nothing that the schema would drop or change. */
const hold = (schema: z.ZodType, path: string): void => expect(schema.parse(exampleOf(path))).toEqual(exampleOf(path));

describe('messages', () => {
  test('each has an example, and no example is of none', () => {
    expect(namesIn('.')).toEqual(Object.keys(MESSAGES).sort());
  });

  test.each(Object.keys(MESSAGES) as MessageType[])('the example of %s keeps to its schema', (type) => {
    hold(MESSAGES[type], `${type}.json`);
  });

  test('carry keys: at most 4 KB, but for the one that goes to a record system', () => {
    for (const type of namesIn('.').filter((name) => name !== 'oka.result.published'))
      expect(JSON.stringify(exampleOf(`${type}.json`)).length).toBeLessThanOrEqual(4096);
  });

  test('the published bundle is FHIR R4', () => {
    const { bundle } = ResultPublished.parse(exampleOf('oka.result.published.json')).data;
    const { messages } = new Fhir().validate(bundle ?? {}, { errorOnUnexpected: true });
    expect(messages.filter(({ severity }) => severity === 'error' || severity === 'fatal')).toEqual([]);
  });
});

const ANSWERS: Readonly<Record<string, z.ZodType>> = {
  'code-replay-answer': CodeReplayAnswer,
  'codes-answer': CodesAnswer,
  'desk-act-answer': ActAnswer,
  'desk-chart': DeskChart,
  'desk-document': DeskDocument,
  'desk-me': DeskMe,
  'desk-order-answer': OrderAnswer,
  'desk-overtaken': OvertakenAnswer,
  'desk-result': DeskResult,
  'desk-statement-answer': StatementAnswer,
  'desk-trace': DeskTrace,
  'desk-worklist': WorklistAnswer,
  'health-answer': HealthAnswer,
  'identities-answer': IdentitiesAnswer,
  'identity-answer': IdentityAnswer,
  'ledger-answer': LedgerAnswer,
  refusal: Refusal,
  'replay-answer': ReplayAnswer,
  'trace-answer': TraceAnswer,
  'upload-answer': UploadAnswer,
  'waiting-answer': WaitingAnswer,
};

describe('bodies of the API', () => {
  test('each has an example', () => {
    expect(namesIn('api')).toEqual(Object.keys(ANSWERS).sort());
  });

  test.each(Object.entries(ANSWERS))('the example of %s keeps to its schema', (name, schema) => {
    hold(schema, `api/${name}.json`);
  });

  test('the example of a refusal speaks the words of the catalogue', () => {
    const { code, message, whatToDo } = Refusal.parse(exampleOf('api/refusal.json'));
    expect({ message, whatToDo }).toEqual({ message: ERRORS[code].meaning, whatToDo: ERRORS[code].whatToDo });
  });
});

describe('claims of tokens', () => {
  test.each(namesIn('claims'))('the example of %s keeps to its schema', (name) => {
    hold(name === 'acknowledgement' ? AcknowledgementClaims : TokenClaims, `claims/${name}.json`);
  });
});
