import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { PriorsSettings } from '../../schemas/edge/priors.ts';
import { startDicom } from '../dicom/server.ts';
import type { Dataset } from '../dicom/services.ts';
import { MemoryDisk } from '../files/testing/memory-disk.ts';
import { object } from '../folder/testing/objects.ts';
import { freePort, hasOrthanc, startOrthanc } from '../pacs/testing/orthanc.ts';
import { openSpool } from '../spool/spool.ts';
import type { Occasion } from './occasion.ts';
import { type Priors, type PriorsEvent, type PriorsOptions, startPriors } from './priors.ts';
import { answer, expected } from './testing/expected.ts';

const root = mkdtempSync(join(tmpdir(), 'oka-priors-'));
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
let serial = 0;

const NIGHT = '2026-03-01T17:00:00Z';
const clockAt = (at: string) => {
  const clock = {
    at: Date.parse(at),
    now: () => clock.at,
    steady: () => clock.at,
    async rest(ms: number, signal: AbortSignal): Promise<void> {
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (!signal.aborted) clock.at += ms;
    },
  };
  return clock;
};
const until = async (isTrue: () => boolean): Promise<void> => {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 2));
};

/** A PACS in the memory that has these studies, and what it is asked for. */
type Pacs = Required<Pick<PriorsOptions, 'find' | 'move'>> & {
  isAway: boolean;
  failed: number;
  readonly finds: string[];
  readonly moves: string[];
  readonly sent: Map<string, number>;
};
function pacsWith(studies: readonly Dataset[]): Pacs {
  const pacs: Pacs = {
    isAway: false,
    failed: 0,
    finds: [],
    moves: [],
    sent: new Map(),
    find: async (_peer, { keys }) => {
      pacs.finds.push(String(keys.PatientID));
      return pacs.isAway ? { class: 'transient', why: 'no connection' } : { class: 'done', matches: studies };
    },
    move: async (_peer, { keys }) => {
      if (pacs.isAway) return { class: 'transient', why: 'no connection' };
      const uid = String(keys.StudyInstanceUID);
      pacs.moves.push(uid);
      // What it says is not always what it does: only what came counts.
      pacs.sent.set(uid, Math.max(pacs.sent.get(uid) ?? 0, 2 - pacs.failed));
      return { class: 'done', completed: 2, failed: 0, warnings: 0 };
    },
  };
  return pacs;
}

async function started(
  pacs: Pacs,
  more: Omit<Partial<PriorsOptions>, 'settings'> & { at?: string; settings?: object; expect?: Occasion[] } = {},
) {
  serial += 1;
  const { at = NIGHT, settings, expect: list = [expected()], ...rest } = more;
  const clock = clockAt(at);
  const events: PriorsEvent[] = [];
  const options: PriorsOptions = {
    folder: join(root, String(serial)),
    peer: { aeTitle: 'PACS', host: '127.0.0.1', port: 1 },
    destination: 'OKA',
    occasions: () => list,
    objectsHere: (uid) => pacs.sent.get(uid) ?? 0,
    zone: 'Asia/Yekaterinburg',
    time: clock,
    find: pacs.find,
    move: pacs.move,
    onEvent: (event) => events.push(event),
    ...rest,
    settings: PriorsSettings.parse(settings ?? {}),
  };
  let priors: Priors = await startPriors(options);
  ends.push(() => priors.stop());
  return {
    clock,
    events,
    list,
    get priors() {
      return priors;
    },
    async restarted(change: Partial<PriorsOptions> = {}): Promise<void> {
      await priors.stop().catch(() => undefined);
      priors = await startPriors({ ...options, ...change });
    },
  };
}

