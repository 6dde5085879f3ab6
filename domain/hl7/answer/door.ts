import { OkaError } from '../../../schemas/errors.ts';
import { MAX_HL7_BYTES } from '../read/read.ts';
import { headerOf } from './header.ts';

export type DoorRules = {
  /** The largest message that is taken, in bytes. */
  readonly maxBytes?: number;
  /** Values of MSH-11.1 (HL7 table 0103) whose messages are taken; an empty MSH-11 counts as `P`. */
  readonly processing?: readonly string[];
};

/** Training and debugging messages never enter a real chart unless the region says that its charts are not real. */
const PRODUCTION_ONLY: readonly string[] = ['P'];

/**
 * Why a message is refused before it is accepted, or undefined. Only what can never be read, and what is not meant for
 * real charts, is turned away here: anything else is kept and, if need be, waits in quarantine (contract 6), for a
 * sender may throw away what is refused. docs/hl7-answers.md has the table.
 */
export function refusalAtDoor(
  message: Uint8Array,
  { maxBytes = MAX_HL7_BYTES, processing = PRODUCTION_ONLY }: DoorRules = {},
): OkaError | undefined {
  if (message.length > maxBytes) return new OkaError('hl7-too-large');
  const header = headerOf(message);
  if (header === undefined) return new OkaError('not-hl7', 'MSH');
  if (!header.delimitersUsable) return new OkaError('hl7-structure', 'MSH-2');
  return isProcessed(header.component(11, 1), processing) ? undefined : new OkaError('hl7-processing', 'MSH-11');
}

export const isProcessed = (processingId: string | undefined, allowed: readonly string[] = PRODUCTION_ONLY): boolean =>
  allowed.includes(processingId?.trim().toUpperCase() || 'P');
