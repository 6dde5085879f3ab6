import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { readFhir } from './fhir-reader.ts';

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A record system of a test on a free port of this machine. */
function server(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const started = createServer(answer);
  open.push(started);
  return new Promise((resolve) =>
    started.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(started.address() as AddressInfo).port}/fhir`)),
  );
}

const json = (response: ServerResponse, body: unknown, status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/fhir+json' }).end(JSON.stringify(body));
};
const plan = (base: string, ...paths: readonly string[]) => ({
  base,
  token: 'secret',
  reads: paths.map((path) => ({ key: path.split(/[/?]/)[0] as string, path })),
});
/** What came, by key; a key without an answer is not in it. */
async function answersOf(...input: Parameters<typeof readFhir>) {
  const answers = await Promise.all([...readFhir(...input)].map(async ([key, answer]) => [key, await answer] as const));
  return Object.fromEntries(answers.flatMap(([key, answer]) => (answer === undefined ? [] : [[key, answer]])));
}
const soon = (): AbortSignal => AbortSignal.timeout(5_000);

test('every read of the plan is asked once, with the token, and nothing else', async () => {
  const asked: string[] = [];
  const base = await server((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    json(response, { resourceType: request.url?.includes('Patient') ? 'Patient' : 'Bundle' });
  });
  await expect(answersOf(plan(base, 'Patient/p', 'Observation?patient=p'), soon())).resolves.toEqual({
    Patient: { resourceType: 'Patient' },
    Observation: { resourceType: 'Bundle' },
  });
  expect(asked.sort()).toEqual(['GET /fhir/Observation?patient=p Bearer secret', 'GET /fhir/Patient/p Bearer secret']);
});

test('a redirect is not followed: the other address never hears of the call or its token', async () => {
  let heard = 0;
  const other = await server((_, response) => {
    heard += 1;
    json(response, { resourceType: 'Patient' });
  });
  const base = await server((_, response) => response.writeHead(302, { location: `${other}/Patient/p` }).end());
  const got = await answersOf(plan(base, 'Patient/p'), soon());
  expect(got.Patient?.resourceType).toBe('OperationOutcome');
  expect(heard).toBe(0);
});

test('a server that drips its answer, or never answers, is left at the end of the time; the key stays absent', async () => {
  const base = await server((request, response) => {
    if (request.url?.includes('Patient')) return;
    response.writeHead(200);
    const drip = setInterval(() => response.write(' '), 10);
    response.on('close', () => clearInterval(drip));
  });
  await expect(answersOf(plan(base, 'Patient/p', 'Observation?x'), AbortSignal.timeout(150))).resolves.toEqual({});
});

test('an answer that does not end, an error, a page and broken text are failures, and one does not touch the others', async () => {
  const base = await server((request, response) => {
    const url = request.url ?? '';
    if (url.includes('Condition')) {
      response.writeHead(200);
      const flood = (): void => {
        while (response.write(Buffer.alloc(65_536, 32)));
      };
      response.on('drain', flood);
      flood();
    } else if (url.includes('Appointment')) json(response, {}, 503);
    else if (url.includes('Encounter')) response.end('<html>');
    else if (url.includes('Device')) response.end(Buffer.from([0x22, 0xff, 0x22]));
    else json(response, { resourceType: 'Patient' });
  });
  const got = await answersOf(
    plan(base, 'Patient/p', 'Condition?x', 'Appointment?x', 'Encounter?x', 'Device?x'),
    soon(),
  );
  expect(Object.fromEntries(Object.entries(got).map(([key, value]) => [key, value?.resourceType]))).toEqual({
    Patient: 'Patient',
    Condition: 'OperationOutcome',
    Appointment: 'OperationOutcome',
    Encounter: 'OperationOutcome',
    Device: 'OperationOutcome',
  });
});

test('a server that is not there is a failure, not silence', async () => {
  const got = await answersOf(plan('http://127.0.0.1:9/fhir', 'Patient/p'), soon());
  expect(got.Patient?.resourceType).toBe('OperationOutcome');
});
