import { hash } from 'node:crypto';
import type { PriorsSettings } from '../../schemas/edge/priors.ts';
import { realTime, type Time } from '../connector/time.ts';
import { makeWake } from '../connector/wake.ts';
import { find as findIn, move as moveFrom, type Peer } from '../dicom/client.ts';
import type { Caller } from '../dicom/services.ts';
import type { StoreHeader } from '../dicom/store/take.ts';
import { openFacts } from '../facts/facts.ts';
import type { EdgeFiles } from '../files/files.ts';
import type { EdgeKey } from '../files/key.ts';
import type { Lane } from '../spool/meta.ts';
import { choose, type FoundStudy, studyOf } from './choose.ts';
import { PriorFact, type Wanted } from './facts.ts';
import { nightOf, onTheClock } from './hours.ts';
import type { Occasion } from './occasion.ts';

export type PriorsOptions = {
  /** The part's own folder. */
  readonly folder: string;
  readonly settings: PriorsSettings;
  readonly peer: Peer;
  /** Our AE title as the PACS knows it: it sends there. */
  readonly destination: string;
  /** Appointments and orders that stand now; one that is cancelled is not among them any more. */
  readonly occasions: () => Iterable<Occasion>;
  /** Objects of a study that lie in the spool. */
  readonly objectsHere: (studyInstanceUid: string) => number;
  readonly isInRegion?: (studyInstanceUid: string) => Promise<boolean | undefined>;
  /** IANA zone of the clinic. */
  readonly zone: string;
  readonly key?: EdgeKey | undefined;
  readonly files?: EdgeFiles;
  readonly time?: Time;
  readonly find?: typeof findIn;
  readonly move?: typeof moveFrom;
  readonly onEvent?: (event: PriorsEvent) => void;
};

/** What an engineer should hear of; nothing of a patient. */
export type PriorsEvent =
  | { readonly what: 'fetched'; readonly objects: number }
  /** It came in part; it is asked for again, three nights at most. */
  | { readonly what: 'incomplete' | 'given-up'; readonly missing: number }
  /** Studies under the number that are not surely this patient's: none of them is fetched. */
  | { readonly what: 'not-the-patient'; readonly studies: number }
  | { readonly what: 'away'; readonly code: 'pacs-away'; readonly why: string }
  | { readonly what: 'not-durable'; readonly fault: unknown };

export type PriorsState = {
  readonly due: number;
  readonly fetched: number;
  readonly givenUp: number;
  readonly tonight: number;
  readonly quiet: boolean;
  readonly awaySince?: string;
};
export type Priors = Awaited<ReturnType<typeof startPriors>>;

const DAY_MS = 24 * 60 * 60 * 1000;
const LOOK_EVERY_MS = 60_000;
const AWAY_MS = 10 * 60_000;
const AGAIN_MS = 30 * 60_000;
/** Nights. */
const MOST_TRIES = 3;
const REMEMBER_MS = 400 * DAY_MS;
/** A patient with more studies than this is looked through no further. */
const MOST_STUDIES = 500;
/** Objects of a study may come for so long after the PACS has said that it is done. */
const STRAGGLERS_MS = 60 * 60 * 1000;

const RETURNED = {
  ...{ StudyInstanceUID: '', StudyDate: '', StudyTime: '', ModalitiesInStudy: '', StudyDescription: '' },
  ...{
    NumberOfStudyRelatedInstances: '',
    PatientName: '',
    PatientBirthDate: '',
    PatientSex: '',
    IssuerOfPatientID: '',
  },
};

/**
 * Fetches earlier studies from the clinic's PACS for those who are expected, in the quiet hours: C-FIND by the patient's
 * number, C-MOVE to our own door, where they go into the spool in the bulk lane. What is planned and what was fetched is
 * durable; each study is fetched once.
 */
