import { createHash } from 'node:crypto';
import { makeGroup } from '../../domain/fhir/groups.ts';
import { recordId } from '../../domain/fhir/identifiers.ts';
import { encodeWorkingCopy } from '../../domain/imaging/working-copy.ts';
import { routes } from '../../functions/uploads/routes.ts';
import { apiHandler } from '../../platform/handlers/api.ts';
import type { World } from '../../platform/world.ts';
import { RANK } from '../../schemas/chart.ts';
import type { InputKey } from '../../schemas/input.ts';
import type { Attributes } from '../dicom.ts';
import { type codecsForTests, syntheticImage } from '../images.ts';
import { sha256Hex } from '../sha256.ts';
import { apiEvent, principals, type TestWorld } from '../world.ts';

export const KEY = 'ab'.repeat(32);
const OID = '1.2.643.5.1.13.13.12.2.77.1';
export const DOMAIN = `${OID}.1`;
const TAKEN = { '00080201': ['SH', '+0500'], '00281050': ['DS', '2048'], '00281051': ['DS', '4096'] } as const;

export type Film = {
  readonly input: InputKey;
  readonly record: string;
  /** Its Study Instance UID, unless the film was asked for with another one. */
  readonly uid: string;
  readonly bytes: Uint8Array;
  readonly pixelHash: string;
  /** Bytes of the prefix that shows the picture at half its size. */
  readonly preview: number;
};

/** Which bytes are sent, and what is said of their pixels. */
export type Part = {
  readonly from: number;
  readonly to: number;
  readonly body?: Uint8Array;
  readonly pixelHash?: string | undefined;
};

type Tools = Awaited<ReturnType<typeof codecsForTests>>;

/** A film of a child whom the clinic has registered, re-encoded as an edge does it. */
export async function makeFilm(
  { it, tools, serial }: { it: TestWorld; tools: Tools; serial: number },
  change: Partial<Attributes> = {},
  person?: string,
): Promise<Film> {
  const number = person ?? `P-${serial}`;
  const record = recordId(KEY, OID, DOMAIN, number);
  const said = { time: '2026-03-01T04:00:00Z', rank: RANK.final, receivedAt: '2026-03-01T04:00:00Z' };
  const demographics = {
    name: [{ family: 'Иванов', given: ['Иван', 'Иванович'] }],
    birthDate: '2023-01-15',
    gender: 'male',
  };
  await it.world.chart.write({
    items: [{ record, resourceType: 'Patient', id: record, groups: { demographics: makeGroup(demographics, said) } }],
    owners: { [record]: 'north' },
  });
  const uid = `1.2.3.${serial}`;
  const bytes = syntheticImage(
    { rows: 500, columns: 480, bits: 12, seed: serial },
    {
      ...TAKEN,
      '00080018': ['UI', `${uid}.1`],
      '0020000d': ['UI', uid],
      '00100020': ['LO', number],
      '00080050': undefined,
      ...change,
    },
  );
  const encoded = encodeWorkingCopy(bytes, tools.codecs, tools.htj2k);
  if (encoded.form !== 'working-copy') throw new Error(encoded.why);
  const input = { kind: 'image', clinic: 'north', sha256: sha256Hex(encoded.bytes) } as const;
  return {
    input,
    record,
    bytes: encoded.bytes,
    pixelHash: encoded.pixelHash,
    preview: encoded.prefixFor(240) as number,
    uid,
  };
}

/** Sends a cut of a film through the door, as its edge does; the status of the answer. */
export async function put(world: World, one: Film, { from, to, body = one.bytes.subarray(from, to), ...more }: Part) {
  const { bytes, preview, input } = one;
  const digest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
  const query = `offset=${from}&length=${bytes.length}&preview=${preview}`;
  const pixelHash = 'pixelHash' in more ? more.pixelHash : one.pixelHash;
  const headers = { 'Content-Digest': digest, ...(pixelHash ? { 'Oka-Pixel-Hash': pixelHash } : {}) };
  const event = apiEvent(principals.edge('north'), 'PUT', `/uploads/image/${input.sha256}?${query}`, {
    body,
    headers,
  });
  return (await apiHandler({ world: () => world, routes })(event)).statusCode;
}
