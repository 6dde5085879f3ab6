import { join } from 'node:path';
import { S3Fault } from './answers.ts';

/**
 * Keys as paths. Each segment is a folder, the last one a file with the ending `~`, so that the keys `a` and `a/b` live
 * side by side. Everything but `a-z 0-9 . _ -` is written as %XX of its UTF-8 bytes: file systems that ignore case or
 * forbid characters keep every key apart.
 */
const ENDING = '~';
/** Characters of a name: file systems take 255 bytes, and the ending needs room. */
const MAXIMUM_NAME = 240;

function encode(segment: string): string {
  if (segment === '') return '%';
  const name = Buffer.from(segment, 'utf8').reduce((text, byte) => {
    const character = String.fromCharCode(byte);
    return text + (/[a-z0-9._-]/.test(character) ? character : `%${byte.toString(16).padStart(2, '0')}`);
  }, '');
  // A leading or trailing dot means something to file systems ("..", hidden files, Windows).
  const safe = name.replace(/^\./, '%2e').replace(/\.$/, '%2e');
  if (safe.length > MAXIMUM_NAME) throw new S3Fault(400, 'KeyTooLongError', 'A segment of the key is too long.');
  return safe;
}

function decode(name: string): string {
  if (name === '%') return '';
  return Buffer.from(
    name.replace(/%([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');
}

export const objectPath = (root: string, key: string): string => {
  const segments = key.split('/').map(encode);
  return join(root, ...segments.slice(0, -1), `${segments.at(-1)}${ENDING}`);
};

/** What a name in a folder stands for: an object, or a folder whose keys begin with `segment` and a slash. */
export function entryOf(name: string): { object: boolean; sortKey: string } {
  return name.endsWith(ENDING)
    ? { object: true, sortKey: decode(name.slice(0, -ENDING.length)) }
    : { object: false, sortKey: `${decode(name)}/` };
}

/** S3 lists keys in the order of their UTF-8 bytes. */
export const compareKeys = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

export function checkBucketName(name: string): string {
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name))
    throw new S3Fault(400, 'InvalidBucketName', 'The specified bucket is not valid.');
  return name;
}
