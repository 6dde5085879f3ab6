import { z } from 'zod';
import { SenderCharsetName } from '../charset.ts';
import { DerivedId } from '../chart.ts';
import type { ErrorCode } from '../errors.ts';
import { ClinicId, InputKind, Instant, Sha256 } from '../input.ts';
import {
  CharsetAnswer,
  CharsetsAnswer,
  CodeReplayAnswer,
  CodesAnswer,
  FhirBundle,
  FhirCapabilityStatement,
  HealthAnswer,
  IdentitiesAnswer,
  IdentityAnswer,
  LedgerAnswer,
  ReplayAnswer,
  TraceAnswer,
  UploadAnswer,
  WaitingAnswer,
} from './answers.ts';
import { CDS_HOOKS_ROUTES } from './cds-hooks.ts';
import { DICOMWEB_ROUTES } from './dicomweb.ts';

import {
  BlindListAnswer,
  BlindReadAnswer,
  BlindReadBody,
  CompareAnswer,
  ModelAct,
  ModelHistoryAnswer,
  ModelsAnswer,
  WatchAnswer,
} from './models.ts';

/** Which Lambda answers a route. */
export type ApiFunction = 'uploads' | 'chart-api' | 'operate' | 'dicomweb' | 'cds-hooks';
/** Those that send their answers while they read them, and that browsers of the region's viewers may ask. */
export const STREAMING: readonly ApiFunction[] = ['dicomweb'];

export type Route = {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST';
  /** As API Gateway and OpenAPI write it: `{name}` is a path parameter. */
  readonly path: string;
  readonly function: ApiFunction;
  readonly operationId: string;
  readonly summary: string;
  readonly parameters: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  /** A body of JSON, held to this schema by who answers the route. */
  readonly json?: z.ZodType;
  /** Media type of a body of bytes; the API has no JSON requests yet. */
  readonly body?: string;
  readonly success: { readonly status: number; readonly media?: string; readonly schema?: z.ZodType };
  /** Refusals beside 401, 403 and 5xx, which every route has. */
  readonly refusals: readonly ErrorCode[];
};

/** A count of bytes in plain decimal digits: `''`, `0x0d` and `1e9` are numbers to JavaScript, and none here. */
const Count = z
  .string()
  .regex(/^\d{1,12}$/, 'decimal digits')
  .transform(Number)
  .pipe(z.number().int());

/** One segment of an upload, the largest body there is: Lambda takes 6 MB, base64 included. */
export const MAX_SEGMENT_BYTES = 4 * 1024 * 1024;

/** Larger objects do not fit the memory of those who read them whole; the edge splits what is larger. */
export const MAX_OBJECT_BYTES = 512 * 1024 * 1024;

/** Query of an upload: place of the segment, length of the whole object, bytes of its preview prefix (equal on every segment). */
export const UploadQuery = z.strictObject({
  offset: Count,
  length: Count.pipe(z.number().positive()),
  preview: Count.pipe(z.number().positive()).optional(),
});
export type UploadQuery = z.infer<typeof UploadQuery>;
/** `content-digest: sha-256=:<base64>:` of the segment (RFC 9530). */
const UploadHeaders = z.strictObject({
  'content-digest': z.string().regex(/^sha-256=:[A-Za-z0-9+/]{43}=:$/),
  /** When the edge took the object into its spool: the first acceptance. */
  'oka-accepted-at': Instant.optional(),
  /** Digest of the original that the edge keeps, and of its decoded pixels. */
  'oka-original-sha256': Sha256.optional(),
  'oka-pixel-hash': Sha256.optional(),
});

const upload = z.strictObject({ kind: InputKind, sha256: Sha256 });
const input = z.strictObject({ kind: InputKind, clinic: ClinicId, sha256: Sha256 });
const ModelId = z.string().regex(/^[a-z0-9][a-z0-9-]{1,60}$/, 'the id of a model');
const none = z.strictObject({});
const json = (status: number, schema: z.ZodType) => ({ status, media: 'application/json', schema });
const fhir = (schema: z.ZodType) => ({ status: 200, media: 'application/fhir+json', schema });

