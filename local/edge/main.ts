// A clinic's edge as a process of its own, with the data of `npm start`.
import { once } from 'node:events';
import { startEdge } from '../../edge/edge.ts';
import { openKeys, tokenFor } from '../keys.ts';
import { lookAt } from './look.ts';
import { type FromEdge, ToEdge } from './process.ts';

// The parent's first message says everything: settings may be longer than a command line.
const [started] = await once(process, 'message');
const { dataFolder, region, settings } = ToEdge.parse(started);
const keys = await openKeys(dataFolder, region);
const edge = await startEdge({ settings, token: () => tokenFor(keys, { kind: 'edge', clinic: settings.clinic }) });
const end = async (): Promise<void> => {
  await edge.stop();
  process.exit(0);
};
process.on('disconnect', () => void end());
process.on('SIGTERM', () => void end());
// Ctrl-C reaches the whole group of processes; the parent says when.
process.on('SIGINT', () => undefined);
process.on('message', () => process.send?.({ look: lookAt(edge) } satisfies FromEdge));
process.send?.({ ports: edge.ports() } satisfies FromEdge);
