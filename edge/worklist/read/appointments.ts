import type { Draft } from '../../../domain/hl7/map/draft.ts';
import { spanOf } from '../../../domain/hl7/map/visits/appointment-time.ts';
import type { Segment } from '../../../domain/hl7/read/message.ts';
import { RANK } from '../../../schemas/chart.ts';
import { OkaError } from '../../../schemas/errors.ts';
import type { AppointmentContent } from '../contents.ts';
import type { WorklistFact } from '../facts.ts';
import { keyedName, shortName, studyUidOf } from '../names.ts';
import type { Reading } from './context.ts';
import { whoseIs } from './persons.ts';
import { codeOf, nameOfStaff, placeOf, present } from './words.ts';

/** Trigger events after which an appointment does not take place (HL7 v2.5.1 ch. 10.3). */
const ENDING = new Set(['S15', 'S16', 'S17', 'S24', 'S26']);
/** SCH-25, HL7 table 0278. */
const ENDED = /^(cancell?ed|dc|deleted|noshow|complete)$/i;
/** Events that change single resources: what they do not name stays. */
const OF_RESOURCES = new Set(['S18', 'S19', 'S20', 'S21', 'S22']);

/**
 * SIU → appointments, by SCH-2, else SCH-1: whether it is booked, when, and what for.
 * @throws OkaError `no-identity` without either number
 */
export function factsOfAppointment(draft: Draft, { idKey }: Reading, acceptedAt: string): WorklistFact[] {
  const sch = draft.need('SCH');
  const number = sch.text(2) ?? sch.text(1);
  if (number === undefined) throw new OkaError('no-identity', 'SCH-2');
  const pid = draft.message.first('PID');
  if (pid === undefined) return [];
  const whose = whoseIs(pid, draft);
  const event = draft.message.type.slice(4);
  const over = ENDING.has(event) || ENDED.test(sch.text(25)?.replace(/[\s-]/g, '') ?? '');
  const { start } = spanOf(sch, draft);
  const key = [draft.context.clinic.oid, whose.record, number];
  const rank = over ? RANK.cancelled : RANK.final;
  const content = contentIn(draft, sch);
  const says = !OF_RESOURCES.has(event) || content.services.length + content.stations.length > 0;
  return [
    {
      kind: 'appointment',
      id: keyedName(idKey, 'appointment', ...key),
      groups: {
        state: draft.group({ booked: !over }, { rank }),
        whose: draft.group(whose),
        ...(start && { time: draft.group({ start: start.earliest, timed: start.precision !== 'day' }) }),
        ...(says && { [over ? 'content:about' : 'content']: draft.group(content) }),
      },
      names: {
        'study:3': studyUidOf(idKey, 'appointment', ...key),
        accession: shortName('P', idKey, ...key),
        step: shortName('S', idKey, 'appointment', ...key),
      },
      at: acceptedAt,
    },
  ];
}

function contentIn({ message }: Draft, sch: Segment): AppointmentContent {
  const numbers = (field: number): string[] => sch.repetitions(field).flatMap((one) => one.text() ?? []);
  const services = message.all('AIS').filter((one) => one.text(2)?.toUpperCase() !== 'D');
  const things = message.all('AIG').flatMap((aig) => [aig.text(3), aig.text(3, 2), aig.text(4), aig.text(4, 2)]);
  const places = message.all('AIL').flatMap((ail) => [ail.text(3), ail.text(3, 2), ail.text(3, 4)]);
  const people = message.all('AIP').flatMap((aip) => nameOfStaff(aip.first(3)) ?? []);
  return present<AppointmentContent>({
    placers: numbers(26),
    fillers: numbers(27),
    services: services.flatMap((ais) => codeOf(ais.first(3)) ?? []),
    stations: [...new Set([...things, ...places].filter((word) => word !== undefined))],
    location: placeOf(message.first('AIL')?.first(3)),
    performer: people[0],
    comment: sch.first(7)?.text(2),
  });
}
