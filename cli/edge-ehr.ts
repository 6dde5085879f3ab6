import { parseArgs } from 'node:util';
import { Decision, decideResult } from '../edge/connector/decisions.ts';
import { ConnectorState } from '../edge/connector/state.ts';
import { folderOf } from '../edge/parts/shared.ts';
import { readEdgeSettings } from '../edge/settings/read.ts';
import { readState } from '../edge/state.ts';
import { OkaError } from '../schemas/errors.ts';
import { helped } from './command.ts';
import { CONFIG_OPTION } from './edge-run.ts';

const HELP = `oka edge ehr: results of which nobody knows whether the record system has them

usage: npx oka edge ehr [--config edge.yaml] [--json]
       npx oka edge ehr RESULT VERSION --decide repeat|delivered|drop [--config edge.yaml]

  Look into the record of the patient first. repeat: it does not have the result, send it again. delivered: it has it.
  drop: it shall not have it. The running edge takes the decision within seconds.
`;

/** `oka edge ehr`. */
export async function edgeEhr(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...CONFIG_OPTION,
      decide: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return helped(HELP, true, '');
  const { data } = await readEdgeSettings(values.config);
  if (positionals.length === 0 && values.decide === undefined) return list(data, values.json);
  const [resultId, version, ...more] = positionals;
  const decision = Decision.safeParse({ resultId, version: Number(version), decision: values.decide });
  if (!decision.success || more.length > 0)
    throw new OkaError('wrong-use', 'RESULT and VERSION as listed, and --decide repeat, delivered or drop');
  await decideResult(folderOf(data, 'connector'), decision.data);
  process.stdout.write('written; the running edge takes it within seconds\n');
  return 0;
}

async function list(data: string, json: boolean | undefined): Promise<number> {
  const state = await readState(data);
  const connector = ConnectorState.safeParse(state?.parts?.connector);
  if (!connector.success)
    throw new OkaError('wrong-use', 'the edge says nothing of a record system; does it run, with "connector"?');
  const { ehr, human, waiting, waitingSince } = connector.data;
  if (json) {
    process.stdout.write(`${JSON.stringify(human)}\n`);
    return 0;
  }
  const lines = [
    `as of ${state?.at}: ${waiting > 0 ? `${waiting} wait for ${ehr}, the oldest since ${waitingSince}` : `nothing waits for ${ehr}`}`,
    `${human.length} to decide on`,
    ...human.map(
      ({ resultId, version, severity, since, code, why }) =>
        `  ${resultId} ${version}  ${severity}  since ${since}  ${code}: ${why}`,
    ),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}
