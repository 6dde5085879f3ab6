import { vrOf } from '../../../domain/dicom/dictionary.ts';
import { isLong, type Writing, writingOf } from '../../../domain/dicom/syntax.ts';
import { OkaError } from '../../../schemas/errors.ts';
import type { Dataset, DatasetValue } from '../services.ts';
import { tagOf } from './keywords.ts';
import { encodeText, writableLabel } from './text.ts';

type Form = Writing & { readonly label: string };

const WIDTHS: Readonly<Record<string, number>> = { US: 2, SS: 2, UL: 4, SL: 4, FL: 4, FD: 8 };
const UTF_8 = { term: 'ISO_IR 192', label: 'utf-8' } as const;

/**
 * The bytes of a data set, in implicit or explicit little endian or big endian; its text in the set that its (0008,0005)
 * names, or in UTF-8, which it then says.
 * @param charset in which text is written whatever (0008,0005) says: for callers that declare one set and mean another
 * @throws OkaError `dicom-value` for a keyword that is not known, or a value longer than its length can say
 */
export function writeDataset(dataset: Dataset, transferSyntax: string, charset?: string): Buffer {
  const declared = dataset.SpecificCharacterSet || undefined;
  const label = charset ?? (declared === undefined && isAscii(dataset) ? UTF_8.label : writableLabel(declared));
  const form = { ...writingOf(transferSyntax), label: label ?? UTF_8.label };
  return encode(label === undefined ? { ...dataset, SpecificCharacterSet: UTF_8.term } : dataset, form);
}

/** Whether all text is ASCII, in items too. */
const isAscii = (dataset: Dataset): boolean =>
  Object.values(dataset).every((value) =>
    typeof value === 'string'
      ? /^[\0-\x7f]*$/.test(value)
      : !Array.isArray(value) || value.every((one) => (typeof one === 'object' ? isAscii(one) : isAscii({ one }))),
  );

function encode(dataset: Dataset, form: Form): Buffer {
  const elements = Object.entries(dataset).flatMap(([keyword, value]) => {
    if (value === undefined) return [];
    const tag = tagOf(keyword);
    if (tag === undefined) throw new OkaError('dicom-value', keyword);
    return [{ keyword, tag, value }];
  });
  elements.sort((a, b) => (a.tag < b.tag ? -1 : 1));
  return Buffer.concat(elements.flatMap(({ keyword, tag, value }) => elementOf(keyword, tag, value, form)));
}

const isItems = (value: DatasetValue): value is readonly Dataset[] =>
  Array.isArray(value) && typeof value[0] === 'object';

function elementOf(keyword: string, tag: string, value: DatasetValue, form: Form): Buffer[] {
  const vr = isItems(value) ? 'SQ' : (vrOf(tag) ?? 'UN');
  const bytes =
    vr === 'SQ'
      ? Buffer.concat(isItems(value) ? value.flatMap((item) => itemOf(item, form)) : [])
      : valueBytes(vr, value, form);
  const header = Buffer.alloc(form.explicit && isLong(vr) ? 12 : 8);
  putTag(header, tag, form);
  if (!form.explicit) put32(header, 4, bytes.length, form);
  else {
    header.write(vr, 4, 2, 'latin1');
    if (isLong(vr)) put32(header, 8, bytes.length, form);
    else if (bytes.length > 0xfffe) throw new OkaError('dicom-value', `${keyword} ${vr}`);
    else if (form.little) header.writeUInt16LE(bytes.length, 6);
    else header.writeUInt16BE(bytes.length, 6);
  }
  return [header, bytes];
}

function itemOf(item: Dataset, form: Form): Buffer[] {
  const bytes = encode(item, form);
  const header = Buffer.alloc(8);
  putTag(header, 'fffee000', form);
  put32(header, 4, bytes.length, form);
  return [header, bytes];
}

function putTag(header: Buffer, tag: string, { little }: Form): void {
  const [group, element] = [Number.parseInt(tag.slice(0, 4), 16), Number.parseInt(tag.slice(4), 16)];
  if (little) {
    header.writeUInt16LE(group, 0);
    header.writeUInt16LE(element, 2);
  } else {
    header.writeUInt16BE(group, 0);
    header.writeUInt16BE(element, 2);
  }
}

const put32 = (header: Buffer, at: number, value: number, { little }: Form): unknown =>
  little ? header.writeUInt32LE(value, at) : header.writeUInt32BE(value, at);

function valueBytes(vr: string, value: DatasetValue, form: Form): Buffer {
  if (value instanceof Uint8Array) return even(Buffer.from(value), 0);
  const values = (Array.isArray(value) ? value : value === '' ? [] : [value]) as readonly (string | number)[];
  const width = WIDTHS[vr];
  if (width !== undefined) return Buffer.concat(values.map((one) => numberBytes(vr, Number(one), width, form)));
  if (vr === 'AT') return Buffer.concat(values.map((one) => tagBytes(String(one), form)));
  return even(encodeText(values.join('\\'), form.label), vr === 'UI' || vr === 'UN' ? 0 : 0x20);
}

function numberBytes(vr: string, value: number, width: number, { little }: Form): Buffer {
  const bytes = Buffer.alloc(width);
  if (vr === 'FL') bytes.writeFloatLE(value);
  else if (vr === 'FD') bytes.writeDoubleLE(value);
  else if (vr === 'US' || vr === 'UL') bytes.writeUIntLE(value, 0, width);
  else bytes.writeIntLE(value, 0, width);
  return little ? bytes : bytes.reverse();
}

function tagBytes(tag: string, form: Form): Buffer {
  const bytes = Buffer.alloc(4);
  putTag(bytes, tag, form);
  return bytes;
}

const even = (bytes: Buffer, filler: number): Buffer =>
  bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.of(filler)]);
