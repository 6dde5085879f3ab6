import type { DataSet } from 'dicom-parser';
import { OkaError } from '../../../schemas/errors.ts';
import { writingOf } from '../syntax.ts';
import { numberOf, stringOf, textOf } from '../values.ts';
import { codeIn, partsIn } from './content.ts';
import type { KindSource } from './contents.ts';

/** One curve: its name and its samples in the unit it was calibrated in; NaN where the device recorded nothing. */
export type Channel = {
  readonly name: string;
  /** UCUM, as stored: `mV`, `uV`, `mmHg`; undefined where the device did not calibrate. */
  readonly unit?: string;
  readonly samples: Float32Array;
};

/** Channels sampled together (PS3.3 §C.10.9): a recording, a median beat, a rhythm strip. */
export type MultiplexGroup = {
  readonly label?: string;
  readonly samplesPerSecond: number;
  readonly channels: readonly Channel[];
};

/** Channels × samples that are read at most: a day of three leads at 250 Hz. */
const MOST_SAMPLES = 64 * 1024 * 1024;
const MOST_CHANNELS = 512;

/**
 * The multiplex groups of a waveform object, in physical units: stored value × sensitivity × correction + baseline
 * (PS3.3 §C.10.9.1.4). @throws OkaError `dicom-structure`, `dicom-truncated`, naming the attribute
 */
export function readWaveforms({ object, header }: Pick<KindSource, 'object' | 'header'>): MultiplexGroup[] {
  const { little } = writingOf(header.transferSyntax);
  return partsIn(object.dataSet, 'x54000100').map((part) => readGroup(part, little));
}

function readGroup(part: DataSet, little: boolean): MultiplexGroup {
  const count = required(numberOf(part, 'x003a0005'), '(003A,0005)');
  const samples = required(unsigned(part, 'x003a0010'), '(003A,0010)');
  const samplesPerSecond = required(Number(stringOf(part, 'x003a001a')), '(003A,001A)');
  if (count > MOST_CHANNELS || count * samples > MOST_SAMPLES) throw new OkaError('dicom-structure', '(003A,0010)');
  const form = FORMS[stringOf(part, 'x54001006') ?? ''];
  const element = part.elements.x54001010;
  if (form === undefined || element === undefined) throw new OkaError('dicom-structure', '(5400,1006)');
  if (element.length < count * samples * form.bytes) throw new OkaError('dicom-truncated', '(5400,1010)');
  const { buffer, byteOffset } = part.byteArray as Uint8Array;
  const view = new DataView(buffer, byteOffset + element.dataOffset, element.length);
  const padding = paddingOf(part, form, little);
  const definitions = partsIn(part, 'x003a0200');
  const channels = Array.from({ length: count }, (_, channel): Channel => {
    const scale = scaleOf(definitions[channel]);
    const values = new Float32Array(samples);
    for (let at = 0; at < samples; at++) {
      // The samples of all channels at one moment stand together (PS3.3 §C.10.9.1.5).
      const stored = form.get(view, (at * count + channel) * form.bytes, little);
      values[at] = stored === padding ? Number.NaN : stored * scale.by + scale.offset;
    }
    const { unit } = scale;
    return { name: nameOf(definitions[channel], channel), ...(unit === undefined ? {} : { unit }), samples: values };
  });
  const label = textOf(part, 'x003a0020');
  return { ...(label === undefined ? {} : { label }), samplesPerSecond, channels };
}

type Form = { readonly bytes: number; readonly get: (view: DataView, at: number, little: boolean) => number };

/** Waveform Sample Interpretation (PS3.3 §C.10.9.1.5); µ-law and A-law (MB, AB) are sound and are not drawn. */
const FORMS: Readonly<Record<string, Form>> = {
  SB: { bytes: 1, get: (view, at) => view.getInt8(at) },
  UB: { bytes: 1, get: (view, at) => view.getUint8(at) },
  MB: { bytes: 1, get: (view, at) => view.getUint8(at) },
  AB: { bytes: 1, get: (view, at) => view.getUint8(at) },
  SS: { bytes: 2, get: (view, at, little) => view.getInt16(at, little) },
  US: { bytes: 2, get: (view, at, little) => view.getUint16(at, little) },
  SL: { bytes: 4, get: (view, at, little) => view.getInt32(at, little) },
  UL: { bytes: 4, get: (view, at, little) => view.getUint32(at, little) },
};

function paddingOf(part: DataSet, form: Form, little: boolean): number | undefined {
  const element = part.elements.x5400100a;
  if (element === undefined || element.length < form.bytes) return undefined;
  const { buffer, byteOffset } = part.byteArray as Uint8Array;
  return form.get(new DataView(buffer, byteOffset + element.dataOffset, element.length), 0, little);
}

/** Sensitivity, its correction and the baseline of a channel; a channel without sensitivity stays in stored steps. */
function scaleOf(definition: DataSet | undefined): { by: number; offset: number; unit?: string } {
  const sensitivity = definition && decimal(definition, 'x003a0210');
  if (definition === undefined || sensitivity === undefined) return { by: 1, offset: 0 };
  const unit = codeIn(definition, 'x003a0211')?.value;
  const by = sensitivity * (decimal(definition, 'x003a0212') ?? 1);
  return { by, offset: decimal(definition, 'x003a0213') ?? 0, ...(unit === undefined ? {} : { unit }) };
}

/** The lead as its source code calls it, without the word for it: `Lead II` and `II (Einthoven)` are both II. */
function nameOf(definition: DataSet | undefined, place: number): string {
  const said = definition && (codeIn(definition, 'x003a0208')?.meaning ?? textOf(definition, 'x003a0203'));
  return said?.replace(/^lead\s+/i, '').replace(/\s*\(Einthoven\)$/i, '') ?? String(place + 1);
}

const decimal = (part: DataSet, tag: string): number | undefined => {
  const value = Number(stringOf(part, tag) ?? Number.NaN);
  return Number.isFinite(value) ? value : undefined;
};

const unsigned = (part: DataSet, tag: string): number | undefined =>
  (part.elements[tag]?.length ?? 0) >= 4 ? part.uint32(tag) : undefined;

function required(value: number | undefined, name: string): number {
  if (value === undefined || !Number.isFinite(value) || value <= 0) throw new OkaError('dicom-structure', name);
  return value;
}
