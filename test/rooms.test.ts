import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '..');

/** Codecs of images: WASM and sharp, no AWS. */
const WITHOUT_AWS = ['platform/codecs.ts', 'platform/htj2k.ts', 'platform/photo.ts'];
/** Who may import whom (ARCHITECTURE.md, "Rooms"). A path means that folder or file of the other room only. */
const ROOMS: Readonly<Record<string, readonly string[] | 'all'>> = {
  schemas: [],
  domain: ['schemas'],
  platform: ['schemas', 'domain'],
  functions: ['schemas', 'domain', 'platform'],
  infra: ['schemas'],
  models: [],
  samples: ['schemas', 'domain'],
  edge: ['schemas', 'domain', 'platform/log.ts', 'platform/environment.ts', ...WITHOUT_AWS],
  desk: ['schemas', 'domain/imaging', 'domain/dicom'],
  cli: ['schemas', 'domain', 'platform', 'edge'],
  local: ['schemas', 'edge', 'platform/log.ts', 'platform/environment.ts'],
  scripts: [],
  bench: 'all',
  test: 'all',
};
/** Rooms whose folders do not import one another: each Lambda stands alone. */
const SEPARATE = ['functions'];

/** What pure logic may take from Node: hashing, which needs nothing from outside. */
const PURE_NODE = ['node:crypto'];

type Import = { readonly from: string; readonly specifier: string };

function filesOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesOf(path);
    return /\.[mc]?tsx?$/.test(entry.name) ? [path] : [];
  });
}

/** Every import of a file: static, dynamic, of types and by require. */
const importsOf = (file: string, text = readFileSync(join(ROOT, file), 'utf8')): Import[] =>
  ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => ({ from: file, specifier: fileName }));

/** Whether an import keeps to the table; imports of packages are none of its business. */
function allowed({ from, specifier }: Import): boolean {
  if (!specifier.startsWith('.')) return true;
  const target = posix.join(posix.dirname(from), specifier);
  const [room = '', part = ''] = from.split('/');
  const [targetRoom = '', targetPart = ''] = target.split('/');
  if (target.startsWith('..')) return false;
  if (room === targetRoom) return !SEPARATE.includes(room) || part === targetPart;
  // Unit tests lie beside their code and share what test/ prepares for them (storage, examples).
  if (targetRoom === 'test' && (from.endsWith('.test.ts') || from.includes('/testing/'))) return true;
  const may = ROOMS[room] ?? [];
  return may === 'all' || may.some((one) => target === one || target.startsWith(`${one}/`));
}

const folders = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
  .map(({ name }) => name);
const rooms = folders.filter((name) => name in ROOMS);
const imports = rooms.flatMap(filesOf).flatMap((file) => importsOf(file));

describe('the rooms', () => {
  test('import only what the table of ARCHITECTURE.md lets them', () => {
    expect(imports.length).toBeGreaterThan(50);
    expect(imports.filter((one) => !allowed(one)).map(({ from, specifier }) => `${from} → ${specifier}`)).toEqual([]);
  });

  test('every folder with TypeScript is in the table', () => {
    const outside = folders
      .filter((name) => !(name in ROOMS) && !['node_modules', 'cdk.out', 'test-results'].includes(name))
      .filter((name) => filesOf(name).length > 0);
    expect(outside).toEqual([]);
  });

  test('every row of the table is a room that is there', () => {
    expect(Object.keys(ROOMS).filter((name) => !folders.includes(name))).toEqual([]);
  });

  test('the domain reaches nothing outside itself: no AWS, no files, no network', () => {
    const reached = imports
      .filter(({ from }) => from.startsWith('domain/') && !from.endsWith('.test.ts'))
      .filter(({ specifier }) => specifier.startsWith('@aws') || /^node:/.test(specifier))
      .filter(({ specifier }) => !PURE_NODE.includes(specifier));
    expect(reached.map(({ from, specifier }) => `${from} → ${specifier}`)).toEqual([]);
  });

  test.each([
    ['schemas/a.ts', "import { x } from '../domain/b.ts';"],
    ['domain/a/b.ts', "export { x } from '../../platform/b.ts';"],
    ['functions/advise/handler.ts', "import { x } from '../publish/handler.ts';"],
    ['functions/advise/handler.ts', "const x = await import('../../infra/boxes.ts');"],
    ['edge/a.ts', "import type { X } from '../platform/world.ts';"],
    ['local/a.ts', "import { handler } from '../functions/due/handler.ts';"],
    ['infra/a.ts', "import { log } from '../platform/log.ts';"],
    ['cli/a.ts', "import { x } from '../../elsewhere/b.ts';"],
    ['platform/a.ts', "import { x } from '../test/chart.ts';"],
  ])('an arrow the other way is seen: %s with %s', (file, text) => {
    expect(importsOf(file, text).map(allowed)).toEqual([false]);
  });

  test.each([
    ['functions/advise/handler.ts', "import { x } from './own.ts';"],
    ['functions/advise/handler.ts', "import { x } from '../../platform/log.ts';"],
    ['edge/a.ts', "import { log } from '../platform/log.ts';"],
    ['platform/a.ts', "import { x } from '../domain/imaging/deep/b.ts';"],
    ['test/a.ts', "import { x } from '../local/b.ts';"],
    ['platform/a.test.ts', "import { x } from '../test/chart.ts';"],
    ['domain/a.ts', "import { z } from 'zod';"],
  ])('an arrow of the table is let through: %s with %s', (file, text) => {
    expect(importsOf(file, text).map(allowed)).toEqual([true]);
  });
});
