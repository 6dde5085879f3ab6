import { connect } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Random, randomFrom } from '../../test/random.ts';
import { echo } from './client.ts';
import { writeDataset } from './dimse/write-dataset.ts';
import { writeRequest } from './pdu/associate.ts';
import { releaseRequest } from './pdu/write.ts';
import { STATUS } from './services.ts';
import { closeDoors, openDoor, until } from './testing/door.ts';
import { EXPLICIT, objectBytes } from './testing/objects.ts';
import { commandPdu, fragment, REQUEST, storeCommand } from './testing/raw.ts';
import { COMMITMENT_INSTANCE, SOP_CLASS } from './uids.ts';

afterEach(closeDoors);

const ASSOCIATIONS = 5000;
const AT_ONCE = 25;

const WORKLIST = { id: 5, abstractSyntax: SOP_CLASS.worklist, transferSyntaxes: [EXPLICIT] };
const COMMITMENT = { id: 7, abstractSyntax: SOP_CLASS.commitment, transferSyntaxes: [EXPLICIT] };

/** Everything that a caller may say, from the request to the release. */
const CONVERSATION: readonly Buffer[] = [
  writeRequest({ ...REQUEST, contexts: [...REQUEST.contexts, WORKLIST, COMMITMENT] }),
  commandPdu(3, { field: 0x30, messageId: 1, affectedClass: SOP_CLASS.verification, hasDataSet: false }),
  commandPdu(1, storeCommand(2)),
  fragment(1, false, false, objectBytes(2, 3000).subarray(0, 1500)),
  fragment(1, false, true, objectBytes(2, 3000).subarray(1500)),
  commandPdu(5, { field: 0x20, messageId: 3, affectedClass: SOP_CLASS.worklist, priority: 0, hasDataSet: true }),
  fragment(
    5,
    false,
    true,
    writeDataset({ PatientName: 'А*', ScheduledProcedureStepSequence: [{ Modality: 'CT' }] }, EXPLICIT),
  ),
  commandPdu(5, { field: 0x0fff, respondedTo: 3, hasDataSet: false }),
  commandPdu(7, {
    field: 0x130,
    messageId: 4,
    requestedClass: SOP_CLASS.commitment,
    requestedInstance: COMMITMENT_INSTANCE,
    actionType: 1,
    hasDataSet: true,
  }),
  fragment(7, false, true, writeDataset({ TransactionUID: '1.2', ReferencedSOPSequence: [{}] }, EXPLICIT)),
  releaseRequest(),
];

/** A conversation with one to four faults: bytes changed, lengths made huge, stretches cut, repeated or torn off. */
function spoiled(random: Random): Buffer {
  const said = CONVERSATION.flatMap((pdu, at) => {
    const fate = random.below(20);
    if (fate === 0) return [];
    if (fate === 1) return [pdu, pdu];
    return [
      fate === 2
        ? (CONVERSATION[random.below(CONVERSATION.length)] ?? pdu)
        : at > 0 && fate === 3
          ? Buffer.concat([pdu, pdu.subarray(0, random.below(pdu.length))])
          : pdu,
    ];
  });
  let bytes = Buffer.concat(said);
  for (let faults = 1 + random.below(4); faults > 0 && bytes.length > 8; faults -= 1) {
    const at = random.below(bytes.length - 4);
    const fault = random.below(5);
    if (fault === 0) bytes[at] = random.below(256);
    else if (fault === 1) bytes.writeUInt32BE(random.pick([0, 1, 0x7fffffff, 0xffffffff, bytes.length]), at);
    else if (fault === 2) bytes = bytes.subarray(0, at);
    else if (fault === 3) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(64))]);
    else
      bytes = Buffer.concat([
        bytes.subarray(0, at),
        Buffer.alloc(random.below(300), random.below(256)),
        bytes.subarray(at),
      ]);
  }
  return bytes;
}

function say(port: number, bytes: Buffer, random: Random): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.resume();
    const cut = random.below(bytes.length);
    socket.write(bytes.subarray(0, cut));
    if (random.below(10) === 0) socket.resetAndDestroy();
    else socket.end(bytes.subarray(cut));
  });
}

describe('the DICOM door among callers that keep to nothing', () => {
  test(`outlives ${ASSOCIATIONS} broken associations, keeps nothing half, and holds no memory of them`, async () => {
    const { server, peer, taken, counts, events } = await openDoor({
      limits: { associateMs: 2000, idleMs: 2000, stallMs: 2000 },
      services: {
        async *find(_query, _caller, signal) {
          for (let index = 0; index < 3 && !signal.aborted; index += 1) yield { PatientID: String(index) };
        },
        commitment: async () => STATUS.success,
      },
    });
    const random = randomFrom(20_260_302);
    let left = ASSOCIATIONS;
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (left > 0) {
          left -= 1;
          await say(server.port, spoiled(random), random);
          // What is stored is not what this test is about.
          taken.splice(0);
        }
      }),
    );
    await until(() => server.associations === 0);
    const ends = new Set(events.flatMap((event) => (event.what === 'closed' ? [event.end] : [])));
    expect([...ends]).toEqual(expect.arrayContaining(['released', 'broken', 'protocol']));
    expect(ends).not.toContain('failed');
    const stored = events.filter(({ what }) => what === 'stored').length;
    expect(stored).toBeGreaterThan(100);
    expect(counts.begun).toBe(stored + counts.aborted);
    expect(await echo(peer)).toEqual({ class: 'done' });
  }, 120_000);

  test('gives hundreds of callers that open connections and say nothing no place that others need', async () => {
    const { server, peer } = await openDoor({ limits: { maxAssociations: 40, associateMs: 60_000 } });
    const silent: ReturnType<typeof connect>[] = [];
    for (let index = 0; index < 300; index += 1) {
      const socket = connect({ port: server.port, host: '127.0.0.1' }).on('error', () => undefined);
      silent.push(socket);
      await new Promise((resolve) => socket.once('connect', resolve));
    }
    expect(await echo(peer)).toEqual({ class: 'done' });
    for (const socket of silent) socket.destroy();
  });
});
