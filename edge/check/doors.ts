import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { EdgeSettings } from '../../schemas/edge.ts';
import { echo } from '../dicom/client.ts';
import { makeMllpClient } from '../mllp/client.ts';
import type { CheckLine } from './line.ts';

const WITHIN_MS = 5000;
/** Refused at the door for its MSH-11, so that nothing is kept of it: that it is answered at all is the proof. */
const QUESTION = Buffer.from('MSH|^~\\&|OKA|CHECK|OKA|EDGE|20260101||ADT^A01|CHECK|X|2.5.1\r');

type Door = {
  readonly name: 'mllp' | 'dicom' | 'page';
  readonly host: string;
  readonly port: number;
  readonly cert?: string | undefined;
};

/**
 * The doors: where the edge runs they are called, as a modality or the HIS would; else it is tried whether they could be
 * opened.
 */
export function checkDoors(settings: EdgeSettings, isRunning: boolean): Promise<readonly CheckLine[]> {
  const { mllp, dicom, page } = settings;
  const doors: Door[] = [
    ...(mllp ? [{ name: 'mllp' as const, host: mllp.host, port: mllp.port, cert: mllp.tls?.cert }] : []),
    ...(dicom ? [{ name: 'dicom' as const, host: dicom.host, port: dicom.port, cert: dicom.tls?.cert }] : []),
    ...(page ? [{ name: 'page' as const, host: page.host, port: page.port, cert: page.tls?.cert }] : []),
  ];
  return Promise.all(doors.map((door) => (isRunning ? called(door, settings) : tried(door))));
}

async function tried({ name, host, port }: Door): Promise<CheckLine> {
  const id = `door-${name}`;
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
    server.close();
    return { id, state: 'ok', found: `${host}:${port} is free` };
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const whatToDo =
      code === 'EADDRNOTAVAIL'
        ? 'This machine does not have the address: correct "host".'
        : code === 'EACCES'
          ? 'Ports below 1024 need a right of their own (docs/edge.md), or take another port.'
          : 'Another program has the port: end it, or take another port.';
    return { id, state: 'fail', found: `${host}:${port} cannot be listened on (${code})`, whatToDo };
  }
}

async function called(door: Door, settings: EdgeSettings): Promise<CheckLine> {
  const { name, port, cert } = door;
  const id = `door-${name}`;
  // An address that stands for all of them is called on this machine.
  const host = ['0.0.0.0', '::'].includes(door.host) ? '127.0.0.1' : door.host;
  const where = `${host}:${port}`;
  if (port === 0) return { id, state: 'skip', found: 'any free port: it is not known here which' };
  if (cert !== undefined) return handshake(id, { ...door, host, cert });
  if (name === 'mllp') {
    const client = makeMllpClient({ host, port, connectMs: WITHIN_MS, answerMs: WITHIN_MS });
    const { answer } = await client.send(QUESTION);
    client.close();
    if (answer !== undefined) return { id, state: 'ok', found: `${where} answers` };
    return silent(id, where);
  }
  if (name === 'dicom') {
    const { aeTitle = 'OKA', peers = [] } = settings.dicom ?? {};
    const outcome = await echo({
      aeTitle,
      host,
      port,
      callingAe: peers[0]?.aeTitle ?? aeTitle,
      connectMs: WITHIN_MS,
      answerMs: WITHIN_MS,
    });
    if (outcome.class === 'done') return { id, state: 'ok', found: `${where} answers C-ECHO as ${aeTitle}` };
    if (peers.length > 0 && outcome.class === 'permanent')
      return { id, state: 'ok', found: `${where} answers; it lets in those on the list alone` };
    return { ...silent(id, where), found: `${where}: ${outcome.why}` };
  }
  return (await opened({ host, port })) ? { id, state: 'ok', found: `${where} is open` } : silent(id, where);
}

const silent = (id: string, where: string): CheckLine => ({
  id,
  state: 'fail',
  found: `the edge runs, and ${where} does not answer`,
  whatToDo: 'oka edge status says whether this part runs; the settings may have changed since it was started.',
});

async function opened(place: { readonly host: string; readonly port: number }): Promise<boolean> {
  const socket = connect(place);
  return settled(socket, 'connect').then(
    () => true,
    () => false,
  );
}

async function settled(socket: Socket, event: string): Promise<void> {
  try {
    await once(socket, event, { signal: AbortSignal.timeout(WITHIN_MS) });
  } finally {
    socket.destroy();
  }
}

/** Whether it shows the certificate that the settings name. */
async function handshake(id: string, { host, port, cert }: Door & { readonly cert: string }): Promise<CheckLine> {
  const own = createHash('sha256')
    .update(new X509Certificate(await readFile(cert)).raw)
    .digest('hex');
  const socket = connectTls({ host, port, rejectUnauthorized: false });
  socket.on('error', () => undefined);
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(WITHIN_MS) });
    const shown = createHash('sha256').update(socket.getPeerCertificate().raw).digest('hex');
    if (shown === own) return { id, state: 'ok', found: `${host}:${port} shows its certificate` };
    return {
      id,
      state: 'warn',
      found: `${host}:${port} shows another certificate than ${cert}`,
      whatToDo: 'It was renewed after the start: restart the edge.',
    };
  } catch {
    return silent(id, `${host}:${port}`);
  } finally {
    socket.destroy();
  }
}
