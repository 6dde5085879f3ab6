// The stand-in record systems as a process of their own: one reader for each EHR of the region file.
import { once } from 'node:events';
import { join } from 'node:path';
import { binaryReader } from '../../edge/connector/binary.ts';
import { openKeys, tokenFor } from '../keys.ts';
import { sqsClient } from '../template/create.ts';
import { type FromEhr, ToEhr } from './process.ts';
import { startReader } from './reader.ts';

// The parent's first message says everything: a region file may be longer than a command line.
const [started] = await once(process, 'message');
const { dataFolder, region, apiUrl, sqsUrl, queues, acknowledgementsUrl } = ToEhr.parse(started);
const say = (message: FromEhr): void => {
  process.send?.(message);
};
const keys = await openKeys(dataFolder, region);
const sqs = sqsClient(sqsUrl);
const placeOf = (id: string) =>
  region.clinics.find((clinic) => clinic.id === id) ?? { title: { ru: id, en: id }, zone: region.zone };
const readers = await Promise.all(
  Object.entries(queues).map(([ehr, queueUrl]) =>
    startReader({
      ehr,
      title: region.ehrs.find(({ id }) => id === ehr)?.title ?? { ru: ehr, en: ehr },
      folder: join(dataFolder, 'ehr', ehr),
      sqs,
      queueUrl,
      acknowledgementsUrl,
      readBinary: binaryReader(apiUrl, () => tokenFor(keys, { kind: 'ehr', ehr })),
      placeOf,
      onApplied: (applied) => say({ applied }),
    }),
  ),
);
const end = async (): Promise<void> => {
  await Promise.all(readers.map((reader) => reader.stop()));
  process.exit(0);
};
process.on('disconnect', () => void end());
process.on('SIGTERM', () => void end());
process.on('SIGINT', () => undefined);
if (process.connected) say({ ready: true });
else await end();
