import { TraceAnswer } from '../../schemas/api/answers.ts';
import type { DayFile } from '../../schemas/day.ts';
import { type LocalKeys, tokenFor } from '../keys.ts';

export type Follow = {
  readonly files: readonly DayFile[];
  readonly apiUrl: string;
  readonly keys: LocalKeys;
  /** Under which name the region has a file; it is asked anew each time. Default: under its own. */
  readonly names?: () => Promise<NameOf>;
  /** Gives up after this long and shows what has not ended; default 5 minutes. */
  readonly limitMs?: number;
  readonly onEnded?: (ended: number, of: number) => void;
};

/** Undefined: it has not been sent yet. */
export type NameOf = (file: DayFile) => string | undefined;

const POLL_MS = 500;

/**
 * Waits until every input has ended, every sent version is answered by its record system, and every critical result is
 * acknowledged or overdue; then gives the traces. An input without an end when the time is up comes as it is.
 */
export async function followDay({
  files,
  apiUrl,
  keys,
  names = async () =>
    ({ sha256 }) =>
      sha256,
  limitMs = 300_000,
  onEnded,
}: Follow): Promise<Map<DayFile, TraceAnswer>> {
  const until = Date.now() + limitMs;
  const settled = new Map<DayFile, TraceAnswer>();
  const latest = new Map<DayFile, TraceAnswer>();
  while (settled.size < files.length && Date.now() < until) {
    const token = await tokenFor(keys, { kind: 'operator', id: 'day', roles: ['operator'] });
    const nameOf = await names();
    for (const file of files) {
      if (settled.has(file)) continue;
      const trace = await traceOf(file, nameOf(file), apiUrl, token);
      if (trace === undefined) continue;
      latest.set(file, trace);
      if (isSettled(trace)) settled.set(file, trace);
    }
    onEnded?.([...latest.values()].filter(({ end }) => end !== undefined).length, files.length);
    if (settled.size < files.length) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return lastLook({ files, apiUrl, keys, names }, latest);
}

/** Advice goes on changing while later inputs arrive, so the rows are read again when all is quiet. */
async function lastLook(
  { files, apiUrl, keys, names }: Required<Pick<Follow, 'files' | 'apiUrl' | 'keys' | 'names'>>,
  latest: Map<DayFile, TraceAnswer>,
) {
  const token = await tokenFor(keys, { kind: 'operator', id: 'day', roles: ['operator'] });
  const nameOf = await names();
  for (const file of files) {
    const trace = await traceOf(file, nameOf(file), apiUrl, token);
    if (trace) latest.set(file, trace);
  }
  return latest;
}

function isSettled({ end, results = [], deliveries = [] }: TraceAnswer): boolean {
  if (end === undefined) return false;
  if (end.state !== 'published') return true;
  return (
    results.every(({ version, sentVersion }) => sentVersion === version) &&
    deliveries.every(({ ehr, delivered }) => ehr === undefined || delivered !== undefined) &&
    deliveries.every(({ dueAt, acknowledged, overdueSince }) => dueAt === undefined || acknowledged || overdueSince)
  );
}

async function traceOf(
  { kind, clinic }: DayFile,
  sha256: string | undefined,
  apiUrl: string,
  token: string,
): Promise<TraceAnswer | undefined> {
  if (sha256 === undefined) return undefined;
  const response = await fetch(new URL(`/trace/${kind}/${clinic}/${sha256}`, apiUrl), {
    headers: { authorization: `Bearer ${token}` },
  });
  if (response.status === 404) return undefined;
  return TraceAnswer.parse(await response.json());
}
