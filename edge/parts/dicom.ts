import type { UplinkSettings } from '../../schemas/edge/uplink.ts';
import { startDicom } from '../dicom/server.ts';
import type { Caller, DicomServices } from '../dicom/services.ts';
import type { StoreHeader } from '../dicom/store/take.ts';
import { isUrgent, laneOfObject } from '../lanes/rules.ts';
import { serverTlsOf } from '../settings/tls.ts';
import type { Lane } from '../spool/meta.ts';
import type { Part } from './part.ts';
import { type Live, running, type Shared } from './shared.ts';

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
    laneOf: (caller, header) => laneOfImage(caller, header, live, uplink.rules),
    services: servicesOf(shared),
    clock,
    onEvent: (event) => notes.event('dicom', event),
  });
  return {
    stop: () => server.stop(STOP_WITHIN_MS),
    state: () => ({ port: server.port, associations: server.associations, tls: tls !== undefined }),
  };
}

/**
 * Urgent is what its sender or the order of its study calls so: few modalities send the order's priority with its images.
 * What we have fetched ourselves is not new, whatever the PACS says of it.
 */
export function laneOfImage(
  caller: Caller,
  header: StoreHeader,
  live: Pick<Live, 'priors' | 'worklist'>,
  rules: UplinkSettings['rules'],
): Lane {
  const { modality, requestedPriority, priority, studyInstanceUid } = header;
  const ordered = studyInstanceUid === undefined ? undefined : live.worklist?.priorityOf(studyInstanceUid);
  const said = requestedPriority ?? priority;
  const known = { callingAe: caller.callingAe, modality, priority: isUrgent(said) ? said : (ordered ?? said) };
  return live.priors?.laneOf(caller, header) ?? laneOfObject(known, rules);
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
