import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WorklistSettings } from '../../schemas/edge/worklist.ts';
import type { Dataset } from '../dicom/services.ts';
import type { WorklistItem } from './item.ts';
import type { WorklistOptions } from './seam.ts';
import { openWorklist } from './worklist.ts';

/** What tests of the worklist share: a clinic, its messages, and a list in memory. All people are invented. */
export const CLINIC = { id: 'fap-1', oid: '1.2.643.5.1.13.13.12.2.66.1' } as const;
export const ZONE = 'Asia/Yekaterinburg';
export const ID_KEY = 'ab'.repeat(32);
/** 10:00 on the clinic's clock. */
export const NOW = '2026-02-03T05:00:00.000Z';
export const CALLER = { callingAe: 'XRAY', calledAe: 'OKA', address: '127.0.0.1' } as const;

export const settingsWith = (settings: object = {}): WorklistSettings =>
  WorklistSettings.parse({
    domains: [{ namespace: 'MIS', oid: '1.2.643.100.1' }],
    examinations: [
      { code: 'A06.09.007', modality: 'DX' },
      { code: 'A06.09.005', modality: 'CT', station: 'CT1' },
    ],
    stations: [{ aeTitle: 'XRAY', modality: 'DX', name: 'КАБ 4' }],
    ...settings,
  });

export type Clock = { at: string };

export async function worklist(folder: string, options: Partial<WorklistOptions> = {}) {
  const clock: Clock = { at: NOW };
  const opened = await openWorklist({
    folder,
    clinic: CLINIC,
    zone: ZONE,
    idKey: ID_KEY,
    settings: settingsWith(),
    clock: () => new Date(clock.at),
    ...options,
  });
  return { worklist: opened, clock };
}

const line = (...fields: readonly string[]): string => fields.join('|');
export const bytesOf = (lines: readonly string[]): Buffer => Buffer.from(`${lines.join('\r')}\r`);
const header = (type: string, at: string): string =>
  line(
    'MSH',
    '^~\\&',
    'MIS',
    'GKB',
    'OKA',
    'EDGE',
    at,
    '',
    type,
    `${type}-${at}`,
    'P',
    '2.5.1',
    '',
    '',
    '',
    '',
    '',
    'UNICODE UTF-8',
  );

export type PersonOf = { number?: string; name?: string; born?: string; sex?: string };
export const pid = ({
  number = '301',
  name = 'Иванов^Иван^Иванович',
  born = '19800105',
  sex = 'M',
}: PersonOf = {}): string => line('PID', '1', '', `${number}^^^MIS^PI`, '', name, '', born, sex);

export type OrderOf = PersonOf & {
  at?: string;
  control?: string;
  status?: string;
  placer?: string;
  filler?: string;
  code?: string;
  section?: string;
  when?: string;
  accession?: string;
  zds?: string;
};

/** ORM^O01 of one radiological order. */
export function order(of: OrderOf = {}): Buffer {
  const {
    at = '20260203080000',
    control = 'NW',
    status = '',
    placer = 'P1',
    filler = 'F1',
    when = '20260203110000',
  } = of;
  const { code = 'A06.09.007^Рентгенография лёгких^99NMU', section = '', accession = '', zds } = of;
  return bytesOf([
    header('ORM^O01', at),
    pid(of),
    line('PV1', '1', 'O', 'ТЕР^12^^ГКБ', ...Array<string>(15).fill(''), 'V77'),
    line('ORC', control, placer, filler, '', status, '', `^^^${when}^^R`, '', at, '', '', '77^Петров^Пётр^Петрович'),
    [
      'OBR',
      '1',
      placer,
      filler,
      code,
      ...Array<string>(13).fill(''),
      accession,
      ...Array<string>(5).fill(''),
      section,
    ].join('|'),
    ...(zds === undefined ? [] : [`ZDS|${zds}^^Application^DICOM`]),
  ]);
}

/** An ORC alone, which changes only the state. */
export const control = (code: string, at: string, { placer = 'P1', filler = 'F1' } = {}): Buffer =>
  bytesOf([header('ORM^O01', at), pid(), line('ORC', code, placer, filler, '', code === 'CA' ? 'CA' : '')]);

export const adt = (event: string, at: string, of: PersonOf = {}, prior?: string): Buffer =>
  bytesOf([
    header(`ADT^${event}`, at),
    line('EVN', event, at),
    pid(of),
    ...(prior === undefined ? [line('PV1', '1', 'N')] : [line('MRG', `${prior}^^^MIS^PI`)]),
  ]);

export type AppointmentOf = PersonOf & {
  event?: string;
  at?: string;
  number?: string;
  appointment?: string;
  when?: string;
  placer?: string;
  code?: string;
  device?: string;
};
export function appointment(of: AppointmentOf = {}): Buffer {
  const {
    event = 'S12',
    at = '20260203073000',
    appointment: number = 'AP1',
    when = '202602031500',
    placer = '',
    code = '',
    device = '',
  } = of;
  return bytesOf([
    header(`SIU^${event}`, at),
    ['SCH', '', number, '', '', '', '', '', '', '15', 'min', `^^^${when}`, ...Array<string>(14).fill(''), placer].join(
      '|',
    ),
    pid(of),
    'RGS|1',
    ...(code === '' ? [] : [line('AIS', '1', '', code)]),
    ...(device === '' ? [] : [line('AIG', '1', '', device)]),
  ]);
}

/** The keys that modalities ask for. */
export const EVERYTHING: Dataset = {
  AccessionNumber: '',
  PatientName: '',
  PatientID: '',
  IssuerOfPatientID: '',
  PatientBirthDate: '',
  PatientSex: '',
  StudyInstanceUID: '',
  RequestedProcedureID: '',
  RequestedProcedureDescription: '',
  ScheduledProcedureStepSequence: [
    {
      Modality: '',
      ScheduledStationAETitle: '',
      ScheduledProcedureStepStartDate: '',
      ScheduledProcedureStepStartTime: '',
      ScheduledProcedureStepID: '',
      ScheduledProcedureStepDescription: '',
      ScheduledProcedureStepStatus: '',
    },
  ],
};

export async function found(
  list: Awaited<ReturnType<typeof openWorklist>>,
  query: Dataset,
  callingAe = 'XRAY',
): Promise<Dataset[]> {
  const answers: Dataset[] = [];
  for await (const answer of list.find(query, { ...CALLER, callingAe }, new AbortController().signal))
    answers.push(answer);
  return answers;
}

/** What tells items apart in tests. */
export const brief = ({ accession, state, start, patient, modality }: WorklistItem) =>
  [accession, state, start, patient.id, patient.family, modality].join(' ');

const folders: string[] = [];
/** A folder for a list on the disk, which is not there yet. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'oka-worklist-'));
  folders.push(folder);
  return join(folder, 'worklist');
}
/** What every test file that makes folders does at its end. */
export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** The items of a new list once it has taken these messages, a millisecond apart. */
export async function listAfter(messages: readonly Buffer[], at = NOW): Promise<readonly WorklistItem[]> {
  const { worklist: list, clock } = await worklist(newFolder());
  for (const [place, bytes] of messages.entries())
    await list.take(bytes, new Date(Date.parse('2026-02-03T04:00:00.000Z') + place).toISOString());
  clock.at = at;
  const items = list.items();
  await list.close();
  return items;
}
