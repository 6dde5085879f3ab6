import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OkaError } from '../schemas/errors.ts';

/**
 * Holds a folder for this process alone: two writers would spoil the journal. The lock is a local socket, so the system
 * lets it go when the process ends, however it ends; a file with a process number would outlive kill -9.
 * @throws OkaError `configuration` when another process holds it
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const name = nameOf(folder);
  const server = await listen(name).catch(async (cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EADDRINUSE' || !isFile(name) || (await isAlive(name))) throw held(folder, cause);
    await unlink(name);
    return listen(name).catch((again: unknown) => Promise.reject(held(folder, again)));
  });
  return () => new Promise((resolve) => server.close(() => resolve()));
}

/** Whether a process holds the folder. */
export const isLocked = (folder: string): Promise<boolean> => isAlive(nameOf(folder));

const held = (folder: string, cause: unknown): OkaError =>
  new OkaError('configuration', `${folder} is in use by another edge`, { cause });

/** Linux and Windows have names that vanish with the process; elsewhere it is a file that may have to be removed. */
function nameOf(folder: string): string {
  const id = `oka-edge-${createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 32)}`;
  if (process.platform === 'linux') return `\0${id}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${id}` : join(tmpdir(), `${id}.sock`);
}

const isFile = (name: string): boolean => name.endsWith('.sock');

const listen = (name: string): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', reject);
    server.listen(name, () => resolve(server.unref()));
  });

const isAlive = (name: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(name);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
