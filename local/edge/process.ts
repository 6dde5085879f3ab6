import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { EdgeSettings, type EdgeSettingsInput } from '../../schemas/edge.ts';
import { OkaError } from '../../schemas/errors.ts';
import { RegionFile } from '../../schemas/region.ts';
import { ehrKey } from '../keys.ts';
import { doorsOf, prepareEdge } from './doors.ts';
import { EdgeLook } from './look.ts';

/** What the process of an edge is started with. */
export const ToEdge = z.object({ dataFolder: z.string(), region: RegionFile, settings: EdgeSettings });
/** Of the doors that are open: `mllp`, `dicom`, `page`. */
const Ports = z.record(z.string(), z.number().int());
export type EdgePorts = z.infer<typeof Ports>;
export type FromEdge = { readonly ports: EdgePorts } | { readonly look: EdgeLook };

export type EdgeProcessOptions = {
  readonly dataFolder: string;
  readonly region: RegionFile;
  readonly clinic: string;
  /** Where it finds the region: the API, or the line that leads there. */
  readonly apiUrl: string;
  /** 0: any free one. */
  readonly ports: { readonly mllp: number; readonly dicom: number; readonly page: number };
  /** Results for the clinic's record system, which listens for HL7 at `port`. */
  readonly connector?: {
    readonly ehr: string;
    readonly queue: string;
    readonly acknowledgements: string;
    readonly port: number;
  };
};

/** Whoever reads the local queues is let in; AWS asks for the keys of a role. */
const LOCAL_CREDENTIALS = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };

/** As many as the children's model asks of a preview. */
const PREVIEW_PIXELS = 1024;
/** An edge that has just died says nothing until it is started again. */
const LOOK_WITHIN_MS = 10_000;

/** The settings of a clinic's edge beside the local region: every door open on loopback. */
function localEdgeSettings(
  { dataFolder, region, clinic, apiUrl, connector }: EdgeProcessOptions,
  ports: EdgePorts,
  prepared: Awaited<ReturnType<typeof prepareEdge>>,
) {
  const registered = region.clinics.find(({ id }) => id === clinic);
  return EdgeSettings.parse({
    clinic,
    ...(registered ? { oid: registered.oid } : {}),
    zone: registered?.zone ?? region.zone,
    data: join(dataFolder, 'edge', clinic),
    region: { url: apiUrl, audience: region.audience },
    senders: (registered?.senders ?? []).map(({ codeMap: _mapped, ...sender }) => sender),
    mllp: { port: ports.mllp, processing: region.processing },
    uplink: { retrySeconds: 2, preview: { pixels: PREVIEW_PIXELS } },
    ...doorsOf(prepared, ports),
    ...(connector === undefined ? {} : { connector: connectorSettings(connector, { dataFolder, region, clinic }) }),
  } satisfies EdgeSettingsInput);
}

/** A small hospital's day in a minute: shorter pauses than in life, and no limit that the day would feel. */
function connectorSettings(
  { ehr, queue, acknowledgements, port }: NonNullable<EdgeProcessOptions['connector']>,
  { dataFolder, region, clinic }: Pick<EdgeProcessOptions, 'dataFolder' | 'region' | 'clinic'>,
): NonNullable<EdgeSettingsInput['connector']> {
  const receiver = { application: ehr, facility: clinic };
  return {
    ...{ ehr, queue, acknowledgements, perSecond: 100, retrySeconds: 1 },
    replaces: region.ehrs.find(({ id }) => id === ehr)?.replaces ?? false,
    mllp: { host: '127.0.0.1', port, receiver, answerSeconds: 1, bundle: true },
    signsAs: ehrKey(dataFolder, ehr),
  };
}

export type EdgeProcess = {
  readonly ports: EdgePorts;
  /** What it holds now. @throws OkaError `unavailable` when it does not say */
  readonly look: () => Promise<EdgeLook>;
  readonly stop: () => Promise<void>;
};

/**
 * Starts the edge of one clinic in a process of its own; when it dies it is started again on the same ports.
 * @throws OkaError `configuration` when it does not start: mostly its port is taken
 */
export async function startEdgeProcess(options: EdgeProcessOptions): Promise<EdgeProcess> {
  const { dataFolder, region, clinic } = options;
  mkdirSync(join(dataFolder, 'logs'), { recursive: true });
  const log = createWriteStream(join(dataFolder, 'logs', `edge-${clinic}.log`), { flags: 'a' });
  const prepared = await prepareEdge(dataFolder, clinic);
  let child: ChildProcess;
  let stopping = false;
  async function start(ports: EdgePorts): Promise<EdgePorts> {
    const started = fork(join(import.meta.dirname, 'main.ts'), [], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: { ...process.env, ...LOCAL_CREDENTIALS },
    });
    child = started;
    started.stdout?.pipe(log, { end: false });
    started.stderr?.pipe(log, { end: false });
    started.send({ dataFolder, region, settings: localEdgeSettings(options, ports, prepared) } satisfies z.input<
      typeof ToEdge
    >);
    const [told] = (await Promise.race([once(started, 'message'), once(started, 'exit')])) as [
      FromEdge | number | null,
    ];
    if (typeof told !== 'object' || told === null || !('ports' in told))
      throw new OkaError(
        'configuration',
        `the edge of ${clinic} did not start (OKA_MLLP_PORT ${ports.mllp}); see logs/edge-${clinic}.log`,
      );
    started.once('exit', () => {
      if (!stopping) start(told.ports).catch((cause: unknown) => log.write(`${String(cause)}\n`));
    });
    return told.ports;
  }
  const ports = await start(options.ports);
  return {
    ports,
    async look() {
      try {
        // All that it says after its first word are answers, and each says how it stands then.
        const answer = once(child, 'message', { signal: AbortSignal.timeout(LOOK_WITHIN_MS) });
        child.send('look');
        const [{ look }] = (await answer) as [{ look: unknown }];
        return EdgeLook.parse(look);
      } catch (cause) {
        throw new OkaError('unavailable', `the edge of ${clinic} does not answer`, { cause });
      }
    },
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
