import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { type FromWorker, type FunctionError, HOST_EXPORT, HOST_INDEX, type Invocation } from './protocol.ts';

/** A failed invocation: the function threw, ran past its time, or its process died. */
export class InvocationFailed extends Error {
  readonly errorType: string;
  constructor({ errorType, errorMessage }: FunctionError) {
    super(errorMessage);
    this.name = 'InvocationFailed';
    this.errorType = errorType;
  }
}

/** Loading must not hang for ever; natives and models load well within this. */
const LOAD_TIMEOUT_MS = 60_000;

export type WorkerOptions = {
  index: string;
  handler: string;
  environment: Record<string, string>;
  timeoutMs: number;
  log: Writable;
};
/** Takes a piece of a streamed answer; the next one comes when it is resolved. */
export type Take = (piece: Uint8Array) => Promise<void>;
export type Worker = Awaited<ReturnType<typeof startWorker>>;

/** Starts one process for a function and waits until its code is loaded. It answers one invocation at a time. */
export async function startWorker({ index, handler, environment, timeoutMs, log }: WorkerOptions) {
  const child: ChildProcess = fork(join(import.meta.dirname, 'host.ts'), [], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: { ...environment, [HOST_INDEX]: index, [HOST_EXPORT]: handler.split('.').at(-1) ?? 'handler' },
  });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  let maximumRssBytes = 0;
  let invocation = 0;
  let waiting:
    | { resolve: (result: unknown) => void; reject: (cause: Error) => void; take?: Take | undefined }
    | undefined;
  let loaded: { resolve: () => void; reject: (cause: Error) => void } | undefined;

  const settle = (act: (waiter: NonNullable<typeof waiting>) => void): void => {
    const waiter = waiting;
    waiting = undefined;
    if (waiter) act(waiter);
  };
  child.on('message', (message: FromWorker) => {
    if ('ready' in message) loaded?.resolve();
    else if ('failedToLoad' in message) loaded?.reject(new InvocationFailed(message.failedToLoad));
    else if ('piece' in message) {
      const { piece, invoke } = message;
      if (invoke === invocation && waiting?.take)
        // Nobody takes it any more: the function writes on to nobody, as in Lambda.
        void waiting.take(piece).finally(() => child.connected && child.send({ taken: invoke }));
    } else if (message.invoke === invocation) {
      maximumRssBytes = Math.max(maximumRssBytes, message.rssBytes);
      settle(({ resolve, reject }) =>
        'error' in message ? reject(new InvocationFailed(message.error)) : resolve(message.result),
      );
    }
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      const failure = new InvocationFailed({
        errorType: 'Runtime.ExitError',
        errorMessage: `the process ended (${signal ?? `code ${code}`})`,
      });
      loaded?.reject(failure);
      settle(({ reject }) => reject(failure));
      resolve();
    });
  });
  const kill = (): void => void child.kill('SIGKILL');

  const loading = setTimeout(kill, LOAD_TIMEOUT_MS);
  try {
    await new Promise<void>((resolve, reject) => {
      loaded = { resolve, reject };
    });
  } catch (cause) {
    kill();
    throw cause;
  } finally {
    clearTimeout(loading);
  }

  return {
    pid: child.pid,
    alive: () => child.exitCode === null && child.signalCode === null && child.connected,
    busy: () => waiting !== undefined,
    maximumRssBytes: () => maximumRssBytes,
    kill,
    ended,
    /** Errors: InvocationFailed. A function that runs past its time is killed, as Lambda freezes and drops it. */
    async invoke(event: unknown, take?: Take): Promise<unknown> {
      invocation += 1;
      const asked: Invocation = {
        invoke: invocation,
        requestId: randomUUID(),
        event,
        deadlineMs: Date.now() + timeoutMs,
      };
      const late = setTimeout(() => {
        settle(({ reject }) =>
          reject(
            new InvocationFailed({ errorType: 'Sandbox.Timedout', errorMessage: `timed out after ${timeoutMs} ms` }),
          ),
        );
        kill();
      }, timeoutMs);
      try {
        return await new Promise<unknown>((resolve, reject) => {
          waiting = { resolve, reject, take };
          child.send(asked, (error) => {
            if (error)
              settle((waiter) =>
                waiter.reject(new InvocationFailed({ errorType: 'Runtime.ExitError', errorMessage: error.message })),
              );
          });
        });
      } finally {
        clearTimeout(late);
      }
    },
  };
}
