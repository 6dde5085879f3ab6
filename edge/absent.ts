/**
 * For `.catch`: what is not there reads as `empty`. A disk that fails, or a folder that may not be read, is told: an empty
 * list would say that nothing waits.
 */
export const ifAbsent =
  <T>(empty: T) =>
  (cause: NodeJS.ErrnoException): T => {
    if (cause.code === 'ENOENT') return empty;
    throw cause;
  };
