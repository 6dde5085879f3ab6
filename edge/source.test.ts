import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { fileSource, kindOf } from './source.ts';

const folder = mkdtempSync(join(tmpdir(), 'oka-source-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the kind of a file', () => {
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('MSH|^~\\&|', 'utf16le')]);
  const cases: [string, Uint8Array, string, string][] = [
    ['HL7 v2', Buffer.from('MSH|^~\\&|A'), 'x', 'record'],
    ['HL7 v2 with its own delimiters', Buffer.from('MSH#*!?@#A'), 'x', 'record'],
    ['HL7 v2 after a byte order mark', Buffer.from('\ufeffMSH|^~\\&|'), 'x', 'record'],
    ['HL7 v2 after an MLLP start block and blank lines', Buffer.from('\x0b\r\nMSH|^~\\&|'), 'x', 'record'],
    ['HL7 v2 in UTF-16', utf16, 'x', 'record'],
    ['a batch', Buffer.from('FHS|^~\\&|'), 'x.txt', 'record'],
    ['a DICOM file', Buffer.concat([Buffer.alloc(128), Buffer.from('DICM')]), 'x.hl7', 'image'],
    ['a bare DICOM data set', Buffer.from([8, 0, 5, 0, 0x43, 0x53, 10, 0]), 'x', 'image'],
    ['a broken message', Buffer.from('PID|1'), 'x.HL7', 'record'],
    ['anything else', Buffer.from('MSHELL'), 'x.bin', 'image'],
  ];
  test.each(cases)('of %s is told', (_, bytes, name, kind) => {
    expect(kindOf(bytes, name)).toBe(kind);
  });
});

describe('a file', () => {
  test('is read by ranges and named by its bytes', async () => {
    const path = join(folder, 'a.hl7');
    writeFileSync(path, 'MSH|^~\\&|A');
    const source = await fileSource(path);
    const sha256 = createHash('sha256').update('MSH|^~\\&|A').digest('hex');
    expect(source).toMatchObject({ kind: 'record', length: 10, sha256 });
    expect(Buffer.from(await source.read(4, 8)).toString()).toBe('^~\\&');
  });

  test('that is empty or not there is unreadable', async () => {
    writeFileSync(join(folder, 'empty'), '');
    await expect(fileSource(join(folder, 'empty'))).rejects.toMatchObject({ code: 'unreadable-file', detail: 'empty' });
    await expect(fileSource(join(folder, 'none'))).rejects.toMatchObject({ code: 'unreadable-file', detail: 'ENOENT' });
  });
});
