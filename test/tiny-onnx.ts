/** Protobuf by hand, as far as a network of three nodes needs it (onnx/onnx.proto). */
const varint = (value: number): number[] => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)]);
const number = (field: number, value: number): number[] => [...varint(field * 8), ...varint(value)];
const bytes = (field: number, part: readonly number[]): number[] => [
  ...varint(field * 8 + 2),
  ...varint(part.length),
  ...part,
];
const text = (field: number, value: string): number[] => bytes(field, [...Buffer.from(value, 'utf8')]);

const node = (op: string, from: string, to: string): number[] =>
  bytes(1, [...text(1, from), ...text(2, to), ...text(4, op)]);

const FLOAT = 1;
const tensorType = (shape: readonly number[], type: number): number[] => {
  const dims = shape.flatMap((side) => bytes(1, number(1, side)));
  return bytes(2, bytes(1, [...number(1, type), ...bytes(2, dims)]));
};
const value = (field: number, name: string, shape: readonly number[], type = FLOAT): number[] =>
  bytes(field, [...text(1, name), ...tensorType(shape, type)]);

export type TinyOptions = {
  readonly size?: number;
  readonly opset?: number;
  readonly domain?: string;
  readonly input?: string;
  readonly output?: string;
  /** What turns the mean of the picture into the output. */
  readonly last?: 'Sigmoid' | 'Neg' | 'RandomUniformLike';
};

/** A network that answers the sigmoid of the mean of a picture [1, 1, size, size]. */
export function tinyOnnx({
  size = 16,
  opset = 17,
  domain = '',
  input = 'image',
  output = 'probability',
  last = 'Sigmoid',
}: TinyOptions = {}): Uint8Array {
  const graph = [
    ...node('GlobalAveragePool', input, 'pooled'),
    ...node('Flatten', 'pooled', 'flat'),
    ...node(last, 'flat', output),
    ...text(2, 'tiny'),
    ...value(11, input, [1, 1, size, size]),
    ...value(12, output, [1, 1]),
  ];
  const model = [
    ...number(1, 8),
    ...bytes(8, number(2, opset)),
    ...(domain === '' ? [] : bytes(8, [...text(1, domain), ...number(2, 1)])),
    ...bytes(7, graph),
  ];
  return Uint8Array.from(model);
}

/** A manifest that fits it. */
export const tinyManifest = (change: object = {}) => ({
  id: 'tiny',
  version: '1.0.0',
  title: { en: 'Brightness', ru: 'Яркость' },
  intendedUse: {
    modalities: ['DX'],
    bodyParts: ['CHEST'],
    views: ['PA'],
    ageMonths: { min: 0, max: 1200 },
    photometric: ['MONOCHROME2'],
    minimumPixels: 16,
    text: { en: 'a test', ru: 'проверка' },
    outOfScope: { en: 'everything else', ru: 'всё остальное' },
  },
  input: { name: 'image', shape: [1, 16, 16], resize: 'area', fit: 'centre-crop', scale: 'unit' },
  outputs: { probability: 'probability' },
  labels: [{ index: 0, id: 'bright', title: { en: 'Bright', ru: 'Светло' }, snomed: '1', icd10: [] }],
  thresholds: { present: 0.6, absent: 0.4, chosen: 'by hand' },
  calibration: { method: 'none needed', on: 'nothing' },
  preview: { minimumPixels: 16, allowed: false, why: 'a test' },
  data: { name: 'nothing', doi: '10.0/0', licence: 'CC0' },
  figures: {
    test: {
      auc: 0.9,
      aucCi95: [0.85, 0.95],
      sensitivity: 0.9,
      specificity: 0.9,
      ece: 0,
      brier: 0,
      n: 100,
      notAssessed: 0,
    },
  },
  evaluationAssumes: { ageMonths: 36, view: 'PA', modality: 'DX', bodyPart: 'CHEST' },
  ...change,
});
