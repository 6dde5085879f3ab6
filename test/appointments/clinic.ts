import { recordId } from '../../domain/fhir/identifiers.ts';
import { CODE_MAP, segment } from '../../domain/hl7/map/example.ts';
import { decided } from '../../domain/recognition/examples.ts';
import { signed } from '../../domain/rules/examples.ts';
import { routes } from '../../functions/chart-api/routes.ts';
import type { ChartWrite } from '../../platform/chart/chart.ts';
import { answering } from '../../platform/handlers/api.ts';
import type { World } from '../../platform/world.ts';
import { AppointmentsAnswer } from '../../schemas/api/appointments.ts';
import type { ResultPublished } from '../../schemas/messages.ts';
import type { Principal } from '../../schemas/principal.ts';
import type { RegionFile, Sender } from '../../schemas/region.ts';
import { publishing, runAfterWrite, takeRecord } from '../after-write.ts';
import { ID_KEY } from '../chart-examples.ts';
import { apiEvent, type TestWorld, testRegion, withWorld } from '../world.ts';

const SENDERS: Readonly<Record<string, Sender[]>> = {
  north: [
    { application: 'HIS', facility: '*', role: 'his', orderKey: 'placer', codeMap: 'local' },
    { application: 'RIS', facility: '*', role: 'ris', orderKey: 'filler' },
  ],
  south: [{ application: 'HIS', facility: '*', role: 'his', orderKey: 'placer', codeMap: 'local' }],
  lab: [{ application: 'LIS', facility: '*', role: 'lis', orderKey: 'filler', codeMap: 'local' }],
};

const DICLOFENAC: (typeof CODE_MAP)['entries'][number] = {
  kind: 'medication',
  code: 'ДИКЛ',
  units: {},
  otherNames: [],
  to: { system: 'http://www.whocc.no/atc', code: 'M01AB05', display: 'diclofenac' },
};

export type ClinicDay = {
  readonly it: TestWorld;
  readonly world: World;
  /** Takes HL7 in as `receive-record` does, and lets advise and publish run until all is quiet. */
  receive(clinic: string, message: string): Promise<void>;
  tell(write: ChartWrite): Promise<void>;
  /** Follows every trigger there is. */
  settle(): Promise<void>;
  /** What stands of a record now: `severity matter`. */
  standing(record: string): Promise<string[]>;
  /** Results that were sent to record systems so far. */
  published(): ResultPublished['data'][];
  /** "My appointments today". */
  today(as: Principal, query: string, headers?: Record<string, string>): Promise<AppointmentsAnswer>;
  ask(as: Principal, target: string): Promise<{ status: number; json: unknown }>;
};

/** A clinic whose messages go through the functions of the region over real storage; the rules named here are told. */
export async function clinicDay(rules: readonly string[], change: Partial<RegionFile> = {}): Promise<ClinicDay> {
  const base = testRegion();
  const region = {
    ...base,
    clinics: base.clinics.map((clinic) => ({ ...clinic, senders: SENDERS[clinic.id] ?? [] })),
    codeMaps: [{ ...CODE_MAP, entries: [...CODE_MAP.entries, DICLOFENAC] }],
    rules: signed(...rules),
    models: { 'chest-xray-children': [decided()] },
    ...change,
  };
  const it = await withWorld(region);
  const world = publishing(it);
  const settle = async (): Promise<void> => {
    await runAfterWrite(it, world);
    it.sent.splice(0).forEach(keep);
  };
  const sent: ResultPublished['data'][] = [];
  const keep = ({ message }: TestWorld['sent'][number]): void => {
    if (message.type === 'oka.result.published') sent.push(message.data as ResultPublished['data']);
  };
  const answer = answering({ world: () => world, routes });
  const ask = async (as: Principal, target: string, headers: Record<string, string> = {}) => {
    const { status, json } = await answer(apiEvent(as, 'GET', target, { headers }));
    return { status, json };
  };
  return {
    ...{ it, world, settle, ask },
    async tell(write) {
      await world.chart.write(write);
      await settle();
    },
    async receive(clinic, message) {
      await takeRecord(clinic, message, it, world);
      await settle();
    },
    async standing(record) {
      const { results = [] } = (await world.chart.advice(record)) ?? {};
      return results
        .flatMap(({ state, severity, subject }) => (state === 'current' ? [`${severity} ${subject}`] : []))
        .sort();
    },
    published() {
      it.sent.splice(0).forEach(keep);
      return sent;
    },
    async today(as, query, headers = {}) {
      const { status, json } = await ask(as, `/appointments/today?${query}`, headers);
      if (status !== 200) throw new Error(`answered ${status}: ${JSON.stringify(json)}`);
      return AppointmentsAnswer.parse(JSON.parse(JSON.stringify(json)));
    },
  };
}

