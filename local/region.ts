import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { planApi } from './api/routes.ts';
import { startApi } from './api/server.ts';
import { startEventSource } from './events/queues.ts';
import { startSchedule } from './events/schedules.ts';
import { secretOf } from './keys.ts';
import { playFunctions } from './lambda/functions.ts';
import type { Take } from './lambda/worker.ts';
import { startServers } from './servers/servers.ts';
import type { Ports } from './settings.ts';
import { createStores, sqsClient } from './template/create.ts';
import { functionEnvironment } from './template/environment.ts';
import { localNames } from './template/names.ts';
import { planRegion } from './template/plan.ts';
import { readSynthesized } from './template/read.ts';
import { makeResolver } from './template/resolve.ts';

export type LocalRegionOptions = {
  /** Everything that outlives the process: stores, keys, logs. */
  dataFolder: string;
  /** 0 takes a free port. */
  ports: Ports;
  /** The synthesized CDK app (cdk.out). */
  outdir: string;
  /** Seconds between two runs of what the template runs each minute; default 5. */
  dueSeconds?: number;
  /** Processes of one function; default 2, as the sample day is played on two cores. */
  perFunction?: number;
  /** Seconds until a failed message comes again for the first time; default 1. */
  retrySeconds?: number;
  /** Says nothing at start. */
  quiet?: boolean;
};

export type QueueCounts = { visible: number; inFlight: number; delayed: number };
export type LocalRegion = Awaited<ReturnType<typeof startLocalRegion>>;

const NODE_MODULES = join(import.meta.dirname, '..', 'node_modules');

/**
 * The synthesized region on this machine: servers, what the template declares, its functions and what AWS does between
 * them. A second start on the same data goes on where the first one was, however that ended.
 * Errors: `configuration` with a sentence (a port that is taken, a resource that is not known, no synthesized app).
 */
export async function startLocalRegion(options: LocalRegionOptions) {
  const { dataFolder, ports, outdir, dueSeconds = 5, perFunction = 2, retrySeconds = 1, quiet = false } = options;
  mkdirSync(dataFolder, { recursive: true });
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (let last = stops.pop(); last; last = stops.pop()) await last();
  };
  try {
    const synthesized = await readSynthesized(outdir);
    const servers = await startServers(dataFolder, ports);
    stops.push(() => servers.stop());
    // The functions learn the API's address, so its port is taken before they are played.
    const played: { functions?: ReturnType<typeof playFunctions> } = {};
    const resolverFor = (apiUrl: string) =>
      makeResolver(synthesized, localNames({ sqsUrl: servers.urls.sqs, apiUrl, secret: secretOf(dataFolder) }));
    const invoke = (functionName: string, event: unknown, take?: Take): Promise<unknown> =>
      played.functions ? played.functions.invoke(functionName, event, take) : Promise.reject(new Error('not started'));
    const firstPlan = planRegion(synthesized, resolverFor('http://127.0.0.1'));
    const api = await startApi({ plan: planApi(firstPlan.api), invoke, port: ports.http });
    stops.push(() => api.stop());
    const resolver = resolverFor(api.url);
    const plan = planRegion(synthesized, resolver);
    await createStores(plan, servers.urls);

    const urls = { ...servers.urls, api: api.url };
    const environments = new Map(
      plan.functions.map((planned) => [planned.name, functionEnvironment(planned, resolver, urls)]),
    );
    const functions = playFunctions({
      functions: plan.functions,
      environmentOf: ({ name }) => environments.get(name) ?? {},
      dataFolder,
      nodeModules: NODE_MODULES,
      perFunction,
    });
    played.functions = functions;
    const sqs = sqsClient(servers.urls.sqs);
    stops.push(async () => sqs.destroy());
    stops.push(() => functions.stop());
    const sources = await Promise.all(
      plan.mappings.map((mapping) =>
        startEventSource({ mapping, sqs, invoke, concurrency: perFunction, retrySeconds }),
      ),
    );
    const schedules = plan.schedules.map((schedule) => startSchedule(schedule, { invoke, dueSeconds }));
    // Running batches get a moment to end; a killed one comes again at the next start.
    stops.push(() =>
      Promise.race([
        Promise.all([...sources, ...schedules].map((one) => one.stop())),
        new Promise((resolve) => setTimeout(resolve, 5000).unref()),
      ]),
    );
    if (!quiet) process.stdout.write(`Not played on one machine: ${plan.notPlayed.join(', ')}.\n`);

    return {
      apiUrl: api.url,
      urls,
      /** The functions' OKA_* variables together: table, buckets, queue URLs, id key. */
      environment: Object.fromEntries(
        [...environments.values()].flatMap((variables) =>
          Object.entries(variables).filter(([name]) => name.startsWith('OKA_')),
        ),
      ) as Readonly<Record<string, string>>,
      /** All variables of one function, as its process gets them. */
      environmentOf: (name: string): Readonly<Record<string, string>> => environments.get(name) ?? {},
      notPlayed: plan.notPlayed,
      plan,
      invoke,
      killRandomWorker: functions.killRandomWorker,
      serverPids: servers.pids,
      /** Messages waiting, taken and delayed, by queue. */
      async queueCounts(): Promise<Record<string, QueueCounts>> {
        const counts = await Promise.all(
          plan.queues.map(async ({ name }) => {
            const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
            const { Attributes } = await sqs.send(
              new GetQueueAttributesCommand({
                QueueUrl,
                AttributeNames: [
                  'ApproximateNumberOfMessages',
                  'ApproximateNumberOfMessagesNotVisible',
                  'ApproximateNumberOfMessagesDelayed',
                ],
              }),
            );
            return [
              name,
              {
                visible: Number(Attributes?.ApproximateNumberOfMessages ?? 0),
                inFlight: Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0),
                delayed: Number(Attributes?.ApproximateNumberOfMessagesDelayed ?? 0),
              },
            ] as const;
          }),
        );
        return Object.fromEntries(counts);
      },
      stop,
    };
  } catch (cause) {
    await stop();
    throw cause;
  }
}
