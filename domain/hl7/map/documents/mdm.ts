import { type FieldGroup, RANK } from '../../../../schemas/chart.ts';
import { OkaError } from '../../../../schemas/errors.ts';
import { resourceId } from '../../../fhir/identifiers.ts';
import { lookUp } from '../../look-up.ts';
import type { Segment } from '../../read/message.ts';
import type { Draft } from '../draft.ts';
import { entityNumber, subjectReference } from '../keys.ts';
import { noteText, type Observed, orderBlocks } from '../orders/orders.ts';
import { orderNumbers } from '../orders/service.ts';
import type { RecordOfPatient } from '../patients/identity.ts';
import { staffOf } from '../people.ts';
import { isWithdrawn } from '../results/observation.ts';
import { TEXTS, valueText } from '../results/value-text.ts';
import { type Term, termOf } from '../terms.ts';
import { withVisit } from '../visits/with-visit.ts';
import { attachmentsOf, contextOf, instantOf, isDocument, placeHolder } from './document.ts';

/** TXA-17 (HL7 table 0271) → FHIR R4 composition-status. */
const DOC_STATUS: Readonly<Record<string, fhir4.DocumentReference['docStatus']>> = {
  AU: 'final',
  LA: 'final',
  DI: 'preliminary',
  DO: 'preliminary',
  IN: 'preliminary',
  IP: 'preliminary',
  PA: 'preliminary',
};
/** TXA-18 (table 0272) → v3 Confidentiality. */
const CONFIDENTIALITY: Readonly<Record<string, string>> = { U: 'N', R: 'R', V: 'V' };
/** TXA-2 (table 0270): what kind of document, where the sender uses the codes of the standard. */
const TYPES = 'http://terminology.hl7.org/CodeSystem/v2-0270';
/** Lines of text up to here stand in the document itself; more is kept beside the chart like any other file. */
const INLINE_TEXT_BYTES = 65_536;

/** MDM (HL7 v2.5.1 ch. 9): what an event does with its document and with the one it follows. */
type Deed = 'original' | 'status' | 'addendum' | 'edit' | 'replacement' | 'cancel';
export const MDM_EVENTS: Readonly<Record<string, Deed>> = {
  T01: 'original',
  T02: 'original',
  T03: 'status',
  T04: 'status',
  T05: 'addendum',
  T06: 'addendum',
  T07: 'edit',
  T08: 'edit',
  T09: 'replacement',
  T10: 'replacement',
  T11: 'cancel',
};

/**
 * MDM → DocumentReference, named by TXA-12. In any order: `base` is what TXA says, `content` the document itself (a
 * notification brings none and takes none away), `replaced:<id>` on the parent (TXA-13) that it is superseded, `status`
 * that it is cancelled (T11, TXA-19 CA) or obsolete. @throws OkaError `no-identity` without TXA-12
 */
export function mapMdm(draft: Draft): void {
  const txa = draft.need('TXA');
  const event = draft.message.type.slice(4) || (draft.message.first('EVN')?.text(1)?.toUpperCase() ?? '');
  const deed = lookUp(MDM_EVENTS, event);
  if (deed === undefined) throw new OkaError('hl7-unsupported', 'MSH-9.2');
  const patient = withVisit(draft);
  const { blocks, loose } = orderBlocks(draft.message);
  const orders = blocks.flatMap((block) => orderNumbers(block).slice(0, 1));
  const observed = [...loose, ...blocks.flatMap((block) => block.observed)];
  mapDocument({ txa, deed, observed, orders }, patient, draft);
}

type Sent = {
  readonly txa: Segment;
  readonly deed: Deed;
  readonly observed: readonly Observed[];
  readonly orders: readonly fhir4.Identifier[];
};

/** One TXA with its OBX, of MDM or of an order or result that carries a document (v2.8). */
export function mapDocument({ txa, deed, observed, orders }: Sent, patient: RecordOfPatient, draft: Draft): void {
  const number = entityNumber(txa, 12);
  if (number === undefined) throw new OkaError('no-identity', 'TXA-12');
  const idOf = (of: string): string =>
    resourceId(draft.context.idKey, 'DocumentReference', [patient.owner.domain.oid, of]);
  const id = idOf(number);
  const parentNumber = entityNumber(txa, 13);
  const parent = parentNumber === undefined || parentNumber === number ? undefined : idOf(parentNumber);
  const availability = txa.text(19)?.toUpperCase();
  const cancelled = deed === 'cancel' || availability === 'CA';

  if (parent !== undefined && (deed === 'replacement' || cancelled)) {
    // A replacement that is itself cancelled supersedes nothing.
    const said = draft.group(cancelled ? {} : { status: 'superseded' }, {
      ...(cancelled && { rank: RANK.cancelled, deleted: true }),
    });
    draft.put(patient, 'DocumentReference', parent, { [`replaced:${id}`]: said });
  }
  const groups: Record<string, FieldGroup> = { status: ownStatus(cancelled, availability, draft) };
  if (!cancelled) {
    const type = typeOf(txa, draft);
    groups.base = draft.group({
      status: 'current',
      ...subjectReference(patient),
      ...describe(txa, type, draft),
      ...relation(deed, parent),
      ...contextOf(relatedTo(txa, orders), patient, draft),
    });
    const title = txa.text(25) ?? txa.text(16) ?? type?.concept.text;
    groups.content = placeHolder({ content: [{ attachment: { title: title ?? number } }] }, draft);
    const content = contentOf(observed, title, patient, draft);
    // An addendum under the number of its own original adds to it.
    const adds = deed === 'addendum' && parent === undefined;
    if (content.length > 0) groups[adds ? `content:${draft.sourceTime ?? ''}` : 'content'] = draft.group({ content });
  }
  draft.put(patient, 'DocumentReference', id, groups);
}

