// The DICOM door before the spool in a process of its own, for images.ts: `node test/edge-kill/images-door.ts FOLDER PORT`.
// It is the region too: what it has read whole from the spool has arrived, is said, and only then marked.
import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { startDicom } from '../../edge/dicom/server.ts';
import { makeEdgeKey } from '../../edge/files/key.ts';
import { openSpool } from '../../edge/spool/spool.ts';

export type Said =
  | { readonly what: 'listens'; readonly port: number }
  | { readonly what: 'arrived'; readonly uid: string; readonly sha256: string }
  | { readonly what: 'fault'; readonly code: string };

/** Where the data set begins: behind preamble and group 0002, whose length stands in its first element (PS3.10 §7.1). */
const dataSetAt = (head: Buffer): number => 144 + head.readUInt32LE(140);
const HEAD_BYTES = 144;
const RETENTION_MS = 300;
const BETWEEN_MS = 5;

const [, , folder = '', port = '0'] = process.argv;
// Written at once: a line that was said is said, however the process ends.
const say = (said: Said): void => void writeSync(1, `${JSON.stringify(said)}\n`);

const spool = await openSpool({
  folder,
  key: makeEdgeKey(Buffer.alloc(32, 1)),
  watermark: 1,
  retentionMs: RETENTION_MS,
  segmentBytes: 4_000_000,
  inlineBytes: 100_000,
  onEvent(event) {
    if (event.what === 'damaged' || event.what === 'object-damaged') say({ what: 'fault', code: event.what });
  },
});
const door = await startDicom({ port: Number(port), aeTitle: 'OKA', peers: 'any', take: spool.begin });
say({ what: 'listens', port: door.port });

for (;;) {
  for (const entry of [...spool.waiting()].slice(0, 4)) {
    const start = dataSetAt(await spool.read(entry, 0, HEAD_BYTES));
    const hash = createHash('sha256');
    for (let at = start; at < entry.bytes; at += 100_000) hash.update(await spool.read(entry, at, at + 100_000));
    say({ what: 'arrived', uid: entry.about.sopInstanceUid ?? '', sha256: hash.digest('hex') });
    const at = new Date().toISOString();
    await spool.mark(entry.sha256, { at, what: 'drained' });
    await spool.mark(entry.sha256, { at, what: 'original-drained' });
  }
  await spool.clean();
  await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
}
