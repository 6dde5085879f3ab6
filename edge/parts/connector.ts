import { readFile } from 'node:fs/promises';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { EdgeSettings } from '../../schemas/edge.ts';
import { OkaError } from '../../schemas/errors.ts';
import { binaryReader } from '../connector/binary.ts';
import { startConnector } from '../connector/connector.ts';
import type { Destination } from '../connector/destination.ts';
import { fhirDestination } from '../connector/fhir.ts';
import { mllpDestination } from '../connector/mllp.ts';
import { sqsQueue } from '../connector/queue.ts';
import { askRegion, wayTo } from '../region/region.ts';
import { callerTlsOf } from '../settings/tls.ts';
import { ehrToken } from './ehr-token.ts';
import type { Part } from './part.ts';
import { folderOf, running, type Shared } from './shared.ts';

const MIB = 1024 * 1024;
const LONGEST_PAUSE_MS = 300_000;

/** Results from the region's queue into the clinic's record system; cache and PACS take each of them, too. */
export async function startConnectorPart(shared: Shared): Promise<Part> {
  const { settings, key, notes, live } = shared;
  const { data, region, connector: own } = settings;
  if (own === undefined) throw new Error('there is no connector');
  const { ehr, replaces, queue, acknowledgements, perSecond, retrySeconds, waitingMib } = own;
  if (queue === undefined || acknowledgements === undefined)
    throw new OkaError('configuration', 'connector: "queue" and "acknowledgements" as the region gives them');
  const sqs = sqsClientOf(queue);
  const destination = await destinationOf(settings);
  const link = askRegion(await wayTo(region));
  const connector = await startConnector({
    ehr,
    folder: folderOf(data, 'connector'),
    queue: sqsQueue({ sqs, queueUrl: queue, acknowledgementsUrl: acknowledgements }),
    destination,
    replaces,
    readBinary: binaryReader(link.ask, ehrToken(shared)),
    perSecond,
    waitingBytes: waitingMib * MIB,
    breaker: { pauseMs: [retrySeconds * 1000, LONGEST_PAUSE_MS] },
    key,
    consumers: [
      ...(settings.page
        ? [{ name: 'page', take: async ({ bundle }: { bundle: unknown }) => running(live, 'cache').take(bundle) }]
        : []),
      ...(settings.pacs
        ? [
            {
              name: 'pacs',
              take: async (...taken: Parameters<ReturnType<typeof pacsOf>['take']>) => pacsOf(shared).take(...taken),
            },
          ]
        : []),
    ],
    onEvent: (event) => notes.event('connector', event),
  });
  live.connector = connector;
  return {
    async stop() {
      live.connector = undefined;
      await connector.stop();
      destination.close();
      link.close();
      sqs.destroy();
    },
    state: () => connector.state(),
  };
}

const pacsOf = ({ live }: Shared) => running(live, 'pacs').consumer;

/** The queue's own address says where it is: on AWS its region, elsewhere the server itself. */
function sqsClientOf(queueUrl: string): SQSClient {
  const { origin, hostname } = new URL(queueUrl);
  const [, region] = /^sqs\.([a-z0-9-]+)\.amazonaws\.com/.exec(hostname) ?? [];
  return new SQSClient({ region: region ?? process.env.AWS_REGION ?? 'us-east-1', endpoint: origin });
}

/** How the record system is spoken to. @throws OkaError `unreadable-file` for a certificate or a token that cannot be read */
export async function destinationOf({ connector, zone, region, worklist }: EdgeSettings): Promise<Destination> {
  const { mllp, fhir, replaces = false } = connector ?? {};
  if (mllp) {
    const { tls, ...settings } = mllp;
    // Most record systems look for a patient by the name of the domain, as they write it themselves, and not by its OID.
    const domainName = (oid: string) => worklist?.domains.find((one) => one.oid === oid)?.namespace;
    return mllpDestination({ settings, replaces, zone, domainName, ...(tls ? { tls: await callerTlsOf(tls) } : {}) });
  }
  if (fhir === undefined) throw new OkaError('configuration', 'connector: either "mllp" or "fhir"');
  const { tokenFile } = fhir;
  return fhirDestination({
    settings: fhir,
    replaces,
    apiUrl: region.url,
    ...(tokenFile === undefined ? {} : { token: async () => (await readFile(tokenFile, 'utf8')).trim() }),
  });
}
