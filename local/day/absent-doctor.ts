import { log } from '../../platform/log.ts';
import type { TraceAnswer } from '../../schemas/api/answers.ts';
import { WorklistAnswer } from '../../schemas/api/desk-worklist.ts';
import type { Day } from '../../schemas/day.ts';
import type { DirectoryPerson } from '../../schemas/duty.ts';
import type { RegionFile } from '../../schemas/region.ts';
import type { Physician, startPhysicians } from '../ehr/physicians.ts';
import type { TakenNotice } from '../gateway/gateway.ts';
import { type LocalKeys, tokenFor } from '../keys.ts';

export type AbsentDoctorOptions = {
  readonly day: Day;
  readonly region: RegionFile;
  readonly apiUrl: string;
  readonly keys: LocalKeys;
  readonly acknowledge: ReturnType<typeof startPhysicians>['acknowledge'];
};

const HOUR_MS = 3600_000;

/**
 * Plays the absence of the sample day: it is told through the API of duty, and whoever then gets an SMS opens his own work list,
 * finds the result of the absent doctor's patient and takes note of it, with what he reads back.
 */
export function absentDoctor({ day, region, apiUrl, keys, acknowledge }: AbsentDoctorOptions) {
  const { absence } = day;
  const looks = new Set<Promise<void>>();
  let noted = false;

  const ask = async (person: DirectoryPerson, path: string, init: RequestInit = {}): Promise<Response> => {
    const token = await tokenFor(keys, { kind: 'person', ...signedIn(person) });
    const response = await fetch(new URL(path, apiUrl), {
      ...init,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
    if (!response.ok) throw new Error(`${path.split('?')[0]}: ${response.status}`);
    return response;
  };
  const signedIn = ({ id, name, roles }: DirectoryPerson): Physician => ({
    ...{ id, name, roles, clinic: absence?.clinic ?? '' },
  });

  /** What an SMS says is that something waits: the list on the desk says what. */
  async function look(person: DirectoryPerson): Promise<void> {
    if (absence === undefined || noted) return;
    const answer = await ask(person, `/desk-api/worklist?clinic=${absence.clinic}&state=critical`);
    const { items } = WorklistAnswer.parse(await answer.json());
    const found = items.find(({ patient }) => patient.name === absence.patient);
    if (found === undefined || noted) return;
    noted = true;
    const { record, resultId, version, sentence, patient } = found;
    const says = /\d+(?:[.,]\d+)?/.exec(sentence.ru)?.[0];
    const readBack = says && patient.birthDate ? { birthYear: patient.birthDate.slice(0, 4), says } : undefined;
    await acknowledge(signedIn(person), { record, resultId, version }, readBack);
  }

  return {
    /** The duty manager tells that the doctor is away on the day; told again at the next start it is the same word. */
    async tell(): Promise<void> {
      if (absence === undefined) return;
      const manager = region.people.find(({ id }) => id === absence.toldBy);
      const at = (hours: number): string => new Date(Date.parse(day.endsAt) + hours * HOUR_MS).toISOString();
      if (manager === undefined || at(12) <= new Date().toISOString()) return;
      const change = { kind: 'absence', person: absence.physician, from: at(-24), until: at(12) };
      const body = JSON.stringify({ key: `sample-day-${day.endsAt}`, change });
      await ask(manager, `/duty/${absence.clinic}/changes`, { method: 'POST', body });
    },
    onTaken({ to }: TakenNotice): void {
      const person = region.people.find(({ channels }) => channels.some(({ address }) => address === to));
      if (person === undefined) return;
      const looked = look(person)
        .catch((cause: unknown) => log.error('the work list was not opened', {}, cause))
        .finally(() => looks.delete(looked));
      looks.add(looked);
    },
    async stop(): Promise<void> {
      await Promise.all(looks);
    },
  };
}

type Delivery = NonNullable<TraceAnswer['deliveries']>[number];

/** A signature carries whole seconds, so it may seem to be a little older than what it is about. */
const secondsBetween = (from: string, until: string): string =>
  Math.max(0, (Date.parse(until) - Date.parse(from)) / 1000).toFixed(0);

const askedIn = ({ notices }: Delivery): string =>
  notices
    .filter(({ outcome }) => outcome === 'sent')
    .map(({ to, channel }) => `${to} (${channel})`)
    .join(', ');

/** What became of the absent doctor's patient, in a line. */
export function sentenceOfAbsence(patient: string, physician: string, delivery: Delivery | undefined): string {
  if (delivery === undefined) return `Absent doctor: nothing critical came of ${patient}.`;
  const { sentAt, acknowledged } = delivery;
  const end =
    acknowledged === undefined
      ? 'nobody has taken note of it'
      : `${acknowledged.by} took note about ${secondsBetween(sentAt, acknowledged.at)} s after it was sent`;
  return `Absent doctor: critical result of ${patient}; ${physician} is away and was not asked; asked: ${askedIn(delivery)}; ${end}`;
}

/** What became of a result that nobody answers, in a line. */
export const sentenceOfAlarm = (patient: string, delivery: Delivery): string =>
  delivery.alarm === undefined
    ? `Nobody has taken note of the critical result of ${patient}; asked: ${askedIn(delivery)}`
    : `The duty alarm sounds since ${delivery.alarm.since} for ${patient}: asked ${askedIn(delivery)}, nobody took note. It sounds until somebody takes it (desk, page Duty)`;
