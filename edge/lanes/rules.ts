import type { UplinkSettings } from '../../schemas/edge/uplink.ts';
import type { Lane } from '../spool/meta.ts';

type Rule = UplinkSettings['rules'][number];

/** What is known of something when it is taken. */
export type Known = {
  /** What its sender says: HL7 table 0027 (S, A, R, …) or DICOM priority (HIGH, MEDIUM, LOW; STAT in requests). */
  readonly priority?: string | undefined;
  readonly modality?: string | undefined;
  readonly callingAe?: string | undefined;
  /** MSH-3, or the door that took it. */
  readonly sender?: string | undefined;
};

/** S stat, A as soon as possible, and what reads so; P is preoperative and C is a call back (HL7 table 0027). */
const URGENT = /^(S|STAT|A|ASAP|URGENT|CITO|HIGH|TS\d+|TM\d+)$/i;

export const isUrgent = (priority: string | undefined): boolean => URGENT.test(priority?.trim() ?? '');

/**
 * The lane of what is taken: urgent when its sender says so, else by the first rule of the clinic that fits, else routine.
 * LOW of DICOM is no bulk: many modalities send it for everything.
 */
export function laneOf(known: Known, rules: readonly Rule[] = []): Lane {
  if (isUrgent(known.priority)) return 'urgent';
  return rules.find((rule) => fits(rule, known))?.lane ?? 'routine';
}

/** As `laneOf`, for objects. */
export const laneOfObject = laneOf;

function fits(rule: Rule, known: Known): boolean {
  const said = (['callingAe', 'modality', 'sender'] as const).filter((name) => rule[name] !== undefined);
  return said.length > 0 && said.every((name) => rule[name]?.toUpperCase() === known[name]?.trim().toUpperCase());
}
