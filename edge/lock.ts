import { createHash } from 'node:crypto';
import { closeSync, openSync, realpathSync } from 'node:fs';
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
  const close = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
  if (process.platform !== 'linux') return close;
  try {
    const release = await holdPlace(folder);
    return async () => {
      await release();
      await close();
    };
  } catch (cause) {
    await close();
    throw cause;
  }
}

/**
 * Names without a file are a container's own, so a second lock lies in the folder itself, where all containers that share
 * it meet. On a disk that is full or knows no sockets the first one must do.
 */
async function holdPlace(folder: string): Promise<() => Promise<void>> {
  const [place, close] = placeIn(folder);
  const listening = async (): Promise<Server | undefined> => {
    try {
      return await listen(place);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') return undefined;
      if (await isAlive(place)) throw held(folder, cause);
      await unlink(place);
      return listen(place).catch((again: unknown) => Promise.reject(held(folder, again)));
    }
  };
  try {
    const server = await listening();
    return async () => {
      if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
      close();
    };
  } catch (cause) {
    close();
    throw cause;
  }
}

/** The socket in a folder by way of its descriptor: the address of a socket has 107 bytes, a path may have more. */
function placeIn(folder: string): readonly [place: string, close: () => void] {
  const fd = openSync(folder, 'r');
  return [`/proc/self/fd/${fd}/lock`, () => closeSync(fd)];
}

/** Whether a process holds the folder. */
export async function isLocked(folder: string): Promise<boolean> {
  if (await isAlive(nameOf(folder))) return true;
  if (process.platform !== 'linux') return false;
  const [place, close] = placeIn(folder);
  const isHeld = await isAlive(place);
  close();
  return isHeld;
}

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
    socket.once('error', ({ code = '' }: NodeJS.ErrnoException) =>
      resolve(!['ECONNREFUSED', 'ENOENT', 'ENOTSOCK'].includes(code)),
    );
  });
