import { occasionsOf } from '../priors/occasion.ts';
import { startPriors } from '../priors/priors.ts';
import { studyInRegion } from '../priors/region.ts';
import { askRegion, wayTo } from '../region/region.ts';
import { dicomPeerOf } from './dicom-peers.ts';
import { ehrToken } from './ehr-token.ts';
import type { Part } from './part.ts';
import { folderOf, type Shared } from './shared.ts';

/** Earlier studies from the PACS, before an appointment; they come in by the DICOM door. */
export async function startPriorsPart(shared: Shared): Promise<Part> {
  const { settings, spool, key, notes, live } = shared;
  const { data, pacs, priors: own, dicom, connector, region, zone } = settings;
  if (own === undefined || pacs === undefined || dicom === undefined) throw new Error('there are no priors');
  const link = askRegion(await wayTo(region));
  const priors = await startPriors({
    folder: folderOf(data, 'priors'),
    settings: own,
    peer: await dicomPeerOf(dicom, pacs.peer),
    destination: dicom.aeTitle,
    occasions: () => (live.worklist === undefined ? [] : occasionsOf(live.worklist)),
    objectsHere(study) {
      let count = 0;
      for (const { about } of spool.entries()) if (about.studyInstanceUid === study) count += 1;
      return count;
    },
    ...(connector ? { isInRegion: studyInRegion(link.ask, ehrToken(shared)) } : {}),
    zone,
    key,
    onEvent: (event) => notes.event('priors', event),
  });
  live.worklist?.onChange(priors.changed);
  live.priors = priors;
  return {
    async stop() {
      live.priors = undefined;
      await priors.stop();
      link.close();
    },
    state: priors.state,
  };
}
