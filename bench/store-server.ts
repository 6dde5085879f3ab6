// A DICOM door in a process of its own, for bench/store.ts: `node bench/store-server.ts FOLDER` sends its port to its parent,
// and its largest memory whenever it is asked.
import { randomBytes } from 'node:crypto';
import { startDicom } from '../edge/dicom/server.ts';
import { makeEdgeKey } from '../edge/files/key.ts';
import { openSpool } from '../edge/spool/spool.ts';

const [, , folder = ''] = process.argv;
const spool = await openSpool({ folder, key: makeEdgeKey(randomBytes(32)), watermark: 1 });
const server = await startDicom({ port: 0, aeTitle: 'OKA', peers: 'any', take: spool.begin });

process.on('message', () => process.send?.({ maxRssMb: process.resourceUsage().maxRSS / 1024 }));
process.once('disconnect', () => process.exit(0));
process.send?.({ port: server.port });
