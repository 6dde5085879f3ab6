import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDemonstration } from '../../local/demonstration.ts';
import { type LocalKeys, openKeys, type Party, tokenFor } from '../../local/keys.ts';
import { readRegion } from '../../platform/region.ts';
import { TraceAnswer } from '../../schemas/api/answers.ts';
import { Day, type DayFile } from '../../schemas/day.ts';

export type PlayedDay = {
  readonly whole: boolean;
  /** What `npm start` said, line by line. */
  readonly said: readonly string[];
  readonly day: Day;
  readonly dataFolder: string;
  readonly apiUrl: string;
  readonly ask: (path: string, party: Party | undefined, init?: RequestInit) => Promise<Response>;
  readonly traceOf: (person: string, name: string) => Promise<TraceAnswer>;
  readonly fileOf: (person: string, name: string) => DayFile;
  readonly stop: () => Promise<void>;
};

export const OPERATOR: Party = { kind: 'operator', id: 'duty', roles: ['operator'] };

/** Boots the region as `npm start -- --once` does, on free ports and data of its own, and plays the sample day to its end. */
export async function playedDay(): Promise<PlayedDay> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'oka-day-'));
  const said: string[] = [];
  const ports = { http: 0, s3: 0, sqs: 0, dynamodb: 0 };
  const running = await startDemonstration({ dataFolder, ports, dueSeconds: 2 }, (line) => said.push(line));
  const whole = await running.playDay();
  const day = Day.parse(JSON.parse(readFileSync(join(dataFolder, 'day', 'day.json'), 'utf8')));
  const keys: LocalKeys = await openKeys(dataFolder, readRegion(join(dataFolder, 'region.json')));
  const ask = async (path: string, party: Party | undefined, init: RequestInit = {}): Promise<Response> =>
    fetch(new URL(path, running.apiUrl), {
      ...init,
      headers: { ...init.headers, ...(party ? { authorization: `Bearer ${await tokenFor(keys, party)}` } : {}) },
    });
  const fileOf = (person: string, name: string): DayFile => {
    const found = day.files.find((file) => file.person === person && file.name === name);
    if (!found) throw new Error(`the day has no ${name} of ${person}`);
    return found;
  };
  return {
    whole,
    said,
    day,
    dataFolder,
    apiUrl: running.apiUrl,
    ask,
    fileOf,
    async traceOf(person, name) {
      const { kind, clinic, sha256 } = fileOf(person, name);
      return TraceAnswer.parse(await (await ask(`/trace/${kind}/${clinic}/${sha256}`, OPERATOR)).json());
    },
    async stop() {
      await running.stop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
