import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server does with a transaction; a number is the status of the answer. */
export type FhirMood =
  | 'works'
  | number
  /** 404 with an OperationOutcome: a conditional reference that leads nowhere. */
  | 'unknown-patient'
  | 'silent'
  /** Carries it out and breaks off before the answer. */
  | 'cut';

type Stored = { readonly resource: fhir4.FhirResource; readonly version: number };

/**
 * A small FHIR R4 server: search by identifier, and transactions of conditional updates with `ifMatch`. Patients it knows by
 * number. `times`: how often each resource was written.
 */
export async function startFhirEhr({ patients = 1000, searchable = true } = {}) {
  const held = new Map<string, Stored>();
  const asked: string[] = [];
  const transactions: fhir4.Bundle[] = [];
  let mood: FhirMood = 'works';
  let retryAfter: string | undefined;

  const answer = (response: ServerResponse, status: number, body: object): void => {
    response.writeHead(status, {
      'content-type': 'application/fhir+json',
      ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
    });
    response.end(JSON.stringify(body));
  };
  const outcome = (code: string) => ({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', code }] });

  function search(path: string): fhir4.Bundle {
    const found = held.get(path);
    const entry = found
      ? [{ resource: { ...found.resource, meta: { ...found.resource.meta, versionId: String(found.version) } } }]
      : [];
    return { resourceType: 'Bundle', type: 'searchset', total: entry.length, entry } as fhir4.Bundle;
  }

  /** All of it or nothing (FHIR R4 §3.1.0.11.2). */
  function carryOut({ entry = [] }: fhir4.Bundle): { status: number; body: object } {
    for (const { request, resource } of entry) {
      const subject = JSON.stringify(resource).match(/Patient\?identifier=[^"]*%7CD-(\d+)/)?.[1];
      if (subject === undefined || Number(subject) > patients) return { status: 404, body: outcome('not-found') };
      const now = held.get(request?.url ?? '');
      if (request?.ifMatch !== undefined && request.ifMatch !== `W/"${now?.version ?? 0}"`)
        return { status: 412, body: outcome('conflict') };
    }
    const answers = entry.map(({ request, resource }) => {
      const key = request?.url ?? '';
      const version = (held.get(key)?.version ?? 0) + 1;
      if (resource) held.set(key, { resource: resource as fhir4.FhirResource, version });
      return { response: { status: version === 1 ? '201 Created' : '200 OK', etag: `W/"${version}"` } };
    });
    return { status: 200, body: { resourceType: 'Bundle', type: 'transaction-response', entry: answers } };
  }

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').replace(/^\/fhir\/?/, '');
    asked.push(`${request.method} ${path}`);
    if (path === 'metadata') return answer(response, 200, METADATA);
    if (request.method === 'GET')
      return searchable ? answer(response, 200, search(path)) : answer(response, 403, outcome('forbidden'));
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const bundle = JSON.parse(Buffer.concat(parts).toString('utf8')) as fhir4.Bundle;
    transactions.push(bundle);
    if (mood === 'silent') return;
    if (mood === 'cut') {
      carryOut(bundle);
      request.socket.destroy();
      return;
    }
    if (typeof mood === 'number') return answer(response, mood, mood === 404 ? {} : outcome('exception'));
    if (mood === 'unknown-patient') return answer(response, 404, outcome('not-found'));
    const { status, body } = carryOut(bundle);
    answer(response, status, body);
  }

  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/fhir`,
    held,
    asked,
    transactions,
    is(to: FhirMood, after?: string): void {
      mood = to;
      retryAfter = after;
    },
    async stop(): Promise<void> {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

const METADATA = {
  resourceType: 'CapabilityStatement',
  fhirVersion: '4.0.1',
  rest: [
    {
      mode: 'server',
      interaction: [{ code: 'transaction' }],
      resource: ['DiagnosticReport', 'Observation', 'GuidanceResponse', 'DetectedIssue'].map((type) => ({
        type,
        conditionalUpdate: true,
      })),
    },
  ],
};
