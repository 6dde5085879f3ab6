import { afterEach, describe, expect, test } from '@jest/globals';
import { openCommitment } from '../commitment/commitment.ts';
import { modality, object, spoolOf, CALLER as XRAY } from '../commitment/testing.ts';
import { MemoryDisk } from '../files/testing/memory-disk.ts';
import { openJournal } from '../journal/journal.ts';
import { openMpps } from '../mpps/mpps.ts';
import { begun, CALLER, ended, spoolInMemory, UID } from '../mpps/testing.ts';
import { followJournal } from './follow.ts';
import { adt, appointment, brief, control, NOW, order, worklist } from './testing.ts';

/** Ends of what a test has begun; after a power cut they may fail, as the programs are gone. */
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end().catch(() => undefined);
});

/** Plays `story` with the power going at each of its steps, and `after` when it is back. */
async function atEveryStep(story: (disk: MemoryDisk) => Promise<void>, after: (disk: MemoryDisk) => Promise<void>) {
  const whole = new MemoryDisk();
  await story(whole);
  const steps = whole.steps;
  expect(steps).toBeGreaterThan(5);
  for (let cut = 1; cut <= steps + 1; cut += 1) {
    const disk = new MemoryDisk();
    disk.cutAt = cut;
    await story(disk).catch(() => undefined);
    let turn = cut;
    disk.powerBack(() => {
      turn = (turn * 7919) % 1009;
      return turn / 1009;
    });
    await after(disk);
  }
}

const MESSAGES = [
  order(),
  order({ placer: 'P2', filler: 'F2', number: '302', name: 'Ким^Ольга', sex: 'F' }),
  appointment({ placer: 'P1' }),
  adt('A08', '20260203093000', { name: 'Иванов^Пётр' }),
  control('CA', '20260203094000', { placer: 'P2', filler: 'F2' }),
];

async function clinicOf(disk: MemoryDisk) {
  const { files } = disk;
  const journal = await openJournal({ folder: '/edge/journal', files });
  const { worklist: list } = await worklist('/edge/worklist', { files });
  const following = await followJournal({ journal, worklist: list, folder: '/edge/mark', files });
  ends.push(
    () => journal.close(),
    () => list.close(),
    () => following.stop(),
  );
  return { journal, list, following };
}

test('whatever was acknowledged before a power cut is on the worklist after it', async () => {
  const acknowledged = new Set<number>();
  const story = async (disk: MemoryDisk): Promise<void> => {
    acknowledged.clear();
    const { journal, following } = await clinicOf(disk);
    for (const [place, bytes] of MESSAGES.entries()) {
      await journal.append(bytes, {
        acceptedAt: new Date(Date.parse(NOW) + place).toISOString(),
        by: 'mllp',
        address: '',
      });
      acknowledged.add(place);
    }
    await following.caughtUp();
  };
  await atEveryStep(story, async (disk) => {
    const { list, following } = await clinicOf(disk);
    await following.caughtUp();
    const seen = list.items().map(brief);
    const { worklist: fresh } = await worklist('/other', { files: new MemoryDisk().files });
    // What was on its way when the power went may have become durable, or not.
    const kept = [...acknowledged];
    const possible = [kept, [...kept, kept.length]].map(async (places) => {
      const { worklist: expected } = await worklist('/expected', { files: new MemoryDisk().files });
      for (const place of places) {
        const bytes = MESSAGES[place];
        if (bytes) await expected.take(bytes, new Date(Date.parse(NOW) + place).toISOString());
      }
      return expected.items().map(brief);
    });
    expect(await Promise.all(possible)).toContainEqual(seen);
    await fresh.close();
  });
});

describe('a procedure step', () => {
  test('that was acknowledged is there after a power cut, and its end reaches the spool', async () => {
    let acknowledged = 0;
    const story = async ({ files }: MemoryDisk): Promise<void> => {
      acknowledged = 0;
      const mpps = await openMpps({ folder: '/edge/mpps', files, spool: spoolInMemory() });
      ends.push(mpps.close);
      if ((await mpps.create(UID, begun(), CALLER)) === 0) acknowledged = 1;
      if ((await mpps.set(UID, ended('COMPLETED'), CALLER)) === 0) acknowledged = 2;
    };
    await atEveryStep(story, async ({ files }) => {
      const spool = spoolInMemory();
      const told: string[] = [];
      const mpps = await openMpps({
        folder: '/edge/mpps',
        files,
        spool,
        performed: async ({ status }) => void told.push(status),
      });
      await mpps.close();
      if (acknowledged === 2) expect(told).toEqual(['COMPLETED']);
      if (acknowledged === 1) expect(told).toHaveLength(1);
      // Where the mark that it lies in the spool was durable, it lies there from before.
      expect(spool.files.length).toBeLessThanOrEqual(1);
    });
  });
});

describe('a request for commitment', () => {
  test('that was accepted is open after a power cut, and answered once the region has everything', async () => {
    let accepted = false;
    const story = async ({ files }: MemoryDisk): Promise<void> => {
      accepted = false;
      const spool = spoolOf();
      spool.take('1.1');
      const device = modality();
      device.state.answer = { class: 'transient', why: 'away' };
      const commitment = await openCommitment({ folder: '/edge/commitment', files, spool, report: device.report });
      ends.push(commitment.stop);
      const status = await commitment.take({ transactionUid: '1.2', objects: [object('1.1')] }, XRAY);
      accepted = status === 0;
      spool.mark('1.1', 'drained');
      await commitment.look();
    };
    await atEveryStep(story, async ({ files }) => {
      const spool = spoolOf();
      spool.take('1.1');
      const device = modality();
      const commitment = await openCommitment({ folder: '/edge/commitment', files, spool, report: device.report });
      spool.mark('1.1', 'drained');
      await commitment.look();
      await commitment.stop();
      if (accepted) expect(device.heard).toEqual([{ transactionUid: '1.2', stored: [object('1.1')], failed: [] }]);
      else expect(device.heard.length).toBeLessThanOrEqual(1);
    });
  });
});
