import { describe, expect, test } from '@jest/globals';
import type { Party } from '../../local/keys.ts';
import type { PlayedDay } from './played.ts';

/** Holds how the API refuses. */
export function aboutTheDoor(played: () => PlayedDay): void {
  describe('the door refuses with a code of the catalogue and a sentence that says what to do', () => {
    const sha = 'c'.repeat(64);
    const edge = (clinic: string): Party => ({ kind: 'edge', clinic });
    const digest = { 'content-digest': 'sha-256=:4pL8hAtWZvBkbGLfOvHtJXdNE3k2vYGyRXqTOVfbXYM=:' };
    const refusal = async (response: Response) => ({ status: response.status, ...((await response.json()) as object) });
    const sentence = { message: expect.stringMatching(/\S+ \S+/), whatToDo: expect.stringMatching(/\S+ \S+/) };

    test('no token', async () => {
      const answer = await refusal(await played().ask('/fhir/metadata', undefined));
      expect(answer).toMatchObject({ status: 401, code: 'unauthenticated', ...sentence });
    });

    test('a token that has been tampered with', async () => {
      const response = await fetch(new URL('/fhir/metadata', played().apiUrl), {
        headers: { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJpc3MiOiJlZGdlOmRpc3RyaWN0In0.' },
      });
      expect(await refusal(response)).toMatchObject({ status: 401, code: 'unauthenticated', ...sentence });
    });

    test('another clinic’s trace and another clinic’s chart', async () => {
      const name = played().nameOf(played().fileOf('child-agrees', 'film-D-1001'));
      const trace = await played().ask(`/trace/image/district/${name}`, edge('post'));
      expect(await refusal(trace)).toMatchObject({ status: 403, code: 'forbidden', ...sentence });
      const { record } = await played().traceOf('child-agrees', 'film-D-1001');
      const stranger: Party = { kind: 'person', id: 'p', clinic: 'post', roles: ['physician'] };
      const chart = await played().ask(`/fhir/Patient/${record}/$everything`, stranger);
      expect(chart.status).toBe(403);
      expect(await chart.json()).toMatchObject({
        resourceType: 'OperationOutcome',
        issue: [{ details: { coding: [{ code: 'forbidden' }] } }],
      });
    });

    test('a segment above 4 MiB', async () => {
      const body = new Uint8Array(4 * 1024 * 1024 + 1);
      const path = `/uploads/image/${sha}?offset=0&length=${body.length}`;
      const response = await played().ask(path, edge('district'), { method: 'PUT', body, headers: digest });
      expect(await refusal(response)).toMatchObject({ status: 413, code: 'over-size', ...sentence });
    });

    test('a query that is not of the documented form, with the path of the fault', async () => {
      const path = `/uploads/image/${sha}?offset=minus&length=3`;
      const response = await played().ask(path, edge('district'), { method: 'PUT', body: 'abc', headers: digest });
      expect(await refusal(response)).toMatchObject({
        status: 400,
        code: 'malformed-request',
        path: expect.stringContaining('offset'),
        ...sentence,
      });
    });

    test('bytes that do not have the digest announced', async () => {
      const path = `/uploads/image/${sha}?offset=0&length=3`;
      const response = await played().ask(path, edge('district'), { method: 'PUT', body: 'abc', headers: digest });
      expect(await refusal(response)).toMatchObject({ status: 422, code: 'digest-mismatch', ...sentence });
    });

    test('a route that does not exist', async () => {
      const answer = await refusal(await played().ask('/nowhere', edge('district')));
      expect(answer).toMatchObject({ code: 'not-found', ...sentence });
    });
  });
}
