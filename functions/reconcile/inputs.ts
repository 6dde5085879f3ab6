import { reasonsInWords, refusalInWords } from '../../domain/reconcile/words.ts';
import { inBatches } from '../../platform/chart/batches.ts';
import type { InputState, WaitingInput } from '../../platform/chart/chart.ts';
import type { OrderName } from '../../platform/chart/orders.ts';
import { ABOUT_PID } from '../../platform/statements.ts';
import type { World } from '../../platform/world.ts';
import type { ReconcileItem } from '../../schemas/api/reconcile.ts';
import { inputId } from '../../schemas/input.ts';
import { recordsBeside } from './candidates.ts';
import { inputName, orderName } from './names.ts';
import { orderItem } from './order-item.ts';
import { type ListedStudy, studyItem } from './study-item.ts';

/** Studies of a record among which an input's is looked for. */
const MOST_STUDIES = 200;
const SINCE = /^[^#]+/;
const ORDER = 'order-of-two-patients';
const CONFLICT = 'sop-conflict';

/** The inputs of one matter that are on the list, by the place of the one that waits longest. */
export type Grouped = {
  readonly place: string;
  readonly states: readonly InputState[];
  readonly about:
    | { readonly kind: 'study' | 'conflict'; readonly listed: ListedStudy }
    | { readonly kind: 'order'; readonly order: OrderName; readonly record: string }
    | { readonly kind: 'refusal' | 'notice' };
};

/** A study has as many inputs as images, and is one matter. In the order of the list. */
export async function groupInputs(rows: readonly WaitingInput[], world: World): Promise<Grouped[]> {
  const studies = new Map<string, Promise<ListedStudy[]>>();
  const studiesIn = (record: string): Promise<ListedStudy[]> => {
    const known = studies.get(record) ?? studiesOfRecord(record, world);
    studies.set(record, known);
    return known;
  };
  const named = await inBatches(rows, async (row) => {
    const about = await aboutOf(row.state, studiesIn, world);
    return { name: nameOf(about, row.state), about, row };
  });
  return [...Map.groupBy(named, ({ name }) => name).values()].flatMap((same) => {
    const [first] = same;
    return first === undefined
      ? []
      : [{ place: first.row.place, about: first.about, states: same.map(({ row }) => row.state) }];
  });
}

const studiesOfRecord = async (record: string, { chart }: World): Promise<ListedStudy[]> =>
  (await chart.newest(record, 'ImagingStudy', MOST_STUDIES)).flatMap((item) =>
    item.resource?.resourceType === 'ImagingStudy' ? [{ item, study: item.resource }] : [],
  );

async function aboutOf(
  { input, end, record, reasons = [], steps }: InputState,
  studiesIn: (record: string) => Promise<ListedStudy[]>,
  { chart }: World,
): Promise<Grouped['about']> {
  if (end?.state === 'quarantined') return { kind: 'refusal' };
  if (record === undefined) return { kind: 'notice' };
  if (reasons.includes(ORDER))
    for (const order of await chart.sharedOrders(record)) {
      const said = await chart.saidOfOrder(order);
      const isThis = said.some((one) => one.listed.some((other) => inputId(other) === inputId(input)));
      // One matter, whichever of its inputs led here.
      const [first = record] = said.map((one) => one.record).sort();
      if (isThis) return { kind: 'order', order, record: first };
    }
  if (input.kind !== 'image') return { kind: 'notice' };
  // One that was linked may have ended in the other record: where its header had led is among its steps.
  const ledTo = steps.flatMap(({ step, detail }) => (step === 'linked' ? (detail?.split(' ')[0] ?? []) : []));
  const studies = await inBatches([...new Set([record, ...ledTo])], studiesIn);
  const listed = studies.flat().find(({ item }) => `input:${inputId(input)}` in item.groups);
  if (listed === undefined) return { kind: 'notice' };
  return { kind: reasons.join() === CONFLICT ? 'conflict' : 'study', listed };
}

function nameOf(about: Grouped['about'], { input }: InputState): string {
  if ('listed' in about) return `${about.kind}~${about.listed.item.record}~${about.listed.item.id}`;
  if ('order' in about) return orderName(about.order, about.record);
  return inputName(input.kind, input.sha256);
}

export const sinceOf = (place: string): string => SINCE.exec(place)?.[0] ?? place;

export async function itemOfGroup(clinic: string, group: Grouped, world: World): Promise<ReconcileItem> {
  const since = sinceOf(group.place);
  const { about, states } = group;
  const [state] = states as [InputState];
  if ('listed' in about) return studyItem(about.kind, about.listed, { clinic, since, inputs: states.length }, world);
  if ('order' in about) return orderItem(about.order, about.record, { since, inputs: states.length, clinic }, world);
  return { ...inputItem(about.kind, state, since), candidates: await namedIn(state, clinic, world) };
}

/** What a message says of its patient beside the record in which it lies: for those whose PID contradicts it. */
async function namedIn({ input, record, reasons = [] }: InputState, clinic: string, world: World) {
  if (record === undefined || !reasons.some((one) => one.startsWith(ABOUT_PID))) return [];
  const { chart } = world;
  for (const statement of await chart.statements(record)) {
    const { name, birthDate, gender } = statement.said;
    const stating = await chart.inputsStating(statement);
    if (!stating.some((one) => inputId(one.input) === inputId(input))) continue;
    const header = {
      ...(name === undefined ? {} : { name }),
      ...(birthDate === undefined ? {} : { birthDate }),
      ...(gender === 'male' || gender === 'female' ? { sex: gender } : {}),
    };
    return recordsBeside(
      { headers: [header], accession: undefined, started: undefined, record },
      record,
      clinic,
      world,
    );
  }
  return [];
}

/** An input that nobody here can decide: what is the matter, and whom to ask. */
export function inputItem(
  kind: 'refusal' | 'notice',
  { input, end, reasons = [] }: InputState,
  since: string,
): ReconcileItem {
  return {
    id: inputName(input.kind, input.sha256),
    kind,
    since,
    reasons: kind === 'refusal' ? [refusalInWords(end?.code)] : reasonsInWords(reasons),
    inputs: 1,
    candidates: [],
    technical: { id: inputId(input), ...(end?.code ? { code: end.code } : {}) },
    decisions: [],
  };
}
