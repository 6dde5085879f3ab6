import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { readDicom } from '../domain/dicom/read.ts';
import { studyItem } from '../domain/dicom/study.ts';
import { subjectOf } from '../domain/dicom/subject.ts';
import { decodeFrames } from '../domain/imaging/decode.ts';
import { pixelHash } from '../domain/imaging/pixel-hash.ts';
import { clinicById } from '../domain/region.ts';
import type { Source } from '../edge/source.ts';
import { makeUplink } from '../edge/uplink.ts';
import { tokenFor } from '../local/keys.ts';
import { loadCodecs } from '../platform/codecs.ts';
import { makeEvent } from '../platform/queues.ts';
import { film } from '../samples/day/films.ts';
import { admission, SPEAKERS } from '../samples/day/messages.ts';
import { PEOPLE, type Person } from '../samples/day/people.ts';
import type { InputKind } from '../schemas/input.ts';
import type { RecognitionRequested } from '../schemas/messages.ts';
import { benchColdStart } from './cold-start.ts';
import { startBenchRegion } from './region.ts';
import { type BenchRow, percentile, rounded, spreadOf } from './row.ts';

const ROOT = join(import.meta.dirname, '..');
const FILMS = 40;
const WARM_UP = 4;
const LIMIT_SECONDS = 2;

const sourceOf = (kind: InputKind, bytes: Uint8Array): Source => ({
  kind,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  length: bytes.length,
  read: async (from, to) => bytes.subarray(from, to),
});

/**
 * The whole way on one machine: a film is uploaded, received, recognised, advised on, published, and applied at the record
 * system with page and pictures on disk. One film at a time; the clock runs from the first byte sent to the record
 * system's ledger. Everything goes over the real wire protocols, each function in a process of its own.
 */
export async function benchWay(): Promise<BenchRow[]> {
  const started = await startBenchRegion();
  const { region, keys, local } = started;
  try {
    const uplink = makeUplink({ url: local.apiUrl, token: () => tokenFor(keys, { kind: 'edge', clinic: 'district' }) });
    const seconds: number[] = [];
    let bytes = new Uint8Array();
    for (let count = 0; count < FILMS + WARM_UP; count += 1) {
      const now = new Date();
      const person: Person = { ...(PEOPLE[0] as Person), key: `bench-${count}`, number: String(90_000 + count) };
      const visit = admission(SPEAKERS.district, 'A04', person, now, { patient: { now } });
      await uplink.send(sourceOf('record', Buffer.from(visit)));
      bytes = Buffer.from(
        await film(person, {
          image: join(ROOT, 'samples/radiographs', `pneumonia-${1 + (count % 5)}.png`),
          accession: `B-${count}`,
          takenAt: now,
          now,
          zone: SPEAKERS.district.zone,
          modality: 'DX',
        }),
      );
      // The registration has its own way; the film's clock starts when that is over.
      await new Promise((resolve) => setTimeout(resolve, 700));
      const applied = new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('the film did not reach the record system in 60 s')), 60_000);
        started.onApplied(({ result }) => {
          if (result?.content.kind !== 'finding' || result.content.study.accession !== `B-${count}`) return;
          clearTimeout(timer);
          resolve();
        });
      });
      const began = performance.now();
      await uplink.send(sourceOf('image', bytes));
      await applied;
      if (count >= WARM_UP) seconds.push((performance.now() - began) / 1000);
    }
    const event = await recognitionOf(bytes, region, local.environment.OKA_ID_KEY ?? '');
    return [
      row('scan uploaded to result applied at the EHR, p50', seconds, 0.5),
      row('scan uploaded to result applied at the EHR, p95', seconds, 0.95),
      ...(await benchColdStart(local, event)),
    ];
  } finally {
    await started.stop();
  }
}

const row = (name: string, seconds: readonly number[], p: number): BenchRow => ({
  name,
  ours: rounded(percentile(seconds, p)),
  limit: LIMIT_SECONDS,
  unit: 's',
  ratio: rounded(percentile(seconds, p) / LIMIT_SECONDS),
  spread: spreadOf(seconds),
});

/** The message that receive-image sends for this film. */
async function recognitionOf(
  bytes: Uint8Array,
  region: Parameters<typeof subjectOf>[0],
  idKey: string,
): Promise<RecognitionRequested> {
  const clinic = clinicById(region, 'district');
  if (clinic === undefined) throw new Error('the sample region has a district hospital');
  const codecs = await loadCodecs();
  const { object, header } = readDicom(bytes, clinic.zone, codecs.inflate);
  if (header.pixels === undefined) throw new Error('the sample film has pixels');
  const subject = subjectOf(region, clinic, header, idKey);
  const hash = pixelHash(decodeFrames(object, header.pixels, codecs));
  const input = { kind: 'image', clinic: clinic.id, sha256: createHash('sha256').update(bytes).digest('hex') } as const;
  const receivedAt = new Date().toISOString();
  const { id } = studyItem({ input, header, pixelHash: hash, subject, clinicOid: clinic.oid, receivedAt, idKey });
  const data = {
    input,
    record: subject.record,
    study: id,
    sopInstanceUid: header.sopInstanceUid,
    pixelHash: hash,
    basis: 'whole',
    lane: 'routine',
    receivedAt,
  } as const;
  return makeEvent('oka.recognition.requested', 'bench', data, { time: new Date() });
}
