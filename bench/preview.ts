import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { DicomHeader, PixelForm } from '../domain/dicom/header.ts';
import { readDicom } from '../domain/dicom/read.ts';
import { stringOf } from '../domain/dicom/values.ts';
import type { Codecs } from '../domain/imaging/codecs.ts';
import { decodeFirst } from '../domain/imaging/decode.ts';
import type { Grey } from '../domain/imaging/grey.ts';
import type { Htj2k } from '../domain/imaging/htj2k.ts';
import { hasOwnWindow, pictureOfPrefix, readPrefix } from '../domain/imaging/prefix.ts';
import { encodeWorkingCopy } from '../domain/imaging/working-copy.ts';
import { loadCodecs } from '../platform/codecs.ts';
import { loadHtj2k } from '../platform/htj2k.ts';
import { pictureOf } from '../platform/inference/measure.ts';
import { loadModels, type Model, toInput } from '../platform/inference/models.ts';
import { type Attributes, dicomExample } from '../test/dicom.ts';
import { type BenchRow, percentile, rounded } from './row.ts';

const CORPORA = process.env.OKA_CORPORA ?? join(import.meta.dirname, '../../shared/data');
const MODELS = join(import.meta.dirname, '..', 'models');
/** Shorter sides that are tried: an image is never enlarged, so each is measured on those that are larger. */
export const SIZES = [128, 256, 512, 1024] as const;
/** What a preview may change: the model's input by one grey level of 255, its answer by a hundredth. */
export const MOST_INPUT = 1 / 255;
export const MOST_PROBABILITY = 0.01;

/** What the prefix of one image at one size is against the whole of it. */
export type Measured = {
  readonly file: string;
  readonly size: number;
  /** Bytes of the prefix by those of the working copy. */
  readonly share: number;
  /** Model id → greatest difference of an input value, and of the probability. */
  readonly models: Readonly<Record<string, { readonly input: number; readonly probability: number }>>;
};

/**
 * The preview path on real images: each as native pixels, re-encoded as an edge does it, its prefix decoded and fed to
 * every model beside the whole. Nothing without the corpora.
 */
export async function measurePreviews(say: (line: string) => void = () => {}): Promise<Measured[]> {
  const [codecs, htj2k, models] = [await loadCodecs(), await loadHtj2k(), await loadModels(MODELS)];
  const measured: Measured[] = [];
  for await (const { file, bytes } of images(codecs)) {
    measured.push(...(await measureImage(file, bytes, { codecs, htj2k, models })));
    if (measured.length % 50 === 0) say(`${measured.length} previews`);
  }
  return measured;
}

/** Rows for each size and model: share of bytes, and the largest differences against what a preview may change. */
export async function benchPreview(say: (line: string) => void): Promise<BenchRow[]> {
  const measured = await measurePreviews(say);
  if (measured.length === 0) say('preview: skipped, no OKA_CORPORA');
  return SIZES.flatMap((size) =>
    rowsOf(
      size,
      measured.filter((one) => one.size === size),
    ),
  );
}

function rowsOf(size: number, measured: readonly Measured[]): BenchRow[] {
  if (measured.length === 0) return [];
  const row = (name: string, values: readonly number[], unit: string, limit?: number): BenchRow => ({
    name: `preview of ${size} px: ${name}`,
    ours: rounded(limit === undefined ? percentile(values, 0.5) : Math.max(...values)),
    ...(limit === undefined ? {} : { limit: rounded(limit), ratio: rounded(Math.max(...values) / limit) }),
    unit,
    spread: rounded(percentile(values, 0.9) - percentile(values, 0.1)),
  });
  const ids = Object.keys(measured[0]?.models ?? {});
  const of = (id: string, what: 'input' | 'probability') =>
    measured.map(({ models }) => models[id]?.[what] ?? Number.NaN);
  return [
    row(
      `share of bytes (median of ${measured.length} images)`,
      measured.map(({ share }) => share),
      'of the whole',
    ),
    ...ids.flatMap((id) => [
      row(`largest difference of the input (${id})`, of(id, 'input'), 'of white', MOST_INPUT),
      row(`largest difference of the probability (${id})`, of(id, 'probability'), '', MOST_PROBABILITY),
    ]),
  ];
}

type Tools = { readonly codecs: Codecs; readonly htj2k: Htj2k; readonly models: readonly Model[] };

