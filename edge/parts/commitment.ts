import { openCommitment } from '../commitment/commitment.ts';
import { type Outcome, reportCommitment } from '../dicom/client.ts';
import { dicomPeerOf, modalityOf } from './dicom-peers.ts';
import { hourly } from './hourly.ts';
import type { Part } from './part.ts';
import { folderOf, type Shared } from './shared.ts';

/** Storage commitment: answered when the region has the object, on an association of its own. */
export async function startCommitmentPart({ settings, spool, key, clock, notes, live }: Shared): Promise<Part> {
  const { data, dicom, commitment: own } = settings;
  const commitment = await openCommitment({
    folder: folderOf(data, 'commitment'),
    key,
    spool,
    async report(callingAe, report): Promise<Outcome> {
      const peer = dicom && modalityOf(dicom, callingAe);
      if (peer === undefined) return { class: 'transient', why: `no host and port of ${callingAe} in dicom.peers` };
      return reportCommitment(await dicomPeerOf(dicom, peer), report);
    },
    ...(own ? { settings: own } : {}),
    clock,
    onEvent: (event) => notes.event('commitment', event),
  });
  const cleaning = hourly(commitment.clean, (fault) => notes.failed('cleaning storage commitment', fault));
  live.commitment = commitment;
  return {
    async stop() {
      cleaning.stop();
      live.commitment = undefined;
      await commitment.stop();
    },
    state() {
      const open = commitment.open();
      const oldest = open.map(({ askedAt }) => askedAt).sort()[0];
      return {
        waiting: open.length,
        ...(oldest === undefined ? {} : { waitingSince: oldest }),
        late: open.filter(({ isLate }) => isLate).length,
      };
    },
  };
}
