import { conflictOf, headersOf, studyUidOf } from '../../domain/dicom/match.ts';
import { takenBack } from '../../domain/fhir/slots.ts';
import {
  afterDecision,
  CONFLICT_GROUP,
  conflictDecisionIn,
  conflictGroup,
  decisionGroups,
  decisionIn,
  headerName,
  linkedElsewhere,
  linkSlot,
  takenBackBy,
  wentTo,
} from '../../domain/reconcile/decision.ts';
import { inBatches } from '../../platform/chart/batches.ts';
import { MOST_HOLDERS, type StudyHolder } from '../../platform/chart/study-holders.ts';
import { announceImage } from '../../platform/intake.ts';
import type { World } from '../../platform/world.ts';
import { OkaError } from '../../schemas/errors.ts';
import { parseInputId } from '../../schemas/input.ts';
import type { ConflictDecision, StudyDecision } from '../../schemas/reconciled.ts';
import { inputsIn, type ListedStudy } from './study-item.ts';

/** What is said, by whom. */
export type Word = {
  readonly state: StudyDecision['state'];
  readonly record?: string | undefined;
  readonly note?: string | undefined;
  readonly by: { readonly id: string; readonly name?: string | undefined };
  readonly traceparent: string;
};

/** Inputs that are sent through again at once. */
const AT_ONCE = 32;

/**
 * A human says whose a study is. One Study Instance UID is one examination of one patient, so the word is written on every
 * copy of it: all are linked to one record, or all are kept out. Then what the word changes is done: what was linked before is
 * taken back there, and the inputs of each copy are sent through again, so that the study joins the chart by the way that every
 * image takes. Said again it is the same word, and finishes what was begun.
 * @throws OkaError `malformed-request` where so many charts hold the UID that it names no examination
 */
export async function decideStudy({ item, study }: ListedStudy, word: Word, world: World): Promise<void> {
  const copies = await copiesOf({ item, study }, world);
  const decisions = await inBatches(copies, async (copy) => ({ copy, ...(await decisionFor(copy, word, world)) }));
  const written = decisions.flatMap(({ copy, decision }) => (decision === undefined ? [] : [{ copy, decision }]));
  await sayOfStudies(written, word.traceparent, world);
}

/** Decisions as they were made, in any order and any number of times: the same charts follow (contract 3). */
export async function sayOfStudies(
  said: readonly { readonly copy: StudyHolder; readonly decision: StudyDecision }[],
  traceparent: string,
  world: World,
): Promise<void> {
  await world.chart.write({
    items: said.map(({ copy, decision }) => ({
      record: copy.record,
      resourceType: 'ImagingStudy' as const,
      id: copy.study,
      groups: decisionGroups(decision),
    })),
    owners: {},
  });
  for (const { copy } of said) await followWord(copy, traceparent, world);
}

/** Every natural copy of the study: under whichever record a header has led to it. */
async function copiesOf({ item, study }: ListedStudy, { chart }: World): Promise<StudyHolder[]> {
  const uid = studyUidOf(study);
  const shared = (await chart.sharedStudies(item.record)).find((one) => one.uid === uid)?.holders ?? [];
  if (uid === '' || shared.length > MOST_HOLDERS) throw new OkaError('malformed-request', 'the UID of many patients');
  const own = { record: item.record, study: item.id };
  const others = shared.filter(({ record }) => record !== item.record);
  const natural = await inBatches(others, async (one) => {
    const copy = await chart.get(one.record, 'ImagingStudy', one.study);
    return copy?.groups.study === undefined ? [] : [one];
  });
  return [own, ...natural.flat()];
}

/** The word for one copy; the one that stands where it says the same already, none where there is nothing to take back. */
async function decisionFor(
  { record, study }: StudyHolder,
  { state, record: target, note, by }: Word,
  { chart, clock }: World,
): Promise<{ decision?: StudyDecision }> {
  const item = await chart.get(record, 'ImagingStudy', study);
  const before = decisionIn(item);
  if (state === 'open' && before === undefined) return {};
  if (before?.state === state && before.record === target) return { decision: before };
  const headers = item?.resource?.resourceType === 'ImagingStudy' ? headersOf(item.resource) : [];
  return {
    decision: {
      state,
      ...(target === undefined ? {} : { record: target }),
      by: by.id,
      ...(by.name === undefined ? {} : { name: by.name }),
      at: afterDecision(before, clock()),
      ...(note === undefined ? {} : { note }),
      ...(state === 'linked' ? { seen: headers.map(headerName).sort() } : {}),
    },
  };
}

/** Until nobody has said anything else meanwhile: of two who decide at once the one who reads last does the rest for both. */
async function followWord({ record, study }: StudyHolder, traceparent: string, world: World): Promise<void> {
  const { chart } = world;
  for (let last: string | undefined; ; ) {
    const item = await chart.get(record, 'ImagingStudy', study);
    const decision = decisionIn(item);
    if (item === undefined || decision === undefined || decision.at === last) return;
    last = decision.at;
    const target = linkedElsewhere(decision, record);
    for (const one of wentTo(item))
      if (one !== target && one !== record) await takeBackAt(one, record, decision, world);
    await inBatches(inputsIn(item), (input) => sendAgain(input, traceparent, world), AT_ONCE);
  }
}

/** All that came into a chart with the link: study, documents, reports. What else is said there stays. */
async function takeBackAt(target: string, from: string, decision: StudyDecision, { chart }: World): Promise<void> {
  const slot = linkSlot(from);
  const linked = (await chart.everything(target)).filter(({ groups }) =>
    Object.keys(groups).some((name) => name.endsWith(`@${slot}`)),
  );
  const items = takenBack(linked, [], { slot, reading: takenBackBy(decision) });
  if (items.length > 0) await chart.write({ items, owners: {} });
}

/** The first message of its way, once more; an end that it has stays. One whose rest has not come goes on by itself. */
async function sendAgain(id: string, traceparent: string, world: World): Promise<void> {
  const input = parseInputId(id);
  const state = await world.chart.input(input);
  const marks = await world.chart.marks(input);
  if (state === undefined || (marks.has('preview announced') && !marks.has('whole announced'))) return;
  const { length, receivedAt } = state;
  await announceImage(
    { input, basis: 'whole', length, preview: undefined, receivedAt, traceparent },
    'reconcile',
    world,
  );
  await world.chart.step(input, 'sent through again', 'a human has said whose it is');
}

/** Two images under one UID that a human has looked at: both are kept; a further one asks again. */
export async function decideConflict(
  { item, study }: ListedStudy,
  state: ConflictDecision['state'],
  { by, traceparent }: Pick<Word, 'by' | 'traceparent'>,
  world: World,
): Promise<void> {
  const before = conflictDecisionIn(item);
  const images = state === 'open' ? before?.images : conflictOf(study);
  if (images === undefined) throw new OkaError('not-found', 'decision');
  const isSaid = before?.state === state && before.images === images;
  const decision: ConflictDecision = isSaid
    ? before
    : { state, images, by: by.id, ...(by.name ? { name: by.name } : {}), at: afterDecision(before, world.clock()) };
  await world.chart.write({
    items: [
      {
        record: item.record,
        resourceType: 'ImagingStudy',
        id: item.id,
        groups: { [CONFLICT_GROUP]: conflictGroup(decision) },
      },
    ],
    owners: {},
  });
  // Where the study is linked elsewhere the copy there holds the same two images.
  for (const input of inputsIn(item)) await sendAgain(input, traceparent, world);
}
