import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DayCall } from '../../../schemas/day.ts';
import { answerTo } from './search.ts';

/** What each patient's record system holds: patient id → resources. */
export type Held = ReadonlyMap<string, DayCall['held']>;

export type RecordServer = {
  /** Base address of a record system's server. */
  readonly baseOf: (ehr: string, server: DayCall['server']) => string;
  /** Paths below a base that were read with the right token. */
  readonly asked: readonly string[];
  readonly stop: () => Promise<void>;
};

/**
 * FHIR servers of the record systems on loopback: `/<ehr>/fhir` answers who brings the token, `/<ehr>/silent` takes every
 * question and never answers, as a server does that has hung.
 */
export async function startRecordServer(token: string, held: () => Held): Promise<RecordServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const [, ehr = '', kind = '', ...rest] = (request.url ?? '').split('/');
    if (kind === 'silent') return;
    const path = rest.join('/');
    const patient = /^Patient\/([\w.-]+)|[?&]patient=([\w.-]+)/.exec(path);
    const isAllowed = request.headers.authorization === `Bearer ${token}`;
    const found =
      isAllowed && kind === 'fhir' ? answerTo(path, held().get(patient?.[1] ?? patient?.[2] ?? '') ?? []) : undefined;
    if (found) asked.push(`${ehr}/${path}`);
    response.writeHead(found ? 200 : isAllowed ? 404 : 401, { 'content-type': 'application/fhir+json' });
    response.end(JSON.stringify(found ?? { resourceType: 'OperationOutcome', issue: [] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseOf: (ehr, kind) => `http://127.0.0.1:${port}/${ehr}/${kind === 'silent' ? 'silent' : 'fhir'}`,
    asked,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
