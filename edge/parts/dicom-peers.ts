import type { DicomSettings } from '../../schemas/edge/dicom.ts';
import type { DicomPeer, PeerTls } from '../../schemas/edge/terms.ts';
import type { Peer } from '../dicom/client.ts';
import { callerTlsOf } from '../settings/tls.ts';

/**
 * A DICOM application of the clinic as we call it, whoever calls: reports of commitment, findings, earlier studies, the
 * check. Where it asks for a certificate, it gets that of our listener unless another one is named.
 * @throws OkaError `unreadable-file` with the path
 */
export async function dicomPeerOf(
  dicom: Pick<DicomSettings, 'aeTitle' | 'tls'> | undefined,
  { tls, ...where }: DicomPeer,
): Promise<Peer> {
  const callingAe = dicom?.aeTitle ?? 'OKA';
  if (tls === undefined) return { ...where, callingAe };
  return { ...where, callingAe, tls: await callerTlsOf({ ...ownPairOf(tls, dicom?.tls), ...tls }) };
}

const ownPairOf = ({ cert }: PeerTls, listener: DicomSettings['tls']): Pick<PeerTls, 'cert' | 'key'> =>
  cert === undefined && listener !== undefined ? { cert: listener.cert, key: listener.key } : {};

/**
 * Where a modality takes calls, by its AE title; undefined where `dicom.peers` names no host and port. The certificate by
 * which it is known when it calls is also that of its own listener, unless its `tls` says something else.
 */
export function modalityOf({ peers }: Pick<DicomSettings, 'peers'>, callingAe: string): DicomPeer | undefined {
  const { aeTitle, host, port, tls, fingerprint } = peers.find((peer) => peer.aeTitle === callingAe) ?? {};
  if (aeTitle === undefined || host === undefined || port === undefined) return undefined;
  if (tls === undefined) return { aeTitle, host, port };
  const isKnownElse = tls.ca !== undefined || tls.fingerprint !== undefined || fingerprint === undefined;
  return { aeTitle, host, port, tls: isKnownElse ? tls : { ...tls, fingerprint } };
}
