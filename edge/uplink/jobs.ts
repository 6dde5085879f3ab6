import { createHmac, randomBytes } from 'node:crypto';
import type { UplinkSettings } from '../../schemas/edge/uplink.ts';
import type { Entry, Journal } from '../journal/journal.ts';
import { LOOKED_AT_BYTES, messageFacts } from '../lanes/hl7.ts';
import type { Source } from '../source.ts';
import type { SpoolEntry } from '../spool/spool.ts';
import type { Job, What } from './job.ts';
import { progressOf } from './progress.ts';

/** Smaller things are sent again after a break without asking whether they are there: the question costs as much. */
const ASKED_ABOUT_BYTES = 32 * 1024;

/** What was accepted while the clock ran ahead may not stand behind all that comes after. */
const job = (what: What, since: string, now: Date, bytes: number, more: Partial<Job>): Job => ({
  what,
  since: Math.min(Date.parse(since), now.getTime()),
  bytes,
  patientKey: undefined,
  lane: 'routine',
  sending: undefined,
  failures: 0,
  notBefore: 0,
  isOver: false,
  ...more,
});

/** Messages become jobs by what stands in them. The patient is kept as a hash that only this run of the edge can make. */
export function makeMessageJobs(journal: Journal, rules: UplinkSettings['rules'], clock: () => Date) {
  const secret = randomBytes(16);
  const keyOf = (patient: string): string => createHmac('sha256', secret).update(patient).digest('base64url');
  return async (entry: Entry, isOld: boolean): Promise<Job> => {
    const read = (from: number, to: number): Promise<Buffer> => journal.read(entry, from, to);
    const { lane, patientKey } = messageFacts(await read(0, Math.min(entry.bytes, LOOKED_AT_BYTES)), rules, keyOf);
    const { sha256, bytes: length, acceptedAt } = entry;
    const source: Source = { kind: 'record', sha256, length, read, acceptedAt };
    const sending = sendingOf(source, false, isOld);
    return job({ kind: 'message', entry }, acceptedAt, clock(), length, { lane, patientKey, sending });
  };
}

export const objectJob = (entry: SpoolEntry, now: Date): Job =>
  job({ kind: 'object', entry }, entry.about.acceptedAt, now, entry.bytes, { lane: entry.about.lane });

export const originalJob = (entry: SpoolEntry, source: Source, now: Date): Job =>
  job({ kind: 'original', entry }, entry.about.acceptedAt, now, entry.bytes, {
    lane: 'bulk',
    sending: sendingOf(source, false, true),
  });

/** `isOld`: an earlier run of the edge may have sent a part of it. */
export const sendingOf = (source: Source, isCopy: boolean, isOld: boolean): NonNullable<Job['sending']> => ({
  source,
  isCopy,
  progress: progressOf(source.length, source.preview, isOld && isAskedAbout(source.length)),
});

export const isAskedAbout = (length: number): boolean => length > ASKED_ABOUT_BYTES;
