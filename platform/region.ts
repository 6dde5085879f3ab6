import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Region } from '../domain/region.ts';
import { OkaError } from '../schemas/errors.ts';
import { RegionFile } from '../schemas/region.ts';
import { readEnvironment } from './environment.ts';

/**
 * Reads and checks a region file.
 * @throws OkaError `configuration` with the path of the first fault.
 */
export function readRegion(path: string): Region {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new OkaError('configuration', `region file ${path} cannot be read as JSON`, { cause });
  }
  const checked = RegionFile.safeParse(parsed);
  if (!checked.success) throw new OkaError('configuration', `region file ${path}: ${z.prettifyError(checked.error)}`);
  return checked.data;
}

let loaded: Region | undefined;

/** The region of this deployment, from OKA_REGION_FILE; read once per process. */
export function loadRegion(): Region {
  loaded ??= readRegion(readEnvironment(['OKA_REGION_FILE']).OKA_REGION_FILE);
  return loaded;
}
