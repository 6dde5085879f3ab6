import type { DeskTraceLine } from '../../schemas/api/desk-trace.ts';
import type { Delivery, Notice } from '../../schemas/delivery.ts';
import type { Bilingual, Result } from '../../schemas/result.ts';
import type { SignedStatement } from '../../schemas/signed-statement.ts';
import { isOpen, toldVersion } from '../delivery/way/states.ts';
import type { NamePerson } from './people.ts';
import { VERDICT_WORDS } from './statement/words.ts';

export type Traced = {
  readonly result: Result;
  readonly delivery: Delivery | undefined;
  readonly statements: readonly SignedStatement[];
  /** When the image was taken (as its device says), and when the region took the first bytes and the last ones. */
  readonly image: { readonly takenAt?: string | undefined; readonly receivedAt?: string | undefined } | undefined;
  readonly nameOf: NamePerson;
};

type Line = DeskTraceLine;

const said = (ru: string, en: string): Bilingual => ({ ru, en });

/**
 * The way of a result in words: what has happened in the order in which it happened, and what is still waited for at the end.
 * Names of people and channels alone: no addresses, no queue, no key.
 */
export function traceOf(traced: Traced): Line[] {
  const lines = [...ofImage(traced), ...ofResult(traced), ...ofDelivery(traced), ...ofStatements(traced)];
  const [done, waits] = [lines.filter(({ mood }) => mood !== 'waits'), lines.filter(({ mood }) => mood === 'waits')];
  // What has no time keeps its place among the steps before it.
  const timed = done.map((line, place) => ({
    line,
    at: line.at ?? done.slice(0, place).findLast(({ at }) => at !== undefined)?.at ?? '',
    place,
  }));
  timed.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.place - b.place));
  return [...timed.map(({ line }) => line), ...waits];
}

function ofImage({ image, result }: Traced): Line[] {
  if (image === undefined) return [];
  const { content } = result;
  const basis = content.kind === 'finding' && content.basis === 'preview';
  return [
    { step: 'image-taken', ...time(image.takenAt), text: said('Снимок сделан', 'The image was taken'), mood: 'done' },
    {
      step: 'received',
      ...time(image.receivedAt),
      text: said('Снимок принят в региональном центре', 'The region received the image'),
      mood: 'done',
    },
    {
      step: 'seen-by-model',
      text: basis
        ? said(
            'ИИ посмотрел уменьшенный снимок; полный ещё передаётся',
            'The AI looked at a reduced image; the whole follows',
          )
        : said('ИИ посмотрел снимок', 'The AI looked at the image'),
      mood: 'done',
    },
  ];
}

function ofResult({ result, delivery }: Traced): Line[] {
  const { content, agreement, sourceTime, state } = result;
  const isSent = delivery !== undefined && delivery.version >= result.version;
  return [
    ...(content.kind === 'advice'
      ? [
          {
            step: 'advised' as const,
            at: sourceTime,
            text: said(
              'Сработало правило: данные, на которых оно основано, уже в карте',
              'A rule applies: what it rests on is in the chart',
            ),
            mood: 'done' as const,
          },
        ]
      : []),
    ...(agreement
      ? [
          {
            step: 'report' as const,
            text: said('Есть заключение рентгенолога', 'The radiologist’s report is there'),
            mood: 'done' as const,
          },
        ]
      : []),
    ...(state === 'withdrawn'
      ? [
          {
            step: 'withdrawn' as const,
            text: said('Результат отозван', 'The result was withdrawn'),
            mood: 'done' as const,
          },
        ]
      : []),
    ...(isSent
      ? []
      : [
          {
            step: 'published' as const,
            text: said('В медицинскую систему ещё не отправлено', 'It has not been sent to the record system yet'),
            mood: 'waits' as const,
          },
        ]),
  ];
}

