import type { Accession, ChartItem, IdentityEdge } from '../../../schemas/chart.ts';
import { type ErrorCode, OkaError } from '../../../schemas/errors.ts';
import { areOfLaboratory } from '../../codes/laboratory.ts';
import type { SeenCodes } from '../../codes/log.ts';
import { senderName } from '../../region.ts';
import { isProcessed } from '../answer/door.ts';
import { faultOf, placeText } from '../fault.ts';
import type { Hl7Message, MessageReading } from '../read/message.ts';
import { type ReadOptions, readEach } from '../read/read.ts';
import type { Hl7Context } from './context.ts';
import { mapMessage } from './dispatch.ts';
import type { Attachment } from './documents/attachment.ts';
import { Draft } from './draft.ts';
import type { StatedPatient } from './patients/stated.ts';
import { asCertainAs, charsetOf } from './sender-charset.ts';

/** What became of one message of an input. */
export type MappedMessage = {
  /** Place in the input, from 1. */
  readonly number: number;
  /** `ADT^A01` */
  readonly type: string;
  /** MSH-10. */
  readonly controlId: string | undefined;
  readonly charset: string;
  /** The character set is neither registered nor declared. */
  readonly charsetIsGuess: boolean;
  /** Places and codes, never values. */
  readonly warnings: readonly string[];
  /** Its fault: the other messages of the input are mapped all the same. `hl7-unsupported` is one of them. */
  readonly error?: { readonly code: ErrorCode; readonly detail?: string };
  /** The same fault as HL7 says it: condition of table 0357, and places such as `PID-3`. */
  readonly fault?: { readonly condition: number; readonly places: readonly string[] };
};

/** What an input says, as the chart takes it (`ChartWrite`), and how it was read. */
export type MappedInput = {
  readonly messages: readonly MappedMessage[];
  /** How each message beyond ASCII was read, with its sender; in order. */
  readonly readings: readonly MessageReading[];
  readonly write: {
    readonly items: readonly ChartItem[];
    readonly edges: readonly IdentityEdge[];
    readonly owners: Readonly<Record<string, string>>;
    readonly accessions: readonly Accession[];
  };
  /** Records in the order in which they were named. */
  readonly records: readonly string[];
  /** What senders said of patients whose demographics are not theirs: compared with the chart, not part of it. */
  readonly stated: readonly StatedPatient[];
  /** Bytes of documents: they are stored before the chart says where they are. */
  readonly attachments: readonly Attachment[];
  /** Local codes and units without a map, as `kind|code` → how often. */
  readonly unmapped: Readonly<Record<string, number>>;
  /** The same with names, and what came coded, for each registered sender. */
  readonly codes: readonly CodesOfSender[];
};

/** What a sender's messages of this input said in codes; `laboratory`: with results of a laboratory among them. */
export type CodesOfSender = SeenCodes & { readonly sender: string; readonly laboratory: boolean };

/**
 * HL7 v2 bytes → FHIR R4 chart items, after the HL7 v2-to-FHIR guide. Pure: the same bytes in the same context give the
 * same answer. A fault of one message is written to that message and leaves the others whole.
 * @throws OkaError for the input as a whole: `not-hl7`, `hl7-too-large`
 */
export function mapHl7(bytes: Uint8Array, context: Hl7Context): MappedInput {
  return mapMessages(readEach(bytes, readingIn(context)), context);
}

/** How messages of an input are read in this context. */
export const readingIn = (context: Hl7Context): ReadOptions => ({
  charsetOf: (application, facility) => charsetOf(context, application, facility),
});

/** The same for messages that have been read. */
export function mapMessages(messages: readonly (Hl7Message | OkaError)[], context: Hl7Context): MappedInput {
  const mapped = messages.map((message, index) => mapOne(message, index + 1, context));
  const drafts = mapped.flatMap(({ draft }) => draft ?? []);
  const codes = drafts.map(codesOf);
  const unmapped: Record<string, number> = {};
  for (const { kind, code, count } of codes.flatMap((one) => one.unmapped))
    unmapped[`${kind}|${code}`] = (unmapped[`${kind}|${code}`] ?? 0) + count;
  const written = drafts.filter((draft) => draft.items.length > 0 || draft.edges.length > 0);
  const said = written.map((draft) => asCertainAs(draft, draft.message.reading, context));
  const owners = Object.assign({}, ...written.map((draft) => draft.owners)) as Record<string, string>;
  return {
    messages: mapped.map(({ report }) => report),
    readings: messages.flatMap((message) =>
      message instanceof OkaError || message.reading.source === 'ascii' ? [] : message.reading,
    ),
    write: {
      items: said.flatMap(({ items }) => items),
      edges: written.flatMap((draft) => draft.edges),
      owners,
      accessions: distinct(written.flatMap((draft) => draft.accessions)),
    },
    records: Object.keys(owners),
    stated: said.flatMap(({ stated }) => stated),
    attachments: written.flatMap(({ attachments }) => [...attachments.values()]),
    unmapped,
    codes,
  };
}

function codesOf({ message, sender, codes }: Draft): CodesOfSender {
  const seen = codes.seen;
  const laboratory = /^O(RU|UL)\^/.test(message.type) && areOfLaboratory(sender, seen);
  return { sender: senderName(sender), laboratory, ...seen };
}

const distinct = <T>(values: readonly T[]): T[] => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];

type Mapped = { readonly report: MappedMessage; readonly draft: Draft | undefined };

function toldOf({ code, detail }: OkaError): Pick<MappedMessage, 'error' | 'fault'> {
  const { condition, places } = faultOf({ code, detail });
  const error = { code, ...(detail === undefined ? {} : { detail }) };
  return { error, fault: { condition, places: places.map(placeText) } };
}

function mapOne(message: Hl7Message | OkaError, number: number, context: Hl7Context): Mapped {
  if (message instanceof OkaError) {
    const nothing = { type: '', controlId: undefined, charset: '', charsetIsGuess: false, warnings: [] };
    return { report: { number, ...nothing, ...toldOf(message) }, draft: undefined };
  }
  const { type, charset, charsetIsGuess } = message;
  const told = { number, type, controlId: message.first('MSH')?.text(10), charset, charsetIsGuess };
  let draft: Draft | undefined;
  try {
    draft = draftOf(message, context);
    mapMessage(draft);
    return { report: { ...told, warnings: [...message.warnings, ...draft.warnings] }, draft };
  } catch (cause) {
    if (!(cause instanceof OkaError)) throw cause;
    const warnings = [...message.warnings, ...(draft?.warnings ?? [])];
    return { report: { ...told, warnings, ...toldOf(cause) }, draft: undefined };
  }
}

function draftOf(message: Hl7Message, context: Hl7Context): Draft {
  const msh = message.first('MSH');
  const sender = context.senderOf(msh?.text(3) ?? '', msh?.text(4) ?? '');
  if (sender === undefined) throw new OkaError('unknown-sender', 'MSH-3');
  if (context.processing && !isProcessed(msh?.text(11), context.processing))
    throw new OkaError('hl7-processing', 'MSH-11');
  return new Draft(message, context, sender);
}
