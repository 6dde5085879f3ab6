// `node bench/link.ts [--json] [cuts] [finding]`: an edge behind a thin line, in real time (about ten minutes).
// `--pixels N`: what the first bytes show, default as an edge does; `--runs N`: films.
import { parseArgs } from 'node:util';
import { benchCuts } from './link-cuts.ts';
import { benchFinding } from './link-finding.ts';
import { type BenchRow, textOf } from './row.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    runs: { type: 'string', default: '5' },
    pixels: { type: 'string', default: '512' },
  },
});
const say = (line: string): void => void (values.json ? process.stderr : process.stdout).write(`${line}\n`);
const wanted = (name: string): boolean => positionals.length === 0 || positionals.includes(name);
const rows: BenchRow[] = [];
if (wanted('cuts')) {
  say('50 MB over 2 Mbit/s with a cut every 10 s (about four minutes)…');
  rows.push(...(await benchCuts(say)));
}
if (wanted('finding')) {
  say('a CR of 5 megapixels over 256 kbit/s, exposure to finding (about five minutes)…');
  rows.push(...(await benchFinding(Number(values.pixels), Number(values.runs), say)));
}
process.stdout.write(values.json ? `${JSON.stringify(rows, undefined, 1)}\n` : `${textOf(rows)}\n`);
