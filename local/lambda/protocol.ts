/** What the region and a worker process say to each other over IPC. */
export type ToWorker = { invoke: number; requestId: string; event: unknown; deadline: number };

export type FunctionError = { errorType: string; errorMessage: string };
export type FromWorker =
  | { ready: true }
  | { failedToLoad: FunctionError }
  | { invoke: number; rss: number; result: unknown }
  | { invoke: number; rss: number; error: FunctionError };

/** Environment variables by which a worker learns what to load; the function does not see them. */
export const HOST_INDEX = 'OKA_HOST_INDEX';
export const HOST_EXPORT = 'OKA_HOST_EXPORT';
