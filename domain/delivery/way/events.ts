import type { NoticeChannel, ReadBack, Recipient } from '../../../schemas/delivery.ts';
import type { CriticalLevel } from '../../../schemas/duty.ts';
import type { Result } from '../../../schemas/result.ts';

/** What can happen to a delivery, and what it means. Every one may come twice, late and in any order. */
export const WAY_EVENTS = {
  sent: 'The first version went to the record system; of what is critical the first people are asked at once.',
  superseded: 'A newer version took the place of the one before; whoever read that one belongs to the recipients.',
  withdrawn: 'Nothing is left to say: the obligation ends, and all who read an earlier version are told.',
  delivered: 'A record system applied this version (AA). No human has seen anything.',
  refused: 'A record system did not take this version (AE, AR). People are asked without it, as always.',
  read: 'A person opened a version; of an older one he is told that there is a newer.',
  acknowledged:
    'A signed-in human took note of a version: of the one people were last told of, or newer, it ends the obligation.',
  acted: 'A human did something about it. It does not take the place of an acknowledgement.',
  'notice-sent': 'Whoever carries notices took one: handed to the gateway, or put on the list of calls.',
  'notice-failed':
    'A notice could not be carried: the next channel of the person, and where none is left, the next person.',
  due: 'The region’s minute: what is unanswered goes out again, the next person, the deadline, the alarm.',
  'alarm-taken': 'Somebody on duty answers for it: the alarm is silent for a while, the obligation goes on.',
  'clinic-offline': 'A clinic cannot be reached: whoever could only see it there is passed over, and it is written so.',
} as const;
export type WayEventName = keyof typeof WAY_EVENTS;

/** What a version brings: the result as it is sent, and who is concerned by the chart as it stands. */
export type Sending = {
  readonly result: Pick<Result, 'record' | 'resultId' | 'version' | 'severity' | 'state' | 'notify'>;
  readonly clinic: string;
  /** Undefined: the clinic has no record system. */
  readonly ehr: string | undefined;
  /** Of a critical result. */
  readonly level?: CriticalLevel | undefined;
  readonly recipients: readonly Recipient[];
  readonly unknownStaff: readonly string[];
};

type Of<T extends WayEventName, More> = T extends T ? { readonly type: T } & More : never;
type ByHuman = { readonly version: number; readonly by: string; readonly at: string };
type Answer = { readonly version: number; readonly at: string; readonly text?: string | undefined };
type OfNotice = {
  readonly version: number;
  readonly to: string;
  readonly channel: NoticeChannel;
  readonly at: string;
};

export type WayEvent =
  | Of<'sent' | 'superseded' | 'withdrawn', Sending>
  | Of<'delivered', Answer>
  | Of<'refused', Answer & { readonly code: 'AE' | 'AR' }>
  | Of<'read', ByHuman>
  | Of<'acted', ByHuman & { readonly what?: string | undefined }>
  | Of<'acknowledged', ByHuman & { readonly readBack?: ReadBack | undefined }>
  | Of<'notice-sent', OfNotice>
  | Of<'notice-failed', OfNotice & { readonly why: string }>
  | { readonly type: 'due' }
  | { readonly type: 'clinic-offline' }
  | Of<'alarm-taken', ByHuman>;

/** The event by which a version of a result begins. */
export const sendingEvent = (sending: Sending): WayEvent => ({
  type: sending.result.state === 'withdrawn' ? 'withdrawn' : sending.result.version > 1 ? 'superseded' : 'sent',
  ...sending,
});
