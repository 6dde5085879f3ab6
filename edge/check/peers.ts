import { once } from 'node:events';
import { connect as connectTls } from 'node:tls';
import type { EdgeSettings } from '../../schemas/edge.ts';
import { probeReplaces } from '../connector/probe-replaces.ts';
import { echo } from '../dicom/client.ts';
import { destinationOf } from '../parts/connector.ts';
import { pacsPeer } from '../parts/pacs.ts';
import { callerTlsOf } from '../settings/tls.ts';
import { expiry } from './certificates.ts';
import { type CheckLine, lines } from './line.ts';

const WITHIN_MS = 5000;

/** The systems of the clinic that this edge calls: the PACS by C-ECHO, the record system by its door. */
export async function checkPeers(
  settings: EdgeSettings,
  now: Date,
  tryReplaces: boolean,
): Promise<readonly CheckLine[]> {
  const { pacs, connector, priors, worklist } = settings;
  return [
    ...(priors !== undefined && worklist === undefined ? [NOBODY_EXPECTED] : []),
    ...(pacs ? await lines('pacs', () => checkPacs(settings, pacs, now)) : []),
    ...(connector ? await lines('ehr', () => checkEhr(settings, connector, now, tryReplaces)) : []),
  ];
}

async function checkPacs(
  { dicom }: EdgeSettings,
  pacs: NonNullable<EdgeSettings['pacs']>,
  now: Date,
): Promise<readonly CheckLine[]> {
  const { aeTitle, host, port, tls } = pacs.peer;
  const outcome = await echo({ ...(await pacsPeer(pacs, dicom?.aeTitle)), connectMs: WITHIN_MS, answerMs: WITHIN_MS });
  const where = `${aeTitle} at ${host}:${port}`;
  const whatToDo = `Findings wait here meanwhile. Is the address right, and does the PACS know our AE title ${dicom?.aeTitle ?? 'OKA'}?`;
  const line: CheckLine =
    outcome.class === 'done'
      ? { id: 'pacs', state: 'ok', found: `${where} answers C-ECHO` }
      : { id: 'pacs', state: 'fail', found: `${where}: ${outcome.why}`, whatToDo };
  return [line, ...(tls && outcome.class === 'done' ? [await shown('pacs', host, port, tls, now)] : [])];
}

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
  return [...found, ...(mllp?.tls && isThere ? [await shown('ehr', mllp.host, mllp.port, mllp.tls, now)] : [])];
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

type Tls = Parameters<typeof callerTlsOf>[0];

/** Until when the certificate is good that the other side shows. */
async function shown(part: string, host: string, port: number, tls: Tls, now: Date): Promise<CheckLine> {
  const id = `certificate of ${part}`;
  const socket = connectTls({ host, port, ...(await callerTlsOf(tls)), rejectUnauthorized: false });
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(WITHIN_MS) });
    const { valid_to } = socket.getPeerCertificate();
    if (!socket.authorized)
      return {
        id,
        state: 'fail',
        found: `it is not trusted here (${socket.authorizationError})`,
        whatToDo: 'Name the authority that signed it in "tls.ca".',
      };
    return expiry(id, new Date(valid_to), now);
  } catch {
    return { id, state: 'fail', found: 'no TLS handshake', whatToDo: 'Does it speak TLS on this port?' };
  } finally {
    socket.destroy();
  }
}
