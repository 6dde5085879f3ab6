import type { ServerResponse } from 'node:http';
import { DELIMITER } from '../lambda/streaming.ts';
import type { Take } from '../lambda/worker.ts';
import { Refusal } from './refusals.ts';

/** Lambda streams at most 200 MB; API Gateway looks for the delimiter within the first 16 KB. */
const STREAM_LIMIT_BYTES = 200 * 1024 * 1024;
const METADATA_LIMIT_BYTES = 16 * 1024;

type Metadata = {
  statusCode?: unknown;
  headers?: Record<string, unknown>;
  multiValueHeaders?: Record<string, unknown[]>;
};

/**
 * Passes a streamed answer on to the caller as API Gateway does: JSON metadata, eight zero bytes, then the body as it comes.
 * Errors: Refusal INTEGRATION_FAILURE for metadata that are none; once the body has begun, the connection is broken off.
 */
export function streamedAnswer(response: ServerResponse, requestId: string): { take: Take; end: () => void } {
  let head: Buffer | undefined = Buffer.alloc(0);
  let sent = 0;

  async function write(body: Buffer): Promise<void> {
    sent += body.length;
    if (sent > STREAM_LIMIT_BYTES) throw new Refusal('INTEGRATION_FAILURE', 'stream limit');
    // A caller who has gone away lets the function finish for nobody.
    if (body.length === 0 || response.destroyed) return;
    if (!response.write(body)) await drained(response);
  }

  async function take(piece: Uint8Array): Promise<void> {
    if (head === undefined) return write(Buffer.from(piece));
    head = Buffer.concat([head, piece]);
    const end = head.indexOf(DELIMITER);
    if (end === -1 && head.length > METADATA_LIMIT_BYTES) throw new Refusal('INTEGRATION_FAILURE', 'metadata');
    if (end === -1) return;
    begin(response, requestId, head.subarray(0, end));
    const rest = head.subarray(end + DELIMITER.length);
    head = undefined;
    return write(rest);
  }

  let failed: unknown;
  return {
    take: (piece) =>
      failed === undefined
        ? take(piece).catch((cause: unknown) => {
            failed = cause;
            if (response.headersSent) response.destroy();
          })
        : Promise.resolve(),
    end: () => {
      if (head !== undefined || failed !== undefined) throw new Refusal('INTEGRATION_FAILURE', failed);
      response.end();
    },
  };
}

/** Resolves when the caller can take more, or is gone. */
const drained = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });

function begin(response: ServerResponse, requestId: string, text: Buffer): void {
  const { statusCode, headers, multiValueHeaders } = JSON.parse(text.toString('utf8')) as Metadata;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) throw new Refusal('INTEGRATION_FAILURE', 'status');
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, String(value));
  for (const [name, values] of Object.entries(multiValueHeaders ?? {})) response.setHeader(name, values.map(String));
  response.setHeader('x-amzn-RequestId', requestId);
  response.writeHead(status);
  response.flushHeaders();
}
