import { OkaError } from '../schemas/errors.ts';

export type Keys = Record<string, string | number | boolean>;
type Level = 'count' | 'info' | 'warn' | 'error';
export type Noted = { readonly level: Level; readonly keys: Keys; readonly fault: unknown };

/** What an event of a part is called; what else it has depends on the part. */
export type PartEvent = { readonly what: string; readonly fault?: unknown; readonly cause?: unknown };

/** Events that happen with every object: they are counted, and the count is written once a minute. */
const COUNTED: ReadonlySet<string> = new Set(['stored', 'taken', 'sent', 'drained', 'delivered', 'answered', 'closed']);
const ERRORS: ReadonlySet<string> = new Set(['damaged', 'object-damaged', 'unreadable', 'write-failed']);

/**
 * Keys of events that may stand in a log: codes, counts, addresses and titles of machines. What is not on the list stays
 * out, so that a part which one day adds a name or a number of a patient to its events does not write it here.
 */
const LOGGED: ReadonlySet<string> = new Set([
  ...['address', 'aeTitle', 'called', 'calledAe', 'callingAe', 'fingerprint', 'peer', 'ehr', 'lane', 'consumer'],
  ...['code', 'class', 'status', 'end', 'why', 'state', 'detail', 'command', 'door', 'kind', 'stage'],
  ...['bytes', 'count', 'messages', 'stored', 'failed', 'waiting', 'tries', 'pauseMs', 'ms', 'position', 'segment'],
  ...['repeat', 'unfinished', 'sha256', 'resultId', 'version', 'until', 'since', 'at'],
]);

/** How an event of a part is written into the log of the edge. */
export function noted(event: PartEvent): Noted {
  const { cause, fault = cause, caller } = event as PartEvent & { readonly caller?: unknown };
  const keys = { ...(typeof caller === 'object' ? plain(caller) : {}), ...plain(event) };
  const code = fault instanceof OkaError ? { code: fault.code } : {};
  return { level: levelOf(event.what, fault), keys: { ...keys, ...code }, fault };
}

const plain = (from: object | null): Keys =>
  Object.fromEntries(
    Object.entries(from ?? {}).filter(
      ([key, value]) => LOGGED.has(key) && ['string', 'number', 'boolean'].includes(typeof value),
    ),
  ) as Keys;

function levelOf(what: string, fault: unknown): Level {
  if (ERRORS.has(what)) return 'error';
  if (COUNTED.has(what) && fault === undefined) return 'count';
  return fault !== undefined ||
    /fail|refus|reject|trouble|no-connection|away|human|unsendable|not-understood/.test(what)
    ? 'warn'
    : 'info';
}
