// A clinic's edge as a process of its own, with the data of `npm start`.
import { once } from 'node:events';
import { join } from 'node:path';
import { startEdge } from '../../edge/edge.ts';
import { openKeys, tokenFor } from '../keys.ts';
import { type FromEdge, ToEdge } from './process.ts';

// The parent's first message says everything: a region file may be longer than a command line.
const [started] = await once(process, 'message');
const { dataFolder, region, clinic, apiUrl, port } = ToEdge.parse(started);
const keys = await openKeys(dataFolder, region);
const edge = await startEdge({
  clinic,
  folder: join(dataFolder, 'edge', clinic),
  url: apiUrl,
  token: () => tokenFor(keys, { kind: 'edge', clinic }),
  host: '127.0.0.1',
  port,
  processing: region.processing,
  zone: region.clinics.find(({ id }) => id === clinic)?.zone ?? region.zone,
});
const end = async (): Promise<void> => {
  await edge.stop();
  process.exit(0);
};
process.on('disconnect', () => void end());
process.on('SIGTERM', () => void end());
// Ctrl-C reaches the whole group of processes; the parent says when.
process.on('SIGINT', () => undefined);
process.send?.({ port: edge.port } satisfies FromEdge);
