// `node test/edge-kill/main.ts --kills 100`: kill -9 of the edge under load; exit code 0 when nothing acknowledged is lost.
import { parseArgs } from 'node:util';
import { killUnderLoad } from './run.ts';

const { values } = parseArgs({ options: { kills: { type: 'string', default: '100' } } });
const result = await killUnderLoad({
  kills: Number(values.kills),
  onKill: (kill, acknowledged) => process.stderr.write(`kill ${kill}: ${acknowledged} acknowledged\n`),
});
process.stdout.write(`${JSON.stringify(result)}\n`);
process.exitCode = result.lost === 0 && result.wrong === 0 && result.damaged === 0 ? 0 : 1;
