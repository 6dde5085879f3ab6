import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileSource, type Source } from '../../edge/source.ts';
import { makeUplink } from '../../edge/uplink.ts';
import { Day, type DayFile } from '../../schemas/day.ts';
import { OkaError } from '../../schemas/errors.ts';
import { type LocalKeys, tokenFor } from '../keys.ts';
import { runProgram } from '../prepare.ts';
import { type ClinicDoors, knock } from './clinic-doors.ts';

/** Has samples/ write the day once for this data folder, and reads its index. */
export async function openDay(folder: string): Promise<Day> {
  await runProgram('samples/main.ts', [folder]);
  return Day.parse(JSON.parse(await readFile(join(folder, 'day.json'), 'utf8')));
}

export type Play = {
  readonly folder: string;
  readonly files: readonly DayFile[];
  readonly apiUrl: string;
  readonly keys: LocalKeys;
  /** Files on their way at once. */
  readonly atOnce?: number;
  /** The doors of one clinic's edge: all that it sends goes in there, as its systems send it. */
  readonly doors?: ClinicDoors;
  /** When the clinic's edge had accepted a file; default: when it is sent. */
  readonly acceptedAt?: (file: DayFile) => string;
  /** A file is about to be sent. */
  readonly onSending?: (file: DayFile) => void;
  readonly onSent?: (done: number, file: DayFile, refusal: OkaError | undefined) => void;
};

/**
 * Sends the files in their order, each as its clinic's edge does; of a film behind a thin line the first bytes in its turn
 * and the rest when everything else has gone. A file the door refuses is reported, not thrown: the day goes on as a real
 * one would.
 */
export async function playDay({
  folder,
  files,
  apiUrl,
  keys,
  atOnce = 4,
  doors,
  acceptedAt,
  onSending,
  onSent,
}: Play): Promise<Map<DayFile, OkaError>> {
  const uplinks = new Map(
    [...new Set(files.map(({ clinic }) => clinic))].map((clinic) => [
      clinic,
      makeUplink({ url: apiUrl, token: () => tokenFor(keys, { kind: 'edge', clinic }), inFlight: atOnce }),
    ]),
  );
  const refused = new Map<DayFile, OkaError>();
  const sourceOf = async (file: DayFile): Promise<Source> => ({
    ...(await fileSource(join(folder, file.file), file.kind)),
    ...(acceptedAt ? { acceptedAt: acceptedAt(file) } : {}),
    ...(file.thinLine
      ? {
          preview: file.thinLine.preview,
          original: { sha256: file.thinLine.originalSha256, pixelHash: file.thinLine.pixelHash },
        }
      : {}),
  });
  const queue = [...files];
  const rests: DayFile[] = [];
  let done = 0;
  const worker = async (): Promise<void> => {
    for (let file = queue.shift(); file; file = queue.shift()) {
      onSending?.(file);
      const refusal =
        doors?.clinic === file.clinic
          ? await knock(doors, file, join(folder, file.file))
          : await uplinks
              .get(file.clinic)
              ?.[file.thinLine ? 'sendPrefix' : 'send'](await sourceOf(file))
              .then(() => undefined, refusalOf);
      if (file.thinLine && !refusal) {
        rests.push(file);
        continue;
      }
      if (refusal) refused.set(file, refusal);
      done += 1;
      onSent?.(done, file, refusal);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  for (const file of rests) {
    const refusal = await uplinks
      .get(file.clinic)
      ?.send(await sourceOf(file))
      .then(() => undefined, refusalOf);
    if (refusal) refused.set(file, refusal);
    done += 1;
    onSent?.(done, file, refusal);
  }
  return refused;
}

const refusalOf = (cause: unknown): OkaError => {
  if (cause instanceof OkaError) return cause;
  throw cause;
};
