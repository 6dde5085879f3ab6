import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { OkaError } from '../../schemas/errors.ts';
import { ClinicId } from '../../schemas/input.ts';
import { RegionFile } from '../../schemas/region.ts';

/** What the process of an edge is started with. */
export const ToEdge = z.object({
  dataFolder: z.string(),
  region: RegionFile,
  clinic: ClinicId,
  apiUrl: z.string(),
  /** Of the HL7 listener; 0: any free one. */
  port: z.number().int(),
});
export type EdgeProcessOptions = z.infer<typeof ToEdge>;
export type FromEdge = { readonly port: number };

/**
 * Starts the edge of one clinic in a process of its own; when it dies it is started again on the same port.
 * @throws OkaError `configuration` when it does not start: mostly its port is taken
 */
export async function startEdgeProcess(
  options: EdgeProcessOptions,
): Promise<{ port: number; stop: () => Promise<void> }> {
  const { dataFolder, clinic } = options;
  mkdirSync(join(dataFolder, 'logs'), { recursive: true });
  const log = createWriteStream(join(dataFolder, 'logs', `edge-${clinic}.log`), { flags: 'a' });
  let child: ChildProcess;
  let stopping = false;
  async function start(port: number): Promise<number> {
    const started = fork(join(import.meta.dirname, 'main.ts'), [], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    child = started;
    started.stdout?.pipe(log, { end: false });
    started.stderr?.pipe(log, { end: false });
    started.send({ ...options, port });
    const [told] = (await Promise.race([once(started, 'message'), once(started, 'exit')])) as [
      FromEdge | number | null,
    ];
    if (typeof told !== 'object' || told === null)
      throw new OkaError(
        'configuration',
        `the edge of ${clinic} did not start on OKA_MLLP_PORT ${port}; see logs/edge-${clinic}.log`,
      );
    started.once('exit', () => {
      if (!stopping) start(told.port).catch((cause: unknown) => log.write(`${String(cause)}\n`));
    });
    return told.port;
  }
  const port = await start(options.port);
  return {
    port,
    async stop() {
      stopping = true;
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        await ended;
      }
      log.end();
    },
  };
}
