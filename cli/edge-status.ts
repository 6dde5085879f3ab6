import { mkdirSync } from 'node:fs';
import { listDropped } from '../edge/drops.ts';
import { isLocked } from '../edge/lock.ts';
import { folderOf } from '../edge/parts/shared.ts';
import { listRefused } from '../edge/refused.ts';
import { type EdgeState, readState } from '../edge/state.ts';
import { ERRORS, type ErrorCode } from '../schemas/errors.ts';

const MOST_DROPPED = 20;

/** Prints what waits, since when, and what the region refused; starts nothing. */
export async function printStatus(folder: string, json: boolean | undefined): Promise<number> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const [state, refused, running] = [
    await readState(folder),
    await listRefused(folderOf(folder, 'refused')),
    await isLocked(folder),
  ];
  const dropped = await listDropped(folder);
  if (json) {
    process.stdout.write(`${JSON.stringify({ running, ...state, refused, dropped })}\n`);
    return 0;
  }
  const lines = [
    running ? 'the edge is running' : 'the edge is not running',
    ...(state === undefined ? ['it has said nothing of itself yet'] : statusLines(state)),
    `${refused.length} refused by the region${refused.length > 0 ? ' (oka edge run --again sends them once more)' : ''}`,
    ...attentionLines([...refused, ...(state?.objects?.attention ?? [])]),
    ...dropped.slice(0, MOST_DROPPED).map((one) => `dropped ${one.droppedAt}  ${one.sha256}  ${one.code}: ${one.why}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

type Attention = { readonly sha256: string; readonly code: string; readonly acceptedAt: string };

/** What a human must look at, by code, and what to do about it. */
function attentionLines(all: readonly Attention[]): string[] {
  const codes = [...new Set(all.map(({ code }) => code))].sort();
  const lines = codes.flatMap((code) => [
    ...(isErrorCode(code) ? [`  ${code}: ${ERRORS[code].whatToDo}`] : []),
    ...all
      .filter((one) => one.code === code)
      .map(({ sha256, acceptedAt }) => `  ${code.padEnd(18)} taken ${acceptedAt}  ${sha256}`),
  ]);
  return all.length === 0 ? [] : [...lines, '  what cannot be mended: oka edge drop SHA256 --why "…"'];
}

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERRORS, code);

function statusLines(state: EdgeState): string[] {
  const { at, waiting, waitingSince, bytes, objects, totals, parts = {} } = state;
  const counts = Object.entries(totals).map(([what, count]) => `${what} ${count}`);
  const hl7 = waiting ? `${waiting} wait, the oldest since ${waitingSince}` : 'nothing waits';
  const lanes = Object.entries(objects?.lanes ?? {}).filter(([, lane]) => lane.waiting > 0);
  return [
    `as of ${at}: ${hl7}; ${bytes} bytes in the journal`,
    ...(objects
      ? [
          `images: ${objects.waiting} wait (${size(objects.waitingBytes)}), ${objects.kept} kept (${size(objects.bytes)}), ${objects.refused} refused`,
        ]
      : []),
    ...lanes.map(
      ([name, lane]) =>
        `  ${name.padEnd(8)} ${lane.waiting} wait (${size(lane.bytes)}), the oldest since ${lane.oldest}`,
    ),
    ...Object.entries(parts).flatMap(([name, part]) => partLines(name, part)),
    ...(counts.length > 0 ? [`since the start: ${counts.join(', ')}`] : []),
  ];
}

type PartNow = NonNullable<EdgeState['parts']>[string];

/** What a part says of itself, key by key; a part that does not run says why. */
function partLines(name: string, { state, since, fault, ...own }: PartNow): string[] {
  const said = Object.entries(own).flatMap(([key, value]) => told(key, value));
  return [
    `${name.padEnd(11)} ${state} since ${since}${said.length > 0 ? `: ${said.join(', ')}` : ''}`,
    ...(fault === undefined ? [] : [`  ${fault}`]),
  ];
}

function told(key: string, value: unknown): string[] {
  if (value === undefined || value === null || value === 0 || value === false || value === '') return [];
  if (Array.isArray(value)) return value.length === 0 ? [] : [`${words(key)} ${value.length}`];
  if (typeof value === 'object') return Object.entries(value).flatMap(([inner, one]) => told(`${key} ${inner}`, one));
  return [value === true ? words(key) : `${words(key)} ${String(value)}`];
}

/** `waitingSince` → `waiting since`. */
const words = (key: string): string =>
  key.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);

function size(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = bytes < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}
