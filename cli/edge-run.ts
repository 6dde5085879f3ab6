import { stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ifAbsent } from '../edge/absent.ts';
import { startEdge } from '../edge/edge.ts';
import { readEdgeSettings } from '../edge/settings/read.ts';
import type { EdgeSettings } from '../schemas/edge.ts';
import { OkaError } from '../schemas/errors.ts';
import { helped } from './command.ts';
import { numberOf } from './edge-flags.ts';
import { printStatus } from './edge-status.ts';

export const CONFIG_OPTION = { config: { type: 'string', short: 'c', default: 'edge.yaml' } } as const;

const RUN_HELP = `oka edge run: the edge as its edge.yaml says it

usage: npx oka edge run [--config edge.yaml] [--takeover SECONDS] [--again]

  --config FILE       the settings (default: edge.yaml here)
  --takeover SECONDS  wait so long for an edge that still holds the folder to end, then take over: for an upgrade
  --again             first put what the region refused into the line again

A part that does not start (a port is taken, a certificate cannot be read) is said in the log and in oka edge status, and
tried again; the other parts run. SIGTERM and SIGINT end it cleanly: doors close, what is durable is answered, what is on
its way arrives or stays; nothing that was acknowledged is lost, by kill -9 and power cuts neither.
`;

/** `oka edge run`. Runs until it is told to stop. */
export async function runFromConfig(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      ...CONFIG_OPTION,
      takeover: { type: 'string', default: '0' },
      again: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return helped(RUN_HELP, true, '');
  const takeOverMs = numberOf('takeover', values.takeover, 86_400) * 1000;
  return runUntilTold(await readEdgeSettings(values.config), { takeOverMs, again: values.again === true });
}

/** Starts the edge and ends it cleanly at SIGTERM or SIGINT; exit code 0 then. */
export async function runUntilTold(
  settings: EdgeSettings,
  options: { readonly takeOverMs: number; readonly again: boolean },
): Promise<number> {
  await refuseForRoot(settings.data);
  // Told before it runs, it ends as soon as it does.
  const told = new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  const running = await startEdge({ settings, ...options });
  await told;
  await running.stop();
  return 0;
}

/** What root wrote there, the edge's own user could not read at the next start. */
async function refuseForRoot(data: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const owner = await stat(data).catch(ifAbsent(undefined));
  if (owner !== undefined && owner.uid !== 0)
    throw new OkaError(
      'configuration',
      `${data} belongs to another user: stop the service and run this as that user (sudo -u …)`,
    );
}

const STATUS_HELP = `oka edge status: what waits and since when, per lane, record system and PACS, and what was refused

usage: npx oka edge status [--config edge.yaml] [--json]

  as of        when the edge said this: it does so every five seconds while it runs
  images       how many wait for the region, by lane and since when; kept are the originals until their retention ends
  each part    running or failed, and what it says of itself; why it failed, and it is tried again
  since …      counts of what happened, by the code of the runbook where there is one (docs/runbook.md)
  refused      what the region will never take as it is; after mending: oka edge run --again

It starts nothing and needs no line. example:  npx oka edge status --config /etc/oka-edge/edge.yaml
`;

/** `oka edge status`. Reads what the edge has written of itself; starts nothing. */
export async function statusFromConfig(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { ...CONFIG_OPTION, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return helped(STATUS_HELP, true, '');
  const { data } = await readEdgeSettings(values.config);
  return printStatus(data, values.json);
}
