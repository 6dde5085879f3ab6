import { once } from 'node:events';
import { connect as connectTls } from 'node:tls';
import type { DicomPeer } from '../../schemas/edge/terms.ts';
import type { EdgeSettings } from '../../schemas/edge.ts';
import { probeReplaces } from '../connector/probe-replaces.ts';
import { isThere } from '../connector/there.ts';
import { echo } from '../dicom/client.ts';
import { peerOf, plainFingerprint } from '../mllp/peer.ts';
import { destinationOf } from '../parts/connector.ts';
import { dicomPeerOf, modalityOf } from '../parts/dicom-peers.ts';
import { callerTlsOf } from '../settings/tls.ts';
import type { ClientTls } from '../tcp/dial.ts';
import { expiry } from './certificates.ts';
import { type CheckLine, lines } from './line.ts';

const WITHIN_MS = 5000;

/** The systems of the clinic that this edge calls: the PACS by C-ECHO, the record system by its door. */
export async function checkPeers(
  settings: EdgeSettings,
  now: Date,
  tryReplaces: boolean,
): Promise<readonly CheckLine[]> {
  const { pacs, connector, priors, worklist, commitment, dicom } = settings;
  const modalities = commitment && dicom ? dicom.peers.flatMap(({ aeTitle }) => modalityOf(dicom, aeTitle) ?? []) : [];
  return [
    ...(priors !== undefined && worklist === undefined ? [NOBODY_EXPECTED] : []),
    ...(pacs ? await lines('pacs', () => checkPacs(settings, pacs, now)) : []),
    ...(await Promise.all(modalities.map((peer) => lines(peer.aeTitle, () => checkModality(dicom, peer, now))))).flat(),
    ...(connector ? await lines('ehr', () => checkEhr(settings, connector, now, tryReplaces)) : []),
  ];
}

async function checkPacs({ dicom }: EdgeSettings, { peer, stow }: Pacs, now: Date): Promise<readonly CheckLine[]> {
  const whatToDo = `Findings wait here meanwhile. Is the address right, and does the PACS know our AE title ${dicom?.aeTitle ?? 'OKA'}?`;
  const web = stow?.tls && new URL(stow.url);
  return [
    ...(await called('pacs', dicom, peer, { state: 'fail', whatToDo }, now)),
    ...(web
      ? [await shown('pacs.stow', web.hostname, Number(web.port || 443), await callerTlsOf(stow?.tls ?? {}), now)]
      : []),
  ];
}

/** A modality that is switched off is no fault: its reports wait for it. */
const checkModality = (dicom: EdgeSettings['dicom'], peer: DicomPeer, now: Date): Promise<readonly CheckLine[]> => {
  const whatToDo = 'Reports of storage commitment wait for it. Is it on, and are "host", "port" and "tls" its own?';
  return called(`modality ${peer.aeTitle}`, dicom, peer, { state: 'warn', whatToDo }, now);
};

/** C-ECHO to an application as we call it in earnest, and the certificate that it shows. */
async function called(
  id: string,
  dicom: EdgeSettings['dicom'],
  peer: DicomPeer,
  otherwise: Pick<CheckLine, 'state' | 'whatToDo'>,
  now: Date,
): Promise<readonly CheckLine[]> {
  const { aeTitle, host, port } = peer;
  const { tls, ...own } = await dicomPeerOf(dicom, peer);
  const outcome = await echo({ ...own, ...(tls ? { tls } : {}), connectMs: WITHIN_MS, answerMs: WITHIN_MS });
  const where = `${aeTitle} at ${host}:${port}`;
  const line: CheckLine =
    outcome.class === 'done'
      ? { id, state: 'ok', found: `${where} answers C-ECHO` }
      : { id, found: `${where}: ${outcome.why}`, ...otherwise };
  // It is looked at also where the call failed: it may be the reason.
  return [line, ...(tls && (await isThere(host, port, WITHIN_MS)) ? [await shown(id, host, port, tls, now)] : [])];
}

