import { headerOf } from '../../domain/hl7/answer/header.ts';
import type { UplinkSettings } from '../../schemas/edge/uplink.ts';
import type { Lane } from '../spool/meta.ts';
import { isUrgent, laneOf } from './rules.ts';

/** What the line must know of a message; all of it is read as sent, undecoded. */
export type MessageFacts = {
  readonly lane: Lane;
  /** The patient of PID-3, by hash: messages of one keep their order. Undefined where the message names none or several. */
  readonly patientKey: string | undefined;
};

/** Segments that matter stand at the front; a PDF in OBX-5 may follow. */
export const LOOKED_AT_BYTES = 64 * 1024;

/** OBX-8 of critical values (HL7 table 0078), as laboratories call them in. */
const CRITICAL = /^(LL|HH|AA|<|>)$/;

/** Fields with a priority: segment, field, and where the component stands (OBR-27 is TQ, HL7 v2.5.1 ch. 4.3; TQ1-9 is CWE). */
const PRIORITIES = [
  ['OBR', 5, 1],
  ['OBR', 27, 6],
  ['ORC', 7, 6],
  ['TQ1', 9, 1],
] as const;

/**
 * Lane and patient of an HL7 message: urgent when any order of it is (OBR-5, OBR-27.6, ORC-7.6, TQ1-9) or a value is
 * flagged critical (OBX-8), else by the clinic's rules for MSH-3. What cannot be read is routine, of an unknown patient: the
 * region says what is wrong with it.
 */
export function messageFacts(
  bytes: Uint8Array,
  rules: UplinkSettings['rules'],
  keyOf: (patient: string) => string,
): MessageFacts {
  const header = headerOf(bytes);
  if (header === undefined) return { lane: 'routine', patientKey: undefined };
  const { field: separator, component, repetition } = header.delimiters;
  let urgent = false;
  const patients = new Set<string>();
  for (const line of header.wire.rawOf(bytes).split(/[\r\n]+/)) {
    const name = line.slice(0, 3);
    if (line.charAt(3) !== separator || !['PID', 'OBR', 'ORC', 'TQ1', 'OBX'].includes(name)) continue;
    const fields = line.split(separator, 30);
    const part = (field: number, place: number): string =>
      fields[field]?.split(repetition)[0]?.split(component)[place - 1]?.trim() ?? '';
    if (name === 'PID' && part(3, 1) !== '') patients.add(`${part(3, 4)}|${part(3, 1)}`);
    if (name === 'OBX') urgent ||= (fields[8] ?? '').split(repetition).some((flag) => CRITICAL.test(flag.trim()));
    for (const [segment, field, place] of PRIORITIES) urgent ||= segment === name && isUrgent(part(field, place));
  }
  const [patient] = patients;
  return {
    lane: urgent ? 'urgent' : laneOf({ sender: header.component(3, 1) }, rules),
    patientKey: patient !== undefined && patients.size === 1 ? keyOf(patient) : undefined,
  };
}
