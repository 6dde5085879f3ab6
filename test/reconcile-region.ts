import { createHash } from 'node:crypto';
import { makeGroup } from '../domain/fhir/groups.ts';
import { recordId } from '../domain/fhir/identifiers.ts';
import { decided } from '../domain/recognition/examples.ts';
import { advise } from '../functions/advise/advise.ts';
import { receiveImage } from '../functions/receive-image/receive.ts';
import { recognise } from '../functions/recognise/recognise.ts';
import { routes } from '../functions/reconcile/routes.ts';
import { loadCodecs } from '../platform/codecs.ts';
import { variableOf } from '../platform/environment.ts';
import { apiHandler } from '../platform/handlers/api.ts';
import { registeredModels } from '../platform/inference/manifests.ts';
import { loadModels, type Model } from '../platform/inference/models.ts';
import { segmentKey } from '../platform/objects.ts';
import { makeEvent } from '../platform/queues.ts';
import { type ChartItem, RANK } from '../schemas/chart.ts';
import type { InputKey } from '../schemas/input.ts';
import type { ImageUploaded, RecognitionRequested } from '../schemas/messages.ts';
import type { Principal } from '../schemas/principal.ts';
import { RegionFile } from '../schemas/region.ts';
import { type Attributes, dicomExample } from './dicom.ts';
import { apiEvent, type TestWorld, testRegion, withWorld } from './world.ts';

const MODELS = `${import.meta.dirname}/../models`;
const RECEIVED = '2026-03-02T07:00:00.000Z';

export const registrar: Principal = {
  kind: 'person',
  id: 'registrar-north',
  name: 'Вымышленная Регистратор',
  clinics: ['north'],
  roles: ['registrar'],
};

function regionWithModel(): RegionFile {
  const base = testRegion();
  const version = registeredModels(MODELS).find(({ manifest }) => manifest.id === 'chest-xray-children')?.manifest
    .version;
  return RegionFile.parse({
    ...base,
    invented: true,
    clinics: base.clinics.map((clinic) => ({ ...clinic, imageDomain: clinic.domains[0]?.namespace })),
    models: { 'chest-xray-children': [decided({ version: version ?? '' })] },
  });
}

export type Reconciling = Awaited<ReturnType<typeof reconcilingRegion>>;

/** A region whose queues are emptied by its own functions, over real DynamoDB and S3 protocols; the model is the real one. */
export async function reconcilingRegion() {
  const it: TestWorld = await withWorld(regionWithModel());
  const world = {
    ...it.world,
    env: {
      ...it.world.env,
      OKA_QUEUE_RECOGNITION_URGENT: 'recognition',
      OKA_QUEUE_RECOGNITION_ROUTINE: 'recognition',
      OKA_QUEUE_RESULTS: 'results',
    },
  };
  let models: readonly Model[] | undefined;
  const oid = world.region.clinics[0]?.oid ?? '';
  const domain = world.region.clinics[0]?.domains[0]?.oid ?? '';
  const recordOf = (number: string): string => recordId(variableOf(world.env, 'OKA_ID_KEY'), oid, domain, number);

  /** Until nothing is left, and no study is waited for: half an hour later. */
  async function drain(pick?: (length: number) => number): Promise<void> {
    await empty(pick);
    it.time.now = new Date(it.time.now.getTime() + 30 * 60_000);
    await world.chart.due(it.time.now, async () => {});
    await empty(pick);
  }

  /** Hands every message to its function, in the order that `pick` says, until nothing is left. */
  async function empty(pick: (length: number) => number = () => 0): Promise<void> {
    for (;;) {
      const triggers = it.chart.sent.splice(0);
      const work = [
        ...triggers.map((data) => ({ queue: 'advice', data })),
        ...it.sent.splice(0).map(({ queue, message }) => ({ queue, data: message.data })),
      ].filter(({ queue }) => queue !== 'results');
      if (work.length === 0) return;
      while (work.length > 0) {
        const [next] = work.splice(pick(work.length), 1);
        if (next !== undefined) await handle(next.queue, next.data);
      }
    }
  }

  async function handle(queue: string, data: unknown): Promise<void> {
    const context = { time: it.time.now };
    if (queue === 'images')
      return receiveImage(
        makeEvent('oka.image.uploaded', 'test', data as ImageUploaded['data'], context),
        world,
        await loadCodecs(),
      );
    if (queue === 'recognition') {
      models ??= (await loadModels(MODELS)).filter(({ manifest }) => manifest.id === 'chest-xray-children');
      const event = makeEvent('oka.recognition.requested', 'test', data as RecognitionRequested['data'], context);
      return recognise(event, world, { codecs: await loadCodecs(), models });
    }
    if (queue === 'advice')
      return advise(
        makeEvent('oka.advice.requested', 'test', data as { record: string; revision: number }, context),
        world,
      );
  }

  /** Brings an image to intake; its message is the first of its way. */
  async function upload(changes: Attributes): Promise<ImageUploaded['data']> {
    const values = Uint16Array.from({ length: 300 * 200 }, (_, k) => (k * 7919) % 4096);
    const bytes = dicomExample({
      '00280010': ['US', 300],
      '00280011': ['US', 200],
      '7fe00010': ['OW', new Uint8Array(values.buffer)],
      ...changes,
    });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const input: InputKey = { kind: 'image', clinic: 'north', sha256 };
    await world.objects.put('intake', segmentKey(input, 0), bytes, { metadata: { length: String(bytes.length) } });
    await world.chart.openInput(input, bytes.length, RECEIVED);
    return { input, basis: 'whole', length: bytes.length, receivedAt: RECEIVED };
  }

  const send = (data: ImageUploaded['data']): Promise<void> => handle('images', data);

  const admit = (number: string, patient: Partial<fhir4.Patient>) => admitAt('north', number, patient);

  /** A record of a clinic, as its HIS sends it. */
  async function admitAt(clinic: string, number: string, patient: Partial<fhir4.Patient>): Promise<string> {
    const record = recordOf(number);
    const system = `urn:oid:${domain}`;
    const said = { time: '2026-03-01T05:00:00.000Z', rank: RANK.final, receivedAt: RECEIVED };
    const item: ChartItem = {
      record,
      resourceType: 'Patient',
      id: record,
      groups: { demographics: makeGroup({ identifier: [{ system, value: number }], ...patient }, said) },
    };
    await world.chart.write({ items: [item], owners: { [record]: clinic } });
    return record;
  }

  async function ask(method: string, path: string, body?: unknown, as: Principal = registrar) {
    const bytes = body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) };
    const answer = await apiHandler({ world: () => world, routes })(apiEvent(as, method, path, bytes));
    return { status: answer.statusCode, json: JSON.parse(answer.body) };
  }

  return { world, it, recordOf, drain, empty, upload, send, admit, admitAt, ask, close: () => it.close() };
}
