import { once } from 'node:events';
import { existsSync, linkSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { nodeFiles } from '../edge/files/files.ts';
import { openJournal } from '../edge/journal/journal.ts';
import { type ListenerOptions, startListener } from '../edge/listener.ts';
import { isLocked, lockFolder } from '../edge/lock.ts';
import { makeMllpClient } from '../edge/mllp/client.ts';
import { keepRefused, listRefused, sendRefusedAgain } from '../edge/refused.ts';
import { tokenSource } from '../edge/token.ts';
import type { UplinkEvent } from '../edge/uplink/events.ts';
import { startUplink } from '../edge/uplink/uplink.ts';
import { readInput } from '../platform/objects.ts';
import { UplinkSettings } from '../schemas/edge/uplink.ts';
import { type Door, openDoor } from './door.ts';
import { atEnd, closeAll, message, pause } from './mllp.ts';
import { sha256Hex } from './sha256.ts';

const AT = '2026-01-31T05:00:00.000Z';
let door: Door;
const root = mkdtempSync(join(tmpdir(), 'oka-edge-'));
beforeAll(async () => {
  door = await openDoor();
});
afterAll(async () => {
  await door.close();
  rmSync(root, { recursive: true, force: true });
});
beforeEach(() => {
  door.trouble = undefined;
  door.it.sent.length = 0;
});
afterEach(closeAll);

let serial = 0;
const clock = (): Date => new Date(AT);
/** A message that no other test has sent. */
function fresh(text = ''): Buffer {
  serial += 1;
  return message(`E${serial}`, text);
}

const LINE = { settings: UplinkSettings.parse({}), zone: 'Europe/Moscow' };

/** Journal, listener and uplink of the clinic "north" as the edge puts them together, on a folder of their own. */
async function edge({
  quotaBytes,
  ...options
}: Partial<ListenerOptions> & { quotaBytes?: number; folder?: string } = {}) {
  serial += 1;
  const folder = join(root, String(serial));
  const events: UplinkEvent[] = [];
  const journal = await openJournal({ folder: join(folder, 'journal'), ...(quotaBytes ? { quotaBytes } : {}) });
  const token = tokenSource({
    key: door.keys['edge-north'] ?? {},
    iss: 'edge:north',
    sub: 'edge:north',
    audience: door.region.audience,
  });
  const refused = join(folder, 'refused');
  const uplink = await startUplink({
    ...{ journal, token, url: door.url, ...LINE, folder: join(folder, 'uplink') },
    refuse: (entry, code) => keepRefused(refused, journal, entry, code, AT),
    backoffMs: [20, 100],
    onEvent: (event) => events.push(event),
  });
  const listener = await startListener({ journal, port: 0, zone: 'Europe/Moscow', clock, ...options });
  const client = makeMllpClient({ host: '127.0.0.1', port: listener.port });
  atEnd(async () => {
    client.close();
    await listener.stop(100);
    await uplink.stop();
    await journal.close();
  });
  const until = async (what: UplinkEvent['what'], count: number): Promise<void> => {
    while (events.filter((event) => event.what === what).length < count) await pause(5);
  };
  return { journal, client, refused, until };
}

const arrived = (bytes: Buffer): Promise<Uint8Array> =>
  readInput(door.it.world.objects, 'intake', { kind: 'record', clinic: 'north', sha256: sha256Hex(bytes) });

describe('a message on its way through the clinic’s edge', () => {
  test('arrives in the region byte for byte, with the time of its acceptance at the edge', async () => {
    const { client, until } = await edge();
    const bytes = Buffer.concat([fresh(), Buffer.from([0xcf, 0xf0, 0xe8, 0x0d])]);
    expect(await client.send(bytes)).toMatchObject({ class: 'accepted', code: 'AA' });
    await until('drained', 1);
    expect(Buffer.compare(await arrived(bytes), bytes)).toBe(0);
    expect(door.it.sent[0]?.message.data).toMatchObject({ receivedAt: AT });
  });

  test('that comes twice is answered alike and sent once', async () => {
    const { client, until, journal } = await edge();
    const bytes = fresh();
    expect(await client.send(bytes)).toMatchObject({ code: 'AA' });
    await until('drained', 1);
    expect(await client.send(bytes)).toMatchObject({ code: 'AA' });
    await pause(50);
    expect(door.it.sent).toHaveLength(1);
    expect(journal.counts).toMatchObject({ waiting: 0, kept: 1 });
  });

  test('stays while the region is away and arrives when it is back', async () => {
    const { client, until, journal } = await edge();
    door.trouble = () => 'cut-before';
    const all = [fresh(), fresh(), fresh()];
    for (const bytes of all) expect(await client.send(bytes)).toMatchObject({ class: 'accepted' });
    await until('failed', 4);
    expect(journal.counts.waiting).toBe(3);
    door.trouble = undefined;
    await until('drained', 3);
    for (const bytes of all) expect(Buffer.compare(await arrived(bytes), bytes)).toBe(0);
  });

  test('that always fails does not hold up the others, nor do more of them than go at once', async () => {
    const { client, until } = await edge();
    const [bad, good] = [[fresh(), fresh(), fresh()], fresh()];
    const digests = bad.map((bytes) => Buffer.from(sha256Hex(bytes), 'hex').toString('base64url'));
    door.trouble = ({ target }) => (digests.some((digest) => target.includes(digest)) ? 'busy' : undefined);
    for (const bytes of bad) await client.send(bytes);
    await until('failed', 6);
    await client.send(good);
    await until('drained', 1);
    expect(Buffer.compare(await arrived(good), good)).toBe(0);
  });
});

describe('a message that the region will never take', () => {
  test('is kept with its code, leaves the line, and can be sent again', async () => {
    const folder = join(root, 'refusing');
    const journal = await openJournal({ folder: join(folder, 'journal') });
    atEnd(() => journal.close());
    const refused = join(folder, 'refused');
    const bytes = fresh();
    await journal.append(bytes, { acceptedAt: AT, by: 'mllp', address: '127.0.0.1' });
    const said = JSON.stringify({ code: 'malformed-request', message: 'x', whatToDo: 'y' });
    const uplink = await startUplink({
      ...{ journal, token: async () => 'token', url: door.url, ...LINE, folder: join(folder, 'uplink') },
      ask: async () => ({ status: 400, headers: {}, body: Buffer.from(said) }),
      refuse: (entry, code) => keepRefused(refused, journal, entry, code, AT),
    });
    while (journal.counts.waiting > 0) await pause(5);
    await uplink.stop();
    expect(await listRefused(refused)).toEqual([
      { sha256: sha256Hex(bytes), code: 'malformed-request', acceptedAt: AT, refusedAt: AT },
    ]);
    expect(await sendRefusedAgain(refused, journal)).toBe(1);
    const [entry] = journal.waiting();
    expect(entry).toMatchObject({ sha256: sha256Hex(bytes), acceptedAt: AT });
    expect(entry && Buffer.compare(await journal.read(entry, 0, entry.bytes), bytes)).toBe(0);
    expect(await listRefused(refused)).toEqual([]);
  });

  test('for want of rights is not refused but waits: the registration is mended, not the message', async () => {
    const { client, until, journal } = await edge();
    const keys = door.keys['edge-north'] as { kid?: string };
    const kid = keys.kid;
    keys.kid = 'unknown';
    await client.send(fresh());
    await until('failed', 1);
    expect(journal.counts.waiting).toBe(1);
    keys.kid = kid ?? '';
  });
});

describe('at the door', () => {
  test.each([
    ['what is no HL7', Buffer.from('hello'), { code: 'AR', class: 'permanent' }],
    [
      'what is larger than the cap',
      message('1', 'A'.repeat(20_000)),
      { code: 'AE', class: 'permanent', condition: 104 },
    ],
    ['what there is no room for', message('1', 'A'.repeat(9_000)), { code: 'AR', class: 'transient', condition: 207 }],
  ])('%s is refused, and the sender is told whether to try again', async (_, bytes, expected) => {
    const { client, journal } = await edge({ quotaBytes: 5000, limits: { maxBytes: 10_000, lingerMs: 50 } });
    expect(await client.send(bytes)).toMatchObject(expected);
    expect(journal.counts.kept).toBe(0);
  });

  test.each(['unknown sender', 'unknown type'])('an %s is taken: the region judges', async (what) => {
    const { client } = await edge();
    const text = fresh()
      .toString()
      .replace(what === 'unknown type' ? 'ORU^R01' : 'LIS|MRL', what === 'unknown type' ? 'ZZZ' : 'ZZZ|ZZZ');
    expect(await client.send(Buffer.from(text))).toMatchObject({ code: 'AA' });
  });

  test('a sender in enhanced mode gets CA', async () => {
    const { client } = await edge();
    const bytes = Buffer.from(fresh().toString().replace('|P|2.5.1', '|P|2.5.1|||AL|NE'));
    expect(await client.send(bytes)).toMatchObject({ class: 'accepted', code: 'CA', level: 'accept' });
  });
});

describe('a folder', () => {
  const onLinux = process.platform === 'linux' ? test : test.skip;
  onLinux('is held against an edge of another container too, and free after kill -9', async () => {
    const folder = join(root, 'shared');
    await nodeFiles.makeFolder(folder);
    const place = join(folder, 'lock');
    // A container has local sockets of its own; of the folder it sees the same one.
    const other = createServer().listen(place);
    await once(other, 'listening');
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'configuration' });
    expect(await isLocked(folder)).toBe(true);
    linkSync(place, `${place}.left`);
    await new Promise((resolve) => other.close(resolve));
    renameSync(`${place}.left`, place);
    expect(await isLocked(folder)).toBe(false);
    const release = await lockFolder(folder);
    expect(await isLocked(folder)).toBe(true);
    await release();
    expect(existsSync(place)).toBe(false);
  });

  test('belongs to one edge at a time, and is free when that one ends', async () => {
    const folder = join(root, 'locked');
    await nodeFiles.makeFolder(folder);
    const unlock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'configuration' });
    await unlock();
    await (await lockFolder(folder))();
  });
});
