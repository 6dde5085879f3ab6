import type { ErrorCode } from '../../schemas/errors.ts';
import type { InputEnd, InputKey } from '../../schemas/input.ts';
import { inBatches } from './batches.ts';
import type { Chart, InputState, WaitingInput } from './chart.ts';
import { awaitKey, dayPartition, inputKey } from './keys.ts';
import type { Row, Store } from './store.ts';

const KEPT_STEPS = 50;
/** What a later step of the work asks of an input: facts of their own, for the steps of a much repeated input are cut off. */
export type InputMark = 'preview announced' | 'whole announced' | 'whole arrived';
/** Characters; a longer detail is cut. */
const LONGEST_DETAIL = 500;

export type InputRow = Row & {
  readonly kind: InputKey['kind'];
  readonly clinic: string;
  readonly sha256: string;
  readonly receivedAt: string;
  /** When it came to the region, or its last replay: the ledger's day and its ceiling count from here. */
  readonly openSince: string;
  readonly length?: number;
  readonly repeats?: number;
  readonly steps?: InputState['steps'];
  readonly marks?: ReadonlySet<InputMark>;
  readonly endState?: InputEnd;
  readonly endCode?: ErrorCode;
  readonly endDetail?: string;
  readonly endAt?: string;
  readonly ofRecord?: string;
  /** While it is on the clinic's list: why, joined by commas. */
  readonly waitReasons?: string;
  /** Of a matter of its own: only who put it on the list for that takes it off. */
  readonly waitAbout?: string;
  /** Records under which the input waits, or waited, for advice. */
  readonly waits?: ReadonlySet<string>;
};

/**
 * What every write says of an input, so that the ledger counts it whichever write came first: an end or a step of an
 * input that was never opened must not get lost either.
 */
export const BORN =
  'kind = :kind, clinic = :clinic, sha256 = :sha256, receivedAt = if_not_exists(receivedAt, :receivedAt), ' +
  'openSince = if_not_exists(openSince, :arrivedAt), dayPk = if_not_exists(dayPk, :dayPk), ' +
  'daySk = if_not_exists(daySk, :daySk)';

/** An edge may have accepted an input days before the line let it through: it is then watched from its arrival. */
export const born = (input: InputKey, receivedAt: string, arrivedAt = receivedAt) => ({
  ':kind': input.kind,
  ':clinic': input.clinic,
  ':sha256': input.sha256,
  ':receivedAt': receivedAt,
  ':arrivedAt': arrivedAt,
  ...dayOf(input, arrivedAt),
});

const dayOf = ({ clinic, kind, sha256 }: InputKey, at: string) => ({
  ':dayPk': dayPartition(clinic, at.slice(0, 10)),
  ':daySk': `${at}#${kind}#${sha256}`,
});

/** Takes an input in: the first acceptance fixes `receivedAt` for ever, each later one counts as a repeat (contract 6). */
export async function openInput(
  store: Store,
  now: Date,
  input: InputKey,
  length: number,
  receivedAt: string,
): Promise<{ repeat: boolean }> {
  const opened = await store.update(inputKey(input), {
    update: `SET ${BORN}, repeats = :zero, #length = :length`,
    condition: 'attribute_not_exists(repeats)',
    names: { '#length': 'length' },
    values: { ...born(input, receivedAt, now.toISOString()), ':zero': 0, ':length': length },
  });
  if (opened) return { repeat: false };
  await store.update(inputKey(input), { update: 'ADD repeats :one', values: { ':one': 1 } });
  return { repeat: true };
}

/** Appends what happened; of more than 50 steps the oldest go, a mark that came with one stays. */
export async function addStep(
  store: Store,
  now: Date,
  input: InputKey,
  {
    step,
    detail,
    mark,
  }: { readonly step: string; readonly detail?: string | undefined; readonly mark?: InputMark | undefined },
): Promise<void> {
  const at = now.toISOString();
  const said = { at, step, detail: detail?.slice(0, LONGEST_DETAIL) };
  let row = await store.update(inputKey(input), {
    update: `SET ${BORN}, steps = list_append(if_not_exists(steps, :none), :step)${mark === undefined ? '' : ' ADD marks :mark'}`,
    values: {
      ...born(input, at),
      ...{ ':none': [], ':step': [said] },
      ...(mark === undefined ? {} : { ':mark': new Set([mark]) }),
    },
  });
  while (((row as InputRow | undefined)?.steps?.length ?? 0) > KEPT_STEPS) {
    row = await store.update(inputKey(input), {
      update: 'REMOVE steps[0]',
      condition: 'size(steps) > :kept',
      values: { ':kept': KEPT_STEPS },
    });
  }
}

/** Writes the end once, by condition; removes the waits also when the end was there before (a crash came in between). */
export async function endInput(
  store: Store,
  now: Date,
  input: InputKey,
  { state, code, detail, record }: Parameters<Chart['endInput']>[1],
): Promise<boolean> {
  const at = now.toISOString();
  const forHuman = state === 'quarantined' || code === 'unreconciled';
  const said = {
    endState: state,
    endAt: at,
    endCode: code,
    endDetail: detail?.slice(0, LONGEST_DETAIL),
    ofRecord: record,
    ...(forHuman
      ? { waitPk: input.clinic, waitSk: `${at}#${input.kind}#${input.sha256}`, waitReasons: detail ?? '' }
      : {}),
  };
  const given = Object.entries(said).filter(([, value]) => value !== undefined);
  const ended = await store.update(inputKey(input), {
    update: `SET ${[BORN, ...given.map(([name]) => `${name} = :${name}`)].join(', ')}${forHuman ? ' REMOVE waitAbout' : ''}`,
    condition: 'attribute_not_exists(endState)',
    values: { ...born(input, at), ...Object.fromEntries(given.map(([name, value]) => [`:${name}`, value])) },
  });
  const row = (ended ?? (await store.get(inputKey(input)))) as InputRow | undefined;
  for (const waited of row?.waits ?? []) await store.remove(awaitKey(waited, input));
  return ended !== undefined;
}

