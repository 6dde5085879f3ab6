import { z } from 'zod';
import { type Ask, isGood } from '../region/region.ts';

const TIMEOUT_MS = 30_000;

/**
 * Whether the region has a study already (QIDO-RS). Undefined where it does not say: then it is fetched, and the region
 * counts what it has as a repeat.
 * @param token of the record system: lists of studies are patient data, which an edge alone may not read
 */
export const studyInRegion =
  (ask: Ask, token: () => Promise<string>) =>
  async (studyInstanceUid: string): Promise<boolean | undefined> => {
    try {
      const query = new URLSearchParams({ StudyInstanceUID: studyInstanceUid, limit: '1' });
      const headers = { authorization: `Bearer ${await token()}`, accept: 'application/dicom+json' };
      const path = `/dicomweb/studies?${query}`;
      const { status, body } = await ask({ method: 'GET', path, headers, timeoutMs: TIMEOUT_MS });
      if (status === 204) return false;
      return isGood(status) ? z.array(z.unknown()).parse(JSON.parse(body.toString('utf8'))).length > 0 : undefined;
    } catch {
      return undefined;
    }
  };
