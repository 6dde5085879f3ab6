import { existsSync } from 'node:fs';
import type { EdgeSettings } from '../../schemas/edge.ts';
import { isLocked } from '../lock.ts';
import { tokenOf } from '../settings/token.ts';
import { checkCertificates } from './certificates.ts';
import { checkDisk } from './disk.ts';
import { checkDoors } from './doors.ts';
import { checkFolder } from './folder.ts';
import { type CheckLine, lines } from './line.ts';
import { checkLink } from './link.ts';
import { checkPage } from './page.ts';
import { checkPeers } from './peers.ts';
import { checkSecrets } from './secrets.ts';

/**
 * Looks at everything that an edge needs, as its settings say it: keys, certificates, disk, doors, the line to the region
 * and the systems of the clinic. It changes nothing: the region keeps nothing of what is sent to measure the line. Only with
 * `tryReplaces` two versions of a result are written, to the test patient of the record system.
 */
export async function checkEdge(
  settings: EdgeSettings,
  now: Date,
  { tryReplaces = false }: { readonly tryReplaces?: boolean } = {},
): Promise<readonly CheckLine[]> {
  const isRunning = existsSync(settings.data) && (await isLocked(settings.data));
  const looks: readonly (readonly [id: string, look: () => Promise<readonly CheckLine[]>])[] = [
    ['keys', () => checkSecrets(settings)],
    ['certificates', () => checkCertificates(settings, now)],
    ['disk', () => checkDisk(settings)],
    ['doors', () => checkDoors(settings, isRunning)],
    ['page', () => checkPage(settings)],
    ['folder', () => checkFolder(settings)],
    ['link', async () => checkLink(settings, tokenOf(settings), now)],
    ['peers', () => checkPeers(settings, now, tryReplaces)],
  ];
  const found: CheckLine[] = [];
  // One after the other: what measures the line may not share it with what calls the PACS.
  for (const [id, look] of looks) found.push(...(await lines(id, look)));
  return found;
}
