import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { end, freePort } from './programs.ts';
import { atEnd, scratch } from './spool.ts';

/** An Orthanc of its own, with the edge among its modalities. */
export async function startOrthanc(edgePort: number) {
  const folder = scratch();
  const [dicomPort, httpPort] = [await freePort(), await freePort()];
  const file = join(folder, 'orthanc.json');
  const settings = {
    Name: 'test',
    StorageDirectory: folder,
    IndexDirectory: folder,
    Plugins: [],
    DicomAet: 'ORTHANC',
    // Its own default is Latin-1, in which there are no Cyrillic names.
    DefaultEncoding: 'Utf8',
    DicomPort: dicomPort,
    HttpPort: httpPort,
    RemoteAccessAllowed: false,
    AuthenticationEnabled: false,
    DicomAlwaysAllowStore: true,
    DicomAlwaysAllowFind: true,
    DicomAlwaysAllowMove: true,
    DicomModalities: { oka: ['OKA', '127.0.0.1', edgePort] },
  };
  writeFileSync(file, JSON.stringify(settings));
  const child = spawn('Orthanc', [file], { stdio: 'ignore' });
  atEnd(() => end(child));
  const url = `http://127.0.0.1:${httpPort}`;
  const ask = async (path: string, body?: string | Uint8Array<ArrayBuffer>): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, body === undefined ? {} : { method: 'POST', body });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return await response.json();
  };
  for (let isUp = false; !isUp; )
    isUp = await ask('/system').then(
      () => true,
      () => new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 100)),
    );
  return { ask, peer: { aeTitle: 'ORTHANC', callingAe: 'OKA', host: '127.0.0.1', port: dicomPort } };
}
