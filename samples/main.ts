// Writes the sample day: `node samples/main.ts FOLDER`. A day that is already there stays as it is.
import { join } from 'node:path';
import { writeDay } from './day/write.ts';

const folder = process.argv[2];
if (folder === undefined) {
  process.stderr.write('usage: node samples/main.ts FOLDER\n');
  process.exitCode = 2;
} else {
  const day = await writeDay(folder, join(import.meta.dirname, 'radiographs'), new Date());
  process.stdout.write(`${day.files.length} files in ${folder}\n`);
}