export async function startPriors(options: PriorsOptions) {
  const { folder, settings, peer, destination, zone, key, files, time = realTime, onEvent = () => undefined } = options;
  const { find = findIn, move = moveFrom, isInRegion = async () => undefined } = options;
  const facts = await openFacts({ folder, schema: PriorFact, key, ...(files ? { files } : {}) });
  const stop = new AbortController();
  const wake = makeWake(time, stop.signal);
  /** Studies whose objects are on their way from the PACS, and until when. */
  const coming = new Map<string, number>();
  /** When a study that came in part is asked for again, in the same night. */
  const again = new Map<string, number>();
  let awaySince: string | undefined;
  let awayUntil = 0;
  const now = (): string => new Date(time.now()).toISOString();
  const night = (): string | undefined => nightOf(time.now(), zone, settings);

  const wanted = (): [string, Wanted][] =>
    [...facts.entries()].flatMap(([uid, fact]): [string, Wanted][] => (fact.about === 'study' ? [[uid, fact]] : []));
  const triedIn = (one: string): number => wanted().filter(([, study]) => study.night === one).length;

  /** Who is expected: soon, surely himself, and by a number that can be asked for (no wildcards, PS3.4 §C.2.2.2.4). */
  function expected(): Occasion[] {
    const until = new Date(time.now() + settings.daysAhead * DAY_MS).toISOString();
    return [...options.occasions()]
      .filter(
        ({ start, doubtful, patient }) => start > now() && start <= until && !doubtful && /^[^*?\\]+$/.test(patient.id),
      )
      .sort((a, b) => (a.start < b.start ? -1 : 1));
  }

  async function ask(occasion: Occasion): Promise<void> {
    const found: FoundStudy[] = [];
    for (const id of [occasion.patient.id, ...occasion.patient.formerIds.filter((one) => /^[^*?\\]+$/.test(one))]) {
      const keys = { ...RETURNED, PatientID: id };
      const answer = await find(peer, { root: 'study', level: 'STUDY', keys, atMost: MOST_STUDIES }, stop.signal);
      if (answer.class !== 'done') throw new Away(answer.why);
      found.push(...answer.matches.flatMap((match) => studyOf(match) ?? []));
    }
    const { day } = onTheClock(time.now(), zone);
    const { chosen, others } = choose(found, occasion, day, { ...settings, issuer: settings.issuer });
    if (others > 0) onEvent({ what: 'not-the-patient', studies: others });
    for (const study of chosen) await want(study, occasion);
    await facts.put(nameOf(occasion), { about: 'occasion', at: now(), digest: digestOf(occasion) });
  }

  async function want({ uid, instances, patientId }: FoundStudy, { id, start }: Occasion): Promise<void> {
    const known = facts.get(uid);
    const before = known?.about === 'study' ? known : undefined;
    await facts.put(uid, {
      ...(before ?? { about: 'study', state: 'due', at: now(), tries: 0, patientId }),
      occasions: [...new Set([...(before?.occasions ?? []), id])].sort(),
      start: before === undefined || start < before.start ? start : before.start,
      ...(instances === undefined ? {} : { instances }),
    });
  }

  /** What became of studies and is not on the disk yet: while it takes nothing, nothing more is fetched. */
  const unkept = new Map<string, Wanted>();
  async function keep(): Promise<void> {
    for (const [uid, study] of [...unkept]) {
      await facts.put(uid, study);
      unkept.delete(uid);
    }
  }

  async function fetchOne(uid: string, study: Wanted, tonight: string): Promise<void> {
    const ended = (state: Wanted['state'], tries = study.tries): Promise<void> => {
      unkept.set(uid, { ...study, state, tries, at: now(), night: tonight });
      return keep();
    };
    const before = options.objectsHere(uid);
    const isHere = before > 0 && before >= (study.instances ?? 1);
    if (isHere || (await isInRegion(uid)) === true) {
      await ended('fetched');
      // It came after the PACS had answered.
      if (isHere && study.tries > 0) onEvent({ what: 'fetched', objects: before });
      return;
    }
    coming.set(uid, Number.POSITIVE_INFINITY);
    try {
      // Unique keys alone (PS3.4 §C.4.2.1.4).
      const keys = { StudyInstanceUID: uid };
      const moved = await move(peer, { root: 'study', level: 'STUDY', keys, destination }, stop.signal);
      if (stop.signal.aborted) return;
      // A PACS that does not know our title, or does not let us: a matter of its settings, for every study.
      if (moved.class !== 'done') throw new Away(moved.why);
      // Several tries of one night count once: our own door, too, may not have been open.
      const tries = study.night === tonight ? study.tries : study.tries + 1;
      // Some PACS say that all is done before, or even without, having sent: what lies here counts.
      const missing = Math.max(1, study.instances ?? moved.completed) - options.objectsHere(uid);
      if (missing <= 0) {
        await ended('fetched', tries);
        onEvent({ what: 'fetched', objects: options.objectsHere(uid) - before });
        return;
      }
      const isOver = tries >= MOST_TRIES;
      await ended(isOver ? 'given-up' : 'due', tries);
      again.set(uid, time.steady() + AGAIN_MS);
      onEvent({ what: isOver ? 'given-up' : 'incomplete', missing });
    } finally {
      coming.set(uid, time.steady() + STRAGGLERS_MS);
    }
  }

  /** One look: asks for those who are newly expected, then fetches what is due, as long as the hours are quiet. */
  async function look(): Promise<void> {
    const tonight = night();
    if (tonight === undefined || time.steady() < awayUntil) return;
    await keep();
    const all = expected();
    for (const occasion of all) {
      const fact = facts.get(nameOf(occasion));
      if (stop.signal.aborted || night() === undefined) return;
      if (fact?.about !== 'occasion' || fact.digest !== digestOf(occasion)) await ask(occasion);
    }
    const standing = new Map(all.map((occasion) => [occasion.id, occasion]));
    for (const [uid, study] of wanted().sort(([, a], [, b]) => (a.start < b.start ? -1 : 1))) {
      if (stop.signal.aborted || night() === undefined) return;
      if (study.night !== tonight && triedIn(tonight) >= settings.mostPerNight) continue;
      if (study.state !== 'due' || (again.get(uid) ?? 0) > time.steady()) continue;
      // Cancelled, or it is over: a study that nobody expects any more is not fetched.
      if (!study.occasions.some((id) => standing.has(id))) {
        if (study.start < now()) await facts.remove(uid);
        continue;
      }
      await fetchOne(uid, study, tonight);
    }
  }

  /** Forgets appointments that are over, and studies long after. */
  async function clean(): Promise<void> {
    const [day, long] = [time.now() - 30 * DAY_MS, time.now() - REMEMBER_MS].map((at) => new Date(at).toISOString());
    for (const [name, fact] of [...facts.entries()])
      if (fact.at < ((fact.about === 'occasion' ? day : long) ?? '')) await facts.remove(name);
    for (const [uid, until] of coming) if (until < time.steady()) coming.delete(uid);
  }

  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      try {
        await look();
        await clean();
        if (time.steady() >= awayUntil) awaySince = undefined;
      } catch (fault) {
        if (fault instanceof Away) {
          if (awaySince === undefined) onEvent({ what: 'away', code: 'pacs-away', why: fault.message });
          awaySince ??= now();
          awayUntil = time.steady() + AWAY_MS;
        } else onEvent({ what: 'not-durable', fault });
      }
      await wake.rest(LOOK_EVERY_MS);
    }
  }
  const running = run();

  return {
    /** For the DICOM door: what we asked the PACS for is for the night, whatever priority it is sent with. */
    laneOf: ({ callingAe }: Caller, { studyInstanceUid }: StoreHeader): Lane | undefined =>
      callingAe === peer.aeTitle && studyInstanceUid !== undefined && coming.has(studyInstanceUid) ? 'bulk' : undefined,
    /** The list of those who are expected has changed. */
    changed: (): void => wake.ring(),
    state(): PriorsState {
      const tonight = night();
      const count = (state: Wanted['state']): number => wanted().filter(([, study]) => study.state === state).length;
      return {
        due: count('due'),
        fetched: count('fetched'),
        givenUp: count('given-up'),
        tonight: tonight === undefined ? 0 : triedIn(tonight),
        quiet: tonight !== undefined,
        ...(awaySince === undefined ? {} : { awaySince }),
      };
    },
    async stop(): Promise<void> {
      stop.abort();
      wake.ring();
      await running;
      await facts.close();
    },
  };
}

/** The PACS does not answer, or not now: everything waits. */
class Away extends Error {}

const nameOf = ({ id }: Occasion): string => `occasion/${id}`;
const digestOf = ({ patient, modality, words, start }: Occasion): string =>
  hash('sha256', JSON.stringify([patient.id, patient.issuer, patient.formerIds, modality, words, start.slice(0, 10)]));
