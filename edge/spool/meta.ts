import { z } from 'zod';
import { ERRORS, type ErrorCode } from '../../schemas/errors.ts';
import { Instant, Sha256 } from '../../schemas/input.ts';

/** In which order things go to the region: emergencies, the day's work, originals and archives. */
export const Lane = z.enum(['urgent', 'routine', 'bulk']);
export type Lane = z.infer<typeof Lane>;

/** What is known of an object when it is taken. It stands on the disk, encrypted, and goes into no log. */
export const ObjectMeta = z.object({
  /** First acceptance; travels with the object (contract 3). */
  acceptedAt: Instant,
  /** Which door took it: `dicom`, `folder`, `mpps`, … */
  by: z.string(),
  address: z.string(),
  callingAe: z.string().optional(),
  certificate: z.object({ fingerprint: z.string(), subject: z.string() }).optional(),
  lane: Lane,
  sopClassUid: z.string().optional(),
  sopInstanceUid: z.string().optional(),
  transferSyntaxUid: z.string().optional(),
  studyInstanceUid: z.string().optional(),
  /** What is kept in order while draining in parallel: one patient's or one study's objects. */
  patientKey: z.string().optional(),
  /** A file's name, where it came as one. */
  name: z.string().optional(),
});
export type ObjectMeta = z.infer<typeof ObjectMeta>;

/**
 * What became of an object, step by step; each kind of step is kept once, the newest.
 * `prefix-sent`: the region has what the preview needs. `drained`: it has the whole, as working copy or as original.
 * `original-drained`: it has the byte-identical original. `refused`: it will never take it as it is. `again`: a human
 * puts a refused object into the line again.
 */
export const Mark = z.object({
  at: Instant,
  what: z.enum(['prefix-sent', 'drained', 'refused', 'original-drained', 'again']),
  code: z.custom<ErrorCode>((code) => typeof code === 'string' && Object.hasOwn(ERRORS, code)).optional(),
  /** Of `drained`: the SHA-256 under which the region has it, which is the working copy's where one was sent. */
  as: Sha256.optional(),
});
export type Mark = z.infer<typeof Mark>;

/** `waiting`: the region has not got it yet. `damaged`: its bytes cannot be read here any more. */
export type ObjectState = 'waiting' | 'drained' | 'refused' | 'damaged';

/** What the marks say together, in whatever order they came. */
export function stateOf(marks: readonly Mark[]): Exclude<ObjectState, 'damaged'> {
  const newest = (what: Mark['what']): string => marks.find((mark) => mark.what === what)?.at ?? '';
  if (newest('drained') !== '' || newest('original-drained') !== '') return 'drained';
  return newest('refused') > newest('again') ? 'refused' : 'waiting';
}

/** Marks with one more; of a kind only the newest is kept, so that any order and any repeat give the same. */
export function withMark(marks: readonly Mark[], mark: Mark): readonly Mark[] {
  const same = marks.find(({ what }) => what === mark.what);
  if (same !== undefined && rank(same) >= rank(mark)) return marks;
  return [...marks.filter(({ what }) => what !== mark.what), mark];
}

const rank = ({ at, code, as }: Mark): string => `${at} ${code ?? ''} ${as ?? ''}`;
