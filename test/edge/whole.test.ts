import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { echo, store } from '../../edge/dicom/client.ts';
import { toSend } from '../../edge/dicom/testing/objects.ts';
import type { Edge } from '../../edge/edge.ts';
import { makeMllpClient } from '../../edge/mllp/client.ts';
import { readInput } from '../../platform/objects.ts';
import type { InputKind } from '../../schemas/input.ts';
import { type Door, openDoor } from '../door.ts';
import { atEnd, closeAll, message, pause } from '../mllp.ts';
import { sha256Hex } from '../sha256.ts';
import { EVERY_DOOR, makeEdge } from './made.ts';

let door: Door;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());
afterEach(async () => {
  door.trouble = undefined;
  await closeAll();
});

/** An edge as a clinic has it, running until the end of the test. */
async function running() {
  const made = await makeEdge(door, EVERY_DOOR);
  atEnd(made.remove);
  mkdirSync(made.at('in'));
  const edge = await made.start();
  atEnd(edge.stop);
  const { mllp = 0, dicom = 0 } = edge.ports();
  const hl7 = makeMllpClient({ host: '127.0.0.1', port: mllp });
  atEnd(hl7.close);
  return { made, edge, hl7, modality: { aeTitle: 'OKA', host: '127.0.0.1', port: dicom, callingAe: 'CT1' } };
}

const inRegion = (kind: InputKind, bytes: Uint8Array): Promise<Uint8Array> =>
  readInput(door.it.world.objects, 'intake', { kind, clinic: 'north', sha256: sha256Hex(bytes) });

/** Waits until the region has these very bytes. */
async function arrived(kind: InputKind, bytes: Uint8Array): Promise<void> {
  for (;;) {
    const there = await inRegion(kind, bytes).catch(() => undefined);
    if (there !== undefined) return expect(Buffer.compare(there, bytes)).toBe(0);
    await pause(20);
  }
}

/** Whether the region has told its receivers of a whole image. */
const isImageAnnounced = (): boolean =>
  door.it.sent.some(({ message: { data } }) => 'basis' in data && data.basis === 'whole');

let serial = 0;
function fresh(): Buffer {
  serial += 1;
  return message(`W${serial}`, 'as the HIS sends it');
}

/** Puts a file into the watched folder as careful senders do: under another name first. */
function putFile(folder: string, name: string, bytes: Uint8Array): void {
  writeFileSync(join(folder, `${name}.part`), bytes);
  renameSync(join(folder, `${name}.part`), join(folder, name));
}

const statesOf = (edge: Edge) =>
  Object.fromEntries(Object.entries(edge.state()).map(([name, { state }]) => [name, state]));

describe('the whole edge, started from its edge.yaml', () => {
  test('opens every door that is set, and says so', async () => {
    const { edge, modality } = await running();
    const parts = ['uplink', 'worklist', 'mpps', 'commitment', 'cache', 'page', 'folder', 'dicom', 'mllp'];
    expect(statesOf(edge)).toEqual(Object.fromEntries(parts.map((name) => [name, 'running'])));
    expect(await echo(modality)).toEqual({ class: 'done' });
  });

  test('brings what comes by HL7, DICOM and folder to the region, byte for byte', async () => {
    const { hl7, modality, made } = await running();
    const [sent, dropped] = [fresh(), fresh()];
    expect(await hl7.send(sent)).toMatchObject({ class: 'accepted', code: 'AA' });
    expect(await store(modality, [toSend(1, 40_000)])).toEqual([{ class: 'done' }]);
    putFile(made.at('in'), 'from-the-lab.hl7', dropped);
    await arrived('record', sent);
    await arrived('record', dropped);
    while (!isImageAnnounced()) await pause(20);
  });

  test('keeps everything while the region is away, over a restart, and nothing readable on the disk', async () => {
    const { hl7, modality, made, edge } = await running();
    door.trouble = () => 'cut-before';
    const sent = fresh();
    expect(await hl7.send(sent)).toMatchObject({ class: 'accepted' });
    expect(await store(modality, [toSend(2, 40_000)])).toEqual([{ class: 'done' }]);
    await edge.stop();
    for (const name of readdirSync(made.at('data'), { recursive: true, withFileTypes: true })) {
      if (!name.isFile()) continue;
      const text = readFileSync(join(name.parentPath, name.name)).toString('latin1');
      expect(text).not.toContain('as the HIS sends it');
      expect(text).not.toContain('1.2.3.2');
    }
    door.trouble = undefined;
    atEnd((await made.start()).stop);
    await arrived('record', sent);
  });
});
