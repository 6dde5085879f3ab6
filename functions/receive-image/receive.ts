import { makeGroup } from '../../domain/fhir/groups.ts';
import type { Codecs } from '../../domain/imaging/codecs.ts';
import { isRead } from '../../domain/recognition/lane.ts';
import { linkedElsewhere } from '../../domain/reconcile/decision.ts';
import type { World } from '../../platform/world.ts';
import { RANK } from '../../schemas/chart.ts';
import type { ImageUploaded } from '../../schemas/messages.ts';
import { ASIDE_EXTENSION } from '../../schemas/reconciled.ts';
import { decisionOn, followDecision } from './decided.ts';
import { keep } from './keep.ts';
import { mismatchNow } from './mismatch.ts';
import { receivePrefix } from './prefix.ts';
import { readImage } from './read.ts';
import { requestRecognition } from './recognition.ts';
import { statementsOf } from './statements.ts';
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
  await followDecision(taken, world, codecs);
}

/** No patient of a known domain: kept under a record of its own, on the clinic's list, on nobody's chart (contract 10). */
async function setAside(taken: Taken, world: World, reason: string): Promise<void> {
  const { record } = taken.subject;
  const { input } = taken.event.data;
  const { items, owners } = await statementsOf(taken, world);
  const [study, ...others] = items;
  if (study === undefined) return;
  const aside = asideGroup(reason, taken);
  await world.chart.write({
    items: [{ ...study, groups: { ...study.groups, ...aside } }, ...others],
    owners,
    silent: true,
  });
  // A human has already said whose it is, or that it is nobody's: it waits for nobody, and where it is linked its end is made.
  const decision = await decisionOn(taken, world);
  if (linkedElsewhere(decision, record) !== undefined) return;
  await world.chart.endInput(
    input,
    decision === undefined
      ? { state: 'stored', code: 'unreconciled', detail: reason, record }
      : { state: 'stored', record },
  );
}

const asideGroup = (reason: string, { header, event }: Taken) => ({
  aside: makeGroup(
    { extension: [{ url: ASIDE_EXTENSION, valueCode: reason }] },
    { time: header.sourceTime, rank: RANK.final, receivedAt: event.data.receivedAt },
  ),
});

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
  // Linked elsewhere it is recognised there; whoever takes the link back sends it through again.
  if (recognised && linkedElsewhere(await decisionOn(taken, world), record) === undefined)
    await requestRecognition(taken, world);
}
