import type { TraceAnswer } from '../../schemas/api/answers.ts';
import type { DayFile } from '../../schemas/day.ts';
import { ERRORS, type ErrorCode } from '../../schemas/errors.ts';
import type { Row } from './table.ts';

type Delivery = NonNullable<TraceAnswer['deliveries']>[number];

/** What the record system shows of a result: the words that its physicians read. */
export type Shown = (ehr: string | undefined, resultId: string) => { readonly words: string } | undefined;

const NONE = '–';
const isCode = (code: string | undefined): code is ErrorCode => code !== undefined && code in ERRORS;

/**
 * The row of one input. A film's row shows findings, a record's row the advice on its chart; both only as far as the
 * record system has them. Delivered is what the system said, acknowledged is what a human did.
 */
export function rowOf(file: DayFile, trace: TraceAnswer | undefined, shown: Shown): Row {
  const deliveries = trace === undefined ? [] : relevant(file, trace);
  const critical = deliveries.filter(({ severity }) => severity === 'critical');
  return {
    clinic: file.clinic,
    patient: file.patient,
    kind: file.name,
    outcome: outcomeOf(trace),
    said:
      deliveries.map(({ ehr, resultId }) => shown(ehr, resultId)?.words ?? '(not at the record system)').join('; ') ||
      NONE,
    ehr: [...new Set(deliveries.map(({ ehr }) => ehr ?? 'desk'))].join(', ') || NONE,
    delivered: [...new Set(deliveries.map(({ delivered }) => delivered?.code ?? 'waits'))].join(', ') || NONE,
    acknowledged: critical.map(acknowledgementOf).join(', ') || NONE,
    seconds:
      trace?.end === undefined ? NONE : ((Date.parse(trace.end.at) - Date.parse(trace.receivedAt)) / 1000).toFixed(1),
    human: dutyOf(trace, deliveries),
  };
}

function outcomeOf(trace: TraceAnswer | undefined): string {
  if (trace === undefined) return 'NOT FOUND';
  if (trace.end === undefined) return 'in flight';
  const { state, code } = trace.end;
  const repeats = trace.repeats > 0 ? `, repeat ×${trace.repeats}` : '';
  return `${state}${code === undefined ? '' : `: ${code}`}${repeats}`;
}

/**
 * Withdrawn results are no news of the day, and a record that changed nothing published nothing. A film's finding shows
 * even where the film ended unreconciled: it may have waited for a late registration, and then came out by that.
 */
function relevant(file: DayFile, trace: TraceAnswer): Delivery[] {
  if (file.kind === 'record' && trace.end?.state !== 'published') return [];
  const wanted = file.kind === 'image' ? ['finding', 'device-finding'] : ['advice'];
  const current = new Set(
    (trace.results ?? [])
      .filter(({ kind, state }) => wanted.includes(kind) && state === 'current')
      .map(({ resultId }) => resultId),
  );
  return (trace.deliveries ?? []).filter(({ resultId }) => current.has(resultId));
}

const acknowledgementOf = ({ acknowledged, overdueSince }: Delivery): string =>
  acknowledged?.by ?? (overdueSince === undefined ? 'waits' : 'OVERDUE');

function dutyOf(trace: TraceAnswer | undefined, deliveries: readonly Delivery[]): string {
  if (trace?.end === undefined) return 'Look with oka trace why it has not ended.';
  if (isCode(trace.end.code) && deliveries.length === 0) return ERRORS[trace.end.code].whatToDo;
  if (
    deliveries.some(
      ({ severity, acknowledged, overdueSince }) => severity === 'critical' && !acknowledged && overdueSince,
    )
  )
    return 'CALL the physician now: nobody has acknowledged it in time.';
  if (deliveries.some(({ severity, acknowledged }) => severity === 'critical' && !acknowledged))
    return 'Acknowledge the critical result.';
  if (deliveries.some(({ severity }) => severity !== 'info')) return 'Read it at the appointment and decide.';
  return NONE;
}
