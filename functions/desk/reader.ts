import { type Action, may } from '../../domain/access/may.ts';
import { dayPatient } from '../../domain/clinic-day/patient.ts';
import { deskPatient } from '../../domain/desk/patient.ts';
import { type NamePerson, namesOf } from '../../domain/desk/people.ts';
import type { Subject } from '../../platform/handlers/api.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import type { World } from '../../platform/world.ts';
import type { DeskPatient } from '../../schemas/api/desk-parts.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { Principal } from '../../schemas/principal.ts';

/** The record of the path, as `may` and the audit name it. @throws OkaError `not-found` for one that nothing was written to */
export async function recordSubject({ path }: ApiRequest, { chart }: World): Promise<Subject> {
  const head = await chart.head(path.record ?? '');
  if (head === undefined) throw new OkaError('not-found', 'record');
  return { clinic: head.clinic, about: `Patient/${head.record}` };
}

/** The line by which the patient of a record is told from another one. */
export async function patientLine(record: string, { chart }: Pick<World, 'chart'>): Promise<DeskPatient> {
  const [item] = await chart.newest(record, 'Patient', 1);
  return deskPatient(dayPatient(record, item?.resource?.resourceType === 'Patient' ? item.resource : undefined));
}

export const namesFor = (principal: Principal, { region }: World): NamePerson => namesOf(region, principal);

/** Records of the person whose patients the reader may see, the one that was asked for first, with their clinics. */
export type Visible = {
  readonly clinicOf: ReadonlyMap<string, string>;
  readonly hidden: number;
  readonly tooWide: boolean;
};

/** Where too many records are joined to be one person, the asked one alone: that is a fault of their linking. */
export async function visibleRecords(
  record: string,
  principal: Principal,
  { chart }: World,
  action: Action = 'open-chart',
): Promise<Visible> {
  const joined = await chart.person(record).catch((cause: unknown) => {
    if (cause instanceof OkaError && cause.code === 'chart-too-wide') return undefined;
    throw cause;
  });
  const person = joined ?? [record];
  const heads = await Promise.all([record, ...person.filter((one) => one !== record)].map((one) => chart.head(one)));
  const seen = heads.flatMap((head) =>
    head && may(principal, action, head) ? [[head.record, head.clinic] as const] : [],
  );
  return { clinicOf: new Map(seen), hidden: person.length - seen.length, tooWide: joined === undefined };
}
