// DynamoDB as a process of its own: dynalite over LevelDB on disk.
import { mkdirSync } from 'node:fs';
import dynalite from 'dynalite';
import { serve } from './child.ts';

const [port, folder = ''] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
serve(dynalite({ path: folder, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 }), Number(port));
