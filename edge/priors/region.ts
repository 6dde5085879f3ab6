import { z } from 'zod';

const TIMEOUT_MS = 30_000;

/**
 * Whether the region has a study already (QIDO-RS). Undefined where it does not say: then it is fetched, and the region
 * counts what it has as a repeat.
 * @param token of the record system: lists of studies are patient data, which an edge alone may not read
 */
export const askRegion =
  (url: string, token: () => Promise<string>) =>
  async (studyInstanceUid: string): Promise<boolean | undefined> => {
    try {
      const address = new URL('/dicomweb/studies', url);
      address.search = String(new URLSearchParams({ StudyInstanceUID: studyInstanceUid, limit: '1' }));
      const response = await fetch(address, {
        headers: { authorization: `Bearer ${await token()}`, accept: 'application/dicom+json' },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (response.status === 204) return false;
      return response.ok ? z.array(z.unknown()).parse(await response.json()).length > 0 : undefined;
    } catch {
      return undefined;
    }
  };
