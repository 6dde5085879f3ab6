import type { PartSetup } from './part.ts';
import type { Shared } from './shared.ts';

/**
 * The parts that the settings switch on, in the order of their start: what follows and sends first, the doors last. Each
 * is loaded when it is wanted: an edge without DICOM does not carry it in its memory.
 */
export function setupsOf(shared: Shared): PartSetup[] {
  const { mllp } = shared.settings;
  return [
    { name: 'uplink', start: async () => (await import('./uplink.ts')).startUplinkPart(shared) },
    ...(mllp ? [{ name: 'mllp', isDoor: true, start: async () => (await import('./mllp.ts')).startMllp(shared) }] : []),
  ];
}
