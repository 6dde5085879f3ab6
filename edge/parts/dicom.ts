import { startDicom } from '../dicom/server.ts';
import type { DicomServices } from '../dicom/services.ts';
import { laneOfObject } from '../lanes/rules.ts';
import { serverTlsOf } from '../settings/tls.ts';
import type { Part } from './part.ts';
import { running, type Shared } from './shared.ts';

const STOP_WITHIN_MS = 5000;

/** The door for DICOM: images into the spool, and the services that the settings switch on. */
export async function startDicomPart(shared: Shared): Promise<Part> {
  const { settings, spool, clock, notes, live } = shared;
  const { dicom, uplink } = settings;
  if (dicom === undefined) throw new Error('there is no dicom');
  const { host, port, aeTitle, peers, tls } = dicom;
  const server = await startDicom({
    host,
    port,
    aeTitle,
    peers:
      peers.length === 0
        ? 'any'
        : peers.map((peer) => ({
            aeTitle: peer.aeTitle,
            ...(peer.host === undefined ? {} : { addresses: [peer.host] }),
            ...(peer.fingerprint === undefined ? {} : { fingerprint: peer.fingerprint }),
            ...(peer.charset === undefined ? {} : { charset: peer.charset }),
          })),
    ...(tls
      ? { tls: { ...(await serverTlsOf(tls)), asks: peers.some(({ fingerprint }) => fingerprint !== undefined) } }
      : {}),
    take: spool.begin,
    laneOf(caller, header) {
      const { modality, requestedPriority, priority } = header;
      const known = { callingAe: caller.callingAe, modality, priority: requestedPriority ?? priority };
      // What we have fetched ourselves is not new, whatever the PACS says of it.
      return live.priors?.laneOf(caller, header) ?? laneOfObject(known, uplink.rules);
    },
    services: servicesOf(shared),
    clock,
    onEvent: (event) => notes.event('dicom', event),
  });
  return {
    stop: () => server.stop(STOP_WITHIN_MS),
    state: () => ({ port: server.port, associations: server.associations, tls: tls !== undefined }),
  };
}

/** A service whose part does not run now is refused each time it is asked for, not in the negotiation: it may come back. */
function servicesOf({ settings, live }: Shared): DicomServices {
  const { worklist, mpps, commitment } = settings;
  return {
    ...(worklist ? { find: (...asked) => running(live, 'worklist').find(...asked) } : {}),
    ...(mpps
      ? {
          mpps: {
            create: async (...said) => running(live, 'mpps').create(...said),
            set: async (...said) => running(live, 'mpps').set(...said),
          },
        }
      : {}),
    ...(commitment ? { commitment: async (...asked) => running(live, 'commitment').take(...asked) } : {}),
  };
}
