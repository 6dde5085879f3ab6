import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDicom } from '../domain/dicom/read.ts';
import { decodeFirst } from '../domain/imaging/decode.ts';
import { toGrey } from '../domain/imaging/grey.ts';
import { loadCodecs } from '../platform/codecs.ts';
import { dicomExample } from '../test/dicom.ts';
import { randomOf } from '../test/random.ts';
import { requirePeers } from './peers.ts';
import { type BenchRow, percentile, rounded, spreadOf } from './row.ts';

const ROUNDS = 16;
const WARM_UP = 4;
const ROWS = 2500;
const COLUMNS = 2048;

const SYNTAXES: readonly (readonly [name: string, uid: string, bits: 8 | 12])[] = [
  ['explicit little endian', '1.2.840.10008.1.2.1', 12],
  ['implicit little endian', '1.2.840.10008.1.2', 12],
  ['explicit big endian', '1.2.840.10008.1.2.2', 12],
  ['RLE', '1.2.840.10008.1.2.5', 12],
  ['JPEG baseline', '1.2.840.10008.1.2.4.50', 8],
  ['JPEG lossless', '1.2.840.10008.1.2.4.70', 12],
  ['JPEG-LS', '1.2.840.10008.1.2.4.80', 12],
  ['JPEG-LS near-lossless', '1.2.840.10008.1.2.4.81', 12],
  ['JPEG 2000', '1.2.840.10008.1.2.4.90', 12],
  ['JPEG 2000 lossy', '1.2.840.10008.1.2.4.91', 12],
  ['HTJ2K', '1.2.840.10008.1.2.4.201', 12],
  ['HTJ2K RPCL', '1.2.840.10008.1.2.4.202', 12],
];

/** What is used of dcmjs-imaging 0.2.5 and the codecs below it. */
type Imaging = {
  readonly DicomImage: new (bytes: ArrayBuffer) => { render(): unknown };
  readonly NativePixelDecoder: { initializeAsync(): Promise<void> } & Record<string, unknown>;
  readonly log: { setLevel(level: string): void };
};
type Peers = {
  readonly imaging: Imaging;
  readonly transcoded: (bytes: Uint8Array, syntax: string) => Uint8Array;
  /** Milliseconds spent in the decoder itself since the last call of this. */
  readonly inCodec: () => number;
};

/**
 * A radiograph of 5 megapixels in each transfer syntax, written by the codecs of dcmjs and read by turns in one process;
 * time of this thread's processor, which both sides use alone, so that a busy machine tells them no differently.
 *
 * `decode`, from bytes to stored values. Ours: the data set and the whole header are read, the guards against hostile code
 * streams looked at, fragments joined, the codec run, its values copied out of its memory and checked for bits beyond the
 * stored ones. The peer's: its opening of the object and its codec call, which copies out too; that it joins fragments and
 * makes its context is not counted, and it checks nothing. Native pixels have no codec call: no peer there.
 * `shown`, from bytes to a grey picture, against all of the peer's `render()`.
 */
export async function benchDecode(say: (line: string) => void): Promise<BenchRow[]> {
  const peers = await loadPeers(say);
  if (peers === undefined) return [];
  const rows: BenchRow[] = [];
  for (const [name, syntax, bits] of SYNTAXES) {
    const plain = radiograph(bits);
    const bytes = syntax === '1.2.840.10008.1.2.1' ? plain : peers.transcoded(plain, syntax);
    rows.push(...(await benchOne(name, bytes, peers)));
  }
  const film = join(process.env.OKA_CORPORA ?? '../shared/data', 'dicom', 'MG_jpegext12.dcm');
  if (existsSync(film)) rows.push(...(await benchOne('JPEG extended, 12 bits, 14 Mpx', readFileSync(film), peers)));
  else say('no row for JPEG extended of 12 bits: the corpora are not there');
  return rows;
}

