// `node test/edge-kill/main.ts --kills 100 [--images]`: kill -9 of the edge under load, of its HL7 door and journal or of its
// DICOM door and spool; exit code 0 when nothing acknowledged is lost.
import { parseArgs } from 'node:util';
import { killUnderImages } from './images.ts';
import { killUnderLoad } from './run.ts';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '100' }, images: { type: 'boolean', default: false } },
});
const options = {
  kills: Number(values.kills),
  onKill: (kill: number, acknowledged: number): void =>
    void process.stderr.write(`kill ${kill}: ${acknowledged} acknowledged\n`),
};
const result = values.images ? await killUnderImages(options) : await killUnderLoad(options);
process.stdout.write(`${JSON.stringify(result)}\n`);
const faults = 'faults' in result ? result.faults : result.damaged;
process.exitCode = result.lost === 0 && result.wrong === 0 && faults === 0 ? 0 : 1;
