import { accessionFor } from '../../../domain/dicom/accession.ts';
import { makeGroup } from '../../../domain/fhir/groups.ts';
import { recordId } from '../../../domain/fhir/identifiers.ts';
import { zoneOffset } from '../../../domain/zone.ts';
import type { DayOrder } from '../../../schemas/api/clinic-day.ts';
import { RANK } from '../../../schemas/chart.ts';
import { type OrderContent, OrderState, type Whose } from '../contents.ts';
import type { WorklistFact } from '../facts.ts';
import { UNSAID, type WorklistCode } from '../item.ts';
import { keyedName, shortName, studyUidOf } from '../names.ts';
import type { Reading } from './context.ts';
import { examinationOf } from './stations.ts';
import { present } from './words.ts';

const PRIORITY: Readonly<Record<string, OrderContent['priority']>> = { stat: 'STAT', asap: 'HIGH', urgent: 'HIGH' };
const SCHEMES: Readonly<Record<string, string>> = { 'http://loinc.org': 'LN', 'http://snomed.info/sct': 'SCT' };
const LOCAL = '99LOCAL';

/** That a fact was told by the region, not by a message of this clinic: it yields to those. */
export const REGION = 'region';

/**
 * An order that the region holds for a patient of this clinic → a fact like those of messages, with names of its own: what
 * another house counts as order 17 is not this house's order 17. It is not kept here.
 * @returns undefined where a modality could not tell whose it is: no name, or no number in a domain of this clinic
 */
export function factOfRegionOrder(order: DayOrder, reading: Reading): WorklistFact | undefined {
  const { idKey, clinic, zone, settings } = reading;
  const whose = whoseOf(order.patient, reading);
  const planned = momentOf(order.occurrence, zone);
  const authored = (momentOf(order.authoredOn, zone) ?? planned)?.start;
  if (whose === undefined || authored === undefined) return undefined;
  const codes = order.service.codings.map(({ code }) => code);
  const examination = examinationOf(codes, settings);
  const service = serviceOf(order);
  const state = OrderState.shape.state.safeParse(order.status).data ?? 'stopped';
  const content = present<OrderContent>({
    ...UNSAID,
    allergies: [],
    placer: order.placer,
    filler: order.filler,
    accession: accessionFor(order.accession, clinic.oid),
    requestedProcedureId: undefined,
    studyInstanceUid: undefined,
    procedure: service,
    priority: PRIORITY[order.priority ?? ''] ?? 'ROUTINE',
    authored,
    reason: order.reason,
    requester: order.requester?.trim().split(/\s+/).join('^'),
    imaging: true,
    steps: [
      present<OrderContent['steps'][number]>({
        stepId: undefined,
        modality: examination?.modality,
        stationAe: examination?.station,
        stationName: undefined,
        location: undefined,
        protocol: service,
        start: planned?.start,
        timed: planned?.timed,
      }),
    ],
  });
  const group = (value: object) =>
    makeGroup(value as Record<string, unknown>, { time: authored, rank: RANK.final, receivedAt: authored });
  return {
    kind: 'order',
    id: keyedName(idKey, 'order', REGION, order.id),
    groups: { content: group(content), state: group({ state }), whose: group(whose) },
    names: {
      'study:1': studyUidOf(idKey, REGION, order.id),
      accession: content.accession ?? order.accession,
      step: shortName('S', idKey, REGION, order.id),
      [REGION]: order.id,
    },
    at: authored,
  };
}

/** A number of a domain that this clinic does not know is no Patient ID for its modalities: here it may be another's. */
function whoseOf(
  { number, domain, family, given, birthDate, sex }: DayOrder['patient'],
  { idKey, clinic, settings: { domains } }: Reading,
): Whose | undefined {
  const registered = domains.find(({ oid }) => oid === domain);
  if (number === undefined || family === undefined || domain === undefined) return undefined;
  if (domains.length > 0 && registered === undefined) return undefined;
  const [first, second] = given ?? [];
  return present<Whose>({
    record: recordId(idKey, clinic.oid, domain, number),
    number,
    issuer: registered?.namespace,
    family,
    given: first,
    middle: second,
    birthDate,
    sex: sex === 'unknown' ? undefined : sex,
  });
}

function serviceOf({ service: { codings, text } }: DayOrder): WorklistCode | undefined {
  const [first] = codings;
  const value = first?.code ?? text;
  if (value === undefined) return undefined;
  const meaning = text ?? codings.find(({ display }) => display !== undefined)?.display ?? value;
  return { value, scheme: SCHEMES[first?.system ?? ''] ?? LOCAL, meaning };
}

/** A FHIR dateTime as an instant; a day begins on the clinic's clock. A month or a year says nothing of a day. */
function momentOf(text: string | undefined, zone: string): { start: string; timed: boolean } | undefined {
  if (text === undefined || !/^\d{4}-\d\d-\d\d/.test(text)) return undefined;
  const timed = text.length > 10;
  const at = Date.parse(timed ? text : `${text}T00:00:00Z`);
  if (Number.isNaN(at)) return undefined;
  return { start: new Date(timed ? at : at - zoneOffset(at, zone) * 60_000).toISOString(), timed };
}
