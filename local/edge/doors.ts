import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeEdgeKeyFile } from '../../edge/files/key-file.ts';
import { hashPassword } from '../../edge/page/password.ts';
import type { EdgeSettingsInput } from '../../schemas/edge.ts';

/** Who may sign in at the page of a demonstration. Loopback only, invented patients only. */
export const PAGE_USER = { name: 'demo', password: 'oka-demonstration' } as const;

type Made = Pick<EdgeSettingsInput, 'key' | 'folder'> & { readonly password: string };

/** The folder into which files may be put, beside the edge's own. */
const inbox = (dataFolder: string, clinic: string): string => join(dataFolder, 'edge-in', clinic);

/** What must be there before the edge of a demonstration starts: its key, the watched folder, a user of the page. */
export async function prepareEdge(dataFolder: string, clinic: string): Promise<Made> {
  const file = join(dataFolder, 'keys', `edge-${clinic}-data.key`);
  if (!existsSync(file)) await makeEdgeKeyFile(file);
  const path = inbox(dataFolder, clinic);
  mkdirSync(path, { recursive: true });
  return { key: { file }, folder: { path }, password: await hashPassword(PAGE_USER.password) };
}

/** Everything behind the doors that needs no other system of the clinic. */
export const doorsOf = (
  { key, folder, password }: Made,
  ports: { readonly dicom?: number | undefined; readonly page?: number | undefined },
): Partial<EdgeSettingsInput> => ({
  ...(key ? { key } : {}),
  ...(folder ? { folder } : {}),
  dicom: { port: ports.dicom ?? 0 },
  worklist: {},
  mpps: {},
  commitment: {},
  page: { port: ports.page ?? 0, users: [{ name: PAGE_USER.name, role: 'clinician', password }] },
});
