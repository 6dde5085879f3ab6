import { studyItem } from '../../domain/dicom/study.ts';
import { binaryId } from '../../domain/fhir/binary.ts';
import type { Codecs } from '../../domain/imaging/codecs.ts';
import { isRead } from '../../domain/recognition/lane.ts';
import { variableOf } from '../../platform/environment.ts';
import type { World } from '../../platform/world.ts';
import type { ChartItem } from '../../schemas/chart.ts';
import type { ImageUploaded } from '../../schemas/messages.ts';
import { PREVIEW_EXTENSION } from '../../schemas/study.ts';
import { takeBackPreview } from './arriving.ts';
import { keep } from './keep.ts';
import { mismatchNow } from './mismatch.ts';
import { receivePrefix } from './prefix.ts';
import { isShownHere } from './preview.ts';
import { readImage } from './read.ts';
import { requestRecognition } from './recognition.ts';
import type { Taken } from './taken.ts';

/**
 * A whole DICOM object lies in intake: it is read, what is kept beside the chart is kept, its study goes into the chart
 * with all that its kind says, and a radiograph goes on to recognition. Of a prefix `receivePrefix` makes what it can.
 * Doing it twice does nothing more: every key and group is derived from the bytes.
 * @throws OkaError of reading and decoding; the input then ends as quarantined
 */
export async function receiveImage(event: ImageUploaded, world: World, codecs: Codecs): Promise<void> {
  if (event.data.basis === 'preview') return receivePrefix(event, world, codecs);
  const taken = await readImage(event, world, codecs);
  await keep(taken, world, codecs);
  await (taken.subject.unknown === undefined ? join(taken, world) : setAside(taken, world, taken.subject.unknown));
}

/** What it says, and who owns the records of which it says it. */
async function statementsOf(
  taken: Taken,
  world: World,
): Promise<{ items: ChartItem[]; owners: Record<string, string> }> {
  const { header, pixelHash, subject, clinic, event, contents } = taken;
  const instance = [...contents.instance, ...previewOf(taken)];
  const study = studyItem({
    input: event.data.input,
    header,
    pixelHash,
    subject,
    clinicOid: clinic.oid,
    receivedAt: event.data.receivedAt,
    idKey: variableOf(world.env, 'OKA_ID_KEY'),
    contents: { ...contents, instance },
  });
  const back = await takeBackPreview(world, event.data, study);
  const items = [study, ...contents.items, ...back.items];
  return { items, owners: { ...back.owners, [subject.record]: subject.owner.id } };
}

const previewOf = (taken: Taken): fhir4.Extension[] =>
  isShownHere(taken)
    ? [
        {
          url: PREVIEW_EXTENSION,
          valueAttachment: { contentType: 'image/jpeg', url: `Binary/${binaryId(taken.preview)}` },
        },
      ]
    : [];

/** No patient of a known domain: kept under a record of its own, on the clinic's list, on nobody's chart (contract 10). */
async function setAside(taken: Taken, world: World, reason: string): Promise<void> {
  const { record } = taken.subject;
  const { input } = taken.event.data;
  await world.chart.write({ ...(await statementsOf(taken, world)), silent: true });
  await world.chart.endInput(input, { state: 'stored', code: 'unreconciled', detail: reason, record });
}

/**
 * The study goes into the record that its patient id names. Whether it is that patient's is asked again whenever the
 * chart changes (`reconciliation`), so the network is run even where it contradicts now; if it does, the clinic hears of
 * it at once. The input stays open: what recognition still finds wrong with it must not come after its end.
 */
async function join(taken: Taken, world: World): Promise<void> {
  const { header, subject, event, clinic, study } = taken;
  const { record } = subject;
  const { input } = event.data;
  const { chart } = world;
  const recognised = isRead(header);
  const accessions =
    header.accession === undefined ? [] : [{ domain: clinic.oid, accession: header.accession, record }];
  await chart.write({
    ...(await statementsOf(taken, world)),
    accessions,
    ...(recognised ? {} : { awaiting: { input, record } }),
  });
  await chart.step(input, 'read', taken.kind);
  const reasons = await mismatchNow(chart, { record, study, sopInstanceUid: header.sopInstanceUid });
  if (reasons.length > 0) await chart.listForHuman(input, reasons);
  if (recognised) await requestRecognition(taken, world);
}
