import { join } from 'node:path';
import type { Source } from '../edge/source.ts';
import { makeUplink } from '../edge/uplink.ts';
import { shapedLine } from '../local/day/shaped-line.ts';
import { tokenFor } from '../local/keys.ts';
import { film } from '../samples/day/films.ts';
import { admission, SPEAKERS } from '../samples/day/messages.ts';
import { PEOPLE, type Person } from '../samples/day/people.ts';
import { sha256Hex } from '../test/sha256.ts';
import { lineEdge, until } from './link-edge.ts';
import { largeFilm } from './link-film.ts';
import { startBenchRegion } from './region.ts';
import { type BenchRow, percentile, rounded, spreadOf } from './row.ts';

/** 256 kbit/s, 300 ms there and back, one packet in fifty lost. */
const LINE = { bytesPerSecond: 32_000, delayMs: 150, loss: 0.02 };
const LIMIT_SECONDS = 10;
const AIM_TIMES = 20;
const WAIT_MS = 90_000;

/**
 * From the exposure of a 5-megapixel CR, taken into the spool of an edge behind a thin line, to its finding applied at the
 * record system: `runs` films, one at a time. The whole file first is computed, its upload alone at the measured rate: it
 * would take six minutes each.
 * @param pixels what the first bytes show on the shorter side
 */
export async function benchFinding(pixels: number, runs: number, say: (line: string) => void): Promise<BenchRow[]> {
  const started = await startBenchRegion();
  const { dataFolder, keys, local } = started;
  const token = (): Promise<string> => tokenFor(keys, { kind: 'edge', clinic: 'district' });
  const direct = makeUplink({ url: local.apiUrl, token });
  const line = await shapedLine({ to: Number(new URL(local.apiUrl).port), ...LINE });
  const settings = { preview: { pixels } };
  const previews: number[] = [];
  const wholes: number[] = [];
  const shares: number[] = [];
  try {
    for (let count = 0; count <= runs; count += 1) {
      // The first goes over the bare wire: it starts the functions, and says what the region itself takes.
      const isFast = count === 0;
      const edge = await lineEdge(isFast ? local.apiUrl : `http://127.0.0.1:${line.port}`, token, settings);
      const bytes = await exposed(count, join(dataFolder, `film-${count}.png`), direct);
      let seconds: number | undefined;
      const began = performance.now();
      started.onApplied(({ result }) => {
        if (result?.content.kind === 'finding' && result.content.study.accession === `L-${count}`)
          seconds ??= (performance.now() - began) / 1000;
      });
      await edge.take(bytes, { transferSyntaxUid: '1.2.840.10008.1.2.1', lane: 'urgent' });
      const told = await until(() => seconds !== undefined, WAIT_MS);
      const prefix = edge.events.find((event) => event.what === 'prefix-sent');
      const rate = (edge.uplink.state().line.kbits ?? 0) * 125;
      say(
        `film ${count}: ${told ? rounded(seconds ?? 0) : 'nothing'} s, first bytes ${prefix?.what === 'prefix-sent' ? prefix.bytes : 'none'} of ${bytes.length}, line ${rounded(rate / 125)} kbit/s`,
      );
      if (told && !isFast) {
        previews.push(seconds ?? 0);
        wholes.push(bytes.length / rate);
        if (prefix?.what === 'prefix-sent') shares.push(prefix.bytes);
      }
      await edge.stop();
    }
  } finally {
    await line.close();
    await started.stop();
  }
  const name = `256 kbit/s, 300 ms, 2 % loss, CR of 5 MP, ${pixels} px: exposure to finding`;
  const p50 = percentile(previews, 0.5);
  const whole = percentile(wholes, 0.5);
  return [
    {
      name: `${name}, p50`,
      ours: rounded(p50),
      limit: LIMIT_SECONDS,
      unit: 's',
      ratio: rounded(p50 / LIMIT_SECONDS),
      spread: spreadOf(previews),
    },
    {
      name: `${name}: times faster than the whole file first (its upload alone, computed from the measured rate)`,
      ours: rounded(whole / p50),
      limit: AIM_TIMES,
      unit: '×',
      spread: 0,
    },
    { name: `${name}: first bytes`, ours: percentile(shares, 0.5), unit: 'bytes', spread: spreadOf(shares) },
  ];
}

/** A registered child and his film; the registration is in the region before the film is taken. */
async function exposed(count: number, path: string, direct: ReturnType<typeof makeUplink>): Promise<Uint8Array> {
  const now = new Date();
  const person: Person = { ...(PEOPLE[0] as Person), key: `link-${count}`, number: String(91_000 + count) };
  const visit = Buffer.from(admission(SPEAKERS.district, 'A04', person, now, { patient: { now } }));
  await direct.send(sourceOf(visit));
  await largeFilm(`pneumonia-${1 + (count % 5)}.png`, path, count);
  const { zone } = SPEAKERS.district;
  const bytes = await film(person, { image: path, accession: `L-${count}`, takenAt: now, now, zone, modality: 'CR' });
  await new Promise((resolve) => setTimeout(resolve, 700));
  return bytes;
}

const sourceOf = (bytes: Uint8Array): Source => ({
  kind: 'record',
  sha256: sha256Hex(bytes),
  length: bytes.length,
  read: async (from, to) => bytes.subarray(from, to),
});
