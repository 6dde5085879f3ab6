/** The API did not give what was asked for. `again`: a later try may succeed. */
export class ApiFailed extends Error {
  readonly again: boolean;
  constructor(message: string, again: boolean, cause?: unknown) {
    super(message, { cause });
    this.again = again;
  }
}

/** One answer of the API holds at most 4 MiB of a Binary; more comes in parts (docs/ehr-contract.md). */
const PART_BYTES = 3 * 1024 * 1024;
const TIMEOUT_MS = 30_000;

/** A clock that is wrong for a while (401) spoils a token, not the bundle. */
const isForNow = (status: number): boolean => status >= 500 || [401, 408, 429].includes(status);

export type BinaryReader = (path: string, mediaType: string) => Promise<Uint8Array>;

/**
 * Gives a function that reads `GET /fhir/Binary/{id}` with a fresh token of the record system, in parts.
 * Errors: ApiFailed.
 */
export const binaryReader =
  (apiUrl: string, token: () => Promise<string>): BinaryReader =>
  async (path, mediaType) => {
    const parts: Uint8Array[] = [];
    let length = 0;
    for (let total = Number.POSITIVE_INFINITY; length < total; ) {
      const headers = {
        authorization: `Bearer ${await token()}`,
        accept: mediaType,
        range: `bytes=${length}-${length + PART_BYTES - 1}`,
      };
      const response = await fetch(`${apiUrl}${path}`, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(
        (cause: unknown) => {
          throw new ApiFailed('the API did not answer', true, cause);
        },
      );
      if (!response.ok) throw new ApiFailed(`the API answered ${response.status}`, isForNow(response.status));
      const part = new Uint8Array(
        await response.arrayBuffer().catch((cause: unknown) => {
          throw new ApiFailed('the answer of the API broke off', true, cause);
        }),
      );
      parts.push(part);
      length += part.length;
      const range = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '');
      total = range ? Number(range[1]) : length;
      if (part.length === 0) break;
    }
    return Buffer.concat(parts);
  };
