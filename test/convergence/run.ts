import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { playDay } from '../../local/day/play.ts';
import { startEhr } from '../../local/ehr/process.ts';
import type { Prepared } from '../../local/prepare.ts';
import { startLocalRegion } from '../../local/region.ts';
import type { Day, DayFile } from '../../schemas/day.ts';
import { randomOf, shuffled } from '../random.ts';
import { type Fingerprint, fingerprintOf, studiesDue } from './fingerprint.ts';

export type Run = {
  /** Keys, region file and template that every run shares: ids are derived from the keys. */
  readonly prepared: Prepared;
  readonly sharedFolder: string;
  readonly dayFolder: string;
  readonly day: Day;
  readonly dataFolder: string;
  /** Undefined: in order, each once, nobody killed. */
  readonly seed?: number;
  readonly say?: (line: string) => void;
};

const KILL_EVERY_MS = 1200;
const QUIET_LIMIT_MS = 240_000;

/**
 * Plays the day once on stores of its own and reads what came of it. With a seed: shuffled, each file twice, and a random
 * function process killed (kill -9) every 1.2 s while messages are on their way, now and then the record systems too.
 */
export async function playOnce({
  prepared,
  sharedFolder,
  dayFolder,
  day,
  dataFolder,
  seed,
  say,
}: Run): Promise<Fingerprint & { kills: number }> {
  mkdirSync(dataFolder, { recursive: true });
  cpSync(join(sharedFolder, 'keys'), join(dataFolder, 'keys'), { recursive: true });
  const random = randomOf(seed ?? 0);
  const local = await startLocalRegion({
    dataFolder,
    outdir: prepared.outdir,
    ports: { http: 0, s3: 0, sqs: 0, dynamodb: 0 },
    dueSeconds: 1,
    quiet: true,
  });
  const ehr = await startEhr({
    dataFolder,
    region: prepared.region,
    apiUrl: local.apiUrl,
    sqsUrl: local.urls.sqs,
    queues: JSON.parse(local.environment.OKA_EHR_QUEUES ?? '{}') as Record<string, string>,
    acknowledgementsUrl: local.environment.OKA_QUEUE_ACKNOWLEDGEMENTS ?? '',
  });
  let kills = 0;
  const killer =
    seed === undefined
      ? undefined
      : setInterval(() => {
          kills += 1;
          if (kills % 7 === 0) ehr.kill();
          else say?.(`killed ${local.killRandomWorker(random)}`);
        }, KILL_EVERY_MS);
  try {
    const files = seed === undefined ? [...day.files] : shuffled([...day.files, ...day.files], random);
    // The first acceptance travels with an input, so a shuffle keeps it (contract 3): of a file that a clinic sends again the
    // edge knows it already, and states the first.
    const endsAt = Date.parse(day.endsAt);
    const firstOf = ({ clinic, kind, sha256 }: DayFile): number =>
      Math.max(
        ...day.files
          .filter((one) => one.clinic === clinic && one.kind === kind && one.sha256 === sha256)
          .map(({ minutesBefore }) => minutesBefore),
      );
    const acceptedAt = (file: DayFile): string => new Date(endsAt - firstOf(file) * 60_000).toISOString();
    const refused = await playDay({ folder: dayFolder, files, apiUrl: local.apiUrl, keys: prepared.keys, acceptedAt });
    for (const [file, refusal] of refused) say?.(`refused: ${file.file}: ${refusal.message}`);
    clearInterval(killer);
    await untilQuiet(local);
    return {
      ...(await fingerprintOf(
        local,
        dataFolder,
        prepared.region.ehrs.map(({ id }) => id),
      )),
      kills,
    };
  } finally {
    clearInterval(killer);
    await ehr.stop();
    await local.stop();
  }
}

/** Quiet: no message waits or is taken in any queue, and no study is due to be looked at again, three looks in a row. */
async function untilQuiet(local: Awaited<ReturnType<typeof startLocalRegion>>): Promise<void> {
  const until = Date.now() + QUIET_LIMIT_MS;
  for (let quiet = 0; quiet < 3 && Date.now() < until; ) {
    const counts = Object.values(await local.queueCounts());
    const isIdle = counts.every(({ visible, inFlight, delayed }) => visible + inFlight + delayed === 0);
    quiet = isIdle && (await studiesDue(local)) === 0 ? quiet + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
