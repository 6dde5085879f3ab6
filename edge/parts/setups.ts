import type { PartSetup } from './part.ts';
import type { Shared } from './shared.ts';

/**
 * The parts that the settings switch on, in the order of their start: what follows and sends first, the doors last. Each
 * is loaded when it is wanted: an edge without DICOM does not carry it in its memory.
 */
export function setupsOf(shared: Shared): PartSetup[] {
  const { worklist, dicom, folder, mllp } = shared.settings;
  const setups: (PartSetup | false)[] = [
    { name: 'uplink', start: async () => (await import('./uplink.ts')).startUplinkPart(shared) },
    worklist !== undefined && {
      name: 'worklist',
      start: async () => (await import('./worklist.ts')).startWorklistPart(shared),
    },
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
