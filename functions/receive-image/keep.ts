import type { Codecs } from '../../domain/imaging/codecs.ts';
import { storeAttachments } from '../../platform/attachments.ts';
import type { World } from '../../platform/world.ts';
import type { Taken } from './taken.ts';

/**
 * All that lies beside the chart is there before the chart speaks of it; one line for each thing that is kept. Everything
 * has its name from the bytes, so a repeat writes the same again and a crash leaves nothing but what nobody refers to.
 */
export async function keep(taken: Taken, world: World, _codecs: Codecs): Promise<void> {
  await storeAttachments(taken.contents.attachments, world);
}
