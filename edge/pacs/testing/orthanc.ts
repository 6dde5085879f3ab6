import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROGRAM = '/usr/sbin/Orthanc';
/** Tests that need it are skipped with a notice where it is not installed. */
export const hasOrthanc = existsSync(PROGRAM);
if (!hasOrthanc) process.stderr.write('Orthanc is not installed: the tests with a real PACS are skipped\n');

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** A PACS: Orthanc on free ports of this machine, with what else its configuration is to say. */
export async function startOrthanc(more: object = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'oka-orthanc-'));
  const [dicomPort, httpPort] = [await freePort(), await freePort()];
  const configuration = {
    StorageDirectory: join(folder, 'storage'),
    DicomAet: 'PACS',
    DicomPort: dicomPort,
    HttpPort: httpPort,
    RemoteAccessAllowed: false,
    AuthenticationEnabled: false,
    DicomCheckCalledAet: true,
    DicomAlwaysAllowMove: true,
    ...more,
  };
  const file = join(folder, 'orthanc.json');
  writeFileSync(file, JSON.stringify(configuration));
  const child = spawn(PROGRAM, [file], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${httpPort}`;
  const ask = async (path: string, init?: RequestInit): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, init);
    if (!response.ok) throw new Error(`Orthanc answered ${response.status} to ${path}`);
    return response.json();
  };
  for (let tries = 0; tries < 300; tries += 1) {
    const isUp = await ask('/system').then(
      () => true,
      () => false,
    );
    if (isUp) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const all = async () =>
    (await ask('/instances?expand')) as { ID: string; MainDicomTags: { SOPInstanceUID: string } }[];
  return {
    peer: { aeTitle: 'PACS', callingAe: 'OKA', host: '127.0.0.1', port: dicomPort },
    ask,
    /** SOP Instance UIDs of all that it has. */
    instances: async (): Promise<string[]> =>
      (await all()).map(({ MainDicomTags: tags }) => tags.SOPInstanceUID).sort(),
    async file(uid: string): Promise<Buffer> {
      const found = (await all()).find(({ MainDicomTags: tags }) => tags.SOPInstanceUID === uid);
      return Buffer.from(await (await fetch(`${url}/instances/${found?.ID}/file`)).arrayBuffer());
    },
    put: (bytes: Uint8Array) => ask('/instances', { method: 'POST', body: Uint8Array.from(bytes) }),
    async stop(): Promise<void> {
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type Orthanc = Awaited<ReturnType<typeof startOrthanc>>;
