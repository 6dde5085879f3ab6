import { readTime } from '../time.ts';
import type { Draft } from './draft.ts';

/** Fields that say when something was, in segments that are mapped (HL7 v2.5.1, TS and DTM). */
const TIMES: Readonly<Record<string, readonly number[]>> = {
  MSH: [7],
  EVN: [2, 6],
  PID: [29],
  PV1: [44, 45],
  DG1: [5],
  PR1: [5],
  PRB: [2, 16],
  AL1: [6],
  IAM: [11, 13],
  ORC: [9],
  OBR: [7, 8, 22],
  OBX: [14, 19],
  SPM: [17, 18],
  TQ1: [7, 8],
  RXA: [3],
  RXD: [3],
  TXA: [4, 6],
  AIS: [4],
  AIP: [6],
  AIL: [6],
  AIG: [8],
};
/** An empty field of some database. */
const NOTHING = /^0+$/;

/** Segments that a chart has no place to keep notes on. */
const WITHOUT_NOTES = new Set(
  'MSH EVN PV1 PV2 AL1 IAM NK1 DG1 PR1 MRG IN1 IN2 IN3 GT1 AIS AIP AIL AIG RGS ROL'.split(' '),
);

/** Segments that are looked through: what is wrong in the first thousands is wrong in the others. */
const LOOKED_AT = 5_000;

/**
 * Warns of what a sender wrote and nobody will read in the chart: times in another form than HL7's, notes where they belong
 * to nothing, the number of a newborn's mother. Places, never values; one look at each segment.
 */
export function warnOfUnread(draft: Draft): void {
  const { segments } = draft.message;
  let owner = '';
  for (const segment of segments.slice(0, LOOKED_AT)) {
    const { name } = segment;
    if (name !== 'NTE') owner = name;
    else if (WITHOUT_NOTES.has(owner)) draft.warn(`NTE behind ${owner} is not mapped`);
    for (const field of Object.hasOwn(TIMES, name) ? (TIMES[name] ?? []) : []) {
      const sent = segment.text(field);
      const isTime =
        sent === undefined || NOTHING.test(sent) || readTime(sent, draft.context.clinic.zone) !== undefined;
      if (!isTime) draft.warn(`${name}-${field} is no time`);
    }
    if (name === 'PID' && segment.text(21) !== undefined) draft.warn('PID-21 is not mapped');
  }
}
