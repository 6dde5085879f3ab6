import type { EhrPatient } from './compare.ts';

/** The patient whom a record system has open, in a tab that it opened. */
export type LaunchContext = {
  readonly iss: string;
  /** `Patient.id` there. */
  readonly patientId: string;
  readonly patient: EhrPatient;
  /** The record system's token, for its Patient alone; `until` in ms. */
  readonly token: string;
  readonly until: number;
  /** Records of the same human being here; empty until they were compared and found to be. */
  readonly records: readonly string[];
};

const NAME = 'oka.launch';
type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export function keptContext(shelf: Shelf): LaunchContext | undefined {
  const text = shelf.getItem(NAME);
  return text === null ? undefined : (JSON.parse(text) as LaunchContext);
}
export const keepContext = (shelf: Shelf, context: LaunchContext): void => shelf.setItem(NAME, JSON.stringify(context));
export const dropContext = (shelf: Shelf): void => shelf.removeItem(NAME);

/** Whether a page of this record may be shown in this tab: any, unless a record system has opened another patient in it. */
export const mayShow = (context: LaunchContext | undefined, record: string | undefined): boolean =>
  context === undefined || record === undefined || context.records.includes(record);

/** What tabs of one browser tell each other: a record system has opened this patient. Ids of the record system, no names. */
export type Opened = { readonly iss: string; readonly patientId: string };

/** Another patient was opened by the same record system: what stands here is no longer the one it has open. */
export const isOvertaken = (context: LaunchContext | undefined, { iss, patientId }: Opened): boolean =>
  context !== undefined && context.iss === iss && context.patientId !== patientId;

const channel = (): BroadcastChannel => new BroadcastChannel(NAME);

export function tellOpened(opened: Opened): void {
  const out = channel();
  out.postMessage(opened);
  out.close();
}

export function onOpened(listener: (opened: Opened) => void): () => void {
  const heard = channel();
  heard.onmessage = ({ data }: MessageEvent<Opened>) => listener(data);
  return () => heard.close();
}

/** The context of this tab; it changes only with a launch. */
export const contextNow = (): LaunchContext | undefined => keptContext(sessionStorage);
