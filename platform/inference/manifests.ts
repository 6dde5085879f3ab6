import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { OkaError } from '../../schemas/errors.ts';
import { ModelManifest } from '../../schemas/manifest.ts';
import type { Evidence } from '../../schemas/measurement.ts';

/** A version of a model as it lies in a folder: `models/<id>`, further versions in `models/<id>@<version>`. */
export type RegisteredModel = {
  readonly folder: string;
  readonly manifest: ModelManifest;
  readonly hasCard: boolean;
};

/**
 * The models of a folder, in the order of their folders' names, read without loading a network. Folders without a
 * manifest are no models.
 * @throws OkaError `configuration` for a bad manifest, or two folders with one id and version
 */
export function registeredModels(folder: string): RegisteredModel[] {
  const models = modelFolders(folder).map((one) => ({
    folder: one,
    manifest: readManifest(one),
    hasCard: existsSync(join(one, 'CARD.md')),
  }));
  const names = models.map(({ manifest }) => `${manifest.id} ${manifest.version}`);
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) throw new OkaError('configuration', `two folders hold the model ${twice}`);
  return models;
}

function modelFolders(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && readdirSync(join(folder, entry.name)).includes('manifest.json'))
      .map((entry) => join(folder, entry.name))
      .sort();
  } catch (cause) {
    throw new OkaError('configuration', `${folder} is no readable folder of models`, { cause });
  }
}

/** `manifest.json` of a model's folder. @throws OkaError `configuration` with the path of the first fault */
function readManifest(folder: string): ModelManifest {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  } catch (cause) {
    throw new OkaError('configuration', `${join(folder, 'manifest.json')} cannot be read as JSON`, { cause });
  }
  const checked = ModelManifest.safeParse(json);
  if (!checked.success) throw new OkaError('configuration', `manifest.json: ${z.prettifyError(checked.error)}`);
  return checked.data;
}

/** What `active` in a region asks of a version: its figures on the test folder, stated calibration, a card. */
export const evidenceOf = ({ manifest, hasCard }: RegisteredModel): Evidence => ({
  auc: manifest.figures.test.auc,
  aucLower95: manifest.figures.test.aucCi95[0],
  calibrated: manifest.calibration.method.trim() !== '',
  card: hasCard,
  ...(manifest.critical ? { critical: true as const } : {}),
});
