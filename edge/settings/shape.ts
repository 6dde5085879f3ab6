import { z } from 'zod';
import { EdgeSettings } from '../../schemas/edge.ts';

/** A place of `edge.yaml` as JSON Schema says it (zod's `toJSONSchema`): what stands there and why. */
export type Shape = {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly ru?: string;
  /** A file or folder (FilePath). */
  readonly path?: true;
};

let made: Shape | undefined;

/** The shape of the whole file, from the very schema that checks it: an explanation cannot miss a key. */
export function settingsShape(): Shape {
  made ??= z.toJSONSchema(EdgeSettings, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Shape;
  return made;
}

/** Keys that may stand at a path; lists are stepped into by their index, choices give the keys of all. */
export function keysAt(shape: Shape, path: readonly PropertyKey[]): string[] {
  const shapes = path.reduce<readonly Shape[]>((here, key) => here.flatMap((one) => into(one, key)), [shape]);
  return [...new Set(shapes.flatMap(branches).flatMap((one) => Object.keys(one.properties ?? {})))];
}

const branches = (shape: Shape): readonly Shape[] => shape.anyOf?.flatMap(branches) ?? [shape];

function into(shape: Shape, key: PropertyKey): Shape[] {
  return branches(shape).flatMap((one) => {
    const next = typeof key === 'number' ? one.items : one.properties?.[String(key)];
    return next ? [next] : [];
  });
}

/** Every path at which a key may stand: `['dicom', 'mllp', '']` for `port`. */
export function blocksWith(shape: Shape, key: string, path: readonly string[] = []): string[] {
  return branches(shape).flatMap((one) => {
    const here = one.properties && Object.hasOwn(one.properties, key) ? [path.join('.')] : [];
    const deeper = Object.entries(one.properties ?? {}).flatMap(([name, next]) =>
      blocksWith(next, key, [...path, name]),
    );
    return [...here, ...deeper, ...(one.items ? blocksWith(one.items, key, path) : [])];
  });
}
