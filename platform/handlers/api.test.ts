import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Fhir } from 'fhir';
import type { Action } from '../../domain/access/may.ts';
import { Refusal } from '../../schemas/api/answers.ts';
import { MAX_BODY_BYTES } from '../../schemas/api/uploads.ts';
import { OkaError } from '../../schemas/errors.ts';
import { apiEvent, principals, type TestWorld, withWorld } from '../../test/world.ts';
import { type ApiRoute, apiHandler } from './api.ts';
import { matchPath, requestIdOf, traceOf } from './request.ts';

let it: TestWorld;
beforeAll(async () => {
  it = await withWorld();
});
afterAll(() => it.close());

const route = (changes: Partial<ApiRoute> = {}): ApiRoute => ({
  action: 'ledger',
  resource: ({ path }) => ({ clinic: path.clinic, about: `ledger/${path.clinic}/${path.day}` }),
  handle: async () => ({ status: 200, json: { fine: true } }),
  ...changes,
});
const LEDGER = 'GET /ledger/{clinic}/{day}';
const handlerOf = (changes: Partial<ApiRoute> = {}, name = LEDGER) =>
  apiHandler({ world: () => it.world, routes: { [name]: route(changes) } });

const auditOf = async (requestId: string): Promise<fhir4.AuditEvent> =>
  JSON.parse(Buffer.from(await it.world.objects.get('audit', `2026/03/02/${requestId}.json`)).toString());

describe('a route', () => {
  test('without a rule does not start', () => {
    expect(() => handlerOf({ action: 'anything' as Action })).toThrow(/no rule/);
  });

  test('that is not documented does not start', () => {
    expect(() => handlerOf({}, 'GET /secrets')).toThrow(/schemas\/api\/routes/);
  });

  test('is found by path and method, whatever resource API Gateway hands it over by', () => {
    expect(matchPath('/fhir/Patient/{id}/$everything', '/fhir/Patient/7/%24everything')).toEqual({ id: '7' });
    expect(matchPath('/fhir/Patient/{id}/$everything', '/fhir/Patient/7/$all')).toBeUndefined();
    expect(matchPath('/waiting/{clinic}', '/waiting/')).toBeUndefined();
    expect(matchPath('/waiting/{clinic}', '/waiting/a/b')).toBeUndefined();
  });
});

describe('a request is refused in words of the catalogue', () => {
  const refusal = async (event: ReturnType<typeof apiEvent>, changes: Partial<ApiRoute> = {}) => {
    const { statusCode, body } = await handlerOf(changes)(event);
    const json = Refusal.parse(JSON.parse(body));
    expect(json.whatToDo.length).toBeGreaterThan(20);
    expect(json.traceId).toMatch(/^[0-9a-f]{32}$/);
    return { status: statusCode, code: json.code, path: json.path };
  };
  const operator = principals.operator();

  test('401 without a principal', async () => {
    expect(await refusal(apiEvent(undefined, 'GET', '/ledger/north/2026-03-02'))).toMatchObject({ status: 401 });
  });

  test('403 for another clinic’s data', async () => {
    const event = apiEvent(principals.edge('south'), 'GET', '/ledger/north/2026-03-02');
    expect(await refusal(event)).toMatchObject({ status: 403, code: 'forbidden' });
  });

  test('400 with the path of the fault', async () => {
    const event = apiEvent(operator, 'GET', '/ledger/north/yesterday');
    expect(await refusal(event)).toEqual({ status: 400, code: 'malformed-request', path: 'path.day' });
  });

  test('404 for an address that is none', async () => {
    expect(await refusal(apiEvent(operator, 'GET', '/nothing'))).toMatchObject({ status: 404, code: 'not-found' });
    expect(await refusal(apiEvent(operator, 'POST', '/ledger/north/2026-03-02'))).toMatchObject({ status: 404 });
  });

  test('413 for a body larger than a segment with its head', async () => {
    const event = apiEvent(operator, 'GET', '/ledger/north/2026-03-02', { body: new Uint8Array(MAX_BODY_BYTES + 1) });
    expect(await refusal(event)).toMatchObject({ status: 413, code: 'over-size' });
  });

  test('503 for a fault that is not of the catalogue, without its text', async () => {
    const handle = async () => {
      throw new Error('Ivanov Ivan');
    };
    const { statusCode, body } = await handlerOf({ handle })(apiEvent(operator, 'GET', '/ledger/north/2026-03-02'));
    expect(statusCode).toBe(503);
    expect(body).not.toContain('Ivanov');
  });

  test('under /fhir as a valid OperationOutcome', async () => {
    const handler = handlerOf(
      { action: 'read-chart', resource: () => Promise.reject(new OkaError('not-found')) },
      'GET /fhir/Binary/{id}',
    );
    const { statusCode, body, headers } = await handler(apiEvent(principals.person('north'), 'GET', '/fhir/Binary/a1'));
    expect([statusCode, headers?.['content-type']]).toEqual([404, 'application/fhir+json; charset=utf-8']);
    expect(new Fhir().validate(body).valid).toBe(true);
    expect(JSON.parse(body).issue[0]).toMatchObject({
      code: 'not-found',
      details: { coding: [{ code: 'not-found' }] },
    });
  });
});

