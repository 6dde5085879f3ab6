import type { InputState } from '../../platform/chart/chart.ts';
import { variableOf } from '../../platform/environment.ts';
import { announceInput, type Declared } from '../../platform/intake.ts';
import type { World } from '../../platform/world.ts';
import type { InputKey } from '../../schemas/input.ts';
import { type Range, requireDigest } from './segments.ts';

/** Name of the step in `oka trace`; its detail says what of the object is there. */
const STEP = 'uploaded';
type Part = 'preview' | 'whole';

type Upload = Declared & {
  readonly input: InputKey;
  readonly receivedAt: string;
  readonly traceparent: string;
};

export const wasAnnounced = async ({ chart }: World, input: InputKey, part: Part): Promise<boolean> =>
  (await chart.marks(input)).has(`${part} announced`);

/**
 * Accepts a complete object: digest, input, message, in this order; the step that marks it comes last, so a crash
 * anywhere is made good by the sender's next try. The same object again is a repeat: its message goes out again only
 * while the input has no end. True: it was accepted before.
 */
export async function announceWhole(
  upload: Upload & { readonly stored: readonly Range[]; readonly countRepeat: boolean },
  world: World,
): Promise<boolean> {
  const { input } = upload;
  const state = await world.chart.input(input);
  const accepted = await wasAnnounced(world, input, 'whole');
  if (!accepted) await requireDigest(world.objects, variableOf(world.env, 'OKA_BUCKET_INTAKE'), input, upload.stored);
  const receivedAt = await opened(upload, state, accepted && upload.countRepeat, world);
  if (state?.end === undefined) await announceInput({ ...upload, basis: 'whole', receivedAt }, 'uploads', world);
  if (!accepted) await world.chart.step(input, STEP, 'whole', 'whole announced');
  return accepted;
}

/** Announces a prefix once: it can only be used while the rest is on its way. */
export async function announcePreview(upload: Upload, world: World): Promise<void> {
  const { input } = upload;
  const state = await world.chart.input(input);
  if ((await wasAnnounced(world, input, 'preview')) || (await wasAnnounced(world, input, 'whole'))) return;
  const receivedAt = await opened(upload, state, false, world);
  await announceInput({ ...upload, basis: 'preview', receivedAt }, 'uploads', world);
  await world.chart.step(input, STEP, 'preview', 'preview announced');
}

/** Opens the input if nobody has, or counts a repeat. The receipt time is that of the first acceptance (contract 3). */
async function opened(
  { input, length, receivedAt }: Upload,
  state: InputState | undefined,
  countRepeat: boolean,
  { chart }: World,
): Promise<string> {
  if (state !== undefined && state.length > 0 && !countRepeat) return state.receivedAt;
  await chart.openInput(input, length, receivedAt);
  return (await chart.input(input))?.receivedAt ?? receivedAt;
}
