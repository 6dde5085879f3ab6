import { readFile } from 'node:fs/promises';
import { createServer as createHttp, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { PageAct } from '../../schemas/api/clinic-day.ts';
import type { PageSettings } from '../../schemas/edge/page.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { Cache } from '../cache/view.ts';
import type { FactsEvent } from '../facts/facts.ts';
import type { EdgeFiles } from '../files/files.ts';
import type { EdgeKey } from '../files/key.ts';
import { type Audit, openAudit } from './audit.ts';
import { needsMore } from './reach.ts';
import { pageServer } from './server.ts';
import type { PageSources } from './sources.ts';
import { startTelling } from './tell.ts';

export type PageEvent =
  | FactsEvent
  | { readonly what: 'page-failed' | 'not-told' | 'clean-failed'; readonly fault: unknown };

export type PageOptions = {
  readonly settings: PageSettings;
  /** A folder for the page's own book alone. */
  readonly folder: string;
  readonly clinic: string;
  /** IANA zone of the clinic: times are shown on its clock. */
  readonly zone: string;
  /** Without it the page shows only what waits and the worklist. Asked for with each page: it may start later than the page. */
  readonly cache?: () => Cache | undefined;
  readonly sources: PageSources;
  /** Tells the region what was seen and done here (edge/cache/region.ts `acts`); without it that is kept here alone. */
  readonly tell?: ((acts: readonly PageAct[]) => Promise<unknown>) | undefined;
  readonly files?: EdgeFiles;
  readonly key?: EdgeKey | undefined;
  readonly clock?: () => Date;
  /** Milliseconds that only rise; for tests. */
  readonly watch?: () => number;
  readonly onEvent?: (event: PageEvent) => void;
};

export type Page = {
  readonly port: number;
  readonly audit: Audit;
  readonly tellNow: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

const MOST_CONNECTIONS = 100;
const CLEAN_EVERY_MS = 6 * 3600_000;

/**
 * The edge's own page. Beyond this machine it is served over TLS alone, to users of `edge.yaml`.
 * @throws OkaError `configuration` for another address without TLS or users, or a port that is taken
 */
export async function startPage(options: PageOptions): Promise<Page> {
  const { settings, folder, clinic, zone, sources, files, key, watch, tell } = options;
  const { cache = () => undefined, clock = () => new Date(), onEvent = () => undefined } = options;
  const { host, port, tls } = settings;
  if (needsMore(settings))
    throw new OkaError('configuration', 'page: an address in the network needs "tls" and "users"');
  const credentials = tls && { cert: await read(tls.cert), key: await read(tls.key), minVersion: 'TLSv1.2' as const };
  const audit = await openAudit({ folder, clock, onEvent, ...(files ? { files } : {}), ...(key ? { key } : {}) });
  const answer = pageServer({
    ...{ settings, clinic, zone, cache, sources, audit, clock, watch },
    onFault: (fault) => onEvent({ what: 'page-failed', fault }),
  });
  const server: Server = credentials ? createHttps(credentials, answer) : createHttp(answer);
  server.maxConnections = MOST_CONNECTIONS;
  server.headersTimeout = 15_000;
  server.requestTimeout = 30_000;
  server.keepAliveTimeout = 10_000;
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
  } catch (cause) {
    await audit.close();
    throw new OkaError('configuration', `page: ${host}:${port} cannot be listened on`, { cause });
  }
  const address = server.address();
  const onFault = (fault: unknown): void => onEvent({ what: 'not-told', fault });
  const telling = tell && startTelling({ audit, tell, onFault });
  const cleaning = setInterval(
    () => void audit.clean().catch((fault: unknown) => onEvent({ what: 'clean-failed', fault })),
    CLEAN_EVERY_MS,
  );
  cleaning.unref();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    audit,
    tellNow: async () => telling?.now(),
    async stop() {
      clearInterval(cleaning);
      await telling?.stop();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await audit.close();
    },
  };
}

async function read(path: string): Promise<Buffer> {
  return readFile(path).catch((cause: unknown) => {
    throw new OkaError('configuration', `page: ${path} cannot be read`, { cause });
  });
}
