import { createWriteStream, mkdirSync, renameSync, statSync, type WriteStream } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { OkaError } from '../../schemas/errors.ts';
import type { PlannedFunction } from '../template/plan.ts';
import { unpack } from './unpack.ts';
import { InvocationFailed, startWorker, type Take, type Worker, type WorkerOptions } from './worker.ts';

const MIB = 1024 * 1024;
/** At start a log longer than this moves aside, once; logs of one machine must not fill its disk. */
const LOG_LIMIT_BYTES = 20 * MIB;

type Played = {
  planned: PlannedFunction;
  options: WorkerOptions;
  log: WriteStream;
  workers: Set<Worker>;
  idle: Worker[];
  running: number;
  waiting: (() => void)[];
  maximumRssBytes: number;
};

export type FunctionsOptions = {
  functions: readonly PlannedFunction[];
  environmentOf: (planned: PlannedFunction) => Record<string, string>;
  dataFolder: string;
  /** Folder whose packages the functions find, as they find a layer's. */
  nodeModules: string;
  /** Processes of one function. */
  perFunction: number;
};

function openLog(path: string): WriteStream {
  try {
    if (statSync(path).size > LOG_LIMIT_BYTES) renameSync(path, `${path}.1`);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
  }
  return createWriteStream(path, { flags: 'a' });
}

/**
 * Runs the assets of the template's functions in processes that are started when first needed, kept warm and may be
 * killed at any time. `invoke` waits for a free process. Errors: InvocationFailed.
 */
export function playFunctions({ functions, environmentOf, dataFolder, nodeModules, perFunction }: FunctionsOptions) {
  mkdirSync(join(dataFolder, 'logs'), { recursive: true });
  const inherited = { PATH: process.env.PATH ?? '', HOME: dataFolder, NODE_PATH: nodeModules };
  const byName = new Map<string, Played>(
    functions.map((planned) => {
      const log = openLog(join(dataFolder, 'logs', `${planned.name}.log`));
      const options: WorkerOptions = {
        index: unpack(join(dataFolder, 'tasks'), planned.name, planned.folder),
        handler: planned.handler,
        environment: { ...inherited, ...environmentOf(planned) },
        timeoutMs: planned.timeoutMs,
        log,
      };
      const counts = { running: 0, maximumRssBytes: 0 };
      return [planned.name, { planned, options, log, workers: new Set(), idle: [], waiting: [], ...counts }];
    }),
  );

  // Starting a process costs a core for a fraction of a second: a few at a time, or all are late.
  let starting = 0;
  const startQueue: (() => void)[] = [];
  async function start(played: Played): Promise<Worker> {
    if (starting >= Math.max(2, availableParallelism())) await new Promise<void>((go) => startQueue.push(go));
    starting += 1;
    try {
      const worker = await startWorker(played.options);
      played.workers.add(worker);
      void worker.ended.then(() => {
        played.workers.delete(worker);
        played.idle = played.idle.filter((one) => one !== worker);
      });
      return worker;
    } finally {
      starting -= 1;
      startQueue.shift()?.();
    }
  }

  async function invoke(name: string, event: unknown, take?: Take): Promise<unknown> {
    const played = byName.get(name);
    if (!played) throw new OkaError('configuration', `the template declares no function ${name}`);
    while (played.running >= perFunction) await new Promise<void>((go) => played.waiting.push(go));
    played.running += 1;
    try {
      let worker = played.idle.pop();
      while (worker && !worker.alive()) worker = played.idle.pop();
      worker ??= await start(played);
      try {
        return await worker.invoke(event, take);
      } finally {
        const rssBytes = worker.maximumRssBytes();
        if (rssBytes > played.planned.memoryMb * MIB && rssBytes > played.maximumRssBytes)
          played.log.write(
            `${JSON.stringify({ level: 'WARN', message: 'more memory than the template gives', rssMb: Math.round(rssBytes / MIB), memoryMb: played.planned.memoryMb })}\n`,
          );
        played.maximumRssBytes = Math.max(played.maximumRssBytes, rssBytes);
        if (worker.alive()) played.idle.push(worker);
      }
    } catch (cause) {
      if (cause instanceof InvocationFailed)
        played.log.write(
          `${JSON.stringify({ level: 'ERROR', message: 'invocation failed', errorType: cause.errorType })}\n`,
        );
      throw cause;
    } finally {
      played.running -= 1;
      played.waiting.shift()?.();
    }
  }

  return {
    invoke,
    /** Kills one process as `kill -9` does, a busy one when there is any; gives the function's name. */
    killRandomWorker(random: () => number = Math.random): string | undefined {
      const all = [...byName.values()].flatMap(({ planned, workers }) =>
        [...workers].map((worker) => ({ name: planned.name, worker })),
      );
      const busy = all.filter(({ worker }) => worker.busy());
      const from = busy.length > 0 ? busy : all;
      const chosen = from[Math.floor(random() * from.length)];
      chosen?.worker.kill();
      return chosen?.name;
    },
    async stop(): Promise<void> {
      const all = [...byName.values()];
      for (const { workers } of all) for (const worker of workers) worker.kill();
      await Promise.all(all.flatMap(({ workers }) => [...workers].map((worker) => worker.ended)));
      await Promise.all(all.map(({ log }) => new Promise<void>((resolve) => log.end(() => resolve()))));
    },
  };
}
