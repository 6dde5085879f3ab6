import { type Ask, isGood } from '../region/region.ts';

/** The API did not give what was asked for. `again`: a later try may succeed. */
export class ApiFailed extends Error {
  readonly again: boolean;
  constructor(message: string, again: boolean, cause?: unknown) {
    super(message, { cause });
    this.again = again;
  }
}

/** At 256 kbit/s a part takes 16 s: what a cut takes away is little. The API gives 4 MiB at most (docs/ehr-contract.md). */
const PART_BYTES = 512 * 1024;
const MOST_ANSWER_BYTES = 8 * 1024 * 1024;
const TIMEOUT_MS = 30_000;

/** A clock that is wrong for a while (401) spoils a token, not the bundle. */
const isForNow = (status: number): boolean => status >= 500 || [401, 408, 429].includes(status);

export type BinaryReader = (path: string, mediaType: string) => Promise<Uint8Array>;

/**
 * Gives a function that reads `GET /fhir/Binary/{id}` with a fresh token of the record system, in parts.
 * Errors: ApiFailed.
 */
export const binaryReader =
  (ask: Ask, token: () => Promise<string>): BinaryReader =>
  async (path, mediaType) => {
    const parts: Uint8Array[] = [];
    let length = 0;
    for (let total = Number.POSITIVE_INFINITY; length < total; ) {
      const headers = {
        authorization: `Bearer ${await token()}`,
        accept: mediaType,
        range: `bytes=${length}-${length + PART_BYTES - 1}`,
      };
      const asked = { method: 'GET', path, headers, timeoutMs: TIMEOUT_MS, mostBytes: MOST_ANSWER_BYTES } as const;
      const answer = await ask(asked).catch((cause: unknown) => {
        throw new ApiFailed('the API did not answer', true, cause);
      });
      if (!isGood(answer.status)) throw new ApiFailed(`the API answered ${answer.status}`, isForNow(answer.status));
      parts.push(answer.body);
      length += answer.body.length;
      const range = /\/(\d+)$/.exec(answer.headers['content-range'] ?? '');
      total = range ? Number(range[1]) : length;
      if (answer.body.length === 0) break;
    }
    return Buffer.concat(parts);
  };
