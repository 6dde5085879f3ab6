import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ifAbsent } from '../../edge/absent.ts';
import { OkaError } from '../../schemas/errors.ts';
import { RegionFile } from '../../schemas/region.ts';
import type { Applied } from './apply.ts';
import { type LedgerEntry, parseLedger } from './ledger.ts';

/** What the process of the record systems is started with. */
export const ToEhr = z.object({
  dataFolder: z.string(),
  region: RegionFile,
  apiUrl: z.string(),
  sqsUrl: z.string(),
  /** EHR id → URL of its queue: the template's OKA_EHR_QUEUES. */
  queues: z.record(z.string(), z.string()),
  acknowledgementsUrl: z.string(),
  /** EHR id → the record systems that take HL7 from a clinic's connector instead of reading their queue. */
  hl7: z
    .record(
      z.string(),
      z.object({
        clinic: z.string(),
        /** 0: any free one. */
        port: z.number().int(),
        /** From this message on it says nothing for so long, once. */
        silentFrom: z.number().int().optional(),
        silentMs: z.number().optional(),
      }),
    )
    .default({}),
});
export type EhrOptions = z.input<typeof ToEhr> & { onApplied?: (applied: Applied) => void };
/** `ports`: of the HL7 listeners, by EHR id. */
export type FromEhr = { ready: true; ports: Record<string, number> } | { applied: Applied };

/**
 * Starts the record systems of the region in one process of their own. When it dies it is started again; `kill` does what
 * kill -9 does. Errors: `configuration` when it does not start.
 */
export async function startEhr({ onApplied, ...options }: EhrOptions) {
  mkdirSync(join(options.dataFolder, 'logs'), { recursive: true });
  const log = createWriteStream(join(options.dataFolder, 'logs', 'ehr.log'), { flags: 'a' });
  let child: ChildProcess;
  let stopping = false;
  let ports: Record<string, number> = {};
  /** A listener that is started again is found at the same port. */
  const listeners = () =>
    Object.fromEntries(
      Object.entries(options.hl7 ?? {}).map(([ehr, one]) => [ehr, { ...one, port: ports[ehr] ?? one.port }]),
    );
  async function start(): Promise<void> {
    const started = fork(join(import.meta.dirname, 'main.ts'), [], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    child = started;
    started.stdout?.pipe(log, { end: false });
    started.stderr?.pipe(log, { end: false });
    started.send({ ...options, hl7: listeners() });
    await new Promise<void>((resolve, reject) => {
      started.on('message', (message: FromEhr) => {
        if ('ready' in message) {
          ports = message.ports;
          resolve();
        }
        if ('applied' in message) onApplied?.(message.applied);
      });
      started.once('exit', () =>
        reject(new OkaError('configuration', 'the stand-in record system did not start; see logs/ehr.log')),
      );
    });
    started.once('exit', () => {
      if (!stopping) start().catch((cause: unknown) => log.write(`${String(cause)}\n`));
    });
  }
  await start();
  return {
    /** Ports of the HL7 listeners, by EHR id. */
    ports: (): Readonly<Record<string, number>> => ports,
    kill: (): void => void child.kill('SIGKILL'),
    async stop(): Promise<void> {
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

/** The ledger of one record system as it is on disk: every message it took, in its order. */
export const readLedger = async (dataFolder: string, ehr: string): Promise<LedgerEntry[]> =>
  parseLedger(await readFile(join(dataFolder, 'ehr', ehr, 'ledger.jsonl'), 'utf8').catch(ifAbsent('')));
