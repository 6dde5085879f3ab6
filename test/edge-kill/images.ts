import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { store } from '../../edge/dicom/client.ts';
import { writeDataset } from '../../edge/dicom/dimse/write-dataset.ts';
import type { Said } from './images-door.ts';

export type ImageKillResult = {
  readonly kills: number;
  readonly acknowledged: number;
  /** Acknowledged by C-STORE and never arrived: must be none. */
  readonly lost: number;
  /** Arrived with another data set than was sent: must be none. */
  readonly wrong: number;
  /** Arrived again after a mark was lost; the same bytes are the same input in the region. */
  readonly repeats: number;
  /** Faults that a start or a reading told of: must be none. */
  readonly faults: number;
};

export type ImageKillOptions = {
  readonly kills: number;
  readonly senders?: number;
  /** Longest life of the door between two kills. */
  readonly lifeMs?: number;
  readonly onKill?: (kill: number, acknowledged: number) => void;
};

const SC = '1.2.840.10008.5.1.4.1.1.7';
const EXPLICIT = '1.2.840.10008.1.2.1';
const STANDSTILL_MS = 60_000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * The DICOM door under load, ended by kill -9 at random moments: while it receives, syncs, reads, gives up, and while it
 * starts. Modalities send again what was not answered. At the end all that was ever acknowledged must have arrived.
 */
export async function killUnderImages(options: ImageKillOptions): Promise<ImageKillResult> {
  const { kills, senders = 4, lifeMs = 600, onKill } = options;
  const folder = mkdtempSync(join(tmpdir(), 'oka-image-kill-'));
  /** Digest of the data set that was sent under a UID. */
  const sent = new Map<string, string>();
  const acknowledged = new Set<string>();
  const arrived = new Map<string, number>();
  let [stopping, wrong, faults] = [false, 0, 0];

  const hear = (said: Said): void => {
    if (said.what === 'fault') faults += 1;
    if (said.what !== 'arrived') return;
    arrived.set(said.uid, (arrived.get(said.uid) ?? 0) + 1);
    if (sent.get(said.uid) !== said.sha256) wrong += 1;
  };
  let door = startDoor(folder, 0, hear);
  const port = (await door.listening) ?? 0;

  const working = Array.from({ length: senders }, async (_, sender) => {
    for (let number = 1; !stopping; number += 1) {
      const uid = `2.25.${sender + 1}${String(number).padStart(6, '0')}`;
      const dataSet = randomImage(uid);
      sent.set(uid, createHash('sha256').update(dataSet).digest('hex'));
      while (!stopping && !acknowledged.has(uid)) {
        const object = {
          sopClassUid: SC,
          sopInstanceUid: uid,
          encodings: [{ transferSyntaxUid: EXPLICIT, read: () => pieces(dataSet) }],
        };
        const peer = { aeTitle: 'OKA', host: '127.0.0.1', port, connectMs: 2000, answerMs: 10_000 };
        const [outcome] = await store(peer, [object]);
        if (outcome?.class === 'done') acknowledged.add(uid);
        else await pause(20);
      }
    }
  });

  for (let kill = 1; kill <= kills; kill += 1) {
    const before = acknowledged.size;
    // Every fourth time it dies while it starts or reads its log, else at work: on a busy machine that takes its time.
    if (kill % 4 !== 0) {
      await door.listening;
      for (const until = Date.now() + STANDSTILL_MS; acknowledged.size === before && Date.now() < until; )
        await pause(5);
    }
    await pause(Math.random() * lifeMs);
    await door.kill();
    onKill?.(kill, acknowledged.size);
    door = startDoor(folder, port, hear);
  }
  await door.listening;
  await pause(200);
  stopping = true;
  await Promise.all(working);

  const missing = (): number => [...acknowledged].filter((uid) => !arrived.has(uid)).length;
  // As long as something arrives, the rest may still be on its way.
  for (let [left, since] = [missing(), Date.now()]; left > 0 && Date.now() - since < STANDSTILL_MS; await pause(50)) {
    const now = missing();
    if (now < left) since = Date.now();
    left = now;
  }
  await door.kill();
  rmSync(folder, { recursive: true, force: true });
  const repeats = [...arrived.values()].filter((times) => times > 1).length;
  return { kills, acknowledged: acknowledged.size, lost: missing(), wrong, repeats, faults };
}

function startDoor(folder: string, port: number, hear: (said: Said) => void) {
  const args = [
    '--disable-warning=ExperimentalWarning',
    join(import.meta.dirname, 'images-door.ts'),
    folder,
    String(port),
  ];
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const ended = once(lines, 'close');
  const listening = new Promise<number | undefined>((resolve) => {
    lines.on('line', (line) => {
      const said = JSON.parse(line) as Said;
      hear(said);
      if (said.what === 'listens') resolve(said.port);
    });
    void exited.then(() => resolve(undefined));
  });
  return {
    listening,
    async kill(): Promise<void> {
      child.kill('SIGKILL');
      await Promise.all([exited, ended]);
    },
  };
}

/** Slices mostly, of which many lie in the log together; now and then a film with a file of its own. */
function randomImage(uid: string): Buffer {
  const bytes =
    Math.random() < 0.1 ? 400_000 + Math.floor(Math.random() * 800_000) : 500 + Math.floor(Math.random() * 30_000);
  const header = writeDataset(
    { SOPClassUID: SC, SOPInstanceUID: uid, Modality: 'OT', PatientID: 'KILL-1', StudyInstanceUID: '2.25.7' },
    EXPLICIT,
  );
  const pixels = Buffer.from('\xe0\x7f\x10\x00OB\0\0\0\0\0\0', 'latin1');
  const even = bytes - (bytes % 2);
  pixels.writeUInt32LE(even, 8);
  return Buffer.concat([header, pixels, randomBytes(even)]);
}

async function* pieces(bytes: Buffer): AsyncIterable<Buffer> {
  for (let at = 0; at < bytes.length; at += 16_000) yield bytes.subarray(at, at + 16_000);
}
