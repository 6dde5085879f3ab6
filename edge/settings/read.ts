import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { EdgeSettings } from '../../schemas/edge.ts';
import { OkaError } from '../../schemas/errors.ts';
import { parseEdgeSettings } from './parse.ts';
import { type Shape, settingsShape } from './shape.ts';

/**
 * Reads an `edge.yaml`. Its relative paths are those of its own folder, wherever the command is called from.
 * @throws OkaError `configuration` when it cannot be read, or with a sentence for each fault
 */
export async function readEdgeSettings(path: string): Promise<EdgeSettings> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const why = cause.code === 'ENOENT' ? 'there is no such file; oka edge init makes one' : cause.code;
    throw new OkaError('configuration', `${path}: ${why}`, { cause });
  });
  return withWholePaths(parseEdgeSettings(text, path), settingsShape(), dirname(resolve(path))) as EdgeSettings;
}

function withWholePaths(value: unknown, shape: Shape, folder: string): unknown {
  if (typeof value === 'string') return shape.path ? resolve(folder, value) : value;
  if (Array.isArray(value)) return value.map((one) => withWholePaths(one, shape.items ?? {}, folder));
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.entries(value).map(([key, one]) => [key, withWholePaths(one, shapeOf(shape, key), folder)]);
  return Object.fromEntries(keys);
}

/** The shape below a key; of several forms that which has the key. */
function shapeOf(shape: Shape, key: string): Shape {
  const forms = shape.anyOf ?? [shape];
  return forms.map(({ properties }) => properties?.[key]).find((one) => one !== undefined) ?? {};
}
