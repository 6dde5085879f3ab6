import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EdgeOptions, startEdge } from '../../edge/edge.ts';
import { makeEdgeKeyFile } from '../../edge/files/key-file.ts';
import { explainSettings } from '../../edge/settings/explain.ts';
import { readEdgeSettings } from '../../edge/settings/read.ts';
import type { EdgeSettingsInput } from '../../schemas/edge.ts';
import type { Door } from '../door.ts';

export type Made = Awaited<ReturnType<typeof makeEdge>>;

/** An edge of the clinic "north" as `oka edge init` leaves it: a folder with edge.yaml and keys that the region knows. */
export async function makeEdge(door: Pick<Door, 'url' | 'region' | 'keys'>, more: Partial<EdgeSettingsInput> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'oka-whole-'));
  const at = (name: string): string => join(folder, name);
  await makeEdgeKeyFile(at('edge-data.key'));
  writeFileSync(at('edge-key.json'), JSON.stringify(door.keys['edge-north']), { mode: 0o600 });
  const clinic = door.region.clinics.find(({ id }) => id === 'north');
  const settings: EdgeSettingsInput = {
    clinic: 'north',
    ...(clinic ? { oid: clinic.oid } : {}),
    zone: clinic?.zone ?? 'UTC',
    data: 'data',
    region: { url: door.url, audience: door.region.audience, key: 'edge-key.json' },
    key: { file: 'edge-data.key' },
    ...more,
  };
  const config = at('edge.yaml');
  writeFileSync(config, explainSettings(settings));
  return {
    folder,
    at,
    config,
    /** Reads the file as `oka edge run` does and starts what it says. */
    start: async (options: Partial<EdgeOptions> = {}) =>
      startEdge({ settings: await readEdgeSettings(config), ...options }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Every door open on a free port, and everything behind them that needs no other system of the clinic. */
export const EVERY_DOOR: Partial<EdgeSettingsInput> = {
  mllp: { port: 0 },
  dicom: { port: 0 },
  worklist: {},
  mpps: {},
  commitment: {},
  page: { port: 0 },
  folder: { path: 'in', settledSeconds: 0.05, pollSeconds: 0.1 },
};
