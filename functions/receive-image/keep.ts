import type { Codecs } from '../../domain/imaging/codecs.ts';
import { storeAttachments } from '../../platform/attachments.ts';
import { type NewInstance, registerInstance } from '../../platform/chart/studies.ts';
import type { World } from '../../platform/world.ts';
import { keepPreview } from './preview.ts';
import type { Taken } from './taken.ts';
import { keepWorkingCopy } from './working-copy.ts';

/**
 * All that lies beside the chart is there before the chart speaks of it; one line for each thing that is kept. Everything
 * has its name from the bytes, so a repeat writes the same again and a crash leaves nothing but what nobody refers to.
 */
export async function keep(taken: Taken, world: World, codecs: Codecs): Promise<void> {
  await storeAttachments(taken.contents.attachments, world);
  await keepPreview(taken, world, codecs);
  await keepWorkingCopy(taken, world, codecs);
  if (isListed(taken)) await registerInstance(world, asInstance(taken));
}

/** A procedure step is no instance, and what is nobody's is found by nobody. */
const isListed = ({ subject, kind }: Taken): boolean => subject.unknown === undefined && kind !== 'procedure-step';

/** How DICOMweb will find it. */
const asInstance = ({ event, bytes, object, header, pixelHash, subject, study }: Taken): NewInstance => ({
  ...{ object, header, pixelHash, study, record: subject.record, clinic: subject.owner.id, length: bytes.length },
  source: { input: event.data.input },
  receivedAt: event.data.receivedAt,
});
