import { createServer } from 'node:http';
import { makeGroup } from '../../domain/fhir/groups.ts';
import { recordId } from '../../domain/fhir/identifiers.ts';
import { routes } from '../../functions/dicomweb/routes.ts';
import { receiveImage } from '../../functions/receive-image/receive.ts';
import { routes as uploadRoutes } from '../../functions/uploads/routes.ts';
import { loadCodecs } from '../../platform/codecs.ts';
import { type ApiAnswer, headersOfAnswer } from '../../platform/handlers/answer.ts';
import { apiHandler } from '../../platform/handlers/api.ts';
import { browserAnswering } from '../../platform/handlers/stream.ts';
import type { World } from '../../platform/world.ts';
import type { ImageUploaded } from '../../schemas/messages.ts';
import type { Principal } from '../../schemas/principal.ts';
import { RegionFile } from '../../schemas/region.ts';
import { type Attributes, dicomExample, type ExampleForm } from '../dicom.ts';
import { sha256Hex } from '../sha256.ts';
import { apiEvent, principals, type TestWorld, testRegion, withWorld } from '../world.ts';

export const VIEWER = 'https://viewer.hospital.test';
type Clinic = 'north' | 'south';
export type Answered = { status: number; headers: Record<string, string>; bytes: Buffer; json: () => unknown };

/** A region whose clinics send images through the real door, and whose people read them through DICOMweb. */
export type ImageRegion = {
  readonly it: TestWorld;
  readonly world: World;
  send(bytes: Uint8Array, from?: Clinic): Promise<void>;
  sendExample(changes: Partial<Attributes>, from?: Clinic, form?: ExampleForm): Promise<Uint8Array>;
  /** Lets the inputs that were accepted since be taken in. */
  takeIn(): Promise<void>;
  /** The patient of `dicomExample`, or another, becomes known to his clinic. */
  admit(patientId?: string, clinic?: Clinic, patient?: Partial<fhir4.Patient>): Promise<string>;
  ask(
    target: string,
    options?: { as?: Principal; accept?: string; headers?: Record<string, string>; method?: string },
  ): Promise<Answered>;
  store(target: string, body: Uint8Array, contentType: string, as?: Principal): Promise<Answered>;
  /** The same behind HTTP, for a client library; the reader is a person of `north`. */
  listen(): Promise<{ url: string; close: () => Promise<void> }>;
};

const said = { time: '2026-03-01T04:00:00.000Z', rank: 20, receivedAt: '2026-03-01T04:00:10.000Z' };
const CHILD: Partial<fhir4.Patient> = {
  name: [{ family: 'Иванов', given: ['Иван', 'Иванович'] }],
  birthDate: '2023-01-15',
  gender: 'male',
};

export async function openImageRegion(): Promise<ImageRegion> {
  const base = testRegion();
  const region = RegionFile.parse({
    ...base,
    clinics: base.clinics.map((clinic) => ({ ...clinic, imageDomain: clinic.id.toUpperCase() })),
    viewers: { origins: [VIEWER] },
  });
  const it = await withWorld(region);
  const env = { ...it.world.env, OKA_QUEUE_RECOGNITION_URGENT: 'urgent', OKA_QUEUE_RECOGNITION_ROUTINE: 'routine' };
  const world: World = { ...it.world, env };
  const uploads = apiHandler({ world: () => world, routes: uploadRoutes });
  const answer = browserAnswering({ world: () => world, routes });

  const takeIn = async (): Promise<void> => {
    const codecs = await loadCodecs();
    for (const { queue, message } of it.sent.splice(0))
      if (queue === 'images') await receiveImage(message as ImageUploaded, world, codecs);
  };
  const send: ImageRegion['send'] = async (bytes, from = 'north') => {
    for (let at = 0; at < bytes.length; at += 4_000_000) {
      const body = bytes.subarray(at, at + 4_000_000);
      const digest = `sha-256=:${Buffer.from(sha256Hex(body), 'hex').toString('base64')}:`;
      const target = `/uploads/image/${sha256Hex(bytes)}?offset=${at}&length=${bytes.length}`;
      const { statusCode, body: said } = await uploads(
        apiEvent(principals.edge(from), 'PUT', target, { body, headers: { 'content-digest': digest } }),
      );
      if (statusCode !== 200) throw new Error(said);
    }
    await takeIn();
  };
  const ask: ImageRegion['ask'] = async (
    target,
    { as = principals.person('north'), accept, headers = {}, method = 'GET' } = {},
  ) => {
    const given = {
      host: 'api.test',
      'x-forwarded-proto': 'http',
      ...(accept === undefined ? {} : { accept }),
      ...headers,
    };
    return answered(await answer(apiEvent(as, method, target, { headers: given })));
  };
  return {
    it,
    world,
    send,
    takeIn,
    ask,
    async sendExample(changes, from, form) {
      const bytes = dicomExample(changes as Attributes, form);
      await send(bytes, from);
      return bytes;
    },
    async admit(patientId = '4711', clinic = 'north', patient = CHILD) {
      const { oid, domains } = region.clinics.find(({ id }) => id === clinic) as RegionFile['clinics'][number];
      const record = recordId(world.env.OKA_ID_KEY ?? '', oid, domains[0]?.oid ?? '', patientId);
      const groups = { demographics: makeGroup({ ...patient }, said) };
      await world.chart.write({
        items: [{ record, resourceType: 'Patient', id: record, groups }],
        owners: { [record]: clinic },
      });
      return record;
    },
    async store(target, body, contentType, as = principals.edge('north')) {
      const headers = { 'content-type': contentType, host: 'api.test', 'x-forwarded-proto': 'http' };
      const { statusCode, headers: out, body: text } = await uploads(apiEvent(as, 'POST', target, { body, headers }));
      const bytes = Buffer.from(text);
      return { status: statusCode, headers: out as Record<string, string>, bytes, json: () => JSON.parse(text) };
    },
    async listen() {
      const server = createServer(async (request, response) => {
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
        );
        const { method = 'GET', url = '/' } = request;
        const event = apiEvent(principals.person('north'), method, url, {
          headers: { ...headers, 'x-forwarded-proto': 'http' },
        });
        const { status, headers: out, bytes } = await answered(await answer(event));
        response.writeHead(status, out).end(bytes);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      return {
        url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
        close: async () => {
          server.closeAllConnections();
          await new Promise<void>((resolve) => server.close(() => resolve()));
        },
      };
    },
  };
}

async function answered(answer: ApiAnswer): Promise<Answered> {
  const pieces: Uint8Array[] = [];
  for await (const piece of answer.stream ?? []) pieces.push(piece);
  if (answer.bytes) pieces.push(answer.bytes);
  if (answer.json !== undefined) pieces.push(Buffer.from(JSON.stringify(answer.json)));
  const bytes = Buffer.concat(pieces);
  return {
    status: answer.status,
    headers: headersOfAnswer(answer),
    bytes,
    json: () => JSON.parse(bytes.toString('utf8')),
  };
}

/** The parts of a multipart answer. */
export function partsOf({ headers, bytes }: Answered): { type: string; bytes: Buffer }[] {
  const boundary = /boundary=([0-9a-f]+)/.exec(headers['content-type'] ?? '')?.[1] ?? 'none';
  return bytes
    .toString('latin1')
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => {
      const end = part.indexOf('\r\n\r\n');
      const type = /^Content-Type: (.*)$/m.exec(part.slice(0, end))?.[1]?.trim() ?? '';
      return { type, bytes: Buffer.from(part.slice(end + 4, -2), 'latin1') };
    });
}
