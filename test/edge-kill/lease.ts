// Holds a folder as an edge does, for test/edge-lease.test.ts: `node test/edge-kill/lease.ts FOLDER` says when it waits, when it
// has the folder and when it has let it go.
import { writeSync } from 'node:fs';
import { takeOver } from '../../edge/takeover.ts';

const [, , folder = ''] = process.argv;
const say = (what: string): void => void writeSync(1, `${what}\n`);

const release = await takeOver(folder, 60_000, () => say('waits'));
say('has');
const keepAlive = setInterval(() => undefined, 1000);
process.once('SIGTERM', async () => {
  say('ends');
  await release();
  clearInterval(keepAlive);
});