function ofDelivery({ delivery, nameOf }: Traced): Line[] {
  if (delivery === undefined) return [];
  const { sentAt, delivered, reads, acknowledged, actedOn, overdueSince, alarm, notices, version } = delivery;
  const name = (id: string): string => nameOf(id).name ?? id;
  const line = (step: Line['step'], at: string, ru: string, en: string, mood: Line['mood'] = 'done'): Line => ({
    step,
    ...time(at),
    text: said(ru, en),
    mood,
  });
  const isAcknowledged = acknowledged !== undefined;
  return [
    line(
      'published',
      sentAt,
      `Версия ${version} отправлена в медицинскую систему`,
      `Version ${version} was sent to the record system`,
    ),
    ...answerOf(delivered),
    ...notices.flatMap((notice) => noticeLine(notice, name)),
    ...reads.map((one) =>
      line(
        'read',
        one.at,
        `Открыто (версия ${one.version}): ${name(one.by)}`,
        `Opened (version ${one.version}): ${name(one.by)}`,
      ),
    ),
    ...(overdueSince
      ? [line('overdue', overdueSince, 'Срок подтверждения истёк', 'The deadline has passed', 'failed')]
      : []),
    ...(alarm ? [line('alarm', alarm.since, 'Включена дежурная тревога', 'The duty alarm was raised', 'failed')] : []),
    ...(alarm?.takenAt
      ? [
          line(
            'alarm-taken',
            alarm.takenAt,
            `Тревогу принял: ${name(alarm.takenBy ?? '')}`,
            `The alarm was taken by ${name(alarm.takenBy ?? '')}`,
          ),
        ]
      : []),
    ...(acknowledged
      ? [
          line(
            'acknowledged',
            acknowledged.at,
            `Ознакомление подтверждено: ${name(acknowledged.by)}`,
            `Acknowledged by ${name(acknowledged.by)}`,
          ),
        ]
      : []),
    ...(actedOn
      ? [line('acted', actedOn.at, `Меры приняты: ${name(actedOn.by)}`, `Acted upon by ${name(actedOn.by)}`)]
      : []),
    ...(delivered === undefined
      ? [
          {
            step: 'delivered' as const,
            text: said('Медицинская система ещё не ответила', 'The record system has not answered yet'),
            mood: 'waits' as const,
          },
        ]
      : []),
    ...(reads.some((one) => one.version >= toldVersion(delivery)) || isAcknowledged
      ? []
      : [
          {
            step: 'read' as const,
            text: said('Никто ещё не открыл', 'Nobody has opened it yet'),
            mood: 'waits' as const,
          },
        ]),
    ...(isOpen(delivery)
      ? [
          {
            step: 'acknowledged' as const,
            text: said('Ознакомление никто не подтвердил', 'Nobody has acknowledged it'),
            mood: 'waits' as const,
          },
        ]
      : []),
  ];
}

function answerOf(delivered: Delivery['delivered']): Line[] {
  if (delivered === undefined) return [];
  const { at, code } = delivered;
  return code === 'AA'
    ? [
        {
          step: 'delivered',
          at,
          text: said('Медицинская система приняла', 'The record system applied it'),
          mood: 'done',
        },
      ]
    : [
        {
          step: 'refused',
          at,
          text: said('Медицинская система не приняла', 'The record system did not take it'),
          mood: 'failed',
        },
      ];
}

const CHANNELS: Readonly<Record<Notice['channel'], Bilingual>> = {
  desk: said('на рабочем месте', 'at the desk'),
  mail: said('по почте', 'by mail'),
  sms: said('по СМС', 'by SMS'),
  phone: said('по телефону (список дежурного)', 'by telephone (the duty desk’s list)'),
};

function noticeLine({ to, channel, askedAt, outcome }: Notice, name: (id: string) => string): Line[] {
  const by = CHANNELS[channel];
  const who = name(to);
  if (outcome === 'failed')
    return [
      {
        step: 'notice',
        at: askedAt,
        text: said(`Не удалось известить ${by.ru}: ${who}`, `Could not be notified ${by.en}: ${who}`),
        mood: 'failed',
      },
    ];
  return [
    {
      step: 'notice',
      at: askedAt,
      text: said(`Извещение ${by.ru}: ${who}`, `Notified ${by.en}: ${who}`),
      mood: outcome === 'sent' ? 'done' : 'waits',
    },
  ];
}

const ofStatements = ({ statements, nameOf }: Traced): Line[] =>
  statements.map(({ by, at, verdict, version }) => {
    const name = by.name ?? nameOf(by.id).name ?? by.id;
    const words = VERDICT_WORDS[verdict];
    return {
      step: 'statement',
      at,
      text: said(`${words.ru} (версия ${version}): ${name}`, `${words.en} (version ${version}): ${name}`),
      mood: 'done',
    };
  });

/** A time of a device with its offset is shown as an instant; one that is none is left out. */
function time(at: string | undefined): { at?: string } {
  const instant = Date.parse(at ?? '');
  return Number.isNaN(instant) ? {} : { at: new Date(instant).toISOString() };
}
