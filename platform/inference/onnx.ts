/** What an ONNX file says of itself beyond what the runtime tells: read from its protobuf, nothing is run. */
export type OnnxFacts = {
  /** Operator sets by domain; the standard one is ''. */
  readonly opsets: Readonly<Record<string, number>>;
  /** Weights that lie in other files (TensorProto.data_location EXTERNAL). */
  readonly external: boolean;
};

/** Numbers of the fields that are read (onnx/onnx.proto). */
const MODEL = { graph: 7, opsetImport: 8 } as const;
const OPSET = { domain: 1, version: 2 } as const;
const GRAPH = { initializer: 5 } as const;
const TENSOR = { dataLocation: 14 } as const;
const EXTERNAL = 1;

type Field = { readonly number: number; readonly value: number; readonly bytes: Uint8Array };

/** @throws RangeError for bytes that are no protobuf message of an ONNX model */
export function onnxFacts(file: Uint8Array): OnnxFacts {
  const model = fieldsOf(file);
  const opsets = model
    .filter(({ number }) => number === MODEL.opsetImport)
    .map(({ bytes }) => fieldsOf(bytes))
    .map((fields) => {
      const domain = fields.find(({ number }) => number === OPSET.domain);
      const version = fields.find(({ number }) => number === OPSET.version);
      return [domain === undefined ? '' : new TextDecoder().decode(domain.bytes), version?.value ?? 0] as const;
    });
  const graph = model.find(({ number }) => number === MODEL.graph);
  if (graph === undefined || opsets.length === 0) throw new RangeError('no graph or no operator set');
  const external = fieldsOf(graph.bytes)
    .filter(({ number }) => number === GRAPH.initializer)
    .some(({ bytes }) =>
      fieldsOf(bytes).some(({ number, value }) => number === TENSOR.dataLocation && value === EXTERNAL),
    );
  return { opsets: Object.fromEntries(opsets), external };
}

/** The fields of one message (protobuf encoding: varint, 64 bit, length-delimited, 32 bit). */
function fieldsOf(bytes: Uint8Array): Field[] {
  const fields: Field[] = [];
  const none = new Uint8Array();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 64; shift += 7) {
      const byte = bytes[at];
      at += 1;
      if (byte === undefined) throw new RangeError('ends within a number');
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError('number too long');
  };
  const skip = (length: number): Uint8Array => {
    const part = bytes.subarray(at, at + length);
    if (part.length !== length) throw new RangeError('ends within a field');
    at += length;
    return part;
  };
  while (at < bytes.length) {
    const key = varint();
    const number = Math.floor(key / 8);
    const kind = key % 8;
    if (kind === 0) fields.push({ number, value: varint(), bytes: none });
    else if (kind === 1) skip(8);
    else if (kind === 2) fields.push({ number, value: 0, bytes: skip(varint()) });
    else if (kind === 5) skip(4);
    else throw new RangeError('no protobuf');
  }
  return fields;
}
