import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Interruptions } from '../../local/day/interruptions.ts';
import { playDay } from '../../local/day/play.ts';
import { startDemonstration } from '../../local/demonstration.ts';
import { type LocalKeys, openKeys, type Party, tokenFor } from '../../local/keys.ts';
import { readRegion } from '../../platform/region.ts';
import { film, filmStudy } from '../../samples/day/films.ts';
import { SPEAKERS } from '../../samples/day/messages.ts';
import { personByKey } from '../../samples/day/people.ts';
import { TraceAnswer } from '../../schemas/api/answers.ts';
import { Day, type DayFile } from '../../schemas/day.ts';
import { type Finding, RESULT_EXTENSION, Result } from '../../schemas/result.ts';
import { type Shown, shownAtTheEnd } from './shown.ts';

export type PlayedDay = {
  readonly whole: boolean;
  /** What `npm start` said, line by line. */
  readonly said: readonly string[];
  readonly day: Day;
  readonly dataFolder: string;
  readonly apiUrl: string;
  readonly shown: Shown;
  /** What record systems were told when physicians opened charts and signed orders. */
  readonly interruptions: Interruptions | undefined;
  readonly ask: (path: string, party: Party | undefined, init?: RequestInit) => Promise<Response>;
  readonly traceOf: (person: string, name: string) => Promise<TraceAnswer>;
  readonly fileOf: (person: string, name: string) => DayFile;
  /** The SHA-256 under which the region has a file: of what its clinic's edge sent for it. */
  readonly nameOf: (file: DayFile) => string;
  /** Exposes one more film of a person of the day at his clinic, sends it as its edge does, and waits for its end. */
  readonly sendFilm: (person: string, image: string, accession: string) => Promise<SentFilm>;
  /** What the clinic's physician is told of the study of such a film. */
  readonly findingOf: (film: SentFilm) => Promise<Finding>;
  readonly stop: () => Promise<void>;
};

/** A film that was sent beside the day's own: its clinic, its study, and the record it went to. */
export type SentFilm = { readonly clinic: string; readonly study: string; readonly record: string };

export const OPERATOR: Party = { kind: 'operator', id: 'duty', roles: ['operator'] };

/** Boots the region as `npm start -- --once` does, on free ports and data of its own, and plays the sample day to its end. */
export async function playedDay(): Promise<PlayedDay> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'oka-day-'));
  const said: string[] = [];
  const ports = { http: 0, s3: 0, sqs: 0, dynamodb: 0 };
  const running = await startDemonstration({ dataFolder, ports, dueSeconds: 2 }, (line) => said.push(line));
  const whole = await running.playDay();
  const names = await running.names();
  const day = Day.parse(JSON.parse(readFileSync(join(dataFolder, 'day', 'day.json'), 'utf8')));
  const keys: LocalKeys = await openKeys(dataFolder, readRegion(join(dataFolder, 'region.json')));
  const ask = async (path: string, party: Party | undefined, init: RequestInit = {}): Promise<Response> =>
    fetch(new URL(path, running.apiUrl), {
      ...init,
      headers: { ...init.headers, ...(party ? { authorization: `Bearer ${await tokenFor(keys, party)}` } : {}) },
    });
  const nameOf = (file: DayFile): string => {
    const name = names(file);
    if (name === undefined) throw new Error(`${file.name} was never sent`);
    return name;
  };
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
    shown: await shownAtTheEnd(dataFolder),
    interruptions: running.interruptions(),
    ask,
    fileOf,
    nameOf,
    async traceOf(person, name) {
      const file = fileOf(person, name);
      const path = `/trace/${file.kind}/${file.clinic}/${nameOf(file)}`;
      return TraceAnswer.parse(await (await ask(path, OPERATOR)).json());
    },
    async sendFilm(key, image, accession) {
      const person = personByKey(key);
      const now = new Date(day.endsAt);
      const bytes = await film(person, {
        ...{ image: join(import.meta.dirname, '../../samples/radiographs', image), accession },
        // By the clocks of his own clinic: in the evening they show another day than those of the other one.
        ...{ takenAt: now, now, zone: SPEAKERS[person.clinic].zone, modality: 'DX' },
      });
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const file = `${accession}.dcm`;
      writeFileSync(join(dataFolder, 'day', file), bytes);
      const { clinic } = person;
      const sent = {
        file,
        clinic,
        kind: 'image',
        sha256,
        patient: '',
        person: key,
        name: file,
        minutesBefore: 0,
      } as const;
      await playDay({ folder: join(dataFolder, 'day'), files: [sent], apiUrl: running.apiUrl, keys });
      const path = `/trace/image/${clinic}/${sha256}`;
      const trace = await until(async () => {
        const found = TraceAnswer.parse(await (await ask(path, OPERATOR)).json());
        return found.end === undefined ? undefined : found;
      });
      return { clinic, study: filmStudy(person, accession, now), record: trace.record ?? '' };
    },
    findingOf: ({ clinic, study, record }) =>
      until(async () => {
        const physician: Party = { kind: 'person', id: 'p', clinic, roles: ['physician'] };
        const chart = (await (await ask(`/fhir/Patient/${record}/$everything`, physician)).json()) as fhir4.Bundle;
        const results = (chart.entry ?? []).flatMap(({ resource }) =>
          ((resource as fhir4.DomainResource | undefined)?.extension ?? []).flatMap(({ url, valueString }) =>
            url === RESULT_EXTENSION && valueString !== undefined ? [Result.parse(JSON.parse(valueString))] : [],
          ),
        );
        const content = results.find(({ subject }) => subject === study)?.content;
        return content?.kind === 'finding' ? content : undefined;
      }),
    async stop() {
      await running.stop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

const PATIENCE_MS = 60_000;

/** Asks until there is an answer. */
async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error('nothing came in a minute');
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
