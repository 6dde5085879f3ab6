// The stand-in record systems as a process of their own: one reader for each EHR of the region file.
import { once } from 'node:events';
import { join } from 'node:path';
import { binaryReader } from '../../edge/connector/binary.ts';
import { askRegion } from '../../edge/region/region.ts';
import { openKeys, tokenFor } from '../keys.ts';
import { sqsClient } from '../template/create.ts';
import type { Applied } from './apply.ts';
import { startHl7Reader } from './hl7.ts';
import { type FromEhr, ToEhr } from './process.ts';
import { startReader } from './reader.ts';

// The parent's first message says everything: a region file may be longer than a command line.
const [started] = await once(process, 'message');
const { dataFolder, region, apiUrl, sqsUrl, queues, acknowledgementsUrl, hl7 } = ToEhr.parse(started);
const say = (message: FromEhr): void => {
  process.send?.(message);
};
const keys = await openKeys(dataFolder, region);
const sqs = sqsClient(sqsUrl);
const placeOf = (id: string) =>
  region.clinics.find((clinic) => clinic.id === id) ?? { title: { ru: id, en: id }, zone: region.zone };
const ports: Record<string, number> = {};
const readers = await Promise.all(
  Object.entries(queues).map(async ([ehr, queueUrl]) => {
    const common = {
      ehr,
      title: region.ehrs.find(({ id }) => id === ehr)?.title ?? { ru: ehr, en: ehr },
      folder: join(dataFolder, 'ehr', ehr),
      readBinary: binaryReader(askRegion({ url: apiUrl }).ask, () => tokenFor(keys, { kind: 'ehr', ehr })),
      placeOf,
      onApplied: (applied: Applied) => say({ applied }),
    };
    const listener = hl7[ehr];
    if (listener === undefined) return startReader({ ...common, sqs, queueUrl, acknowledgementsUrl });
    const { silentFrom, silentMs, ...where } = listener;
    const reader = await startHl7Reader({
      ...common,
      ...where,
      ...(silentMs === undefined ? {} : { silentMs }),
      ...(silentFrom === undefined ? {} : { silentFrom }),
    });
    ports[ehr] = reader.port;
    return reader;
  }),
);
const end = async (): Promise<void> => {
  await Promise.all(readers.map((reader) => reader.stop()));
  process.exit(0);
};
process.on('disconnect', () => void end());
process.on('SIGTERM', () => void end());
process.on('SIGINT', () => undefined);
if (process.connected) say({ ready: true, ports });
else await end();