/** TXA-19 (table 0273) and T11; an available document takes back what an older message said of its end. */
function ownStatus(cancelled: boolean, availability: string | undefined, draft: Draft): FieldGroup {
  if (cancelled)
    return draft.group({ status: 'entered-in-error', docStatus: 'entered-in-error' }, { rank: RANK.cancelled });
  return availability === 'OB' ? draft.group({ status: 'superseded' }) : draft.group({}, { deleted: true });
}

function typeOf(txa: Segment, draft: Draft): Term | undefined {
  const term = termOf(txa.first(2), draft);
  const sent = txa.text(2);
  if (term === undefined || txa.text(2, 3) !== undefined || !/^[A-Z]{2}$/.test(sent ?? '')) return term;
  return { ...term, concept: { coding: [{ system: TYPES, code: sent as string }], text: term.concept.text ?? sent } };
}

function describe(
  txa: Segment,
  type: Term | undefined,
  draft: Draft,
): Omit<Partial<fhir4.DocumentReference>, 'status'> {
  const docStatus = lookUp(DOC_STATUS, txa.text(17)?.toUpperCase());
  const confidentiality = lookUp(CONFIDENTIALITY, txa.text(18)?.toUpperCase());
  const [number, file] = [txa.text(12), txa.text(16)];
  const oid = txa.text(12, 3);
  const authors = [...txa.repetitions(9), ...(txa.first(9) ? [] : txa.repetitions(5))];
  const author = authors.flatMap((one) => staffOf(one) ?? []);
  const authenticator = staffOf(txa.first(22) ?? txa.first(10));
  const date = [6, 7, 4, 8]
    .map((field) => instantOf(draft.time(txa.text(field))?.dateTime))
    .find((one) => one !== undefined);
  const system = oid !== undefined && /^[0-2](\.(0|[1-9]\d*))+$/.test(oid) ? { system: `urn:oid:${oid}` } : {};
  return {
    ...(number !== undefined && { masterIdentifier: { ...system, value: number } }),
    ...(file !== undefined && { identifier: [{ type: { text: 'file' }, value: file }] }),
    ...(docStatus && { docStatus }),
    ...(type && { type: type.concept }),
    ...(date !== undefined && { date }),
    ...(author.length > 0 && { author }),
    ...(authenticator && { authenticator }),
    ...(confidentiality !== undefined && {
      securityLabel: [
        { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: confidentiality }] },
      ],
    }),
    ...(txa.text(25) !== undefined && { description: txa.text(25) as string }),
  };
}

function relation(deed: Deed, parent: string | undefined): { relatesTo?: fhir4.DocumentReferenceRelatesTo[] } {
  if (parent === undefined) return {};
  const code = deed === 'replacement' ? 'replaces' : deed === 'addendum' ? 'appends' : undefined;
  return code === undefined ? {} : { relatesTo: [{ code, target: { reference: `DocumentReference/${parent}` } }] };
}

/** ORC and OBR around it, TXA-14 (placer) and TXA-15 (filler): the orders that the document answers. */
function relatedTo(txa: Segment, orders: readonly fhir4.Identifier[]): fhir4.Reference[] {
  const own = [14, 15].flatMap((field) => txa.repetitions(field).flatMap((one) => one.text(1) ?? []));
  const known = new Set(orders.map(({ value }) => value));
  return [...orders, ...own.filter((value) => !known.has(value)).map((value) => ({ value }))].map((identifier) => ({
    type: 'ServiceRequest',
    identifier,
  }));
}

/** The files of the document, and before them its lines of text as one text: values of other types are lines too. */
function contentOf(
  observed: readonly Observed[],
  title: string | undefined,
  patient: RecordOfPatient,
  draft: Draft,
): fhir4.DocumentReferenceContent[] {
  const valid = observed.filter(({ obx }) => !isWithdrawn(obx.text(11)?.toUpperCase() ?? ''));
  const lines = valid.filter((one) => !isDocument(one)).map(lineOf);
  const text = lines.filter((line) => line !== '').join('\n');
  const files = valid.filter(isDocument).flatMap((one) => {
    const name = one.obx.text(3, 2) ?? title;
    return attachmentsOf(one, name, patient, draft);
  });
  const all = text === '' ? files : [textAttachment(text, title, patient, draft), ...files];
  return all.map((attachment) => ({ attachment }));
}

function lineOf({ obx, notes }: Observed): string {
  const text = valueText(obx);
  const named = TEXTS.has(obx.text(2)?.toUpperCase() ?? '') ? text : `${obx.text(3, 2) ?? obx.text(3) ?? ''}: ${text}`;
  return [named, noteText(notes) ?? ''].filter((line) => line !== '').join('\n');
}

function textAttachment(
  text: string,
  title: string | undefined,
  patient: RecordOfPatient,
  draft: Draft,
): fhir4.Attachment {
  const bytes = new TextEncoder().encode(text);
  const contentType = 'text/plain; charset=utf-8';
  const named = title === undefined ? {} : { title };
  if (bytes.length > INLINE_TEXT_BYTES) return { ...named, ...draft.attach(patient, bytes, contentType) };
  return { ...named, contentType, size: bytes.length, data: Buffer.from(bytes).toString('base64') };
}
