import type { DeskTraceLine } from '../../schemas/api/desk-trace.ts';
import type { Delivery, Notice } from '../../schemas/delivery.ts';
import type { Bilingual } from '../../schemas/result.ts';
import { isOpen, toldVersion } from '../delivery/way/states.ts';
import type { NamePerson } from './people.ts';

type Line = DeskTraceLine;

const said = (ru: string, en: string): Bilingual => ({ ru, en });

/** What systems and humans did with a result since it was sent, and what is still waited for. */
export function deliveryLines(delivery: Delivery, nameOf: NamePerson): Line[] {
  const { ehr, sentAt, delivered, reads, acknowledged, actedOn, overdueSince, alarm, notices, version } = delivery;
  const name = (id: string): string => nameOf(id).name ?? id;
  const line = (step: Line['step'], at: string, ru: string, en: string, mood: Line['mood'] = 'done'): Line => ({
    step,
    at,
    text: said(ru, en),
    mood,
  });
  const isAcknowledged = acknowledged !== undefined;
  return [
    ehr === undefined
      ? line(
          'published',
          sentAt,
          `Версия ${version} показана на рабочем месте; медицинской системы в учреждении нет`,
          `Version ${version} is on the desk; the clinic has no record system`,
        )
      : line(
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
      ? [
          line(
            'overdue',
            overdueSince,
            'Срок истёк: результат никто не принял',
            'The deadline has passed: nobody had acknowledged it',
            'failed',
          ),
        ]
      : []),
    ...(alarm ? [line('alarm', alarm.since, 'Включена дежурная тревога', 'The duty alarm was raised', 'failed')] : []),
    ...(alarm?.takenAt
      ? [
          line(
            'alarm-taken',
            alarm.takenAt,
            `Тревогу взял(а): ${name(alarm.takenBy ?? '')}`,
            `The alarm was taken by ${name(alarm.takenBy ?? '')}`,
          ),
        ]
      : []),
    ...(acknowledged
      ? [
          line(
            'acknowledged',
            acknowledged.at,
            `Принял(а) результат: ${name(acknowledged.by)}`,
            `Acknowledged by ${name(acknowledged.by)}`,
          ),
        ]
      : []),
    ...(actedOn
      ? [line('acted', actedOn.at, `Меры приняты: ${name(actedOn.by)}`, `Acted upon by ${name(actedOn.by)}`)]
      : []),
    ...(delivered === undefined && ehr !== undefined
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
            text: said('Результат никто не принял', 'Nobody has acknowledged it'),
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
          text: said('Медицинская система записала результат', 'The record system applied it'),
          mood: 'done',
        },
      ]
    : [
        {
          step: 'refused',
          at,
          text: said('Медицинская система отказала', 'The record system refused it'),
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
