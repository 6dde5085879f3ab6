import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

export type Answer = {
  readonly outcome?: string;
  /** What was thrown that is no code, or how the process ended. */
  readonly fault?: string;
  readonly ms: number;
  /** Most memory the process has held so far. */
  readonly maxMb: number;
};

export type Seer = { see(bytes: Uint8Array): Promise<Answer>; end(): void };

/**
 * A process of its own that sees images, one after another. One that does not answer within `limitMs`, or dies, is a fault;
 * the next image gets a new process.
 */
export function startSeer(limitMs: number, heapMb = 256): Seer {
  let child: ChildProcess | undefined;
  let ready: Promise<unknown> | undefined;
  const start = (): ChildProcess => {
    const started = fork(join(import.meta.dirname, 'dicom-child.ts'), {
      execArgv: [`--max-old-space-size=${heapMb}`, '--disable-warning=ExperimentalWarning'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    ready = new Promise((resolve) => started.once('message', resolve));
    return started;
  };
  const end = (): void => {
    child?.kill('SIGKILL');
    child = undefined;
  };
  return {
    async see(bytes) {
      child ??= start();
      const own = child;
      await ready;
      const answer = await new Promise<Answer>((resolve) => {
        const done = (said: Answer): void => {
          clearTimeout(timer);
          own.off('exit', onExit);
          own.off('message', done);
          resolve(said);
        };
        const onExit = (code: number | null, signal: string | null): void =>
          done({ fault: `ended with ${signal ?? code}`, ms: 0, maxMb: 0 });
        const timer = setTimeout(() => done({ fault: 'no answer in time', ms: limitMs, maxMb: 0 }), limitMs);
        own.on('message', done);
        own.once('exit', onExit);
        own.send(bytes);
      });
      if (answer.fault !== undefined) end();
      return answer;
    },
    end,
  };
}
