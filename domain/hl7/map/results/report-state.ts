import { RANK } from '../../../../schemas/chart.ts';
import { lookUp } from '../../look-up.ts';
import type { OrderBlock } from '../orders/orders.ts';

export type ReportState = {
  readonly status: fhir4.DiagnosticReport['status'];
  readonly rank: number;
  /** All that was ordered is answered: the order is completed. */
  readonly answered: boolean;
};

const of = (status: ReportState['status'], rank: number = RANK.preliminary): ReportState => ({
  status,
  rank,
  answered: rank !== RANK.preliminary,
});

/** OBR-25 (HL7 table 0123) → DiagnosticReport status and rank. */
const STATES: Readonly<Record<string, ReportState>> = {
  F: of('final', RANK.final),
  C: of('corrected', RANK.corrected),
  P: of('preliminary'),
  R: of('preliminary'),
  M: of('preliminary'),
  A: of('partial'),
  N: of('registered'),
  S: of('registered'),
  I: of('registered'),
  O: of('registered'),
};
const NOT_SAID = of('unknown');
/** Cancelled, or answered to a question that no order and no patient was found for: no report. */
const GONE = new Set(['X', 'Y', 'Z']);

/**
 * The state of a report from the OBR it is made of; undefined where all of them are cancelled. Panels under one order number
 * may be at different points: while one of them is open the whole is partial, whatever the others are.
 */
export function reportState(blocks: readonly OrderBlock[]): ReportState | undefined {
  const sent = blocks.map(({ obr }) => obr?.text(25)?.toUpperCase() ?? '').filter((state) => !GONE.has(state));
  const states = sent.map((state) => lookUp(STATES, state) ?? NOT_SAID);
  const [first, ...others] = states;
  if (first === undefined || others.every(({ status }) => status === first.status)) return first;
  return states.every(({ answered }) => answered) ? STATES.C : STATES.A;
}
