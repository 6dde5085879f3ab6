import { parseArgs } from 'node:util';
import { checkEdge } from '../edge/check/check.ts';
import type { CheckLine } from '../edge/check/line.ts';
import { readEdgeSettings } from '../edge/settings/read.ts';
import { helped } from './command.ts';
import { CONFIG_OPTION } from './edge-run.ts';

const HELP = `oka edge check: is everything there that this edge needs?

usage: npx oka edge check [--config edge.yaml] [--replaces] [--json]

  keys           files that hold secrets: there, and readable by nobody else
  certificates   ours and those of who we call: until when, and whether the key is the right one
  disk           room, watermark, time of an fsync, and whether it is a disk at all
  doors          HL7, DICOM and page: free, or, where the edge runs, answering (MLLP, C-ECHO)
  link           name, TLS, token, latency, loss, bandwidth up and down, our clock against the region's
  pacs, ehr      the systems of the clinic that this edge calls; whether the record system replaces by filler number

  --replaces     try that: two versions of a result go to connector.testPatient, who must be nobody

It measures the line with at most 3 MiB, of which the region keeps nothing. Each line: ok, warn or fail, what was found, and
what to do. Exit code 0 when nothing failed.
`;

/** `oka edge check`. */
export async function checkFromConfig(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      ...CONFIG_OPTION,
      replaces: { type: 'boolean', default: false },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return helped(HELP, true, '');
  const found = await checkEdge(await readEdgeSettings(values.config), new Date(), {
    tryReplaces: values.replaces,
  });
  const isGood = found.every(({ state }) => state !== 'fail');
  process.stdout.write(values.json ? `${JSON.stringify({ ok: isGood, lines: found })}\n` : written(found));
  return isGood ? 0 : 1;
}

function written(found: readonly CheckLine[]): string {
  const width = Math.max(...found.map(({ id }) => id.length));
  const texts = found.map(({ id, state, found: what, whatToDo }) => {
    const line = `${state.padEnd(5)} ${id.padEnd(width)}  ${what}`;
    return whatToDo === undefined ? line : `${line}\n${' '.repeat(width + 8)}→ ${whatToDo}`;
  });
  const count = (state: CheckLine['state']): number => found.filter((line) => line.state === state).length;
  const [failed, warned] = [count('fail'), count('warn')];
  const end = failed > 0 ? `${failed} failed` : 'Nothing failed';
  return `${texts.join('\n')}\n${end}${warned > 0 ? `, ${warned} to look at` : ''}.\n`;
}