/** The API: the OpenAPI document and the REST API of `infra/` are both made from this table. */
export const ROUTES: readonly Route[] = [
  {
    method: 'PUT',
    path: '/uploads/{kind}/{sha256}',
    function: 'uploads',
    operationId: 'putSegment',
    summary: 'Stores one segment (at most 4 MiB) of an object named by its SHA-256; success means it is durable.',
    parameters: upload,
    query: UploadQuery,
    headers: UploadHeaders,
    body: 'application/octet-stream',
    success: json(200, UploadAnswer),
    refusals: ['malformed-request', 'over-size', 'object-too-large', 'digest-mismatch', 'segment-conflict'],
  },
  {
    method: 'HEAD',
    path: '/uploads/{kind}/{sha256}',
    function: 'uploads',
    operationId: 'headObject',
    summary: 'Says which segments of an object are there.',
    parameters: upload,
    success: { status: 200 },
    refusals: ['malformed-request', 'not-found'],
  },
  {
    method: 'GET',
    path: '/fhir/metadata',
    function: 'chart-api',
    operationId: 'readCapabilities',
    summary: 'The FHIR R4 capability statement.',
    parameters: none,
    success: fhir(FhirCapabilityStatement),
    refusals: [],
  },
  {
    method: 'GET',
    path: '/fhir/Patient/{id}/$everything',
    function: 'chart-api',
    operationId: 'readChart',
    summary: "The whole chart of the person behind a patient's record, with what Oka says of it.",
    parameters: z.strictObject({ id: DerivedId }),
    success: fhir(FhirBundle),
    refusals: ['malformed-request', 'not-found', 'chart-too-wide'],
  },
  {
    method: 'GET',
    path: '/fhir/Binary/{id}',
    function: 'chart-api',
    operationId: 'readBinary',
    summary: 'A preview or heat map as bytes.',
    parameters: z.strictObject({ id: z.string().regex(/^[A-Za-z0-9.-]{1,64}$/, 'a FHIR id') }),
    success: { status: 200, media: 'image/png' },
    refusals: ['malformed-request', 'not-found', 'range-needed'],
  },
  {
    method: 'GET',
    path: '/openapi.json',
    function: 'chart-api',
    operationId: 'readOpenApi',
    summary: 'This document.',
    parameters: none,
    success: json(200, z.looseObject({ openapi: z.literal('3.0.3') })),
    refusals: [],
  },
  {
    method: 'GET',
    path: '/trace/{kind}/{clinic}/{sha256}',
    function: 'operate',
    operationId: 'traceInput',
    summary: 'The whole way of one input.',
    parameters: input,
    success: json(200, TraceAnswer),
    refusals: ['malformed-request', 'not-found'],
  },
  {
    method: 'GET',
    path: '/waiting/{clinic}',
    function: 'operate',
    operationId: 'listWaiting',
    summary: 'Inputs of a clinic that wait for a human: quarantined or unreconciled.',
    parameters: z.strictObject({ clinic: ClinicId }),
    success: json(200, WaitingAnswer),
    refusals: ['malformed-request', 'not-found'],
  },
  {
    method: 'POST',
    path: '/replay/{kind}/{clinic}/{sha256}',
    function: 'operate',
    operationId: 'replayInput',
    summary: 'Takes an input out of quarantine and sends it through again.',
    parameters: input,
    success: json(202, ReplayAnswer),
    refusals: ['malformed-request', 'not-found'],
  },
  {
    method: 'GET',
    path: '/identities/{clinic}',
    function: 'operate',
    operationId: 'listIdentities',
    summary: 'Pairs of records that share a SNILS or policy and wait for a human to say whether they are one person.',
    parameters: z.strictObject({ clinic: ClinicId }),
    success: json(200, IdentitiesAnswer),
    refusals: ['malformed-request', 'not-found'],
  },
  {
    method: 'POST',
    path: '/identities/{clinic}/{pair}/{decision}',
    function: 'operate',
    operationId: 'decideIdentity',
    summary: 'Links two records, keeps them apart, or takes such a decision back; saying it again changes nothing.',
    parameters: z.strictObject({
      clinic: ClinicId,
      pair: z.string().regex(/^[0-9a-f-]{36}~[0-9a-f-]{36}$/, 'two record ids with ~ between'),
      decision: z.enum(['link', 'apart', 'undo']),
    }),
    success: json(200, IdentityAnswer),
    refusals: ['malformed-request', 'not-found', 'chart-too-wide'],
  },
  {
    method: 'GET',
    path: '/charsets/{clinic}',
    function: 'operate',
    operationId: 'listCharsets',
    summary: 'Senders of a clinic whose character set was guessed, with the margin and words to know it by.',
    parameters: z.strictObject({ clinic: ClinicId }),
    success: json(200, CharsetsAnswer),
    refusals: ['malformed-request', 'not-found'],
  },
  {
    method: 'PUT',
    path: '/charsets/{clinic}/{sender}/{charset}',
    function: 'operate',
    operationId: 'confirmCharset',
    summary: "Confirms or corrects a sender's character set and has its inputs read again.",
    parameters: z.strictObject({
      clinic: ClinicId,
      sender: z.string().regex(/^[0-9a-f]{16}$/, 'the id of a listed sender'),
      charset: SenderCharsetName,
    }),
    success: json(200, CharsetAnswer),
    refusals: ['malformed-request', 'not-found'],
  },
  {
    method: 'GET',
    path: '/ledger/{clinic}/{day}',
    function: 'operate',
    operationId: 'readLedger',
    summary: 'What became of the inputs accepted on a day (UTC).',
    parameters: z.strictObject({ clinic: ClinicId, day: z.iso.date() }),
    success: json(200, LedgerAnswer),
    refusals: ['malformed-request', 'not-found'],
  },
  {
    method: 'GET',
    path: '/clinics/{clinic}/health',
    function: 'operate',
    operationId: 'readHealth',
    summary:
      "Whether the rules can see what the clinic's laboratories send: red, amber, green or unknown, with reasons.",
    parameters: z.strictObject({ clinic: ClinicId }),
    success: json(200, HealthAnswer),
    refusals: ['malformed-request', 'not-found'],
  },
  {
    method: 'GET',
    path: '/clinics/{clinic}/codes',
    function: 'operate',
    operationId: 'listCodes',
    summary: 'Codes, names and units of a clinic that its code maps did not know, with the inputs that brought them.',
    parameters: z.strictObject({ clinic: ClinicId }),
    success: json(200, CodesAnswer),
    refusals: ['malformed-request', 'not-found'],
  },
  {
    method: 'POST',
    path: '/clinics/{clinic}/codes/{code}/replay',
    function: 'operate',
    operationId: 'replayCode',
    summary: 'Sends inputs through again whose code the code map knows by now; a few at a time.',
    parameters: z.strictObject({
      clinic: ClinicId,
      code: z.string().regex(/^[0-9a-f]{24}$/, 'the id of a listed code'),
    }),
    success: json(202, CodeReplayAnswer),
    refusals: ['malformed-request', 'not-found', 'not-mapped'],
  },
  ...CDS_HOOKS_ROUTES,
  ...DICOMWEB_ROUTES,
  {
    method: 'GET',
    path: '/models',
    function: 'operate',
    operationId: 'listModels',
    summary:
      'How each version of each model stands at each clinic, who decided it, and what is missing where it is in shadow.',
    parameters: none,
    success: json(200, ModelsAnswer),
    refusals: [],
  },
  {
    method: 'GET',
    path: '/models/{model}/decisions',
    function: 'operate',
    operationId: 'listModelDecisions',
    summary: 'All that was ever decided on a model: in the region file, and while the region ran.',
    parameters: z.strictObject({ model: ModelId }),
    success: json(200, ModelHistoryAnswer),
    refusals: ['malformed-request', 'not-found'],
  },
  {
    method: 'POST',
    path: '/models/{model}/{act}',
    function: 'operate',
    operationId: 'decideModel',
    summary: 'Suspends a model, ends its suspension, or rolls back to the version before; with who and why.',
    parameters: z.strictObject({ model: ModelId, act: z.enum(['suspend', 'resume', 'rollback']) }),
    json: ModelAct,
    success: json(200, ModelHistoryAnswer),
    refusals: ['malformed-request', 'not-found', 'conflict'],
  },
  {
    method: 'GET',
    path: '/models/{model}/watch',
    function: 'operate',
    operationId: 'watchModel',
    summary: 'Volume, abstention, errors, drift and agreement of a model, at each clinic.',
    parameters: z.strictObject({ model: ModelId }),
    success: json(200, WatchAnswer),
    refusals: ['malformed-request', 'not-found'],
  },
  {
    method: 'GET',
    path: '/models/{model}/compare/{a}/{b}',
    function: 'operate',
    operationId: 'compareModel',
    summary: 'Two versions of a model on the images that both have measured.',
    parameters: z.strictObject({ model: ModelId, a: z.string().min(1), b: z.string().min(1) }),
    success: json(200, CompareAnswer),
    refusals: ['malformed-request', 'not-found'],
  },
  {
    method: 'GET',
    path: '/models/{model}/blind/{clinic}',
    function: 'operate',
    operationId: 'listBlindSample',
    summary: 'Studies of a clinic that a radiologist is to read before he sees what the model says.',
    parameters: z.strictObject({ model: ModelId, clinic: ClinicId }),
    success: json(200, BlindListAnswer),
    refusals: ['malformed-request', 'not-found'],
  },
  {
    method: 'POST',
    path: '/models/{model}/blind/{clinic}/{study}',
    function: 'operate',
    operationId: 'readBlind',
    summary: 'Takes what a radiologist signs of a study of the blind sample, and then says what the model says.',
    parameters: z.strictObject({ model: ModelId, clinic: ClinicId, study: DerivedId }),
    json: BlindReadBody,
    success: json(200, BlindReadAnswer),
    refusals: ['malformed-request', 'not-found'],
  },
];
