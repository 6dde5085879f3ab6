import type { PartSetup } from './part.ts';
import type { Shared } from './shared.ts';

/**
 * The parts that the settings switch on, in the order of their start: what follows and sends first, the doors last. Each
 * is loaded when it is wanted: an edge without DICOM does not carry it in its memory.
 */
export function setupsOf(shared: Shared): PartSetup[] {
  const { worklist, mpps, commitment, connector, pacs, priors, page, dicom, folder, mllp } = shared.settings;
  const setups: (PartSetup | false)[] = [
    { name: 'uplink', start: async () => (await import('./uplink.ts')).startUplinkPart(shared) },
    worklist !== undefined && {
      name: 'worklist',
      start: async () => (await import('./worklist.ts')).startWorklistPart(shared),
    },
    mpps !== undefined && { name: 'mpps', start: async () => (await import('./mpps.ts')).startMppsPart(shared) },
    commitment !== undefined && {
      name: 'commitment',
      start: async () => (await import('./commitment.ts')).startCommitmentPart(shared),
    },
    pacs !== undefined && { name: 'pacs', start: async () => (await import('./pacs.ts')).startPacsPart(shared) },
    page !== undefined && { name: 'cache', start: async () => (await import('./page.ts')).startCachePart(shared) },
    connector !== undefined && {
      name: 'connector',
      start: async () => (await import('./connector.ts')).startConnectorPart(shared),
    },
    // Only a clinic that results go to is waited for.
    connector !== undefined && {
      name: 'contact',
      start: async () => (await import('./contact.ts')).startContactPart(shared),
    },
    priors !== undefined && {
      name: 'priors',
      start: async () => (await import('./priors.ts')).startPriorsPart(shared),
    },
    page !== undefined && { name: 'page', start: async () => (await import('./page.ts')).startPagePart(shared) },
    folder !== undefined && {
      name: 'folder',
      isDoor: true,
      start: async () => (await import('./folder.ts')).startFolderPart(shared),
    },
    dicom !== undefined && {
      name: 'dicom',
      isDoor: true,
      start: async () => (await import('./dicom.ts')).startDicomPart(shared),
    },
    mllp !== undefined && {
      name: 'mllp',
      isDoor: true,
      start: async () => (await import('./mllp.ts')).startMllp(shared),
    },
  ];
  return setups.filter((setup) => setup !== false);
}
