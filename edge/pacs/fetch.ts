import { OkaError } from '../../schemas/errors.ts';
import { type Ask, isGood } from '../region/region.ts';
import type { Spool } from '../spool/spool.ts';
import type { PacsObject } from './facts.ts';

export type RegionOptions = {
  readonly ask: Ask;
  /** Tokens of the record system that reads results: a Binary is patient data, which an edge alone may not read. */
  readonly token: () => Promise<string>;
};

/** One answer of the API holds at most 4 MiB of a Binary (docs/ehr-contract.md); smaller parts lose less to a cut. */
const PART_BYTES = 1024 * 1024;
const MOST_ANSWER_BYTES = 8 * 1024 * 1024;
const TIMEOUT_MS = 60_000;
const TRIES = 3;

/**
 * Fetches an object from the region into the PACS's own spool, part by part; resolved means durable, and its digest is the
 * one that the Bundle named.
 * @throws OkaError `unavailable` (try again), `not-found`, `forbidden`, `digest-mismatch`, `no-room`, `not-durable`
 */
export async function fetchForm(
  spool: Pick<Spool, 'begin'>,
  uid: string,
  form: PacsObject,
  region: RegionOptions,
  at: string,
): Promise<void> {
  const incoming = await spool.begin();
  try {
    for (let from = 0; from < form.bytes; ) {
      const part = await fetchPart(form, from, region);
      if (part.length === 0 || from + part.length > form.bytes) throw new OkaError('digest-mismatch', 'length');
      await incoming.write(part);
      from += part.length;
    }
    const { sha256 } = await incoming.commit({
      acceptedAt: at,
      by: 'region',
      address: 'region',
      lane: 'bulk',
      sopClassUid: form.sopClassUid,
      sopInstanceUid: uid,
      ...(form.studyInstanceUid === undefined ? {} : { studyInstanceUid: form.studyInstanceUid }),
    });
    if (sha256 !== form.sha256) throw new OkaError('digest-mismatch', 'SHA-256');
  } finally {
    await incoming.abort();
  }
}

/** A part of a line that breaks is asked for again; the parts before it stand. */
async function fetchPart(form: PacsObject, from: number, region: RegionOptions): Promise<Uint8Array> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await askPart(form, from, region);
    } catch (cause) {
      const fault =
        cause instanceof OkaError ? cause : new OkaError('unavailable', 'the region did not answer', { cause });
      if (fault.class !== 'transient' || tries >= TRIES) throw fault;
    }
  }
}

async function askPart({ path, bytes }: PacsObject, from: number, region: RegionOptions): Promise<Uint8Array> {
  const { ask, token } = region;
  const to = Math.min(from + PART_BYTES, bytes) - 1;
  const { status, body } = await ask({
    method: 'GET',
    path,
    headers: { authorization: `Bearer ${await token()}`, accept: 'application/dicom', range: `bytes=${from}-${to}` },
    timeoutMs: TIMEOUT_MS,
    mostBytes: MOST_ANSWER_BYTES,
  });
  if (!isGood(status)) throw refusalOf(status);
  // A small Binary may come whole whatever was asked.
  return status === 200 && from > 0 ? body.subarray(from, to + 1) : body;
}

/** A token that is not taken (401, 403) is a matter of clocks and registrations, not of this object: it passes. */
function refusalOf(status: number): OkaError {
  if (status === 404 || status === 410) return new OkaError('not-found', 'Binary');
  return new OkaError('unavailable', `the region answered ${status}`);
}
