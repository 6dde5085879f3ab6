import { type Hl7Context, openContext, regionContext } from '../../domain/hl7/map/context.ts';
import { ID_KEY, RECEIVED_AT, REGION } from '../../domain/hl7/map/example.ts';
import { mapHl7 } from '../../domain/hl7/map/map.ts';
import { readEach } from '../../domain/hl7/read/read.ts';
import { ERRORS, OkaError } from '../../schemas/errors.ts';

const said = { idKey: ID_KEY, receivedAt: RECEIVED_AT };
const open = openContext({ zone: 'Asia/Yekaterinburg', ...said });
/** Mostly the one that takes any sender: the others know but a few. */
const CONTEXTS: readonly Hl7Context[] = [
  open,
  open,
  open,
  regionContext(REGION, 'hospital', said),
  regionContext(REGION, 'laboratory', said),
];

/** `read` or a code for each message of the input, once by the reader and once by the mapper. */
export type Outcome = { readonly read: readonly string[]; readonly mapped: readonly string[] };

/**
 * Reads and maps bytes to the last value. Whatever they are, each message is answered or refused with a code of the
 * catalogue; anything else is thrown on.
 */
export function trial(bytes: Uint8Array, place: number): Outcome {
  const context = CONTEXTS[place % CONTEXTS.length] as Hl7Context;
  const read = coded(() =>
    readEach(bytes).map((message) => (message instanceof OkaError ? message.code : touch(message))),
  );
  const mapped = coded(() => mapHl7(bytes, context).messages.map(({ error }) => error?.code ?? 'mapped'));
  for (const code of [...read, ...mapped])
    if (code !== 'read' && code !== 'mapped' && !Object.hasOwn(ERRORS, code)) throw new Error(`no code: ${code}`);
  return { read, mapped };
}

/** Every value of a message, so that nothing stays unsplit. */
function touch({ segments, warnings, type }: Exclude<ReturnType<typeof readEach>[number], OkaError>): string {
  let length = type.length + warnings.length;
  const visit = (text: string): void => {
    length += text.length;
  };
  for (const segment of segments) segment.eachValue(visit);
  return length < 0 ? 'internal' : 'read';
}

function coded(work: () => readonly string[]): readonly string[] {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof OkaError) return [cause.code];
    throw cause;
  }
}
