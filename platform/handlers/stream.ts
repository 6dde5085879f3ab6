import type { Writable } from 'node:stream';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { OkaError } from '../../schemas/errors.ts';
import { log } from '../log.ts';
import { type ApiAnswer, headersOfAnswer } from './answer.ts';
import { type ApiOptions, answering } from './api.ts';
import { forBrowsers, VIEWERS } from './browsers.ts';

type Metadata = { readonly statusCode: number; readonly headers: Readonly<Record<string, string>> };

/** What the Lambda runtime of Node.js brings as a global (AWS Lambda developer guide, "Response streaming"). */
type StreamingRuntime = {
  streamifyResponse(
    handle: (event: APIGatewayProxyEvent, response: Writable) => Promise<void>,
  ): (event: APIGatewayProxyEvent, response: Writable) => Promise<void>;
  HttpResponseStream: { from(response: Writable, metadata: Metadata): Writable };
};

/**
 * A Lambda over routes of the REST API whose answers go out while they are read: of any length, in little memory. The same
 * doors as `apiHandler`; the audit record is written before the first byte leaves. A fault in the midst of an answer breaks
 * it off, so that nobody takes the part for the whole.
 * @throws OkaError `configuration` where the runtime cannot stream, and as `apiHandler`
 */
export const streamingHandler = (options: ApiOptions) => streamed(browserAnswering(options));

/**
 * A Lambda whose answers are streamed, whatever stands behind them.
 * @throws OkaError `configuration` where the runtime cannot stream
 */
export function streamed(answer: (event: APIGatewayProxyEvent) => Promise<ApiAnswer>) {
  const runtime = (globalThis as unknown as { awslambda?: StreamingRuntime }).awslambda;
  if (runtime === undefined) throw new OkaError('configuration', 'a runtime without response streaming');
  return runtime.streamifyResponse(async (event, response) => {
    const said = await answer(event);
    const metadata = { statusCode: said.status, headers: headersOfAnswer(said) };
    await write(runtime.HttpResponseStream.from(response, metadata), said);
  });
}

/** Answers for programs and for browsers of the region's viewers. */
export const browserAnswering = (options: ApiOptions): ((event: APIGatewayProxyEvent) => Promise<ApiAnswer>) =>
  forBrowsers(answering(options), VIEWERS, options.world);

async function write(out: Writable, { json, bytes, stream }: ApiAnswer): Promise<void> {
  const failed = new Promise<never>((_, reject) => out.once('error', reject));
  failed.catch(() => {});
  try {
    for await (const piece of stream ?? piecesOf(json, bytes)) {
      if (!out.write(piece)) await Promise.race([failed, new Promise((resolve) => out.once('drain', resolve))]);
    }
  } catch (cause) {
    log.error('answer broken off', {}, cause);
    out.destroy(cause instanceof Error ? cause : undefined);
    throw cause;
  }
  await Promise.race([failed, new Promise<void>((resolve) => out.end(resolve))]);
}

/** API Gateway waits for a first byte after the metadata: an answer without a body writes an empty one. */
function* piecesOf(json: unknown, bytes: Uint8Array | undefined): Generator<Uint8Array> {
  yield bytes ?? Buffer.from(json === undefined ? '' : JSON.stringify(json));
}
