import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { echo } from '../client.ts';
import { writeRequest } from '../pdu/associate.ts';
import { closeDoors, openDoor, until } from '../testing/door.ts';
import { CT, EXPLICIT, objectBytes } from '../testing/objects.ts';
import { commandPdu, fragment, REQUEST, rawCaller, storeCommand } from '../testing/raw.ts';

afterEach(closeDoors);

const IMPLICIT = '1.2.840.10008.1.2';
const ECHO = { field: 0x30, messageId: 9, affectedClass: '1.2.840.10008.1.1', hasDataSet: false };
const endOf = (events: readonly object[]) => events.find((event) => 'what' in event && event.what === 'closed');

describe('an association', () => {
  test.each([
    ['another called title', { calledAe: 'NOTOKA' }, [1, 1, 7], 'called-ae'],
    ['a calling title that is not on the list', { callingAe: 'STRANGER' }, [1, 1, 3], 'calling-ae'],
    ['a title that comes from another address', { callingAe: 'FAR' }, [1, 1, 3], 'calling-ae'],
    ['another application context', { applicationContext: '1.2.3' }, [1, 1, 2], 'application-context'],
    ['another version of the protocol', { protocolVersion: 2 }, [1, 2, 2], 'protocol-version'],
  ])('is refused to %s, with the reason of PS3.8 §9.3.4', async (_, changes, reason, why) => {
    const { server, events } = await openDoor({
      peers: [{ aeTitle: 'RAW' }, { aeTitle: 'FAR', addresses: ['192.0.2.1'] }],
    });
    const caller = rawCaller(server.port);
    caller.send(writeRequest({ ...REQUEST, ...changes }));
    const answer = await caller.pdu();
    expect([answer?.kind, [...(answer?.body ?? [])].slice(1)]).toEqual([3, reason]);
    await until(() => events.length > 0);
    expect(events[0]).toMatchObject({ what: 'rejected', why, address: '127.0.0.1' });
  });

  test('is made with a known caller from a known address', async () => {
    const { peer } = await openDoor({ peers: [{ aeTitle: 'CT1', addresses: ['127.0.0.1'] }] });
    expect(await echo(peer)).toEqual({ class: 'done' });
  });

  test('is refused for now where there are too many, and made when one has gone', async () => {
    const { server, peer } = await openDoor({ limits: { maxAssociations: 1 } });
    const first = rawCaller(server.port);
    await first.associate();
    expect(await echo(peer)).toMatchObject({ class: 'transient', why: expect.stringContaining('source 3, reason 2') });
    first.socket.destroy();
    await until(() => server.associations === 0);
    expect(await echo(peer)).toEqual({ class: 'done' });
  });

  test('is not cut because the clock of the edge is set ahead', async () => {
    const { server } = await openDoor({ limits: { answerMs: 40 } });
    const caller = rawCaller(server.port);
    await caller.associate();
    const wall = Date.now();
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => wall + 24 * 3_600_000);
    await new Promise((resolve) => setTimeout(resolve, 60));
    caller.send(commandPdu(3, ECHO));
    expect(await caller.next()).toMatchObject({ type: 'fragment', isCommand: true });
    clock.mockRestore();
  });

  test('that says nothing gives way to one that has something to say, where there are too many', async () => {
    const { server, peer, events } = await openDoor({ limits: { maxAssociations: 2, stallMs: 400 } });
    const [first, second] = [rawCaller(server.port), rawCaller(server.port)];
    await first.associate();
    await second.associate();
    second.send(commandPdu(1, storeCommand(1)));
    await new Promise((resolve) => setTimeout(resolve, 5));
    // The one that is in the middle of an object stays.
    const busy = setInterval(() => second.send(fragment(1, false, false, Buffer.alloc(10))), 5);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(await echo(peer)).toEqual({ class: 'done' });
    clearInterval(busy);
    expect(endOf(events)).toMatchObject({ end: 'crowded', caller: { callingAe: 'RAW' }, unfinished: false });
    expect(second.socket.destroyed).toBe(false);
  });

  test('takes the first syntax of the sender that keeps an object whole, for all storage classes and private ones', async () => {
    const { server } = await openDoor();
    const offers: readonly (readonly [string, readonly string[], string | number])[] = [
      [CT, ['1.2.840.10008.1.2.4.70', EXPLICIT, IMPLICIT], '1.2.840.10008.1.2.4.70'],
      [CT, ['1.2.840.10008.1.2.2', IMPLICIT], IMPLICIT],
      [CT, ['1.2.840.113619.5.2', IMPLICIT], IMPLICIT],
      [CT, ['1.2.840.10008.1.2.2'], '1.2.840.10008.1.2.2'],
      [CT, ['1.2.840.10008.1.2.4.202'], '1.2.840.10008.1.2.4.202'],
      [CT, ['1.2.840.10008.1.2.4.107'], '1.2.840.10008.1.2.4.107'],
      [CT, ['1.2.840.10008.1.2.4.94', '1.2.840.113619.5.2'], 4],
      ['1.2.840.10008.5.1.4.1.1.9999.1', [IMPLICIT], IMPLICIT],
      ['1.3.12.2.1107.5.9.1', [EXPLICIT], EXPLICIT],
      ['1.2.840.10008.5.1.1.9', [IMPLICIT], 3],
      ['1.2.840.10008.5.1.4.31', [IMPLICIT], 3],
    ];
    const contexts = offers.map(([abstractSyntax, transferSyntaxes], at) => ({
      id: 2 * at + 1,
      abstractSyntax,
      transferSyntaxes,
    }));
    const accept = await rawCaller(server.port).associate({ contexts });
    expect(accept?.contexts.map(({ result, transferSyntax }) => (result === 0 ? transferSyntax : result))).toEqual(
      offers.map(([, , answer]) => answer),
    );
  });

  test('answers roles and extended information only where it takes the class, and takes long PDUs', async () => {
    const { server } = await openDoor();
    const accept = await rawCaller(server.port).associate({
      user: {
        ...REQUEST.user,
        roles: [CT, '1.2.3.4.99'].map((sopClassUid) => ({ sopClassUid, scu: true, scp: true })),
        extended: [{ sopClassUid: CT, info: Buffer.from([2, 0, 3, 0, 1, 0]) }],
      },
    });
    expect(accept?.user).toMatchObject({
      maxPdu: 262_144,
      roles: [{ sopClassUid: CT, scu: true, scp: false }],
      extended: [{ sopClassUid: CT, info: Buffer.from([2, 0, 0, 0, 0, 0]) }],
    });
  });

  test('reads a message whatever pieces it comes in, down to single bytes', async () => {
    const { server, taken } = await openDoor();
    const caller = rawCaller(server.port);
    await caller.associate();
    const bytes = objectBytes(1, 40);
    const command = commandPdu(1, storeCommand(1));
    const parts = Array.from(bytes, (byte, at) => fragment(1, false, at === bytes.length - 1, Buffer.of(byte)));
    for (const byte of Buffer.concat([command, ...parts])) {
      caller.socket.write(Buffer.of(byte));
      if (byte === 0xe0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await caller.next()).toMatchObject({ type: 'fragment', isCommand: true, last: true });
    expect(taken[0]?.bytes.subarray(-bytes.length).equals(bytes)).toBe(true);
  });

  test('takes a data set in one PDU of any stated length', async () => {
    const { server, taken } = await openDoor();
    const caller = rawCaller(server.port);
    await caller.associate();
    caller.send(commandPdu(1, storeCommand(1)), fragment(1, false, true, objectBytes(1, 3_000_000)));
    await caller.next();
    expect(taken).toHaveLength(1);
  });

  test.each([
    ['a PDU of an unknown type', Buffer.from([0x2a, 0, 0, 0, 0, 4, 1, 2, 3, 4]), 1],
    ['a PDU that is no data and would be 4 GiB long', Buffer.from([5, 0, 0xff, 0xff, 0xff, 0xff]), 6],
    ['a PDV longer than its PDU', Buffer.from([4, 0, 0, 0, 0, 8, 0, 0, 0, 99, 1, 3, 0, 0]), 6],
    ['a PDV without a header', Buffer.from([4, 0, 0, 0, 0, 3, 0, 0, 0]), 6],
    ['a context that was not agreed upon', fragment(7, true, true, commandPdu(7, ECHO).subarray(12)), 6],
    ['a data set before its command', fragment(1, false, true, Buffer.alloc(10)), 2],
    ['a command that is none', fragment(1, true, true, Buffer.alloc(30, 0xff)), 6],
    [
      'a second command within a message',
      Buffer.concat([commandPdu(1, storeCommand(1)), commandPdu(1, storeCommand(2))]),
      2,
    ],
    ['a message within another', Buffer.concat([commandPdu(1, storeCommand(1)), commandPdu(3, ECHO)]), 2],
    ['a response to nothing', commandPdu(3, { ...ECHO, field: 0x8030, status: 0 }), 2],
    ['a second request', Buffer.from([1, 0, 0, 0, 0, 0]), 2],
  ])('is aborted by %s; others go on', async (_, bytes, reason) => {
    const { server, peer, counts, events } = await openDoor();
    const caller = rawCaller(server.port);
    await caller.associate();
    caller.send(bytes);
    const answer = await caller.pdu();
    expect([answer?.kind, [...(answer?.body ?? [])]]).toEqual([7, [0, 0, 2, reason]]);
    await until(() => endOf(events) !== undefined);
    expect(endOf(events)).toMatchObject({ end: 'protocol', detail: expect.any(String) });
    expect(counts.begun).toBe(counts.aborted);
    expect(await echo(peer)).toEqual({ class: 'done' });
  });

  test.each([
    ['line', (caller: ReturnType<typeof rawCaller>) => caller.socket.resetAndDestroy(), 'broken'],
    [
      'caller',
      (caller: ReturnType<typeof rawCaller>) => caller.send(Buffer.from([7, 0, 0, 0, 0, 4, 0, 0, 0, 0])),
      'aborted',
    ],
  ] as const)('that the %s ends in the middle of an object leaves nothing of it', async (_, cut, end) => {
    const { server, taken, counts, events } = await openDoor();
    const caller = rawCaller(server.port);
    await caller.associate();
    caller.send(commandPdu(1, storeCommand(1)), fragment(1, false, false, objectBytes(1, 100_000)));
    await until(() => counts.begun === 1);
    cut(caller);
    await until(() => endOf(events) !== undefined);
    expect(endOf(events)).toMatchObject({ end, unfinished: true, stored: 0 });
    expect([taken.length, counts.aborted]).toEqual([0, 1]);
  });

  test('stores what a caller sent whole before it went without waiting', async () => {
    const { server, taken, events } = await openDoor({}, { write: () => new Promise((go) => setTimeout(go, 20)) });
    const caller = rawCaller(server.port);
    await caller.associate();
    caller.send(commandPdu(1, storeCommand(1)), fragment(1, false, true, objectBytes(1, 1000)));
    caller.socket.end();
    await until(() => endOf(events) !== undefined);
    expect(taken).toHaveLength(1);
  });

  test.each([
    ['no request comes', { associateMs: 40 }, 'no-request', [] as Buffer[]],
    ['it is silent between messages', { idleMs: 40 }, 'idle', undefined],
    ['a message was begun and nothing follows', { stallMs: 40 }, 'stalled', [commandPdu(1, storeCommand(1))]],
    ['an object takes too long', { objectMs: 1, stallMs: 60 }, 'slow-object', [commandPdu(1, storeCommand(1))]],
  ])('ends when %s', async (_, limits, end, sent) => {
    const { server, events } = await openDoor({ limits });
    const caller = rawCaller(server.port);
    if (sent === undefined || sent.length > 0) {
      await caller.associate();
      for (const bytes of sent ?? []) caller.send(bytes);
    }
    await caller.closed();
    await until(() => endOf(events) !== undefined);
    expect(endOf(events)).toMatchObject({ end });
  });

  test('reads no further than the disk takes', async () => {
    let letGo = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const { server, taken } = await openDoor({}, { write: () => gate });
    const caller = rawCaller(server.port);
    await caller.associate();
    const bytes = objectBytes(1, 64_000_000);
    caller.send(commandPdu(1, storeCommand(1)));
    for (let at = 0; at < bytes.length; at += 1_000_000)
      caller.send(fragment(1, false, at + 1_000_000 >= bytes.length, bytes.subarray(at, at + 1_000_000)));
    // Time enough for all of it, were it read.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    // What lies in the systems' buffers is a few MiB; the rest is still the caller's.
    expect(caller.socket.writableLength).toBeGreaterThan(32_000_000);
    letGo();
    await caller.next();
    expect(taken).toHaveLength(1);
  });
});
