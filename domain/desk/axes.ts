import type { DeskAxes } from '../../schemas/api/desk-parts.ts';
import type { Delivery } from '../../schemas/delivery.ts';
import type { NamePerson } from './people.ts';

/** A delivery as the page shows it: who did what by name, without the words of the record system and without addresses. */
export function axesOf(delivery: Delivery, nameOf: NamePerson): DeskAxes {
  const { ehr, sentAt, delivered, reads, acknowledged, actedOn, dueAt, overdueSince, level, alarm } = delivery;
  return {
    sentAt,
    ...(ehr === undefined ? { noRecordSystem: true as const } : {}),
    ...(delivered ? { delivered: { at: delivered.at, code: delivered.code } } : {}),
    reads: reads.map(({ by, at, version }) => ({ ...nameOf(by), at, version })),
    ...(acknowledged ? { acknowledged: acknowledgedOf(acknowledged, nameOf) } : {}),
    ...(actedOn
      ? { actedOn: { ...nameOf(actedOn.by), at: actedOn.at, ...(actedOn.what ? { what: actedOn.what } : {}) } }
      : {}),
    ...(dueAt ? { dueAt } : {}),
    ...(overdueSince ? { overdueSince } : {}),
    ...(level ? { level } : {}),
    ...(alarm ? { alarm: alarmOf(alarm, nameOf) } : {}),
  };
}

const acknowledgedOf = ({ by, at, readBack }: NonNullable<Delivery['acknowledged']>, nameOf: NamePerson) => ({
  ...nameOf(by),
  at,
  ...(readBack ? { readBack } : {}),
});

function alarmOf({ since, takenAt, takenBy }: NonNullable<Delivery['alarm']>, nameOf: NamePerson) {
  return { since, ...(takenAt && takenBy ? { taken: { ...nameOf(takenBy), at: takenAt } } : {}) };
}
