import { describe, expect, test } from '@jest/globals';
import { mapFrom, message, PID, segment } from '../domain/hl7/map/example.ts';
import { storeAttachments } from './attachments.ts';
import { binaryId } from './binaries.ts';
import type { ObjectStore } from './objects.ts';

const { attachments } = mapFrom(
  'laboratory',
  message(
    'ORU^R01',
    [
      PID,
      segment('OBR', { 3: 'F1', 4: 'ЭКГ^ЭКГ^L', 25: 'F' }),
      `OBX|1|ED|Ф^Файл^L||^AP^PDF^Base64^${Buffer.from('%PDF-1').toString('base64')}||||||F`,
    ],
    { application: 'LIS' },
  ),
);

describe('files of a message', () => {
  test('are stored with their type, and a pointer says whose they are', async () => {
    const stored: [string, string, string | undefined][] = [];
    const objects = {
      put: async (bucket: string, key: string, _: Uint8Array, options?: { contentType?: string }) => {
        stored.push([bucket, key, options?.contentType]);
      },
    } as unknown as ObjectStore;
    await storeAttachments(attachments, { objects, env: { OKA_BUCKET_DERIVED: 'derived' } });
    const key = attachments[0]?.key ?? '';
    expect(stored).toEqual([
      ['derived', key, 'application/pdf'],
      ['derived', `binary/${binaryId(key)}`, 'application/json'],
    ]);
    expect(attachments[0]?.url).toBe(`Binary/${binaryId(key)}`);
  });

  test('that cannot be stored are no files: the chart is not written then', async () => {
    const objects = { put: () => Promise.reject(new Error('disk full')) } as unknown as ObjectStore;
    await expect(storeAttachments(attachments, { objects, env: { OKA_BUCKET_DERIVED: 'derived' } })).rejects.toThrow();
  });
});