describe('an answer', () => {
  test('is written down before it leaves: who, what, about what, how it ended', async () => {
    const seen: string[] = [];
    const { put } = it.world.objects;
    it.world.objects.put = async (...args) => {
      seen.push(`audit ${args[1]}`);
      return put(...args);
    };
    const event = apiEvent(principals.operator(), 'GET', '/ledger/north/2026-03-02');
    const handle = async () => {
      seen.push('handled');
      return { status: 200, json: {} };
    };
    await handlerOf({ handle })(event);
    seen.push('answered');
    it.world.objects.put = put;
    const requestId = requestIdOf(event);
    expect(seen).toEqual(['handled', `audit 2026/03/02/${requestId}.json`, 'answered']);
    const audit = await auditOf(requestId);
    expect(new Fhir().validate(audit, { errorOnUnexpected: true }).valid).toBe(true);
    expect(audit).toMatchObject({
      action: 'R',
      outcome: '0',
      agent: [{ who: { identifier: { value: 'duty' } } }],
      entity: [{ what: { identifier: { value: 'ledger/north/2026-03-02' } } }],
    });
  });

  test('is not given when it cannot be written down', async () => {
    const { put } = it.world.objects;
    it.world.objects.put = () => Promise.reject(new Error('no bucket'));
    const answer = await handlerOf()(apiEvent(principals.operator(), 'GET', '/ledger/north/2026-03-02'));
    it.world.objects.put = put;
    expect(answer).toMatchObject({ statusCode: 503 });
    expect(answer.body).not.toContain('fine');
  });

  test('of refusal is written down as well', async () => {
    const event = apiEvent(principals.edge('north'), 'GET', '/ledger/north/2026-03-02');
    await handlerOf()(event);
    expect(await auditOf(requestIdOf(event))).toMatchObject({ outcome: '4', outcomeDesc: '403' });
  });
});

describe('the audit record of a refusal', () => {
  const recordOf = async (event: ReturnType<typeof apiEvent>, changes: Partial<ApiRoute> = {}) => {
    await handlerOf(changes)(event);
    const { outcomeDesc, entity } = await auditOf(requestIdOf(event));
    return { status: outcomeDesc, about: entity?.map(({ what }) => what?.identifier?.value) };
  };

  test('names who sent a malformed request, and nothing of what was in it', async () => {
    const event = apiEvent(principals.operator(), 'GET', '/ledger/north/Ivanov');
    expect(await recordOf(event)).toEqual({ status: '400', about: [] });
  });

  test('names what was asked for where nothing is', async () => {
    const resource = () => Promise.reject(new OkaError('not-found'));
    const event = apiEvent(principals.operator(), 'GET', '/ledger/north/2026-03-02');
    expect(await recordOf(event, { resource })).toEqual({ status: '404', about: ['north/2026-03-02'] });
  });

  test('lies where no caller can choose: the request id is the one that API Gateway gives', async () => {
    const event = apiEvent(principals.operator(), 'GET', '/ledger/north/2026-03-02');
    event.requestContext.requestId = 'chosen-by-the-caller';
    event.requestContext.extendedRequestId = 'a/b+c=';
    await handlerOf()(event);
    expect(await auditOf('a_b_c_')).toMatchObject({ outcomeDesc: '200' });
    await expect(auditOf('chosen-by-the-caller')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a trace', () => {
  test('goes on from the caller’s W3C context, else from API Gateway’s', () => {
    const given = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    expect(traceOf({ traceparent: given })).toBe(given);
    expect(traceOf({ 'x-amzn-trace-id': 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1' })).toMatch(
      /^00-5759e988bd862e3fe1be46a994272793-/,
    );
    expect(traceOf({ traceparent: 'nonsense' })).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });
});
