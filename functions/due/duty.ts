import { isOpen } from '../../domain/delivery/way/states.ts';
import { RANKS } from '../../domain/desk/rank.ts';
import { onDuty } from '../../domain/duty/on-duty.ts';
import { hasEdge, silenceOf } from '../../domain/duty/silence.ts';
import type { Contact } from '../../platform/chart/contacts.ts';
import { variableOf } from '../../platform/environment.ts';
import { log } from '../../platform/log.ts';
import { report } from '../../platform/metrics.ts';
import { makeEvent } from '../../platform/queues.ts';
import type { World } from '../../platform/world.ts';
import type { StoredDutyChange } from '../../schemas/duty.ts';
import { hasPatients } from '../../schemas/duty-faults.ts';
import type { Clinic } from '../../schemas/region.ts';

/** Open critical results that one minute sends round a clinic; the others are looked at in their own time. */
const MOST_OPEN = 500;

/** What the duty must hear of a clinic, each minute for as long as it is so. */
export type DutyFigures = {
  readonly clinic: string;
  /** Critical results whose alarm sounds and that nobody has taken. */
  readonly CriticalAlarms: number;
  /** 1: nobody is on duty there now. */
  readonly NobodyOnDuty: number;
  readonly ClinicOffline: number;
  readonly RecordSystemSilent: number;
};

/**
 * Each minute, for every clinic with patients of its own: its alarms that nobody has taken, whether somebody is on duty and the clinic is
 * heard, as figures; when it is heard no more its open critical results go round it, once for each silence.
 */
export async function watchDuty(world: World): Promise<DutyFigures[]> {
  const { chart, region, clock } = world;
  const now = clock().toISOString();
  const [changes, contacts] = await Promise.all([chart.duty.changes(now), chart.contacts.all()]);
  const figures: DutyFigures[] = [];
  for (const clinic of region.clinics.filter(hasPatients)) {
    const contact = contacts.get(clinic.id) ?? {};
    const one = await figuresOf(clinic, { now, changes, contact }, world);
    const { clinic: id, ...values } = one;
    report(values, id, clock());
    figures.push(one);
    if (one.ClinicOffline === 1) await goRound(clinic, contact, world);
  }
  return figures;
}

type Ground = {
  readonly now: string;
  readonly changes: readonly StoredDutyChange[];
  readonly contact: Contact;
};

async function figuresOf(
  clinic: Clinic,
  { now, changes, contact }: Ground,
  { chart, region }: World,
): Promise<DutyFigures> {
  const alarms = (await chart.alarms(clinic.id)).filter((delivery) => isOpen(delivery) && !delivery.alarm?.takenAt);
  const isManned = onDuty(region, changes, { clinic: clinic.id, role: 'duty', at: now }).length > 0;
  const isOffline = hasEdge(clinic) && silenceOf(contact, region, now).offlineSince !== undefined;
  const isSilent = !isOffline && contact.ehrSilentSince !== undefined && olderThan(contact.ehrSilentSince, region, now);
  return {
    clinic: clinic.id,
    CriticalAlarms: alarms.length,
    NobodyOnDuty: Number(!isManned),
    ClinicOffline: Number(isOffline),
    RecordSystemSilent: Number(isSilent),
  };
}

const olderThan = (since: string, { offlineAfterSeconds }: World['region'], now: string): boolean =>
  Date.parse(now) - Date.parse(since) > offlineAfterSeconds * 1000;

/** Told once for each silence, which the last word before it names; what fails is done by the next minute. */
async function goRound({ id: clinic }: Clinic, { lastHeardAt = '', toldOf }: Contact, world: World): Promise<void> {
  const { chart, queues, env, clock } = world;
  if (toldOf === lastHeardAt) return;
  const places = await chart.work.open({ clinic }, { limit: MOST_OPEN, before: RANKS.warning });
  const open = (await chart.work.read(places)).map(({ delivery }) => delivery).filter(isOpen);
  for (const { record, resultId, version } of open)
    await queues.send(
      variableOf(env, 'OKA_QUEUE_ACKNOWLEDGEMENTS'),
      makeEvent(
        'oka.clinic.silent',
        'due',
        { clinic, record, resultId, version, why: 'clinic-offline', since: lastHeardAt },
        { time: clock() },
      ),
    );
  await chart.contacts.told(clinic, lastHeardAt);
  log.error('a clinic is heard no more; its critical results go round it', { clinic, lastHeardAt, open: open.length });
}
