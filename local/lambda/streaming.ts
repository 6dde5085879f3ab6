import { Writable } from 'node:stream';

/** By this the Node.js runtime of Lambda knows a handler whose answer is streamed. */
const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
/** Between the metadata and the body of an answer over HTTP (API Gateway developer guide, "Lambda proxy integration with payload response streaming"). */
export const DELIMITER = Buffer.alloc(8);
const PIECE_BYTES = 1024 * 1024;

type Streamed = (event: unknown, response: Writable, context: unknown) => Promise<unknown>;

/** What the runtime brings as the global `awslambda`. */
export const streamingRuntime = {
  streamifyResponse: (handle: Streamed): Streamed => Object.assign(handle, { [STREAMING]: 'response' }),
  HttpResponseStream: {
    from(response: Writable, metadata: unknown): Writable {
      response.write(Buffer.concat([Buffer.from(JSON.stringify(metadata)), DELIMITER]));
      return response;
    },
  },
};

export const isStreaming = (handler: object): boolean => STREAMING in handler;

/** A stream that hands on one piece after the other, each when the one before has been taken. */
export const outgoing = (pass: (piece: Uint8Array) => Promise<void>): Writable =>
  new Writable({
    highWaterMark: PIECE_BYTES,
    async write(chunk: Uint8Array, _encoding, done) {
      try {
        for (let at = 0; at < chunk.length; at += PIECE_BYTES) await pass(chunk.subarray(at, at + PIECE_BYTES));
        done();
      } catch (cause) {
        done(cause instanceof Error ? cause : new Error(String(cause)));
      }
    },
  });
