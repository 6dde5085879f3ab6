import { personById } from '../../domain/duty/absence.ts';
import { firstNobody } from '../../domain/duty/nobody.ts';
import { canonicalHash } from '../../domain/fhir/canonical.ts';
import { bodyOf } from '../../platform/handlers/body.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import { log } from '../../platform/log.ts';
import type { World } from '../../platform/world.ts';
import { type ChangeAnswer, TellChange } from '../../schemas/api/duty.ts';
import type { DutyChange, StoredDutyChange } from '../../schemas/duty.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { Principal } from '../../schemas/principal.ts';
import type { Clinic } from '../../schemas/region.ts';

/** Who may tell anything of his clinic's duty; everybody else tells his own absence. */
export const mayChangeAll = ({ roles }: Principal): boolean => roles.includes('duty-manager');

/** An absence of three months is the longest that is told at once: longer ones change the week itself. */
const LONGEST_MS = 100 * 24 * 3600_000;

/**
 * Stores a change; the same key of the same person again is the same row. An absence that leaves nobody on duty is stored
 * too, for it is true, and the answer says from when there is nobody.
 */
export async function tellChange(
  { principal, body }: ApiRequest,
  { id: clinic }: Clinic,
  world: World,
): Promise<ChangeAnswer> {
  const { key, change } = bodyOf(TellChange, body);
  check(change, clinic, principal, world);
  const at = world.clock().toISOString();
  const id = canonicalHash({ clinic, by: principal.id, key, change }).slice(0, 32);
  const told = await world.chart.duty.tell({ id, clinic, change, said: { by: principal.id, at } });
  log.info('duty changed', { clinic, kind: change.kind, id });
  return answerOf(told, world);
}

/** Takes a change back. @throws OkaError `not-found` for one that is over or was never told, `forbidden` for another's */
export async function undoChange(
  { principal, path }: ApiRequest,
  { id: clinic }: Clinic,
  world: World,
): Promise<ChangeAnswer> {
  const at = world.clock().toISOString();
  const found = (await world.chart.duty.changes(at)).find((one) => one.id === path.change && one.clinic === clinic);
  if (found === undefined) throw new OkaError('not-found', 'change of duty');
  requireRight(found.change, principal);
  const undone = await world.chart.duty.tell({ ...found, undone: found.undone ?? { by: principal.id, at } });
  log.info('change of duty taken back', { clinic, id: found.id });
  return answerOf(undone, world);
}

function check(change: DutyChange, clinic: string, principal: Principal, { region, clock }: World): void {
  requireRight(change, principal);
  const span = Date.parse(change.until) - Date.parse(change.from);
  if (span <= 0 || span > LONGEST_MS || change.until <= clock().toISOString())
    throw new OkaError('malformed-request', 'body.change.until');
  const named = { person: change.person, ...othersOf(change) };
  for (const [field, id] of Object.entries(named)) {
    const person = personById(region, id);
    // A deputy or substitute comes from anywhere in the region; whose duty it is works here, or the region's duty does.
    const isOurs = field !== 'person' || person?.clinics.includes(clinic);
    if (person === undefined || !isOurs) throw new OkaError('malformed-request', `body.change.${field}`);
  }
  if (Object.values(othersOf(change)).includes(change.person)) throw new OkaError('malformed-request', 'body.change');
}

const othersOf = (change: DutyChange): Record<string, string> =>
  change.kind === 'swap'
    ? { by: change.by }
    : change.kind === 'absence' && change.deputy !== undefined
      ? { deputy: change.deputy }
      : {};

/** @throws OkaError `forbidden` */
function requireRight(change: DutyChange, principal: Principal): void {
  const isOwn = change.kind === 'absence' && change.person === principal.id;
  if (!isOwn && !mayChangeAll(principal)) throw new OkaError('forbidden', 'change-duty');
}

async function answerOf(change: StoredDutyChange, { chart, region, clock }: World): Promise<ChangeAnswer> {
  const now = clock().toISOString();
  const { from, until } = change.change;
  const changes = await chart.duty.changes(now);
  const nobodyFrom = firstNobody(region, changes, {
    ...{ clinic: change.clinic, role: 'duty' as const, from: [from, now].sort().at(-1) ?? now, until },
  });
  return { change, ...(nobodyFrom === undefined ? {} : { nobodyFrom }) };
}
