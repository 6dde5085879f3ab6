import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Applied } from '../local/ehr/apply.ts';
import { startEhr } from '../local/ehr/process.ts';
import { prepareRegion } from '../local/prepare.ts';
import { startLocalRegion } from '../local/region.ts';

export type BenchRegion = Awaited<ReturnType<typeof startBenchRegion>>;

/** The region with its record systems on free ports and in a folder of its own, which `stop` takes away. */
export async function startBenchRegion() {
  const dataFolder = mkdtempSync(join(tmpdir(), 'oka-bench-'));
  const { region, keys, outdir } = await prepareRegion(dataFolder);
  const ports = { http: 0, s3: 0, sqs: 0, dynamodb: 0 };
  const local = await startLocalRegion({ dataFolder, outdir, ports, quiet: true });
  let arrived: (applied: Applied) => void = () => undefined;
  const ehr = await startEhr({
    dataFolder,
    region,
    apiUrl: local.apiUrl,
    sqsUrl: local.urls.sqs,
    queues: JSON.parse(local.environment.OKA_EHR_QUEUES ?? '{}') as Record<string, string>,
    acknowledgementsUrl: local.environment.OKA_QUEUE_ACKNOWLEDGEMENTS ?? '',
    onApplied: (applied) => arrived(applied),
  });
  return {
    dataFolder,
    region,
    keys,
    local,
    /** Who is told from now on of what a record system applied. */
    onApplied(next: (applied: Applied) => void): void {
      arrived = next;
    },
    async stop(): Promise<void> {
      await ehr.stop();
      await local.stop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
