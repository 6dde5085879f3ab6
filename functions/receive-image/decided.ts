import type { ImageSubject } from '../../domain/dicom/subject.ts';
import { inSlot, takenBack } from '../../domain/fhir/slots.ts';
import type { Codecs } from '../../domain/imaging/codecs.ts';
import { isRead } from '../../domain/recognition/lane.ts';
import {
  DECISION_GROUP,
  decisionGroup,
  decisionIn,
  linkedElsewhere,
  linkSlot,
  saidBy,
  takenBackBy,
} from '../../domain/reconcile/decision.ts';
import { clinicById } from '../../domain/region.ts';
import { variableOf } from '../../platform/environment.ts';
import type { World } from '../../platform/world.ts';
import type { ChartItem } from '../../schemas/chart.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { StudyDecision } from '../../schemas/reconciled.ts';
import { keep } from './keep.ts';
import { ofSubject } from './read.ts';
import { requestRecognition } from './recognition.ts';
import { studyStatement } from './statements.ts';
import type { Taken } from './taken.ts';

/** What a human has said of the study to which this object belongs; undefined: nothing, or he has taken it back. */
export async function decisionOn({ subject, study }: Taken, { chart }: World): Promise<StudyDecision | undefined> {
  const decision = decisionIn(await chart.get(subject.record, 'ImagingStudy', study));
  return decision?.state === 'open' ? undefined : decision;
}

/**
 * A human has linked the study to another record than its header names: the object is said there as well, and its findings
 * are made there. Who decides writes first and then sends all inputs of the study through again; an image is written first
 * and then looks for a decision: so of the two one sees the other, and any order ends in the same charts (contract 3).
 */
export async function followDecision(taken: Taken, world: World, codecs: Codecs): Promise<void> {
  const { record } = taken.subject;
  let before: { readonly record: string; readonly said: readonly ChartItem[] } | undefined;
  for (let last: string | undefined; ; ) {
    const item = await world.chart.get(record, 'ImagingStudy', taken.study);
    const decision = decisionIn(item);
    const target = linkedElsewhere(decision, record);
    if (decision === undefined || decision.at === last) return;
    last = decision.at;
    if (before !== undefined && before.record !== target) await takeBack(before.said, record, decision, world);
    before =
      target === undefined ? undefined : { record: target, said: await say(taken, decision, target, world, codecs) };
  }
}

async function say(
  taken: Taken,
  decision: StudyDecision,
  target: string,
  world: World,
  codecs: Codecs,
): Promise<readonly ChartItem[]> {
  const { input } = taken.event.data;
  const linked = ofSubject(taken, await subjectAt(target, taken, world), variableOf(world.env, 'OKA_ID_KEY'));
  await keep(linked, world, codecs);
  const study = studyStatement(linked, world);
  const decided = { ...study, groups: { ...study.groups, [DECISION_GROUP]: decisionGroup(decision) } };
  const reading = { slot: linkSlot(taken.subject.record), reading: saidBy(decision) };
  const items = [decided, ...linked.contents.items].map((item) => inSlot(item, reading));
  const isRecognised = isRead(linked.header);
  await world.chart.write({
    items,
    owners: { [target]: linked.subject.owner.id },
    ...(isRecognised ? {} : { awaiting: { input, record: target } }),
  });
  await world.chart.step(input, 'linked', target);
  if (isRecognised) await requestRecognition(linked, world);
  return items;
}

/** What was said under a decision that another one has overtaken meanwhile. */
async function takeBack(
  said: readonly ChartItem[],
  record: string,
  decision: StudyDecision,
  { chart }: World,
): Promise<void> {
  const items = takenBack(said, [], { slot: linkSlot(record), reading: takenBackBy(decision) });
  await chart.write({ items, owners: {} });
}

/** The record as the subject of the study: in the domain that the header names where its clinic owns it, so that ids agree. */
async function subjectAt(record: string, { subject }: Taken, { chart, region }: World): Promise<ImageSubject> {
  const head = await chart.head(record);
  const owner = head && clinicById(region, head.clinic);
  if (owner === undefined) throw new OkaError('not-found', 'head of the linked record');
  const own = owner.domains.find(({ oid }) => oid === subject.domainOid && subject.unknown === undefined);
  const images = owner.domains.find(
    ({ namespace, oid }) => owner.imageDomain === namespace || owner.imageDomain === oid,
  );
  return { record, owner, domainOid: (own ?? images ?? owner.domains[0])?.oid ?? owner.oid };
}
