// A worker process: loads one function's asset as the Lambda runtime does, then answers invocations one at a time.
import { createRequire } from 'node:module';
import {
  type FromWorker,
  type FunctionError,
  HOST_EXPORT,
  HOST_INDEX,
  type Invocation,
  type ToWorker,
} from './protocol.ts';
import { isStreaming, outgoing, streamingRuntime } from './streaming.ts';

const take = (name: string): string => {
  const value = process.env[name] ?? '';
  delete process.env[name];
  return value;
};
const index = take(HOST_INDEX);
const exportName = take(HOST_EXPORT);
// Only the function writes to standard output; the channel to the region is not part of its environment.
delete process.env.NODE_CHANNEL_FD;

// A worker ends with its region. Ctrl-C reaches the whole group; the region ends its workers when their work is done.
process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => undefined);

const say = (message: FromWorker): void => {
  process.send?.(message);
};
const errorOf = (cause: unknown): FunctionError =>
  cause instanceof Error
    ? { errorType: cause.name, errorMessage: cause.message }
    : { errorType: typeof cause, errorMessage: String(cause) };

/** For the log: texts of foreign errors may quote their input (contract 13), the catalogue's own sentences do not. */
const traceOf = (cause: unknown) =>
  cause instanceof Error
    ? {
        errorType: cause.name,
        errorMessage: cause.name === 'OkaError' ? cause.message : undefined,
        places: cause.stack?.split('\n').filter((line) => line.trimStart().startsWith('at ')),
      }
    : { errorType: typeof cause };

/** The context object of the Node.js runtime (AWS Lambda developer guide, "Using the Lambda context object"). */
function contextOf({ requestId, deadlineMs }: Invocation) {
  const name = process.env.AWS_LAMBDA_FUNCTION_NAME ?? '';
  return {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:${process.env.AWS_REGION}:000000000000:function:${name}`,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
  };
}

type Handler = (event: unknown, ...rest: unknown[]) => unknown;

/** Passes a streamed answer on piece by piece; a plain one is the result. */
async function answer(handler: Handler, asked: Invocation): Promise<void> {
  const { invoke } = asked;
  try {
    const stream = isStreaming(handler)
      ? outgoing((piece) => {
          say({ invoke, piece });
          return new Promise((resolve) => {
            taken = resolve;
          });
        })
      : undefined;
    const result = await handler(asked.event, ...(stream ? [stream] : []), contextOf(asked));
    // What cannot be JSON cannot leave a Lambda either.
    const json = result === undefined ? 'null' : JSON.stringify(result);
    say({ invoke, rssBytes: process.memoryUsage.rss(), result: JSON.parse(json ?? 'null') });
  } catch (cause) {
    console.error(
      JSON.stringify({
        level: 'ERROR',
        message: 'the function failed',
        ...traceOf(cause),
      }),
    );
    say({ invoke, rssBytes: process.memoryUsage.rss(), error: errorOf(cause) });
  }
}

/** Set while a piece is on its way. */
let taken: (() => void) | undefined;

try {
  Object.assign(globalThis, { awslambda: streamingRuntime });
  const handler = createRequire(index)(index)[exportName];
  if (typeof handler !== 'function') throw new TypeError(`index.js exports no function "${exportName}"`);
  process.on('message', (message: ToWorker) => {
    if ('taken' in message) taken?.();
    else void answer(handler, message);
  });
  say({ ready: true });
} catch (cause) {
  console.error(cause);
  say({ failedToLoad: errorOf(cause) });
}
