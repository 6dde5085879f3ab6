import type { Accession, ChartItem, ChartResourceType, FieldGroup, IdentityEdge } from '../../../schemas/chart.ts';
import { RANK } from '../../../schemas/chart.ts';
import { OkaError } from '../../../schemas/errors.ts';
import type { Sender } from '../../../schemas/region.ts';
import { CodeLog, type UnmappedCode } from '../../codes/log.ts';
import type { TermKind } from '../../codes/resolve.ts';
import { makeGroup, makeStamp } from '../../fhir/groups.ts';
import { mergeItems } from '../../fhir/merge.ts';
import { Hl7Message, type Segment } from '../read/message.ts';
import { type Hl7Time, readTime } from '../time.ts';
import type { Hl7Context } from './context.ts';
import { type Attachment, attachmentOf } from './documents/attachment.ts';
import type { RecordOfPatient } from './patients/identity.ts';
import type { StatedPatient } from './patients/stated.ts';

export type Saying = { readonly time?: string | undefined; readonly rank?: number; readonly deleted?: boolean };

/** One message while it is mapped: what it is read against, and what has come of it so far. */
export class Draft {
  readonly message: Hl7Message;
  readonly context: Hl7Context;
  readonly sender: Sender;
  readonly edges: IdentityEdge[];
  readonly accessions: Accession[];
  readonly owners: Record<string, string>;
  readonly stated: StatedPatient[];
  /** Bytes of documents, which are stored before the chart says where they are. */
  readonly attachments: Map<string, Attachment>;
  /** Codes with a place, never values: `OBX-6 unit not mapped`. */
  readonly warnings: string[];
  /** Which codes a map knew, and which not. */
  readonly codes: CodeLog;
  #sourceTime: Hl7Time | 'none' | undefined;
  #sent: string | undefined;
  readonly #items: Map<string, ChartItem>;

  constructor(message: Hl7Message, context: Hl7Context, sender: Sender, whole?: Draft) {
    this.message = message;
    this.context = context;
    this.sender = sender;
    this.edges = whole?.edges ?? [];
    this.accessions = whole?.accessions ?? [];
    this.owners = whole?.owners ?? {};
    this.stated = whole?.stated ?? [];
    this.attachments = whole?.attachments ?? new Map();
    this.warnings = whole?.warnings ?? [];
    this.codes = whole?.codes ?? new CodeLog();
    this.#items = whole === undefined ? new Map() : whole.#items;
  }

  /** A part of the message, of one of its patients, as a message of its own; what is said of it joins what is said here. */
  part(segments: readonly Segment[]): Draft {
    const { delimiters, charset, reading } = this.message;
    const part = new Hl7Message(segments, delimiters, charset, reading);
    return new Draft(part, this.context, this.sender, this);
  }

  get items(): ChartItem[] {
    return [...this.#items.values()];
  }

  time(text: string | undefined): Hl7Time | undefined {
    return readTime(text, this.context.clinic.zone);
  }

  /** Source time of the message (contract 3): EVN-2, else MSH-7. */
  get sourceTime(): string | undefined {
    const { message } = this;
    this.#sourceTime ??= this.time(message.first('EVN')?.text(2)) ?? this.time(message.first('MSH')?.text(7)) ?? 'none';
    return this.#sourceTime === 'none' ? undefined : this.#sourceTime.earliest;
  }

  /** MSH-7: one and the same report time, or day of an event, may stand in several messages. */
  get #sentAt(): string | undefined {
    this.#sent ??= this.time(this.message.first('MSH')?.text(7))?.earliest ?? 'none';
    return this.#sent === 'none' ? undefined : this.#sent;
  }

  /** A field group stamped with the message's own time and rank `final` unless told otherwise. */
  group(value: object, { time, rank, deleted }: Saying = {}): FieldGroup {
    const map = this.context.codeMapOf(this.sender)?.order;
    return makeGroup(value as Record<string, unknown>, { ...this.#said({ time, rank, deleted }), map });
  }

  stamp(content: unknown) {
    return makeStamp(content, this.#said({}));
  }

  #said({ time, rank, deleted }: { [K in keyof Saying]: Saying[K] | undefined }) {
    const { receivedAt } = this.context;
    return { time: time ?? this.sourceTime, rank: rank ?? RANK.final, receivedAt, sent: this.#sentAt, deleted };
  }

  /** Adds what is said of one resource; said twice in one message it is merged like two messages. */
  put(
    patient: RecordOfPatient,
    resourceType: ChartResourceType,
    id: string,
    groups: Readonly<Record<string, FieldGroup>>,
  ): void {
    const item: ChartItem = { record: patient.record, resourceType, id, groups };
    const key = `${patient.record}#${resourceType}#${id}`;
    const known = this.#items.get(key);
    this.#items.set(key, known ? mergeItems(known, item) : item);
    this.own(patient);
  }

  /** Bytes of a document of this patient, to be stored; as FHIR says where they are and what they should be. */
  attach({ record }: RecordOfPatient, bytes: Uint8Array, contentType: string): fhir4.Attachment {
    const attachment = attachmentOf(record, bytes);
    this.attachments.set(attachment.key, attachment);
    return { contentType, url: attachment.url, size: bytes.length, hash: attachment.sha1 };
  }

  own({ record, owner }: RecordOfPatient): void {
    this.owners[record] = owner.clinic.id;
  }

  warn(warning: string): void {
    if (this.warnings.length < 100 && !this.warnings.includes(warning)) this.warnings.push(warning);
  }

  /** A code or unit without an entry in the code map; `name` as it came with it, `of` the code of a unit's analyte. */
  countUnmapped(kind: UnmappedCode['kind'], code: string, name?: string, of?: string): void {
    this.codes.countUnmapped({ kind, code, name, of });
  }

  countStandard(kind: TermKind, system: string, code: string): void {
    this.codes.countStandard(kind, system, code);
  }

  /** A segment that the message type requires. @throws OkaError `hl7-structure` with its name */
  need(name: string): Segment {
    const segment = this.message.first(name);
    if (segment === undefined) throw new OkaError('hl7-structure', name);
    return segment;
  }
}
