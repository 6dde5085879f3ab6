/** What the region and a worker process say to each other over IPC; `deadlineMs` counts from 1970. */
export type ToWorker = Invocation | Taken;
export type Invocation = { invoke: number; requestId: string; event: unknown; deadlineMs: number };
/** The last piece of a streamed answer has been passed on: the next one may come. */
export type Taken = { taken: number };

export type FunctionError = { errorType: string; errorMessage: string };
export type FromWorker =
  | { ready: true }
  | { failedToLoad: FunctionError }
  | { invoke: number; piece: Uint8Array }
  | { invoke: number; rssBytes: number; result: unknown }
  | { invoke: number; rssBytes: number; error: FunctionError };

/** Environment variables by which a worker learns what to load; the function does not see them. */
export const HOST_INDEX = 'OKA_HOST_INDEX';
export const HOST_EXPORT = 'OKA_HOST_EXPORT';
