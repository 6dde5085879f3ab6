import { z } from 'zod';
import type { Edge } from '../../edge/edge.ts';
import { Lane, Mark } from '../../edge/spool/meta.ts';
import { Instant, Sha256 } from '../../schemas/input.ts';

/** What an edge holds and has sent, as its process tells the one that started it. */
export const EdgeLook = z.object({
  at: Instant,
  /** Messages that the region has not got yet. */
  messages: z.number(),
  /** Images that wait for their copy to be made. */
  preparing: z.number(),
  objects: z.array(
    z.object({
      sha256: Sha256,
      sopInstanceUid: z.string().optional(),
      /** The door that took it: `dicom` of images, `mpps` of procedure steps. */
      by: z.string(),
      acceptedAt: Instant,
      lane: Lane,
      state: z.string(),
      marks: z.array(Mark),
    }),
  ),
});
export type EdgeLook = z.infer<typeof EdgeLook>;
export type LookedAt = EdgeLook['objects'][number];

export function lookAt(edge: Edge): EdgeLook {
  const { at, waiting, parts } = edge.says();
  const { preparing } = z.object({ preparing: z.number() }).parse(parts?.uplink);
  const objects = [...edge.objects()].map(({ sha256, state, marks, about }) => {
    const { sopInstanceUid, by, acceptedAt, lane } = about;
    return { sha256, state, marks: [...marks], by, acceptedAt, lane, ...(sopInstanceUid ? { sopInstanceUid } : {}) };
  });
  return { at, messages: waiting, preparing, objects };
}

/** The name under which the region has it; undefined while it has not got it. */
export const sentAs = ({ marks }: Pick<LookedAt, 'marks'>): string | undefined =>
  marks.find(({ what }) => what === 'drained')?.as;
