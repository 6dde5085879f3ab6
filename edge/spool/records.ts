import { z } from 'zod';
import { Sha256 } from '../../schemas/input.ts';
import { Mark, ObjectMeta } from './meta.ts';

/**
 * What the spool's log says: an object was taken (small ones lie in the record itself), a step of its way, that it is kept
 * no more, that a working copy was made. Each names the taking it speaks of, so that they say the same in any order and any
 * number: a second taking of the same bytes is another one.
 */
export const KINDS = { object: 1, mark: 2, gone: 3, derived: 4 } as const;

/** 16 random bytes: name of one taking, of its file, and salt of that file's key. */
export const Take = z.string().regex(/^[0-9a-f]{32}$/);

/** A file of its own, by its name; `keyId` where it is sealed. */
export const StoredFile = z.object({ name: Take, bytes: z.number(), keyId: z.string().optional() });
export type StoredFile = z.infer<typeof StoredFile>;

export const ObjectRecord = z.object({
  take: Take,
  about: ObjectMeta,
  marks: z.array(Mark),
  file: StoredFile.optional(),
});
export const MarkRecord = z.object({ take: Take, mark: Mark });
export const GoneRecord = z.object({ take: Take });
export const DerivedRecord = z.object({
  take: Take,
  file: StoredFile,
  sha256: Sha256,
  preview: z.number(),
  pixelHash: z.string(),
});
export type DerivedRecord = z.infer<typeof DerivedRecord>;