/** Record of a patient by his number at a clinic of the test region. */
export const recordOf = (clinic: 'north' | 'south', number: string): string => {
  const oid = `1.2.643.5.1.13.13.12.2.77.${clinic === 'north' ? 1 : 2}`;
  return recordId(ID_KEY, oid, `${oid}.1`, number);
};

export type Patient = {
  readonly number: string;
  readonly name: string;
  readonly born: string;
  readonly sex?: 'M' | 'F';
  readonly snils?: string;
  readonly domain?: 'NORTH' | 'SOUTH';
};

const pid = ({ number, name, born, sex = 'F', snils, domain = 'NORTH' }: Patient): string =>
  segment('PID', {
    1: '1',
    3: [`${number}^^^${domain}^PI`, ...(snils ? [`${snils}^^^SNILS^SS`] : [])].join('~'),
    5: name,
    7: born,
    8: sex,
  });

let controls = 0;
const message = (type: string, at: string, segments: readonly string[], application = 'HIS'): string => {
  controls += 1;
  const msh = `MSH|^~\\&|${application}|X|OKA|TEST|${at}||${type}|C${controls}|P|2.5.1||||||UNICODE UTF-8`;
  return `${[msh, ...segments].join('\r')}\r`;
};

/** Times are `YYYYMMDDHHMM` on the clinic's clock (UTC+5). */
export const visit = (
  of: Patient,
  at: string,
  { event = 'A04', number = at, doctor = '', diagnosis = '', end = '' } = {},
): string =>
  message(`ADT^${event}`, `${at}00`, [
    segment('EVN', { 1: event, 2: `${at}00` }),
    pid(of),
    segment('PV1', { 1: '1', 2: 'O', 7: doctor, 19: `V${number}`, 44: `${at}00`, 45: end && `${end}00` }),
    ...(diagnosis ? [segment('DG1', { 1: '1', 3: diagnosis, 5: `${at}00` })] : []),
  ]);

export const booking = (
  of: Patient,
  at: string,
  { event = 'S12', number = of.number, start = '', doctor = 'Т12^Вымыслова^Ася', reason = '', status = '' } = {},
): string =>
  message(`SIU^${event}`, `${at}00`, [
    segment('SCH', {
      1: `P${number}`,
      2: `F${number}`,
      7: reason,
      9: '15',
      10: 'min',
      11: start && `^^^${start}00`,
      25: status,
    }),
    pid(of),
    'RGS|1',
    segment('AIP', { 1: '1', 3: doctor }),
  ]);

export const potassium = (of: Patient, at: string, value: string, { number = at, flag = '' } = {}): string =>
  message(
    'ORU^R01',
    `${at}00`,
    [
      pid(of),
      segment('ORC', { 1: 'RE', 2: number, 3: number }),
      segment('OBR', { 1: '1', 2: number, 3: number, 4: 'БХ^Биохимия^L', 7: `${at}00`, 22: `${at}00`, 25: 'F' }),
      segment('OBX', { 1: '1', 2: 'NM', 3: 'КАЛИЙ^Калий^L', 5: value, 6: 'ммоль/л', 8: flag, 11: 'F', 14: `${at}00` }),
    ],
    'LIS',
  );

export const prescription = (of: Patient, at: string, drug: string): string =>
  message('ORM^O01', `${at}00`, [
    pid(of),
    segment('ORC', { 1: 'NW', 2: `RX${at}`, 9: `${at}00` }),
    segment('RXO', { 1: `${drug}^L` }),
  ]);

export const order = (
  of: Patient,
  at: string,
  accession: string,
  { service = 'РГ-ОГК^Рентгенография ОГК^L', reason = '' } = {},
): string =>
  message('ORM^O01', `${at}00`, [
    pid(of),
    segment('ORC', { 1: 'NW', 2: `N${accession}`, 9: `${at}00` }),
    segment('OBR', { 1: '1', 2: `N${accession}`, 4: service, 18: accession, 31: reason }),
  ]);

/** A radiologist's signed report; `says` is his conclusion. */
export const report = (
  of: Patient,
  at: string,
  number: string,
  says: string,
  service = 'КТ-ОГК^КТ органов грудной клетки^L',
): string =>
  message(
    'ORU^R01',
    `${at}00`,
    [
      pid(of),
      segment('ORC', { 1: 'RE', 3: number }),
      segment('OBR', { 1: '1', 3: number, 4: service, 7: `${at}00`, 22: `${at}00`, 24: 'RAD', 25: 'F' }),
      segment('OBX', { 1: '1', 2: 'TX', 3: '19005-8^Impression^LN', 5: says, 11: 'F' }),
    ],
    'RIS',
  );
