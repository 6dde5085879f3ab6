import type { DicomHeader } from '../../domain/dicom/header.ts';
import type { DicomObject } from '../../domain/dicom/object.ts';
import { readDicom } from '../../domain/dicom/read.ts';
import { studyItem } from '../../domain/dicom/study.ts';
import { type ImageSubject, subjectOf } from '../../domain/dicom/subject.ts';
import type { Codecs } from '../../domain/imaging/codecs.ts';
import { decodeFrames } from '../../domain/imaging/decode.ts';
import { pixelHash } from '../../domain/imaging/pixel-hash.ts';
import { isRead, laneOf } from '../../domain/recognition/lane.ts';
import { clinicById } from '../../domain/region.ts';
import { variableOf } from '../../platform/environment.ts';
import { readInput } from '../../platform/objects.ts';
import { makeEvent } from '../../platform/queues.ts';
import type { World } from '../../platform/world.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { ImageUploaded } from '../../schemas/messages.ts';
import type { Clinic } from '../../schemas/region.ts';
import { mismatchNow } from './mismatch.ts';
import { ordersWith } from './orders.ts';

/**
 * A whole DICOM object lies in intake: its study goes into the chart, and a radiograph on to recognition. A prefix is
 * only noted. Doing it twice does nothing more: every key and group is derived from the bytes.
 * @throws OkaError of reading and decoding; the input then ends as quarantined
 */
export async function receiveImage(event: ImageUploaded, world: World, codecs: Codecs): Promise<void> {
  const { input, basis } = event.data;
  if (basis === 'preview') return world.chart.step(input, 'preview arrived');
  const clinic = clinicById(world.region, input.clinic);
  if (clinic === undefined) throw new OkaError('unknown-sender', 'clinic');
  const bytes = await readInput(world.objects, variableOf(world.env, 'OKA_BUCKET_INTAKE'), input);
  const { object, header } = readDicom(bytes, clinic.zone, codecs.inflate);
  const image: Received = {
    event,
    clinic,
    header,
    pixelHash: hashOf(object, header, codecs),
    subject: subjectOf(world.region, clinic, header, variableOf(world.env, 'OKA_ID_KEY')),
  };
  await (image.subject.unknown === undefined ? join(image, world) : setAside(image, world, image.subject.unknown));
}

type Received = {
  readonly event: ImageUploaded;
  readonly clinic: Clinic;
  readonly header: DicomHeader;
  readonly pixelHash: string;
  readonly subject: ImageSubject;
};

const hashOf = (object: DicomObject, { pixels }: DicomHeader, codecs: Codecs): string =>
  pixelHash(pixels === undefined ? [] : decodeFrames(object, pixels, codecs));

const itemOf = ({ header, pixelHash: hash, subject, clinic, event }: Received, world: World) =>
  studyItem({
    input: event.data.input,
    header,
    pixelHash: hash,
    subject,
    clinicOid: clinic.oid,
    receivedAt: event.data.receivedAt,
    idKey: variableOf(world.env, 'OKA_ID_KEY'),
  });

/** No patient of a known domain: kept under a record of its own, on the clinic's list, on nobody's chart (contract 10). */
async function setAside(image: Received, world: World, reason: string): Promise<void> {
  const { record, owner } = image.subject;
  const { input } = image.event.data;
  await world.chart.write({ items: [itemOf(image, world)], owners: { [record]: owner.id }, silent: true });
  await world.chart.endInput(input, { state: 'stored', code: 'unreconciled', detail: reason, record });
}

/**
 * The study goes into the record that its patient id names. Whether it is that patient's is asked again whenever the
 * chart changes (`reconciliation`), so the network is run even where it contradicts now; if it does, the clinic hears of
 * it at once. The input stays open: what recognition still finds wrong with it must not come after its end.
 */
async function join(image: Received, world: World): Promise<void> {
  const { header, subject, event, clinic } = image;
  const { record, owner } = subject;
  const { input, receivedAt } = event.data;
  const { chart, queues } = world;
  const item = itemOf(image, world);
  const recognised = isRead(header);
  const accessions =
    header.accession === undefined ? [] : [{ domain: clinic.oid, accession: header.accession, record }];
  await chart.write({
    items: [item],
    owners: { [record]: owner.id },
    accessions,
    ...(recognised ? {} : { awaiting: { input, record } }),
  });
  const reasons = await mismatchNow(chart, { record, study: item.id, sopInstanceUid: header.sopInstanceUid });
  if (reasons.length > 0) await chart.listForHuman(input, reasons);
  if (!recognised) return;

  const lane = laneOf(await ordersWith(chart, clinic.oid, header.accession));
  const queue = variableOf(
    world.env,
    lane === 'urgent' ? 'OKA_QUEUE_RECOGNITION_URGENT' : 'OKA_QUEUE_RECOGNITION_ROUTINE',
  );
  const data = {
    input,
    record,
    study: item.id,
    sopInstanceUid: header.sopInstanceUid,
    pixelHash: image.pixelHash,
    basis: 'whole' as const,
    lane,
    receivedAt,
  };
  const context = { traceparent: event.traceparent, time: world.clock() };
  await queues.send(queue, makeEvent('oka.recognition.requested', 'receive-image', data, context));
  await chart.step(input, 'recognition requested', lane);
}
