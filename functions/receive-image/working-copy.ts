import type { Codecs } from '../../domain/imaging/codecs.ts';
import { encodeWorkingCopy } from '../../domain/imaging/working-copy.ts';
import { archiveInstance } from '../../platform/archive.ts';
import { loadHtj2k } from '../../platform/htj2k.ts';
import { log } from '../../platform/log.ts';
import type { World } from '../../platform/world.ts';
import { inputId } from '../../schemas/input.ts';
import type { Taken } from './taken.ts';

/**
 * The region's working copy of an image → `archive`. What cannot be re-encoded without loss stays in intake as it was sent,
 * which `readInstance` falls back to: an image never waits for its copy, nor is it lost with it.
 */
export async function keepWorkingCopy(taken: Taken, world: World, codecs: Codecs): Promise<void> {
  const { bytes, header, pixelHash, event } = taken;
  const { input } = event.data;
  if (header.pixels === undefined) return;
  const encoded = encodeWorkingCopy(bytes, codecs, await loadHtj2k(), { pixelHash });
  if (encoded.form === 'as-sent') return log.info('kept as sent', { input: inputId(input), why: encoded.why });
  await archiveInstance(world, input, encoded);
  log.info('working copy kept', { input: inputId(input), bytes: encoded.bytes.length, of: bytes.length });
}
