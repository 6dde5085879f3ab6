import { createHash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import type { DicomHeader } from '../../domain/dicom/header.ts';
import type { DicomJson } from '../../domain/dicom/json.ts';
import { readDicom } from '../../domain/dicom/read.ts';
import { wantedOf } from '../../domain/dicom/web/accept.ts';
import type { ApiAnswer } from '../../platform/handlers/answer.ts';
import { readMultipart } from '../../platform/handlers/multipart.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import { log } from '../../platform/log.ts';
import type { World } from '../../platform/world.ts';
import { OkaError } from '../../schemas/errors.ts';
import { type InputKey, inputId } from '../../schemas/input.ts';
import { wasAnnounced } from './announce.ts';
import { receiveSegment } from './receive.ts';

/** Failure reasons of PS3.18 table I.2-2, as PS3.4 §B.2.3 has them. */
const REASON = { notUnderstood: 0xc000, otherStudy: 0xa900, outOfResources: 0xa700, processing: 0x0110 } as const;

type Stored = { readonly header: DicomHeader; readonly input: InputKey };
type Failed = { readonly header?: DicomHeader; readonly reason: number };

/**
 * Stores instances (STOW-RS, PS3.18 §10.5) through the same door as uploads: an instance is answered as stored when its bytes
 * are in intake and its message is sent, and the same bytes again are a repeat. What becomes of it later is the clinic's
 * list's to say. 200: all are stored, 202: some, 409: none.
 * @throws OkaError `unsupported-media-type`, `not-acceptable`, `malformed-request` without a part
 */
export async function storeInstances(request: ApiRequest, world: World): Promise<ApiAnswer> {
  if (!wantedOf(request.headers.accept).some(({ type }) => ANSWERS.includes(type)))
    throw new OkaError('not-acceptable', 'application/dicom+json');
  const stored: Stored[] = [];
  const failed: Failed[] = [];
  for (const bytes of instancesIn(request)) {
    const result = await storeOne(bytes, request, world);
    if ('reason' in result) failed.push(result);
    else stored.push(result);
  }
  const status = failed.length === 0 ? 200 : stored.length === 0 ? 409 : 202;
  const alsoAbout = stored.map(({ input }) => inputId(input));
  return { status, contentType: 'application/dicom+json', json: response(stored, failed, request.base), alsoAbout };
}

const ANSWERS = ['application/dicom+json', 'application/json', 'application/*', '*/*'];

function instancesIn({ headers, body }: ApiRequest): Uint8Array[] {
  const [wanted] = wantedOf(headers['content-type']);
  const boundary = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(headers['content-type'] ?? '');
  const isDicom = wanted?.multipart === true && wanted.type === 'application/dicom';
  if (!isDicom || boundary === null) throw new OkaError('unsupported-media-type', 'headers.content-type');
  const parts = readMultipart(body, boundary[1] ?? boundary[2] ?? '') ?? [];
  if (parts.length === 0) throw new OkaError('malformed-request', 'body');
  return parts.map(({ bytes }) => bytes);
}

async function storeOne(bytes: Uint8Array, request: ApiRequest, world: World): Promise<Stored | Failed> {
  let header: DicomHeader;
  try {
    // The zone does not matter: no time is read.
    header = readDicom(bytes, 'UTC', (data, limit) => inflateRawSync(data, { maxOutputLength: limit })).header;
  } catch (cause) {
    if (cause instanceof OkaError) return { reason: REASON.notUnderstood };
    throw cause;
  }
  const { study } = request.path;
  if (study !== undefined && header.studyInstanceUid !== study) return { header, reason: REASON.otherStudy };
  try {
    return { header, input: await accept(bytes, request, world) };
  } catch (cause) {
    const isTransient = !(cause instanceof OkaError) || cause.class === 'transient';
    log.error('instance not stored', { clinic: request.principal.clinics[0] }, cause);
    return { header, reason: isTransient ? REASON.outOfResources : REASON.processing };
  }
}

async function accept(bytes: Uint8Array, request: ApiRequest, world: World): Promise<InputKey> {
  const hash = createHash('sha256').update(bytes).digest();
  const clinic = request.principal.clinics[0] ?? '';
  const input: InputKey = { kind: 'image', clinic, sha256: hash.toString('hex') };
  const receivedAt = world.clock().toISOString();
  const { length } = bytes;
  const segment = { input, offset: 0, length, preview: undefined, body: bytes, digest: hash.toString('base64') };
  try {
    await receiveSegment({ ...segment, receivedAt, facts: {}, more: false }, world, request.traceparent);
  } catch (cause) {
    // The edge may have sent the same object in other cuts; accepted is accepted.
    if (!(cause instanceof OkaError && cause.code === 'segment-conflict')) throw cause;
    if (!(await wasAnnounced(world, input, 'whole'))) throw cause;
    await world.chart.openInput(input, length, receivedAt);
  }
  return input;
}

/** The Store Instances Response (PS3.18 §I.2). */
function response(stored: readonly Stored[], failed: readonly Failed[], base: string): DicomJson {
  const urlOf = (header: DicomHeader): string => `${base}/dicomweb/studies/${header.studyInstanceUid}`;
  const [first] = stored;
  const named = ({ sopClassUid, sopInstanceUid }: DicomHeader): DicomJson => ({
    '00081150': { vr: 'UI', Value: [sopClassUid] },
    '00081155': { vr: 'UI', Value: [sopInstanceUid] },
  });
  const references = stored.map(({ header }): DicomJson => {
    const { seriesInstanceUid, sopInstanceUid } = header;
    const url = `${urlOf(header)}/series/${seriesInstanceUid}/instances/${sopInstanceUid}`;
    return { ...named(header), '00081190': { vr: 'UR', Value: [url] } };
  });
  const failures = failed.map(
    ({ header, reason }): DicomJson => ({
      ...(header === undefined ? {} : named(header)),
      '00081197': { vr: 'US', Value: [reason] },
    }),
  );
  return {
    ...(first === undefined ? {} : { '00081190': { vr: 'UR', Value: [urlOf(first.header)] } }),
    ...(references.length === 0 ? {} : { '00081199': { vr: 'SQ', Value: references } }),
    ...(failures.length === 0 ? {} : { '00081198': { vr: 'SQ', Value: failures } }),
  };
}
