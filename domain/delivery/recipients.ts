import type { Recipient, RecipientAs } from '../../schemas/delivery.ts';
import type { DirectoryPerson } from '../../schemas/duty.ts';
import type { Result } from '../../schemas/result.ts';
import { SNILS_OID } from '../identity/snils.ts';
import { readingsOf } from '../rules/precision.ts';

/** What of a record's chart names people: visits, orders, appointments, and the facts that a result cites. */
export type NamingResource = fhir4.FhirResource;

export type RecipientsInput = {
  readonly result: Pick<Result, 'content' | 'cited'>;
  readonly clinic: string;
  /** Of the result's own record: whoever treats the patient elsewhere gets the result of the record there. */
  readonly resources: readonly NamingResource[];
  readonly people: readonly DirectoryPerson[];
  /** By their OID is told which clinic gave a staff number, where its authority is named. */
  readonly clinics?: readonly { readonly id: string; readonly oid: string }[];
  /** Duty radiologists at this instant, for what only they judge first. */
  readonly radiologists: readonly string[];
  readonly at: string;
};

export type Recipients = { readonly recipients: Recipient[]; readonly unknownStaff: string[] };

const DAY_MS = 24 * 3600_000;
/** A visit that ended is asked about for so long: its results come after it. */
const VISIT_DAYS = 30;
/** An appointment so far ahead is where the result would be found too late, but found. */
const APPOINTMENT_DAYS = 60;
/** No chart needs more people than this; the nearest to the patient come first. */
const MOST = 16;

/**
 * Who is to see a result, from its record's chart: the attending and referring doctors of the visit (PV1-7, PV1-8), who
 * ordered what it rests on (ORC-12, else OBR-16), whoever sees the patient next (AIP-3). A staff number that no person of the
 * directory bears is returned as unknown: nobody is guessed, the duty stands in. Nobody twice: as what he is first counts.
 */
export function recipientsOf(input: RecipientsInput): Recipients {
  const { clinic, clinics = [], people, radiologists } = input;
  const named: { readonly as: RecipientAs; readonly who: fhir4.Reference }[] = [
    ...visitsOf(input).flatMap((visit) => inVisit(visit, 'ATND', 'attending')),
    ...requestersOf(input).map((who) => ({ as: 'referring' as const, who })),
    ...visitsOf(input).flatMap((visit) => inVisit(visit, 'REF', 'referring')),
    ...nextAppointment(input).map((who) => ({ as: 'appointment' as const, who })),
  ];
  const found = new Map<string, RecipientAs>(radiologists.map((person) => [person, 'duty-radiologist']));
  const unknown = new Set<string>();
  for (const { as, who } of named) {
    const person = personOf(who, giverOf(who, clinics) ?? clinic, people);
    if (person !== undefined) found.set(person.id, found.get(person.id) ?? as);
    else if (who.identifier?.value !== undefined) unknown.add(who.identifier.value);
  }
  const recipients = [...found].map(([person, as]) => ({ person, as }));
  return { recipients: recipients.slice(0, MOST), unknownStaff: [...unknown].sort().slice(0, MOST) };
}

/** The clinic whose OID, or one below it, names who gave a staff number (XCN.9). */
function giverOf(
  { identifier }: fhir4.Reference,
  clinics: readonly { readonly id: string; readonly oid: string }[],
): string | undefined {
  const given = identifier?.system?.replace(/^urn:oid:/, '');
  return given === undefined ? undefined : clinics.find(({ oid }) => given === oid || given.startsWith(`${oid}.`))?.id;
}

/** A staff number counts in the clinic that gave it: the record's own, unless it names another; a SNILS counts everywhere. */
function personOf(
  { identifier }: fhir4.Reference,
  clinic: string,
  people: readonly DirectoryPerson[],
): DirectoryPerson | undefined {
  const { system, value } = identifier ?? {};
  if (value === undefined) return undefined;
  const isSnils = system === `urn:oid:${SNILS_OID}`;
  const digits = (text: string): string => text.replace(/\D/g, '');
  return people.find(({ staff }) =>
    staff.some((one) =>
      isSnils
        ? digits(one.number) === digits(value) && digits(value) !== ''
        : one.clinic === clinic && one.number === value,
    ),
  );
}

