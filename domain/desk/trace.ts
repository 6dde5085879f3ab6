import type { DeskTraceLine } from '../../schemas/api/desk-trace.ts';
import type { Delivery } from '../../schemas/delivery.ts';
import type { Bilingual, Result } from '../../schemas/result.ts';
import type { SignedStatement } from '../../schemas/signed-statement.ts';
import type { NamePerson } from './people.ts';
import { VERDICT_WORDS } from './statement/words.ts';
import { deliveryLines } from './trace-delivery.ts';

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
  const lines = [
    ...ofImage(traced),
    ...ofResult(traced),
    ...(traced.delivery ? deliveryLines(traced.delivery, traced.nameOf) : []),
    ...ofStatements(traced),
  ];
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