describe('earlier studies', () => {
  test('are fetched in the night before the appointment, each once, over restarts', async () => {
    const pacs = pacsWith([answer('2.25.1'), answer('2.25.2', { StudyDescription: 'KNEE' })]);
    const { clock, priors, restarted } = await started(pacs, { at: '2026-03-01T08:00:00Z' });
    await until(() => clock.now() > Date.parse('2026-03-01T14:30:00Z'));
    expect([pacs.finds, pacs.moves]).toEqual([[], []]);
    await until(() => pacs.moves.length > 0);
    expect(priors.state().quiet).toBe(true);
    await restarted();
    const later = clock.now() + 3_600_000;
    await until(() => clock.now() > later);
    expect([pacs.finds, pacs.moves]).toEqual([['301'], ['2.25.1']]);
  });

  test('of an appointment that was cancelled are left where they are', async () => {
    const pacs = pacsWith([answer('2.25.1')]);
    const { clock, list } = await started(pacs, { move: async () => ({ class: 'transient', why: 'later' }) });
    await until(() => pacs.finds.length > 0);
    list.length = 0;
    const later = clock.now() + 3_600_000;
    await until(() => clock.now() > later);
    expect(pacs.moves).toEqual([]);
  });

  test('wait while the PACS is away, which is told once', async () => {
    const pacs = pacsWith([answer('2.25.1')]);
    pacs.isAway = true;
    const { events } = await started(pacs);
    await until(() => pacs.finds.length > 3);
    expect(events.filter(({ what }) => what === 'away')).toHaveLength(1);
    pacs.isAway = false;
    await until(() => pacs.moves.length > 0);
  });

  test('are not fetched when they are here, or in the region, already', async () => {
    const pacs = pacsWith([
      answer('2.25.1'),
      answer('2.25.2', { StudyDate: '20250301' }),
      answer('2.25.3', { StudyDate: '20250201' }),
    ]);
    pacs.sent.set('2.25.1', 2);
    const { priors } = await started(pacs, {
      settings: { newest: 3 },
      isInRegion: async (uid) => uid === '2.25.2',
    });
    await until(() => priors.state().fetched === 3);
    expect(pacs.moves).toEqual(['2.25.3']);
  });

  test('no more than so many go in one night, those of the first appointments first', async () => {
    const pacs = pacsWith([]);
    const { clock } = await started(pacs, {
      expect: [5, 4, 3, 2, 1].map((number) =>
        expected({ id: `a${number}`, start: `2026-03-02T0${number}:00:00.000Z`, patient: { id: `${number}` } }),
      ),
      settings: { mostPerNight: 3 },
      find: async (_peer, { keys }) => {
        const number = String(keys.PatientID);
        return { class: 'done', matches: [answer(`2.25.${number}`, { PatientID: number })] };
      },
    });
    await until(() => clock.now() > Date.parse('2026-03-02T00:00:00Z'));
    expect(pacs.moves).toEqual(['2.25.1', '2.25.2', '2.25.3']);
  });

  test('that come in part are asked for again in the next nights, then given up, and told', async () => {
    const pacs = pacsWith([answer('2.25.1')]);
    pacs.failed = 1;
    const { events, priors, clock } = await started(pacs, {
      settings: { daysAhead: 30 },
      expect: [expected({ start: '2026-03-20T04:00:00.000Z' })],
    });
    await until(() => priors.state().givenUp === 1);
    expect([...new Set(events.map(({ what }) => what))]).toEqual(['incomplete', 'given-up']);
    expect(clock.now()).toBeGreaterThan(Date.parse('2026-03-03T14:59:00Z'));
  });

  test('that our door did not let in are asked for again in the same night', async () => {
    const pacs = pacsWith([answer('2.25.1')]);
    pacs.failed = 2;
    const { events, priors, clock } = await started(pacs);
    await until(() => events.some(({ what }) => what === 'incomplete'));
    pacs.failed = 0;
    await until(() => priors.state().fetched === 1);
    expect(clock.now()).toBeLessThan(Date.parse('2026-03-02T01:00:00Z'));
  });

  test('of a doubtful patient, or under a number with a wildcard, are not asked for', async () => {
    const pacs = pacsWith([answer('2.25.1')]);
    const { clock } = await started(pacs, {
      expect: [expected({ doubtful: true }), expected({ id: 'a2', patient: { id: '3*' } })],
    });
    const later = clock.now() + 3_600_000;
    await until(() => clock.now() > later);
    expect(pacs.finds).toEqual([]);
  });

  test('a power cut at any step fetches no study more than once more, and forgets none', async () => {
    for (let cutAt = 1; cutAt < 30; cutAt += 1) {
      const disk = new MemoryDisk();
      const pacs = pacsWith([answer('2.25.1'), answer('2.25.2')]);
      const { restarted, priors } = await started(pacs, { files: disk.files, folder: '/edge/priors' });
      disk.cutAt = disk.steps + cutAt;
      await until(() => disk.steps >= disk.cutAt || priors.state().fetched === 2);
      disk.powerBack(() => 0.5);
      await restarted({ files: disk.files });
      await until(() => new Set(pacs.moves).size === 2);
      for (const end of ends.splice(0).reverse()) await end();
      for (const uid of ['2.25.1', '2.25.2'])
        expect(pacs.moves.filter((one) => one === uid).length).toBeLessThanOrEqual(2);
    }
  });
});

(hasOrthanc ? describe : describe.skip)('with Orthanc as the PACS', () => {
  test('the studies of this patient come through our own door into the spool, in the bulk lane', async () => {
    const port = await freePort();
    const orthanc = await startOrthanc({ DicomModalities: { oka: ['OKA', '127.0.0.1', port] } });
    const spool = await openSpool({ folder: join(root, 'spool'), watermark: 1 });
    ends.push(spool.close, orthanc.stop);
    const chest = {
      Modality: 'DX',
      StudyDescription: 'CHEST',
      StudyDate: '20250401',
      PatientBirthDate: '19800517',
      PatientSex: 'F',
    };
    await orthanc.put(object(1, { ...chest, StudyInstanceUID: '2.25.501' }));
    await orthanc.put(object(2, { ...chest, StudyInstanceUID: '2.25.501' }));
    await orthanc.put(object(3, { ...chest, StudyInstanceUID: '2.25.502', PatientBirthDate: '19810101' }));
    await orthanc.put(object(4, { ...chest, StudyInstanceUID: '2.25.503', PatientID: '302' }));
    const studies = (uid: string): number =>
      [...spool.entries()].filter(({ about }) => about.studyInstanceUid === uid).length;
    const events: PriorsEvent[] = [];
    const priors = await startPriors({
      folder: join(root, 'orthanc'),
      settings: PriorsSettings.parse({}),
      peer: orthanc.peer,
      destination: 'OKA',
      occasions: () => [expected()],
      objectsHere: studies,
      zone: 'Asia/Yekaterinburg',
      time: clockAt(NIGHT),
      onEvent: (event) => events.push(event),
    });
    const door = await startDicom({ port, aeTitle: 'OKA', peers: 'any', take: spool.begin, laneOf: priors.laneOf });
    ends.push(() => door.stop(100), priors.stop);
    await until(() => events.some(({ what }) => what === 'fetched'));
    expect(events).toContainEqual({ what: 'not-the-patient', studies: 1 });
    expect(events).toContainEqual({ what: 'fetched', objects: 2 });
    expect([...spool.entries()].map(({ about }) => [about.studyInstanceUid, about.lane, about.callingAe])).toEqual([
      ['2.25.501', 'bulk', 'PACS'],
      ['2.25.501', 'bulk', 'PACS'],
    ]);
  });
});