async function measureImage(file: string, bytes: Uint8Array, { codecs, htj2k, models }: Tools): Promise<Measured[]> {
  const encoded = encodeWorkingCopy(bytes, codecs, htj2k);
  if (encoded.form !== 'working-copy') return [];
  const { object, header } = readDicom(encoded.bytes, 'UTC', codecs.inflate);
  const whole = pictureOf(object, header, codecs);
  if (whole === undefined || !hasOwnWindow(object)) return [];
  const found: Measured[] = [];
  for (const size of SIZES) {
    const length = encoded.prefixFor(size);
    if (length === undefined) continue;
    const prefix = readPrefix(encoded.bytes.subarray(0, length), 'UTC', codecs.inflate, htj2k);
    const picture = pictureOfPrefix(prefix);
    const differences: Record<string, { input: number; probability: number }> = {};
    for (const model of models) differences[model.manifest.id] = await difference(model, whole, picture);
    found.push({ file, size, share: length / encoded.bytes.length, models: differences });
  }
  return found;
}

async function difference(model: Model, whole: Grey, preview: Grey) {
  const [one, other] = [toInput(whole, model.manifest), toInput(preview, model.manifest)];
  const [a, b] = [await model.infer(one), await model.infer(other)];
  const input = one.values.reduce((most, value, k) => Math.max(most, Math.abs(value - (other.values[k] as number))), 0);
  return { input, probability: Math.abs(a.probability - b.probability) };
}

/** Every grey image of the corpora as a native object with its own window; 8-bit pictures have the whole range for one. */
async function* images(codecs: Codecs): AsyncGenerator<{ file: string; bytes: Uint8Array }> {
  for (const file of filesIn('dicom')) {
    const bytes = native(new Uint8Array(readFileSync(file)), codecs);
    if (bytes !== undefined) yield { file, bytes };
  }
  for (const file of filesIn('cxr/nih/images')) {
    const { data, info } = await sharp(file)
      .toColourspace('b-w')
      .extractChannel(0)
      .raw()
      .toBuffer({ resolveWithObject: true });
    const form = { rows: info.height, columns: info.width, bitsStored: 8, bitsAllocated: 8, signed: false };
    yield {
      file,
      bytes: objectOf(form, new Uint8Array(data), { '00281050': ['DS', '128'], '00281051': ['DS', '256'] }),
    };
  }
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(join(CORPORA, folder))
      .sort()
      .map((name) => join(CORPORA, folder, name));
  } catch {
    return [];
  }
}

const KEPT = ['00281050', '00281051', '00281052', '00281053', '00281056'] as const;

/** The first frame as native pixels with what decides how it is shown, whatever syntax the file has. */
function native(file: Uint8Array, codecs: Codecs): Uint8Array | undefined {
  try {
    const { object, header } = readDicom(file, 'UTC', codecs.inflate);
    const form = greyForm(header);
    if (form === undefined) return undefined;
    const { pixels } = decodeFirst(object, form, codecs);
    const wide = form.bitsStored > 8;
    const container = wide
      ? Uint16Array.from(pixels, (value) => value & (2 ** form.bitsStored - 1))
      : Uint8Array.from(pixels);
    const kept = KEPT.flatMap((tag) => {
      const value = stringOf(object.dataSet, `x${tag}`);
      return value === undefined ? [] : [[tag, [tag === '00281056' ? 'CS' : 'DS', value]] as const];
    });
    const shown = { ...Object.fromEntries(kept), '00280004': ['CS', form.photometric] } as Attributes;
    return objectOf({ ...form, bitsAllocated: wide ? 16 : 8 }, new Uint8Array(container.buffer), shown);
  } catch {
    // Files that are broken on purpose lie among them.
    return undefined;
  }
}

const greyForm = ({ pixels }: DicomHeader): PixelForm | undefined =>
  pixels !== undefined && pixels.samples === 1 && pixels.bitsStored >= 8 && pixels.bitsStored <= 16
    ? pixels
    : undefined;

const objectOf = (
  form: Pick<PixelForm, 'rows' | 'columns' | 'bitsStored' | 'bitsAllocated' | 'signed'>,
  pixels: Uint8Array,
  shown: Attributes,
): Uint8Array =>
  dicomExample({
    '00280010': ['US', form.rows],
    '00280011': ['US', form.columns],
    '00280100': ['US', form.bitsAllocated],
    '00280101': ['US', form.bitsStored],
    '00280102': ['US', form.bitsStored - 1],
    '00280103': ['US', form.signed ? 1 : 0],
    ...shown,
    '7fe00010': [form.bitsAllocated === 16 ? 'OW' : 'OB', pixels],
  });