/** Takes the end away for a replay and keeps it as a step; the ledger's 15 minutes begin anew. */
export async function reopenInput(store: Store, now: Date, input: InputKey): Promise<void> {
  const row = (await store.get(inputKey(input))) as InputRow | undefined;
  if (row?.endState === undefined) return;
  const detail = [row.endState, row.endCode, row.endDetail].filter(Boolean).join(' ');
  const at = now.toISOString();
  await store.update(inputKey(input), {
    update:
      'SET openSince = :at, dayPk = :dayPk, daySk = :daySk, steps = list_append(if_not_exists(steps, :none), :steps) ' +
      'REMOVE endState, endCode, endDetail, endAt, waitPk, waitSk, waitReasons, waitAbout',
    condition: 'endAt = :endAt',
    values: {
      ...dayOf(input, at),
      ':at': at,
      ':endAt': row.endAt,
      ':none': [],
      ':steps': [
        { at: row.endAt, step: 'ended', detail },
        { at, step: 'reopened' },
      ],
    },
  });
}

/**
 * What a human must look at is known before an input ends, and can change after it: a study that contradicts a patient
 * who was registered later comes on the list, one whose order came late goes off it. No end is changed; quarantined inputs
 * stay where they are.
 */
export async function listForHuman(
  store: Store,
  now: Date,
  input: InputKey,
  reasons: readonly string[],
  about?: string,
): Promise<void> {
  const at = now.toISOString();
  const listed = reasons.length > 0;
  const forThis = about === undefined ? '' : ' AND begins_with(waitReasons, :about)';
  const ofNobody = about === undefined ? ' AND attribute_not_exists(waitAbout)' : forThis;
  const step = { at, step: listed ? 'unreconciled' : 'reconciled', ...(listed ? { detail: reasons.join(', ') } : {}) };
  const steps = 'steps = list_append(if_not_exists(steps, :none), :step)';
  const place = listed
    ? { ':waitPk': input.clinic, ':waitSk': `${at}#${input.kind}#${input.sha256}`, ':waitReasons': reasons.join(', ') }
    : {};
  await store.update(inputKey(input), {
    update: listed
      ? `SET waitPk = :waitPk, waitSk = :waitSk, waitReasons = :waitReasons, ${steps}${about === undefined ? ' REMOVE waitAbout' : ', waitAbout = :about'}`
      : `SET ${steps} REMOVE waitPk, waitSk, waitReasons, waitAbout`,
    condition: `attribute_exists(receivedAt) AND (attribute_not_exists(endState) OR endState <> :quarantined) AND ${
      listed
        ? `(attribute_not_exists(waitPk) OR (waitReasons <> :waitReasons${forThis}))`
        : `attribute_exists(waitPk)${ofNobody}`
    }`,
    values: {
      ':quarantined': 'quarantined',
      ':none': [],
      ':step': [step],
      ...(about === undefined ? {} : { ':about': about }),
      ...place,
    },
  });
}

export async function marksOf(store: Store, input: InputKey): Promise<ReadonlySet<InputMark>> {
  return ((await store.get(inputKey(input))) as InputRow | undefined)?.marks ?? new Set();
}

export async function readInputState(store: Store, input: InputKey): Promise<InputState | undefined> {
  const row = (await store.get(inputKey(input))) as InputRow | undefined;
  return row && inputState(row);
}

/** Newest end first. The index is only the list of keys; what is shown is read from the inputs themselves. */
export async function inputsForHuman(store: Store, clinic: string): Promise<InputState[]> {
  const listed = await store.query({ partition: clinic, index: 'byWaiting', newestFirst: true });
  const rows = await Promise.all(listed.map(({ pk, sk }) => store.get({ pk, sk })));
  return rows.filter((row) => row?.waitPk !== undefined).map((row) => inputState(row as InputRow));
}

/** The oldest first, after a place of the list. */
export async function waitingAfter(
  store: Store,
  clinic: string,
  above: string | undefined,
  limit: number,
): Promise<WaitingInput[]> {
  const from = above === undefined ? {} : { above };
  const listed = await store.query({ partition: clinic, index: 'byWaiting', ...from, limit });
  const rows = await inBatches(listed, ({ pk, sk }) => store.get({ pk, sk }));
  return rows.flatMap((row, at) =>
    row?.waitPk === undefined ? [] : [{ place: String(listed[at]?.waitSk), state: inputState(row as InputRow) }],
  );
}

function inputState(row: InputRow): InputState {
  const { kind, clinic, sha256, endState, endAt, endCode, endDetail } = row;
  const end = endState &&
    endAt && {
      state: endState,
      at: endAt,
      ...(endCode ? { code: endCode } : {}),
      ...(endDetail ? { detail: endDetail } : {}),
    };
  return {
    input: { kind, clinic, sha256 },
    receivedAt: row.receivedAt,
    length: row.length ?? 0,
    ...(end ? { end } : {}),
    steps: row.steps ?? [],
    repeats: row.repeats ?? 0,
    ...(row.ofRecord ? { record: row.ofRecord } : {}),
    ...(row.waitReasons && endState !== 'quarantined' ? { reasons: row.waitReasons.split(', ') } : {}),
  };
}
