#!/usr/bin/env node
// The `oka` command: hands its arguments to cli/main.ts on Node 24 (see scripts/boot.mjs).
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(realpathSync(fileURLToPath(import.meta.url)));
const root = join(here, '..');
process.argv.splice(2, 0, join('cli', 'main.ts'));
await import(new URL(`file://${join(root, 'scripts', 'boot.mjs')}`).href);
