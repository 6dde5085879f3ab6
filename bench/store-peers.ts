import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

/** A receiver of C-STORE to compare with, in a process of its own. */
export type StorePeer = { readonly name: string; readonly port: number; readonly child: ChildProcess };

export const isInstalled = (program: string, ask: string): boolean =>
  spawnSync(program, [ask], { stdio: 'ignore' }).error === undefined;

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

async function heard(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1' }, () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('it does not listen');
}

/** dcmtk's storescp, a process for each association, files as received. */
export async function startStorescp(folder: string): Promise<StorePeer> {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const child = spawn('storescp', ['--fork', '-od', folder, String(port)], { stdio: 'ignore' });
  await heard(port);
  return { name: 'dcmtk storescp', port, child };
}

/** Orthanc with its own database and nothing beside. */
export async function startOrthanc(folder: string): Promise<StorePeer> {
  mkdirSync(folder, { recursive: true });
  const [port, httpPort] = [await freePort(), await freePort()];
  const settings = {
    Name: 'bench',
    StorageDirectory: folder,
    IndexDirectory: folder,
    Plugins: [],
    DicomAet: 'ORTHANC',
    DicomPort: port,
    DicomAlwaysAllowStore: true,
    HttpPort: httpPort,
    RemoteAccessAllowed: false,
    AuthenticationEnabled: false,
  };
  const file = join(folder, 'orthanc.json');
  writeFileSync(file, JSON.stringify(settings));
  const child = spawn('Orthanc', [file], { stdio: 'ignore' });
  await heard(port);
  return { name: 'Orthanc', port, child };
}