type Pacs = NonNullable<EdgeSettings['pacs']>;

async function checkEhr(
  settings: EdgeSettings,
  connector: NonNullable<EdgeSettings['connector']>,
  now: Date,
  tryReplaces: boolean,
): Promise<readonly CheckLine[]> {
  const { ehr, mllp, queue, acknowledgements, signsAs } = connector;
  const destination = await destinationOf(settings);
  const isThere = await destination.probe().finally(destination.close);
  const found: CheckLine[] = [
    isThere
      ? { id: 'ehr', state: 'ok', found: `${ehr} is there` }
      : {
          id: 'ehr',
          state: 'fail',
          found: `${ehr} does not answer`,
          whatToDo: 'Results wait here meanwhile. Look at its address and its listener.',
        },
  ];
  if (queue === undefined || acknowledgements === undefined)
    found.push({
      id: 'ehr-queue',
      state: 'fail',
      found: 'no address of the queues of the region',
      whatToDo: 'Ask the operators of the region for "queue" and "acknowledgements".',
    });
  if (signsAs === undefined)
    found.push({
      id: 'ehr-key',
      state: 'warn',
      found: 'no key of the record system',
      whatToDo: 'Without "signsAs" results above 200 KiB and what goes to the PACS cannot be fetched.',
    });
  found.push(await replacing(settings, connector, tryReplaces));
  return [
    ...found,
    ...(mllp?.tls && isThere ? [await shown('ehr', mllp.host, mllp.port, await callerTlsOf(mllp.tls), now)] : []),
  ];
}

const NOBODY_EXPECTED: CheckLine = {
  id: 'priors',
  state: 'warn',
  found: 'no worklist: nobody is expected, so no earlier studies are fetched',
  whatToDo: 'Switch "worklist" on, or take "priors" out.',
};

/** Whether it shows a newer version in place of the older: what is not answered may only then be repeated. */
async function replacing(
  settings: EdgeSettings,
  connector: NonNullable<EdgeSettings['connector']>,
  tryIt: boolean,
): Promise<CheckLine> {
  const id = 'ehr-replaces';
  const { testPatient: _only, ...own } = connector;
  const destination = await destinationOf(settings);
  const { how, found, whatToDo } = await probeReplaces({ settings: tryIt ? connector : own, destination }).finally(
    destination.close,
  );
  const wrong = connector.replaces ? 'fail' : 'warn';
  const states = {
    proven: 'ok',
    refuted: wrong,
    look: 'warn',
    registered: connector.replaces ? 'ok' : 'warn',
    failed: 'warn',
  } as const;
  return { id, state: states[how], found, ...(whatToDo === undefined ? {} : { whatToDo }) };
}

/** Until when the certificate is good that the other side shows, and whether it is the one that we expect. */
async function shown(part: string, host: string, port: number, tls: ClientTls, now: Date): Promise<CheckLine> {
  const id = `certificate of ${part}`;
  const { fingerprint, ...own } = tls;
  const socket = connectTls({ host, port, ...own, rejectUnauthorized: false });
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(WITHIN_MS) });
    const { valid_to } = socket.getPeerCertificate();
    const found = peerOf(socket).certificate?.fingerprint;
    if (fingerprint !== undefined && found !== plainFingerprint(fingerprint))
      return {
        id,
        state: 'fail',
        found: `it is another one than agreed upon: ${found}`,
        whatToDo: 'Ask its administrator whether it was renewed; only then write its new fingerprint down.',
      };
    if (fingerprint === undefined && !socket.authorized)
      return {
        id,
        state: 'fail',
        found: `it is not trusted here (${socket.authorizationError})`,
        whatToDo: 'Name the authority that signed it in "tls.ca", or its SHA-256 in "tls.fingerprint".',
      };
    return expiry(id, new Date(valid_to), now);
  } catch {
    return { id, state: 'fail', found: 'no TLS handshake', whatToDo: 'Does it speak TLS on this port?' };
  } finally {
    socket.destroy();
  }
}
