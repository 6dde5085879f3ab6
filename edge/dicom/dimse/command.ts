import { ABORT_REASON, ProtocolFault } from '../pdu/types.ts';

/** Command Field (PS3.7 table E.1-1); a response has the highest bit set. */
export const COMMAND = {
  store: 0x0001,
  find: 0x0020,
  move: 0x0021,
  echo: 0x0030,
  eventReport: 0x0100,
  set: 0x0120,
  action: 0x0130,
  create: 0x0140,
  cancel: 0x0fff,
} as const;
export const RESPONSE = 0x8000;

const NO_DATA_SET = 0x0101;

/** Elements of group 0000 (PS3.7 Annex E) that are read and written; all in Implicit VR Little Endian (§6.3.1). */
const FIELDS = {
  affectedClass: [0x0002, 'UI'],
  requestedClass: [0x0003, 'UI'],
  field: [0x0100, 'US'],
  messageId: [0x0110, 'US'],
  respondedTo: [0x0120, 'US'],
  destination: [0x0600, 'AE'],
  priority: [0x0700, 'US'],
  dataSetType: [0x0800, 'US'],
  status: [0x0900, 'US'],
  comment: [0x0902, 'LO'],
  errorId: [0x0903, 'US'],
  affectedInstance: [0x1000, 'UI'],
  requestedInstance: [0x1001, 'UI'],
  eventType: [0x1002, 'US'],
  actionType: [0x1008, 'US'],
  remaining: [0x1020, 'US'],
  completed: [0x1021, 'US'],
  failed: [0x1022, 'US'],
  warnings: [0x1023, 'US'],
} as const satisfies Readonly<Record<string, readonly [element: number, vr: 'UI' | 'US' | 'AE' | 'LO']>>;

type Field = keyof typeof FIELDS;
type ValueOf<F extends Field> = (typeof FIELDS)[F][1] extends 'US' ? number : string;
type Values = { readonly [F in Exclude<Field, 'field' | 'dataSetType'>]?: ValueOf<F> };

/** A command set; what it does not say is absent. */
export type Command = Values & { readonly field: number; readonly hasDataSet: boolean };

const BY_ELEMENT = new Map(Object.entries(FIELDS).map(([name, [element, vr]]) => [element as number, { name, vr }]));

/** @throws ProtocolFault where the bytes are no command set */
export function readCommand(bytes: Buffer): Command {
  const found: Record<string, string | number> = {};
  for (let at = 0; at < bytes.length; ) {
    if (at + 8 > bytes.length) throw broken('a command that ends within an element');
    const [group, element, length] = [bytes.readUInt16LE(at), bytes.readUInt16LE(at + 2), bytes.readUInt32LE(at + 4)];
    const end = at + 8 + length;
    if (group !== 0 || end > bytes.length) throw broken('a command that is none');
    const known = BY_ELEMENT.get(element);
    if (known?.vr === 'US') {
      if (length >= 2) found[known.name] = bytes.readUInt16LE(at + 8);
    } else if (known !== undefined) {
      const text = bytes.toString('latin1', at + 8, Math.min(end, at + 8 + LONGEST_TEXT));
      found[known.name] = text.replace(/[\0 ]+$/, '').replace(/^ +/, '');
    }
    at = end;
  }
  const { field, dataSetType, ...values } = found;
  if (typeof field !== 'number') throw broken('a command without (0000,0100)');
  return { ...values, field, hasDataSet: dataSetType !== undefined && dataSetType !== NO_DATA_SET };
}

const LONGEST_TEXT = 256;
const broken = (what: string): ProtocolFault => new ProtocolFault(what, ABORT_REASON.invalidValue);

/** The bytes of a command set, with its group length. */
export function writeCommand({ hasDataSet, ...values }: Command): Buffer {
  const given: Readonly<Record<string, string | number | undefined>> = {
    ...values,
    dataSetType: hasDataSet ? 0x0001 : NO_DATA_SET,
  };
  const parts = Object.entries(FIELDS).flatMap(([name, [element, vr]]) => {
    const value = given[name];
    return value === undefined ? [] : [elementOf(element, valueBytes(vr, value))];
  });
  const body = Buffer.concat(parts);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  return Buffer.concat([elementOf(0x0000, length), body]);
}

function valueBytes(vr: string, value: string | number): Buffer {
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(2);
    bytes.writeUInt16LE(value);
    return bytes;
  }
  const padding = vr === 'UI' ? '\0' : ' ';
  return Buffer.from(value.length % 2 === 0 ? value : value + padding, 'latin1');
}

function elementOf(element: number, value: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt16LE(element, 2);
  header.writeUInt32LE(value.length, 4);
  return Buffer.concat([header, value]);
}
