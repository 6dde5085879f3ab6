import { type Picture, pictureObject } from './pictures.ts';

type Part = Uint8Array;

/** An item of encapsulated pixels (PS3.5 §A.4), padded to even length. */
function item(bytes: Part, tag = 0xe000): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt16LE(0xfffe, 0);
  head.writeUInt16LE(tag, 2);
  head.writeUInt32LE(bytes.length + (bytes.length % 2), 4);
  return Buffer.concat([head, bytes, Buffer.alloc(bytes.length % 2)]);
}

/** Offset table, fragments and end mark. */
export const fragments = (parts: readonly Part[], table: readonly number[] = []): Buffer =>
  Buffer.concat([
    item(new Uint8Array(Uint32Array.from(table).buffer)),
    ...parts.map((part) => item(part)),
    item(new Uint8Array(), 0xe0dd),
  ]);

/** The header of a picture over any coded pixels; `table` as a basic offset table. */
export function encapsulatedObject(
  picture: Picture,
  syntax: string,
  parts: readonly Part[],
  table: readonly number[] = [],
): Uint8Array {
  const pixels = fragments(parts, table);
  return withUndefinedLength(
    pictureObject({ ...picture, more: { ...picture.more, '7fe00010': ['OB', pixels] }, syntax }),
    pixels.length,
  );
}

/** Undefined length of the pixel data is the mark of encapsulation. */
export function withUndefinedLength(object: Uint8Array, pixels: number): Uint8Array {
  new DataView(object.buffer, object.byteOffset).setUint32(object.length - pixels - 4, 0xffffffff, true);
  return object;
}
