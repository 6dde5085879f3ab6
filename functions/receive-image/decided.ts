import type { ImageSubject } from '../../domain/dicom/subject.ts';
import { inSlot, takenBack } from '../../domain/fhir/slots.ts';
import type { Codecs } from '../../domain/imaging/codecs.ts';
import { isRead } from '../../domain/recognition/lane.ts';
import {
  CONFLICT_GROUP,
  DECISION_GROUP,
  decisionGroup,
  decisionIn,
  linkedElsewhere,
  linkSlot,
  saidBy,
  takenBackBy,
  wentTo,
} from '../../domain/reconcile/decision.ts';
import { clinicById } from '../../domain/region.ts';
import type { StoredItem } from '../../platform/chart/chart.ts';
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
 * are made there; where an earlier word had sent it, it is taken back. Who decides writes first and then sends all inputs of
 * the study through again; an image is written first and then looks for a decision: so of the two one sees the other, and any
 * order, and a death anywhere, ends in the same charts (contract 3).
 */
export async function followDecision(taken: Taken, world: World, codecs: Codecs): Promise<void> {
  const { record } = taken.subject;
  for (let last: string | undefined; ; ) {
    const item = await world.chart.get(record, 'ImagingStudy', taken.study);
    const decision = decisionIn(item);
    const word = JSON.stringify(decision);
    if (item === undefined || decision === undefined || word === last) return;
    last = word;
    const target = linkedElsewhere(decision, record);
    for (const one of wentTo(item))
      if (one !== target && one !== record) await takeBack(await itemsAt(one, taken, world), record, decision, world);
    if (target !== undefined) await say(taken, item, { target, decision }, world, codecs);
  }
}

type Linked = Taken & { readonly items: readonly ChartItem[] };

/** The object as what it says of another record. */
async function itemsAt(record: string, taken: Taken, world: World): Promise<Linked> {
  const linked = ofSubject(taken, await subjectAt(record, taken, world), variableOf(world.env, 'OKA_ID_KEY'));
  return { ...linked, items: [studyStatement(linked, world), ...linked.contents.items] };
}

async function say(
  taken: Taken,
  { groups }: Pick<StoredItem, 'groups'>,
  { target, decision }: { readonly target: string; readonly decision: StudyDecision },
  world: World,
  codecs: Codecs,
): Promise<void> {
  const { input } = taken.event.data;
  const { items, ...linked } = await itemsAt(target, taken, world);
  await keep(linked, world, codecs);
  const [study, ...others] = items;
  if (study === undefined) return;
  // What the human said of it stands beside it: his word on whose it is, and on two images under one UID.
  const said = Object.fromEntries(
    [DECISION_GROUP, CONFLICT_GROUP].flatMap((name) => (groups[name] ? [[name, groups[name]]] : [])),
  );
  const reading = { slot: linkSlot(taken.subject.record), reading: saidBy(decision) };
  const decided = { ...study, groups: { ...study.groups, ...said } };
  const isRecognised = isRead(linked.header);
  await world.chart.write({
    items: [decided, ...others].map((item) => inSlot(item, reading)),
    owners: { [target]: linked.subject.owner.id },
    ...(isRecognised ? {} : { awaiting: { input, record: target } }),
  });
  await world.chart.step(input, 'linked', `${taken.subject.record} to ${target}`);
  if (isRecognised) await requestRecognition(linked, world);
}

/** What was said under a decision that another one has overtaken, the words of the human with it. */
async function takeBack({ items }: Linked, record: string, decision: StudyDecision, { chart }: World): Promise<void> {
  const reading = { slot: linkSlot(record), reading: takenBackBy(decision) };
  const word = decisionGroup(decision);
  const [study, ...others] = items;
  if (study === undefined) return;
  const said = [{ ...study, groups: { ...study.groups, [DECISION_GROUP]: word, [CONFLICT_GROUP]: word } }, ...others];
  const gone = takenBack(
    said.map((item) => inSlot(item, reading)),
    [],
    reading,
  );
  await chart.write({ items: gone, owners: {} });
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
