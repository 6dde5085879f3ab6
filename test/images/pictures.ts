import { type Attributes, dicomExample } from '../dicom.ts';

/** Invented pictures: slopes, an edge and a pattern, so that every predictor, sign and bit plane has work to do. */
const value = (row: number, column: number, sample: number, frame: number): number =>
  row * 61 + column * 37 + sample * 911 + frame * 1234 + ((row * column) % 23) * 9 + (column > 20 ? 1400 : 0);

export type Picture = {
  readonly rows: number;
  readonly columns: number;
  readonly bits: number;
  readonly allocated: 8 | 16 | 32;
  readonly signed?: boolean;
  readonly samples?: 1 | 3;
  readonly frames?: number;
  readonly photometric?: string;
  readonly more?: Attributes;
  readonly syntax?: string;
};

const us = (number: number): Attributes[string] => ['US', number];

/** Stored values, samples interleaved, frame after frame. */
export function valuesOf({ rows, columns, bits, signed = false, samples = 1, frames = 1 }: Picture): number[] {
  const values: number[] = [];
  for (let frame = 0; frame < frames; frame++)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        for (let sample = 0; sample < samples; sample++) {
          const wrapped = value(row, column, sample, frame) % 2 ** bits;
          values.push(signed ? wrapped - 2 ** (bits - 1) : wrapped);
        }
  return values;
}

/** A picture as a DICOM object in explicit little endian; the patient does not exist. */
export function pictureObject(picture: Picture): Uint8Array {
  const { rows, columns, bits, allocated, signed = false, samples = 1, frames = 1, more = {} } = picture;
  const values = valuesOf(picture);
  const Container = allocated === 8 ? Uint8Array : allocated === 16 ? Uint16Array : Uint32Array;
  const stored = values.map((one) => (one < 0 ? one + 2 ** bits : one));
  return dicomExample(
    {
      '00080016': ['UI', '1.2.840.10008.5.1.4.1.1.7'],
      '00080018': ['UI', `1.2.826.0.1.3680043.2.1143.${rows}.${bits}.${samples}.${frames}.${signed ? 1 : 0}`],
      '00080060': ['CS', 'OT'],
      '00080064': ['CS', 'WSD'],
      '00100010': ['PN', 'Нигде^Никто'],
      '00100020': ['LO', 'FIXTURE'],
      '00100030': undefined,
      '00180015': undefined,
      '00185101': undefined,
      '00280002': us(samples),
      '00280004': ['CS', picture.photometric ?? (samples === 3 ? 'RGB' : 'MONOCHROME2')],
      ...(samples === 3 ? { '00280006': us(0) } : {}),
      ...(frames > 1 ? { '00280008': ['IS', String(frames)] } : {}),
      '00280010': us(rows),
      '00280011': us(columns),
      '00280100': us(allocated),
      '00280101': us(bits),
      '00280102': us(bits - 1),
      '00280103': us(signed ? 1 : 0),
      '7fe00010': [allocated === 8 ? 'OB' : 'OW', new Uint8Array(Container.from(stored).buffer)],
      ...more,
    },
    picture.syntax === undefined ? {} : { syntax: picture.syntax },
  );
}
