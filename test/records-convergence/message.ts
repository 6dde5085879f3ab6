import { segment } from '../../domain/hl7/map/example.ts';
import { encodeText } from '../../domain/hl7/write/encode.ts';

export { segment };

/** One message of a story, as it reaches the region: the same name is the same bytes. */
export type StoryInput = {
  /** What it says and when, for reading a failure. */
  readonly name: string;
  readonly clinic: string;
  readonly bytes: Uint8Array;
  /** First acceptance: travels with the input through every repeat and shuffle (contract 3). */
  readonly receivedAt: string;
};

/** What the sender's clock says: right, an hour ahead of the truth, or nothing at all. */
export type SenderClock = 'right' | 'ahead' | 'none';

/** When something happens: minutes after 9:00 UTC on the day of the story. */
export type When = { readonly minute: number; readonly clock: SenderClock };

const SENDERS = {
  his: { clinic: 'hospital', application: 'HIS', offsetHours: 5, charset: 'utf-8', declared: 'UNICODE UTF-8' },
  ris: { clinic: 'hospital', application: 'RIS', offsetHours: 5, charset: 'utf-8', declared: 'UNICODE UTF-8' },
  district: { clinic: 'district', application: 'HIS', offsetHours: 5, charset: 'utf-8', declared: 'UNICODE UTF-8' },
  /** Systems that declare no character set, or a wrong one, and are registered with none. */
  analyser: { clinic: 'laboratory', application: 'ANL', offsetHours: 3, charset: 'windows-1251', declared: 'ASCII' },
  oldHis: { clinic: 'district', application: 'OLD', offsetHours: 5, charset: 'koi8-r', declared: '' },
  lis: { clinic: 'laboratory', application: 'LIS', offsetHours: 3, charset: 'windows-1251', declared: '' },
} as const;
export type SenderName = keyof typeof SENDERS;

const START = Date.UTC(2026, 2, 2, 9);
const MINUTE_MS = 60_000;
const digits = (ms: number): string => new Date(ms).toISOString().replace(/[-:T]/g, '').slice(0, 14);

/** The time on the sender's own clock, zoneless as most systems write it; empty where he has none. */
export function timeOf(sender: SenderName, { minute, clock }: When): string {
  const ahead = clock === 'ahead' ? 60 : 0;
  return clock === 'none' ? '' : digits(START + (minute + ahead + SENDERS[sender].offsetHours * 60) * MINUTE_MS);
}

/** A message of one sender; for ADT an EVN with the same time comes before the other segments. */
export function said(sender: SenderName, type: string, segments: readonly string[], when: When): StoryInput {
  const { clinic, application, charset, declared } = SENDERS[sender];
  const time = timeOf(sender, when);
  const [kind, event = ''] = type.split('^');
  const text = [...(kind === 'ADT' ? [`EVN|${event}|${time}`] : []), ...segments].join('\r');
  // MSH-10 follows from what is said, so that saying the same again is a repeat of the same bytes.
  const control = String(
    [...`${sender}${type}${text}${time}`].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 1e9, 7),
  );
  const msh = `MSH|^~\\&|${application}|X|OKA|REGION|${time}||${type}|${control}|P|2.5.1||||||${declared}`;
  const bytes = encodeText(`${msh}\r${text}\r`, charset);
  if (bytes === undefined) throw new TypeError(`the story has letters beyond ${charset}`);
  return {
    name: `${sender} ${type} ${when.minute}/${when.clock} ${segments.join(' ')}`,
    ...{ clinic, bytes },
    receivedAt: new Date(START + when.minute * MINUTE_MS + 20_000).toISOString(),
  };
}