async function benchOne(name: string, bytes: Uint8Array, { imaging, inCodec }: Peers): Promise<BenchRow[]> {
  const own = Uint8Array.from(bytes);
  const [decode, shown, codec, rendered]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const codecs = await loadCodecs();
    let began = spentMs();
    const { object, header } = readDicom(own, 'UTC', codecs.inflate);
    if (header.pixels === undefined) throw new Error('no pixels');
    const frame = decodeFirst(object, header.pixels, codecs);
    const ours = spentMs() - began;
    toGrey(frame, object.dataSet);
    const oursShown = spentMs() - began;
    inCodec();
    began = spentMs();
    const image = new imaging.DicomImage(own.buffer);
    const opened = spentMs() - began;
    image.render();
    const theirsShown = spentMs() - began;
    const inside = inCodec();
    const theirs = inside === 0 ? 0 : opened + inside;
    if (round < 0) continue;
    decode.push(ours);
    shown.push(oursShown);
    codec.push(theirs);
    rendered.push(theirsShown);
  }
  const hasCodec = codec.some((ms) => ms > 0);
  return [
    rowOf(`decode ${name}`, decode, hasCodec ? codec : undefined, 'dcmjs-imaging 0.2.5'),
    rowOf(`shown ${name}`, shown, rendered, 'dcmjs-imaging 0.2.5 render'),
  ];
}

function rowOf(name: string, ours: readonly number[], peer: readonly number[] | undefined, peerName: string): BenchRow {
  const own = middle(ours);
  const row = { name, ours: rounded(own), unit: 'ms CPU', spread: spreadOf(ours) };
  if (peer === undefined) return row;
  const theirs = middle(peer);
  return { ...row, peer: rounded(theirs), peerName, ratio: rounded(own / theirs) };
}

/** Mean of the middle half: the clock of a thread goes in steps of some milliseconds, between which no median can tell. */
function middle(values: readonly number[]): number {
  const [least, most] = [percentile(values, 0.25), percentile(values, 0.75)];
  const inside = values.filter((value) => value >= least && value <= most);
  return inside.reduce((sum, value) => sum + value, 0) / inside.length;
}

const spentMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

/** Slopes, edges and the noise of a detector. */
function radiograph(bits: 8 | 12): Uint8Array {
  const random = randomOf(4);
  const values = Array.from({ length: ROWS * COLUMNS }, (_, k) => {
    const [row, column] = [Math.floor(k / COLUMNS), k % COLUMNS];
    const field = 1500 + 900 * Math.sin(row / 400) * Math.cos(column / 300) + (column % 512 < 40 ? 700 : 0);
    return Math.max(0, Math.min(4095, Math.round(field + (random() + random() - 1) * 60))) >> (12 - bits);
  });
  const pixels = new Uint8Array(bits === 8 ? Uint8Array.from(values) : new Uint8Array(Uint16Array.from(values).buffer));
  return dicomExample({
    '00280010': ['US', ROWS],
    '00280011': ['US', COLUMNS],
    '00280100': ['US', bits === 8 ? 8 : 16],
    '00280101': ['US', bits],
    '00280102': ['US', bits - 1],
    '00281050': ['DS', String(2 ** (bits - 1))],
    '00281051': ['DS', String(2 ** bits)],
    '00080005': ['CS', 'ISO_IR 100'],
    '00081030': undefined,
    '00100010': ['PN', 'Nowhere^Nobody'],
    '7fe00010': [bits === 8 ? 'OB' : 'OW', pixels],
  });
}

async function loadPeers(say: (line: string) => void): Promise<Peers | undefined> {
  const required = requirePeers(say);
  if (required === undefined) return undefined;
  const imaging = required('dcmjs-imaging') as Imaging;
  const codecs = required('dcmjs-codecs') as {
    NativeCodecs: { initializeAsync(): Promise<void> };
    Transcoder: new (bytes: ArrayBuffer) => { transcode(syntax: string): void; getDicomPart10(): ArrayBuffer };
    log: { setLevel(level: string): void };
  };
  for (const { log } of [imaging, codecs]) log.setLevel('error');
  await Promise.all([imaging.NativePixelDecoder.initializeAsync(), codecs.NativeCodecs.initializeAsync()]);
  let spent = 0;
  const decoder = imaging.NativePixelDecoder;
  for (const name of Object.getOwnPropertyNames(decoder).filter((one) => one.startsWith('decode'))) {
    const original = (decoder[name] as (...args: unknown[]) => unknown).bind(decoder);
    decoder[name] = (...args: unknown[]) => {
      const began = spentMs();
      const result = original(...args);
      spent += spentMs() - began;
      return result;
    };
  }
  return {
    imaging,
    transcoded: (bytes, syntax) => {
      const transcoder = new codecs.Transcoder(Uint8Array.from(bytes).buffer);
      transcoder.transcode(syntax);
      return new Uint8Array(transcoder.getDicomPart10());
    },
    inCodec: () => {
      const ms = spent;
      spent = 0;
      return ms;
    },
  };
}
