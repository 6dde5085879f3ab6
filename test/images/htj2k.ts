import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encapsulatedObject } from './encapsulated.ts';
import { type Picture, valuesOf } from './pictures.ts';

/** A picture as an HTJ2K object written by OpenJPH's own tool, and the values that the same tool reads from it. */
export function htj2kObject(picture: Picture, syntax: string, options: string[], folder: string) {
  const { rows, columns, bits, samples = 1 } = picture;
  const extension = samples === 3 ? 'ppm' : 'pgm';
  const [source, coded, read] = [`source.${extension}`, 'coded.j2c', `read.${extension}`].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  writeFileSync(source, netpbm(valuesOf(picture), picture));
  execFileSync('ojph_compress', ['-i', source, '-o', coded, ...options], { stdio: 'ignore' });
  execFileSync('ojph_expand', ['-i', coded, '-o', read], { stdio: 'ignore' });
  const count = rows * columns * samples;
  const raw = readFileSync(read).subarray(-count * (bits > 8 ? 2 : 1));
  // Netpbm writes words with the high byte first.
  const values = bits > 8 ? Buffer.from(raw).swap16() : raw;
  const photometric = samples === 3 ? (options.includes('false') ? 'YBR_ICT' : 'YBR_RCT') : undefined;
  const written: Picture = photometric === undefined ? picture : { ...picture, photometric };
  return { object: encapsulatedObject(written, `1.2.840.10008.1.2.4.${syntax}`, [readFileSync(coded)]), values };
}

function netpbm(values: readonly number[], { rows, columns, bits, samples = 1 }: Picture): Buffer {
  const head = Buffer.from(`P${samples === 3 ? 6 : 5}\n${columns} ${rows}\n${2 ** bits - 1}\n`);
  return Buffer.concat([head, bits > 8 ? Buffer.from(Uint16Array.from(values).buffer).swap16() : Buffer.from(values)]);
}
