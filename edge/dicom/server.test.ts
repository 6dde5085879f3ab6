import { afterEach, describe, expect, test } from '@jest/globals';
import { OkaError } from '../../schemas/errors.ts';
import { echo, store } from './client.ts';
import { closeDoors, openDoor, until } from './testing/door.ts';
import { CT, dataSetOf, EXPLICIT, encoding, objectBytes, toSend } from './testing/objects.ts';

afterEach(closeDoors);

describe('the DICOM door', () => {
  test('answers an echo', async () => {
    const { peer } = await openDoor();
    expect(await echo(peer)).toEqual({ class: 'done' });
  });

  test('hands the data set on exactly as it was sent, behind a file head of its own', async () => {
    const { peer, taken } = await openDoor();
    expect(await store(peer, [toSend(1, 700_000), toSend(2, 0)])).toEqual([{ class: 'done' }, { class: 'done' }]);
    expect(taken.map(({ bytes }) => dataSetOf(bytes).equals(objectBytes(taken.length, 0)))).toEqual([false, true]);
    expect(dataSetOf(taken[0]?.bytes as Buffer).equals(objectBytes(1, 700_000))).toBe(true);
    expect(taken[0]?.bytes.toString('latin1', 128, 132)).toBe('DICM');
  });

  test('makes the same file of the same data set, whoever sends it and when', async () => {
    const { peer, taken } = await openDoor();
    await store(peer, [toSend(1, 1000)]);
    await store({ ...peer, callingAe: 'OTHER' }, [toSend(1, 1000)]);
    expect(taken[1]?.bytes.equals(taken[0]?.bytes as Buffer)).toBe(true);
    expect(taken.map(({ about }) => about.callingAe)).toEqual(['CT1', 'OTHER']);
  });

  test('knows of an object what stands in its command and its first bytes', async () => {
    const { peer, taken } = await openDoor();
    await store(peer, [toSend(1, 10)]);
    expect(taken[0]?.about).toEqual({
      acceptedAt: '2026-03-02T08:00:00.000Z',
      by: 'dicom',
      address: '127.0.0.1',
      callingAe: 'CT1',
      lane: 'routine',
      sopClassUid: CT,
      sopInstanceUid: '1.2.3.1',
      transferSyntaxUid: EXPLICIT,
      studyInstanceUid: '1.2.3',
      patientKey: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  test('says yes only when the object is durable', async () => {
    let letGo = (): void => undefined;
    const durable = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const { peer, counts } = await openDoor({}, { commit: () => durable });
    let answered = false;
    const sent = store(peer, [toSend(1, 10)]).then((outcome) => {
      answered = true;
      return outcome;
    });
    await until(() => counts.begun === 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(answered).toBe(false);
    letGo();
    expect(await sent).toEqual([{ class: 'done' }]);
  });

  test.each([
    ['no room', new OkaError('no-room'), 'transient', 0xa700],
    ['a disk that does not confirm', new OkaError('not-durable'), 'transient', 0xa700],
    ['a fault that nobody foresaw', new Error('broken'), 'transient', 0xa700],
  ] as const)('answers %s at the beginning, in the middle and at the end with A700', async (_, cause, cls, status) => {
    const fail = async (): Promise<void> => {
      throw cause;
    };
    for (const hooks of [{ begin: fail }, { write: fail }, { commit: fail }]) {
      const { peer, taken, events } = await openDoor({}, hooks);
      // The association lives on: the second object gets its own answer.
      const outcomes = await store(peer, [toSend(1, 300_000), toSend(2, 10)]);
      expect(outcomes).toEqual([1, 2].map(() => ({ class: cls, status, why: 'status a700' })));
      expect(taken).toEqual([]);
      expect(events.filter(({ what }) => what === 'refused')).toHaveLength(2);
    }
  });

  test('refuses with A900 what is of another class or instance than its command says', async () => {
    const { peer, taken, counts } = await openDoor();
    const [otherInstance, otherClass] = await store(peer, [
      toSend(1, 300_000, { sopInstanceUid: '1.2.3.77' }),
      toSend(2, 10, { sopClassUid: '1.2.840.10008.5.1.4.1.1.4' }),
    ]);
    expect(otherInstance).toMatchObject({ class: 'permanent', status: 0xa900 });
    expect(otherClass).toMatchObject({ class: 'permanent', status: 0xa900 });
    expect(taken).toEqual([]);
    expect(counts.aborted).toBe(counts.begun);
  });

  test('refuses with C000 what cannot be understood', async () => {
    const { peer, taken } = await openDoor();
    const noise = toSend(1, 0, { encodings: [encoding(EXPLICIT, Buffer.alloc(90_000, 0xab))] });
    const empty = toSend(2, 0, { encodings: [encoding(EXPLICIT)] });
    expect(await store(peer, [noise, empty])).toMatchObject([{ status: 0xc000 }, { status: 0xc000 }]);
    expect(taken).toEqual([]);
  });

  test('refuses an object beyond the limit without holding it, and takes the next', async () => {
    const { peer, taken, counts } = await openDoor({ limits: { maxObjectBytes: 100_000 } });
    expect(await store(peer, [toSend(1, 200_000), toSend(2, 1000)])).toMatchObject([
      { class: 'transient', status: 0xa700 },
      { class: 'done' },
    ]);
    expect([taken.length, counts.aborted]).toEqual([1, 1]);
  });

  test('reads the lane from the order or the clinic’s rule', async () => {
    const seen: string[] = [];
    const { peer, taken } = await openDoor({
      laneOf: ({ callingAe }, { modality, priority, requestedPriority = '-' }) => {
        seen.push(`${callingAe} ${modality} ${priority} ${requestedPriority}`);
        return modality === 'MG' ? 'bulk' : undefined;
      },
    });
    const withHeader = (number: number, more: Record<string, string>) =>
      toSend(number, 0, { encodings: [encoding(EXPLICIT, objectBytes(number, 0, more))] });
    await store(peer, [
      withHeader(1, { RequestedProcedurePriority: 'STAT' }),
      withHeader(2, { RequestedProcedurePriority: 'ROUTINE' }),
      withHeader(3, { Modality: 'MG' }),
    ]);
    expect(taken.map(({ about }) => about.lane)).toEqual(['urgent', 'routine', 'bulk']);
    expect(seen).toEqual(['CT1 CT medium STAT', 'CT1 CT medium ROUTINE', 'CT1 MG medium -']);
  });

  test('takes several associations at once, each at its own pace', async () => {
    const { peer, taken, server } = await openDoor();
    const one = (from: number) =>
      store(
        peer,
        Array.from({ length: 5 }, (_, index) => toSend(from + index, 200_000)),
      );
    const outcomes = await Promise.all([one(10), one(20), one(30), one(40)]);
    expect(outcomes.flat().every((outcome) => outcome.class === 'done')).toBe(true);
    expect(
      taken.every(({ bytes, about }) =>
        dataSetOf(bytes).equals(objectBytes(Number(about.sopInstanceUid?.slice(6)), 200_000)),
      ),
    ).toBe(true);
    expect(taken).toHaveLength(20);
    expect(server.associations).toBe(0);
  });

  test('lets an object that is under way end when it stops, and lets nobody in any more', async () => {
    let letGo = (): void => undefined;
    const durable = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const { peer, server, taken, counts, events } = await openDoor({}, { commit: () => durable });
    const sent = store(peer, [toSend(1, 10), toSend(2, 10)]);
    await until(() => counts.begun === 1);
    const stopped = server.stop();
    expect(await echo(peer)).toMatchObject({ class: 'transient' });
    letGo();
    const [first, second] = await sent;
    expect(first).toEqual({ class: 'done' });
    expect(second?.class).not.toBe('done');
    await stopped;
    expect(taken).toHaveLength(1);
    expect(events).toContainEqual(expect.objectContaining({ what: 'closed', end: 'stopped', stored: 1 }));
  });

  test('stops within its time though the spool never answers', async () => {
    const { peer, server, counts } = await openDoor({}, { commit: () => new Promise(() => undefined) });
    const sent = store({ ...peer, answerMs: 30_000 }, [toSend(1, 10)]);
    await until(() => counts.begun === 1);
    await server.stop(50);
    expect(await sent).toMatchObject([{ class: 'ambiguous' }]);
  });
});
