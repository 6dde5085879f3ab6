// `node test/images/make.ts`: writes the images of test/images/fixtures and what independent decoders read from them.
// Needs dcmtk (dcmconv, dcmcjpeg, dcmcjpls, dcmcrle, dcmd*), gdcm (gdcmconv) and OpenJPH (ojph_expand). Run it when a
// syntax is added; the tests need only what it wrote.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { htj2kObject } from './htj2k.ts';
import { type Picture, pictureObject, valuesOf } from './pictures.ts';

const FOLDER = join(import.meta.dirname, 'fixtures');
const temporary = mkdtempSync(join(tmpdir(), 'oka-images-'));
const tool = (name: string, ...args: string[]): string =>
  execFileSync(name, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const versionOf = (name: string): string => /\d+\.\d+\.\d+/.exec(tool(name, '--version'))?.[0] ?? '';
const DCMTK = `dcmtk ${versionOf('dcmdump')}`;
const GDCM = `gdcm ${versionOf('gdcmconv')}`;

const twelve: Picture = { rows: 37, columns: 50, bits: 12, allocated: 16 };
const eight: Picture = { rows: 37, columns: 50, bits: 8, allocated: 8 };
const sixteen: Picture = { rows: 37, columns: 50, bits: 16, allocated: 16, signed: true };
const colour: Picture = { rows: 24, columns: 34, bits: 8, allocated: 8, samples: 3 };
const film: Picture = { rows: 17, columns: 24, bits: 12, allocated: 16, frames: 3 };

/** Name → picture, the tool that writes it, and how it is read back. `most`: largest difference allowed for lossy syntaxes. */
const WRITTEN: Readonly<Record<string, readonly [Picture, readonly string[], 'dcmtk' | 'gdcm']>> = {
  'implicit-12': [twelve, ['dcmconv', '+ti'], 'dcmtk'],
  'explicit-12': [twelve, ['dcmconv', '+te'], 'dcmtk'],
  'big-endian-12': [twelve, ['dcmconv', '+tb'], 'dcmtk'],
  'big-endian-8': [eight, ['dcmconv', '+tb'], 'dcmtk'],
  'deflated-12': [twelve, ['dcmconv', '+td'], 'dcmtk'],
  'explicit-10': [{ ...twelve, bits: 10 }, ['dcmconv', '+te'], 'dcmtk'],
  'explicit-14': [{ ...twelve, bits: 14 }, ['dcmconv', '+te'], 'dcmtk'],
  'explicit-signed-16': [sixteen, ['dcmconv', '+te'], 'dcmtk'],
  'explicit-signed-12': [{ ...twelve, signed: true }, ['dcmconv', '+te'], 'dcmtk'],
  'explicit-32': [{ ...twelve, bits: 32, allocated: 32 }, ['dcmconv', '+te'], 'dcmtk'],
  'explicit-rgb': [colour, ['dcmconv', '+te'], 'dcmtk'],
  'explicit-planes': [colour, ['gdcmconv', '--planar-configuration', '1'], 'gdcm'],
  'explicit-film': [film, ['dcmconv', '+te'], 'dcmtk'],
  'rle-8': [eight, ['dcmcrle'], 'dcmtk'],
  'rle-12': [twelve, ['dcmcrle'], 'dcmtk'],
  'rle-32': [{ ...twelve, bits: 32, allocated: 32 }, ['dcmcrle'], 'dcmtk'],
  'rle-rgb': [colour, ['dcmcrle'], 'dcmtk'],
  'rle-film': [film, ['dcmcrle', '+ot'], 'dcmtk'],
  'jpeg-baseline-8': [eight, ['dcmcjpeg', '+eb'], 'dcmtk'],
  'jpeg-baseline-rgb': [colour, ['dcmcjpeg', '+eb', '+cr'], 'dcmtk'],
  'jpeg-baseline-ybr-444': [colour, ['dcmcjpeg', '+eb', '+s4'], 'dcmtk'],
  'jpeg-baseline-ybr-422': [colour, ['dcmcjpeg', '+eb'], 'dcmtk'],
  'jpeg-extended-8': [eight, ['dcmcjpeg', '+ee'], 'dcmtk'],
  'jpeg-extended-12': [twelve, ['dcmcjpeg', '+ee'], 'dcmtk'],
  'jpeg-extended-12-film': [film, ['dcmcjpeg', '+ee', '-ot'], 'dcmtk'],
  ...Object.fromEntries(
    [1, 2, 3, 4, 5, 6, 7].map(
      (predictor) =>
        [`jpeg-lossless-${predictor}`, [twelve, ['dcmcjpeg', '+el', '+sv', `${predictor}`], 'dcmtk']] as const,
    ),
  ),
  'jpeg-lossless-sv1-8': [eight, ['dcmcjpeg', '+e1'], 'dcmtk'],
  'jpeg-lossless-sv1-16': [sixteen, ['dcmcjpeg', '+e1'], 'dcmtk'],
  'jpeg-lossless-sv1-rgb': [colour, ['dcmcjpeg', '+e1'], 'dcmtk'],
  'jpeg-lossless-sv1-film': [film, ['dcmcjpeg', '+e1'], 'dcmtk'],
  'jpeg-lossless-sv1-fragments': [
    { rows: 120, columns: 130, bits: 12, allocated: 16, frames: 2 },
    ['dcmcjpeg', '+e1', '+fs', '4'],
    'dcmtk',
  ],
  'jpeg-ls-12': [twelve, ['dcmcjpls'], 'dcmtk'],
  'jpeg-ls-16': [{ ...sixteen, signed: false }, ['dcmcjpls'], 'dcmtk'],
  'jpeg-ls-rgb-lines': [colour, ['dcmcjpls', '+il'], 'dcmtk'],
  'jpeg-ls-rgb-samples': [colour, ['dcmcjpls', '+is'], 'dcmtk'],
  'jpeg-ls-rgb-planes': [colour, ['dcmcjpls', '+in'], 'dcmtk'],
  'jpeg-ls-film': [film, ['dcmcjpls', '-ot'], 'dcmtk'],
  'jpeg-ls-near': [twelve, ['dcmcjpls', '+en'], 'dcmtk'],
  'jpeg-2000-8': [eight, ['gdcmconv', '--j2k'], 'gdcm'],
  'jpeg-2000-12': [twelve, ['gdcmconv', '--j2k'], 'gdcm'],
  'jpeg-2000-signed-16': [sixteen, ['gdcmconv', '--j2k'], 'gdcm'],
  'jpeg-2000-rgb': [colour, ['gdcmconv', '--j2k'], 'gdcm'],
  'jpeg-2000-film': [film, ['gdcmconv', '--j2k'], 'gdcm'],
  'jpeg-2000-lossy-12': [twelve, ['gdcmconv', '--j2k', '--lossy', '-r', '4'], 'gdcm'],
};
const LOSSY = /baseline|extended|lossy|near/;

type Reference = {
  readonly file: string;
  readonly decoder: string;
  /** Of the values the decoder gave, in the form of domain/imaging/pixel-hash.ts. */
  readonly pixelHash: string;
  /** Lossy: the decoder's values lie beside the image, as containers of the object. */
  readonly values?: string;
};

function reference(name: string, picture: Picture, decoder: 'dcmtk' | 'gdcm'): Reference {
  const file = `${name}.dcm`;
  const plain = join(temporary, 'plain.dcm');
  const from = join(FOLDER, file);
  if (decoder === 'gdcm') tool('gdcmconv', '--raw', from, plain);
  else if (/^rle/.test(name)) tool('dcmdrle', from, plain);
  else if (/^jpeg-ls/.test(name)) tool('dcmdjpls', from, plain);
  else if (/^jpeg/.test(name)) tool('dcmdjpeg', from, plain);
  else tool('dcmconv', '+te', from, plain);
  const bytes = rawPixels(plain);
  const { allocated, samples = 1, rows, columns, frames = 1 } = picture;
  const planar = tool('dcmdump', '+P', '0028,0006', plain).includes('US 1');
  const width = allocated / 8;
  const values = Buffer.alloc(rows * columns * samples * frames * width);
  // dcmtk leaves planes as planes; the hash is of samples side by side.
  const pixels = rows * columns;
  for (let k = 0; k < values.length / width; k++) {
    const [frame, place] = [Math.floor(k / (pixels * samples)), k % (pixels * samples)];
    const source = planar
      ? frame * pixels * samples + (place % samples) * pixels + Math.floor(place / samples)
      : frame * pixels * samples + place;
    bytes.copy(values, k * width, source * width, (source + 1) * width);
  }
  if (!LOSSY.test(name)) requireEqual(name, values, picture);
  if (!LOSSY.test(name))
    return { file, decoder: decoder === 'gdcm' ? GDCM : DCMTK, pixelHash: hashOf(values, picture) };
  writeFileSync(join(FOLDER, `${name}.values`), values);
  const read = { file, decoder: decoder === 'gdcm' ? GDCM : DCMTK, pixelHash: hashOf(values, picture) };
  return { ...read, values: `${name}.values` };
}

function rawPixels(file: string): Buffer {
  tool('dcmdump', '+W', temporary, '+P', '7fe0,0010', file);
  const raw = readdirSync(temporary).find((name) => name.endsWith('.raw')) ?? '';
  const bytes = readFileSync(join(temporary, raw));
  rmSync(join(temporary, raw));
  return bytes;
}

/** The smallest container that holds the stored bits, two's complement: an 8-bit value in 16 allocated bits hashes as one byte. */
function hashOf(values: Buffer, { allocated, bits, signed = false }: Picture): string {
  const hash = createHash('sha256');
  const width = bits <= 8 ? 1 : bits <= 16 ? 2 : 4;
  const out = Buffer.alloc((values.length / (allocated / 8)) * width);
  for (let k = 0; k < out.length / width; k++) {
    const stored = values.readUIntLE((k * allocated) / 8, allocated / 8) % 2 ** bits;
    const value = signed && stored >= 2 ** (bits - 1) ? stored + 2 ** (width * 8) - 2 ** bits : stored;
    out.writeUIntLE(value, k * width, width);
  }
  return hash.update(out).digest('hex');
}

function requireEqual(name: string, values: Buffer, picture: Picture): void {
  const { allocated, bits, signed = false } = picture;
  for (const [k, wanted] of valuesOf(picture).entries()) {
    const stored = values.readUIntLE((k * allocated) / 8, allocated / 8) % 2 ** bits;
    const value = signed && stored >= 2 ** (bits - 1) ? stored - 2 ** bits : stored;
    if (value !== wanted) throw new Error(`${name}: value ${k} is ${value}, not ${wanted}`);
  }
}

mkdirSync(FOLDER, { recursive: true });
const references: Reference[] = [];
for (const [name, [picture, [program = '', ...options], decoder]] of Object.entries(WRITTEN)) {
  const source = join(temporary, 'source.dcm');
  writeFileSync(source, pictureObject(picture));
  tool(program, ...options, source, join(FOLDER, `${name}.dcm`));
  references.push(reference(name, picture, decoder));
}
for (const [name, options] of [
  ['htj2k-201', ['-reversible', 'true', '-prog_order', 'LRCP']],
  ['htj2k-202', ['-reversible', 'true', '-prog_order', 'RPCL']],
  ['htj2k-203-lossy', ['-reversible', 'false', '-qstep', '0.002']],
] as const)
  for (const picture of [twelve, colour]) {
    const file = `${name}${picture === colour ? '-rgb' : '-12'}.dcm`;
    const { object, values } = htj2kObject(picture, name.slice(6, 9), [...options], temporary);
    writeFileSync(join(FOLDER, file), object);
    const isLossy = LOSSY.test(name);
    if (!isLossy) requireEqual(file, values, picture);
    if (isLossy) writeFileSync(join(FOLDER, file.replace('.dcm', '.values')), values);
    const kept = isLossy ? { values: file.replace('.dcm', '.values') } : {};
    references.push({ file, decoder: 'OpenJPH ojph_expand', pixelHash: hashOf(values, picture), ...kept });
  }
writeFileSync(join(FOLDER, 'references.json'), `${JSON.stringify(references, undefined, 2)}\n`);
rmSync(temporary, { recursive: true });
process.stdout.write(`${references.length} images\n`);
