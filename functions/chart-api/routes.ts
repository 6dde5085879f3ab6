import { may } from '../../domain/access/may.ts';
import { mediaTypeOf } from '../../domain/fhir/bundle/finding.ts';
import { readPointer } from '../../platform/binaries.ts';
import { variableOf } from '../../platform/environment.ts';
import type { ApiAnswer } from '../../platform/handlers/answer.ts';
import type { ApiRoute, Subject } from '../../platform/handlers/api.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import type { World } from '../../platform/world.ts';
import { openApiDocument } from '../../schemas/api/openapi.ts';
import { OkaError } from '../../schemas/errors.ts';
import { appointmentRoutes } from './appointments.ts';
import { API_VERSION, capabilityStatement } from './capability.ts';
import { clinicDayRoutes } from './clinic-day.ts';
import { readableRecord, readItems, searchset } from './everything.ts';

const FHIR_JSON = 'application/fhir+json; charset=utf-8';
/** Lambda answers with at most 6 MB, base64 included. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/** @throws OkaError `not-found` for a record that nothing was ever written to */
async function subjectOf(record: string, about: string, { chart }: World): Promise<Subject> {
  const head = await chart.head(record);
  if (head === undefined) throw new OkaError('not-found', about);
  return { clinic: head.clinic, about };
}

const describes = (about: string) => (): Subject => ({ about });

export const routes: Readonly<Record<string, ApiRoute>> = {
  ...appointmentRoutes,
  ...clinicDayRoutes,
  'GET /fhir/metadata': {
    action: 'describe',
    resource: describes('metadata'),
    handle: async () => ({ status: 200, contentType: FHIR_JSON, json: capabilityStatement() }),
  },
  'GET /openapi.json': {
    action: 'describe',
    resource: describes('openapi'),
    handle: async () => ({ status: 200, json: openApiDocument(API_VERSION) }),
  },
  'GET /fhir/Patient/{id}/$everything': {
    action: 'read-chart',
    resource: ({ path }, world) => subjectOf(path.id ?? '', `Patient/${path.id}`, world),
    handle: readEverything,
  },
  'GET /fhir/Binary/{id}': {
    action: 'read-binary',
    resource: async ({ path }, world) => {
      const { record } = await readPointer(world.objects, variableOf(world.env, 'OKA_BUCKET_DERIVED'), path.id ?? '');
      return subjectOf(record, `Patient/${record}`, world);
    },
    handle: readBinary,
  },
};

/** The person's records, of those clinics only whose patients the reader may see: each record is asked for on its own. */
async function readEverything({ path, principal }: ApiRequest, world: World): Promise<ApiAnswer> {
  const { chart } = world;
  const person = await chart.person(path.id ?? '');
  const visible: string[] = [];
  for (const record of person)
    if (may(principal, 'read-chart', { clinic: (await chart.head(record))?.clinic })) visible.push(record);
  const hidden = person.length - visible.length;
  const resources: fhir4.FhirResource[] = [];
  for (const [record, items] of await readItems(visible, person, chart))
    resources.push(...(await readableRecord(record, items, world)));
  const alsoAbout = visible.map((record) => `Patient/${record}`);
  return { status: 200, contentType: FHIR_JSON, json: searchset(resources, hidden), alsoAbout };
}

/** A preview, a heat map or a large Bundle, as bytes; `Range: bytes=a-b` (RFC 9110 §14.2) for what one answer cannot hold. */
async function readBinary({ path, headers }: ApiRequest, { objects, env }: World): Promise<ApiAnswer> {
  const bucket = variableOf(env, 'OKA_BUCKET_DERIVED');
  const { key } = await readPointer(objects, bucket, path.id ?? '');
  const stored = await objects.head(bucket, key);
  if (stored === undefined) throw new OkaError('not-found', 'object');
  const contentType = stored.contentType ?? mediaTypeOf(key);
  const range = rangeOf(headers.range, stored.length);
  if ((range ? range.to - range.from + 1 : stored.length) > MAX_ANSWER_BYTES) throw new OkaError('range-needed');
  const bytes = await objects.get(bucket, key, range);
  const kept = asFile(contentType);
  if (range === undefined) return { status: 200, contentType, bytes, headers: { 'accept-ranges': 'bytes', ...kept } };
  const place = `bytes ${range.from}-${range.to}/${stored.length}`;
  return { status: 206, contentType, bytes, headers: { 'content-range': place, ...kept } };
}

/** What a browser may show by itself: nothing of it runs. */
const SHOWN = /^(application\/(pdf|(fhir\+)?json)|image\/(jpeg|png|jphc|jph)|text\/plain)(;|$)/;

/** A document of a clinic may be anything, a page with scripts too: it is saved, never opened in our name. */
const asFile = (contentType: string): Record<string, string> =>
  SHOWN.test(contentType)
    ? {}
    : { 'content-disposition': 'attachment', 'content-security-policy': "default-src 'none'; sandbox" };

/** One range with a beginning; any other form may be ignored (RFC 9110 §14.2) and is. */
function rangeOf(header: string | undefined, length: number): { from: number; to: number } | undefined {
  const match = /^bytes=(\d+)-(\d*)$/.exec(header ?? '');
  if (match === null) return undefined;
  const from = Number(match[1]);
  const to = Math.min(match[2] === '' ? length - 1 : Number(match[2]), length - 1);
  if (from > to) throw new OkaError('range-needed', 'outside the object');
  return { from, to };
}
