import { parseArgs } from 'node:util';
import { askDrop, Drop } from '../edge/drops.ts';
import { folderOf } from '../edge/parts/shared.ts';
import { listRefused } from '../edge/refused.ts';
import { readEdgeSettings } from '../edge/settings/read.ts';
import { readState } from '../edge/state.ts';
import { OkaError } from '../schemas/errors.ts';
import { helped } from './command.ts';
import { CONFIG_OPTION } from './edge-run.ts';

const HELP = `oka edge drop: gives up for ever what the region refused, or what the disk has spoilt

usage: npx oka edge drop SHA256 --why "sent again by the modality, 14 May" [--config edge.yaml]

  SHA256 as oka edge status lists it. Look first whether it can be mended: oka edge run --again sends what was refused once
  more; what is spoilt comes again from the modality or the PACS. The bytes are deleted; the reason, who took it when and
  why it was refused are kept and shown by oka edge status. Name no patient in the reason.
`;

/** `oka edge drop`. */
export async function edgeDrop(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { ...CONFIG_OPTION, why: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return helped(HELP, true, '');
  const [sha256, ...more] = positionals;
  const drop = Drop.safeParse({ sha256, why: values.why, askedAt: new Date().toISOString() });
  if (!drop.success || more.length > 0)
    throw new OkaError('wrong-use', 'one SHA256 as oka edge status lists it, and --why with a reason');
  const { data } = await readEdgeSettings(values.config);
  const [state, messages] = [await readState(data), await listRefused(folderOf(data, 'refused'))];
  const known = [...messages, ...(state?.objects?.attention ?? [])];
  if (!known.some((one) => one.sha256 === drop.data.sha256))
    throw new OkaError('wrong-use', 'nothing of that name was refused or spoilt here; see oka edge status');
  await askDrop(data, drop.data);
  process.stdout.write('written; the running edge takes it within seconds\n');
  return 0;
}