/** HL7 v3 ActCode, as PV1-2 `O` is mapped. */
const AMBULATORY = 'AMB';
const NOT_HELD = new Set(['cancelled', 'entered-in-error', 'planned']);

/** Visits that go on; where none does, the one that ended last, for a while. */
function visitsOf({ resources, at }: RecipientsInput): fhir4.Encounter[] {
  const held = resources.filter(
    (one): one is fhir4.Encounter => one.resourceType === 'Encounter' && !NOT_HELD.has(one.status),
  );
  const since = new Date(Date.parse(at) - VISIT_DAYS * DAY_MS).toISOString();
  const open = held.filter(
    ({ status, period, class: kind }) =>
      status !== 'finished' &&
      (instantOf(period?.end) ?? at) >= at &&
      // Nobody closes a visit to the polyclinic: after weeks it no longer goes on.
      ((kind as fhir4.Coding | undefined)?.code !== AMBULATORY || (instantOf(period?.start) ?? at) >= since),
  );
  if (open.length > 0) return newestFirst(open);
  return newestFirst(held.filter(({ period }) => (instantOf(period?.end ?? period?.start) ?? '') >= since)).slice(0, 1);
}

const newestFirst = (visits: readonly fhir4.Encounter[]): fhir4.Encounter[] =>
  [...visits].sort((a, b) => (sortKey(a) < sortKey(b) ? 1 : -1));
const sortKey = ({ period, id }: fhir4.Encounter): string => `${instantOf(period?.start) ?? ''}#${id}`;

const inVisit = (visit: fhir4.Encounter, code: string, as: RecipientAs) =>
  (visit.participant ?? []).flatMap(({ type = [], individual }) =>
    individual !== undefined && type.some(({ coding }) => coding?.some((one) => one.code === code))
      ? [{ as, who: individual }]
      : [],
  );

/** Who placed the orders that the result's facts, or its study, were made for. */
function requestersOf({ result, resources }: RecipientsInput): fhir4.Reference[] {
  const cited = new Set(result.cited.map(({ reference }) => reference));
  if (result.content.kind !== 'advice') cited.add(`ImagingStudy/${result.content.study.id}`);
  const accession = result.content.kind === 'advice' ? undefined : result.content.study.accession;
  const orders = resources.filter((one): one is fhir4.ServiceRequest => one.resourceType === 'ServiceRequest');
  const wanted = resources.flatMap((one) =>
    cited.has(`${one.resourceType}/${one.id}`) ? ((one as { basedOn?: fhir4.Reference[] }).basedOn ?? []) : [],
  );
  return orders.flatMap(({ id, identifier = [], requester }) => {
    const isNamed =
      wanted.some(({ reference, identifier: number }) => {
        if (reference === `ServiceRequest/${id}`) return true;
        return number !== undefined && identifier.some((one) => isSame(one, number));
      }) ||
      (accession !== undefined && identifier.some(({ value }) => value === accession));
    return isNamed && requester !== undefined ? [requester] : [];
  });
}

const isSame = (a: fhir4.Identifier, b: fhir4.Identifier): boolean =>
  a.value !== undefined &&
  a.value === b.value &&
  (a.system === undefined || b.system === undefined || a.system === b.system);

const NOT_TAKING_PLACE = new Set(['cancelled', 'noshow', 'entered-in-error']);

/** The people of the next appointment, one that has begun today among them. */
function nextAppointment({ resources, at }: RecipientsInput): fhir4.Reference[] {
  const from = new Date(Date.parse(at) - DAY_MS / 2).toISOString();
  const until = new Date(Date.parse(at) + APPOINTMENT_DAYS * DAY_MS).toISOString();
  const [next] = resources
    .flatMap((one) => {
      if (one.resourceType !== 'Appointment' || NOT_TAKING_PLACE.has(one.status)) return [];
      const begins = instantOf(one.start);
      return begins !== undefined && begins >= from && begins <= until ? [{ begins, appointment: one }] : [];
    })
    .sort((a, b) => (a.begins < b.begins ? -1 : 1));
  return (next?.appointment.participant ?? []).flatMap(({ actor, status }) =>
    actor?.type === 'Practitioner' && status !== 'declined' ? [actor] : [],
  );
}

/** The earliest reading of a FHIR time, as an instant. */
function instantOf(text: string | undefined): string | undefined {
  const reading = readingsOf(text);
  return reading && new Date(reading.earliest).toISOString();
}
