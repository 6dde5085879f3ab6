import { z } from 'zod';
import { ERRORS } from '../../schemas/errors.ts';
import { Instant } from '../../schemas/input.ts';
import type { Bilingual } from '../../schemas/result.ts';
import type { RegionState } from '../cache/view.ts';
import { ConnectorState } from '../connector/state.ts';
import type { EdgeState } from '../state.ts';
import { objectLines, pacsLines } from './refused-lines.ts';
import type { Waiting } from './sources.ts';

export type WaitingNow = {
  /** What the edge says of itself (edge/state.ts); absent before it has said anything. */
  readonly state: EdgeState | undefined;
  /** What the region refused and a human is to look at. */
  readonly refused: readonly { readonly code: string; readonly acceptedAt?: string | undefined }[];
  readonly region?: RegionState | undefined;
  /** Acts at this page that the region has not been told of. */
  readonly unsentActs?: number | undefined;
};

const LANES: Readonly<Record<string, Bilingual>> = {
  urgent: { ru: 'Срочные снимки для региона', en: 'Urgent images for the region' },
  routine: { ru: 'Плановые снимки для региона', en: 'Routine images for the region' },
  bulk: { ru: 'Оригиналы и архив для региона', en: 'Originals and archive for the region' },
};
const PARTS: Readonly<Record<string, Bilingual>> = {
  mllp: { ru: 'Приём сообщений HL7', en: 'HL7 listener' },
  dicom: { ru: 'Приём снимков (DICOM)', en: 'DICOM listener' },
  worklist: { ru: 'Рабочий список', en: 'Worklist' },
  mpps: { ru: 'Ход исследований (MPPS)', en: 'Procedure steps (MPPS)' },
  commitment: { ru: 'Подтверждения хранения', en: 'Storage commitment' },
  connector: { ru: 'Результаты в систему карт', en: 'Results to the record system' },
  pacs: { ru: 'Результаты в PACS', en: 'Results to the PACS' },
  priors: { ru: 'Прежние исследования из PACS', en: 'Earlier studies from the PACS' },
  folder: { ru: 'Папка для файлов', en: 'Watched folder' },
  uplink: { ru: 'Отправка в регион', en: 'Uplink to the region' },
  page: { ru: 'Эта страница', en: 'This page' },
  cache: { ru: 'Память для этой страницы', en: 'Memory of this page' },
};
const STAYS: Bilingual = {
  ru: 'Ничего не теряется: всё лежит на диске узла и уйдёт само, когда связь вернётся.',
  en: 'Nothing is lost: all of it lies on the disk of the edge and goes by itself when the line is back.',
};

/** What waits and since when, in words for whoever stands before the machine. Counts, times and codes; no patient. */
export function waitingLines(now: WaitingNow): Waiting[] {
  const { state, refused, region, unsentActs = 0 } = now;
  const isAway = region?.awaySince !== undefined;
  return [
    ...(region ? [regionLine(region)] : []),
    ...messagesLines(state, isAway),
    ...(refused.length > 0 ? [refusedLine(refused)] : []),
    ...Object.entries(state?.parts ?? {}).flatMap(([name, part]) => partLines(name, part)),
    ...(unsentActs > 0
      ? [
          {
            ...{ id: 'acts', state: 'waits' as const, count: unsentActs },
            title: { ru: 'Записи журнала доступа для региона', en: 'Entries of the access log for the region' },
          },
        ]
      : []),
  ];
}

function regionLine({ awaySince, asOf, trouble, reachable }: RegionState): Waiting {
  const title = { ru: 'Связь с регионом', en: 'The region' };
  if (reachable) return { id: 'region', title, state: 'good' };
  const since = awaySince ?? asOf;
  const says =
    trouble === undefined || trouble === 'unavailable'
      ? { ru: 'Регион не отвечает.', en: 'The region does not answer.' }
      : { ru: `Регион отвечает отказом: ${trouble}.`, en: `The region refuses: ${trouble}.` };
  return {
    ...{ id: 'region', title, state: 'trouble', says },
    ...(since ? { since } : {}),
    whatToDo:
      trouble === undefined || trouble === 'unavailable'
        ? {
            ru: 'Проверьте кабель и модем, затем: oka edge check. Приём снимков и сообщений идёт как обычно.',
            en: 'Look at cable and modem, then: oka edge check. Images and messages are taken as usual.',
          }
        : { ru: 'Инженеру: oka edge check.', en: ERRORS[trouble].whatToDo },
  };
}

function messagesLines(state: EdgeState | undefined, isAway: boolean): Waiting[] {
  if (state === undefined) return [];
  const stays = isAway ? { says: STAYS } : {};
  const hl7: Waiting = {
    id: 'hl7',
    title: { ru: 'Сообщения HL7 для региона', en: 'HL7 messages for the region' },
    ...(state.waiting > 0 ? { state: 'waits', count: state.waiting, ...stays } : { state: 'good' }),
    ...(state.waitingSince ? { since: state.waitingSince } : {}),
  };
  const lanes = Object.entries(state.objects?.lanes ?? {}).map(([name, { waiting, bytes, oldest }]): Waiting => {
    const title = LANES[name] ?? { ru: name, en: name };
    if (waiting === 0) return { id: `lane-${name}`, title, state: 'good' };
    return {
      id: `lane-${name}`,
      title,
      state: 'waits',
      count: waiting,
      bytes,
      ...(oldest ? { since: oldest } : {}),
      ...stays,
    };
  });
  return [hl7, ...lanes, ...objectLines(state.objects ?? {})];
}

function refusedLine(refused: WaitingNow['refused']): Waiting {
  const codes = [...new Set(refused.map(({ code }) => code))].sort().join(', ');
  const since = refused.flatMap(({ acceptedAt }) => acceptedAt ?? []).sort()[0];
  return {
    ...{ id: 'refused', state: 'trouble', count: refused.length },
    title: { ru: 'Регион не принял', en: 'Refused by the region' },
    ...(since ? { since } : {}),
    says: {
      ru: `Причины: ${codes}. Это лежит на узле и само не уйдёт.`,
      en: `Reasons: ${codes}. It stays here and does not go by itself.`,
    },
    whatToDo: {
      ru: 'Инженеру: oka edge status показывает каждое; после исправления: oka edge run --again.',
      en: 'Engineer: oka edge status shows each; after mending: oka edge run --again.',
    },
  };
}

type PartNow = NonNullable<EdgeState['parts']>[string];

/** What a part tells by these names is shown, whichever part it is. */
const Counts = z.looseObject({
  waiting: z.number().optional(),
  pending: z.number().optional(),
  failed: z.number().optional(),
  attention: z.number().optional(),
  /** Of storage commitment: requests that nobody could answer for long. */
  late: z.number().optional(),
  waitingSince: Instant.optional(),
  oldest: Instant.optional(),
});

function partLines(name: string, part: PartNow): Waiting[] {
  const title = PARTS[name] ?? { ru: name, en: name };
  if (part.state !== 'running')
    return [
      {
        ...{ id: name, title, state: 'trouble', since: part.since },
        says: { ru: `Не запущено: ${part.fault ?? '?'}`, en: `Not running: ${part.fault ?? '?'}` },
        whatToDo: {
          ru: 'Узел пробует снова сам. Инженеру: исправить названное и проверить: oka edge check.',
          en: 'The edge tries again by itself. Engineer: mend what is named, then oka edge check.',
        },
      },
    ];
  const connector = name === 'connector' ? ConnectorState.safeParse(part) : undefined;
  if (connector?.success) return connectorLines(title, connector.data);
  const counts = Counts.safeParse(part).data ?? {};
  const count = counts.waiting ?? counts.pending ?? 0;
  const since = counts.waitingSince ?? counts.oldest;
  const failed = (counts.failed ?? 0) + (counts.attention ?? 0) + (counts.late ?? 0);
  if (name === 'uplink') return [];
  return [
    {
      ...{ id: name, title, state: failed > 0 ? 'trouble' : count > 0 ? 'waits' : 'good' },
      ...(count + failed > 0 ? { count: count + failed } : {}),
      ...(count > 0 && since ? { since } : {}),
    },
    ...(name === 'pacs' ? pacsLines(part) : []),
  ];
}

function connectorLines(
  title: Bilingual,
  { breaker, waiting, waitingSince, critical, human, queue }: ConnectorState,
): Waiting[] {
  const isOpen = breaker.state !== 'closed';
  const since = waitingSince ?? breaker.since;
  const main: Waiting = {
    ...{ id: 'ehr', title, state: isOpen ? 'trouble' : waiting > 0 ? 'waits' : 'good' },
    ...(waiting > 0 ? { count: waiting } : {}),
    ...(since && (isOpen || waiting > 0) ? { since } : {}),
    ...(isOpen || critical > 0
      ? {
          says: {
            ru: `${isOpen ? `Система карт не отвечает${breaker.why ? ` (${breaker.why})` : ''}. ` : ''}Критически важных среди них: ${critical}. Все результаты видны на этой странице.`,
            en: `${isOpen ? `The record system does not answer${breaker.why ? ` (${breaker.why})` : ''}. ` : ''}Critical among them: ${critical}. All results can be read on this page.`,
          },
        }
      : {}),
    ...(isOpen
      ? {
          whatToDo: {
            ru: 'Позвоните тому, кто ведёт систему карт; узел пробует снова сам.',
            en: 'Call whoever runs the record system; the edge tries again by itself.',
          },
        }
      : {}),
  };
  const lines: Waiting[] = [main];
  const refused = human.filter(({ code }) => code !== 'ehr-silent');
  const silent = human.filter(({ code }) => code === 'ehr-silent');
  const oldest = (some: typeof human): string => some.map((one) => one.since).sort()[0] ?? '';
  if (refused.length > 0)
    lines.push({
      ...{ id: 'ehr-refused', state: 'trouble', count: refused.length, since: oldest(refused) },
      title: { ru: 'Результаты, которых нет в карте', en: 'Results that are not in the record' },
      says: {
        ru: 'Система карт их не приняла: в карте врач их не увидит. Они видны на этой странице.',
        en: 'The record system refused them: the physician will not see them there. They can be read on this page.',
      },
      whatToDo: { ru: 'Инженеру: oka edge ehr.', en: 'Engineer: oka edge ehr.' },
    });
  if (silent.length > 0)
    lines.push({
      ...{ id: 'ehr-human', state: 'trouble', count: silent.length },
      title: { ru: 'Результаты, о которых решает человек', en: 'Results that a human decides on' },
      since: oldest(silent),
      says: {
        ru: 'Неизвестно, попали ли они в карту: повторять вслепую нельзя.',
        en: 'Nobody knows whether the record has them: they may not be repeated blindly.',
      },
      whatToDo: { ru: 'Инженеру: oka edge ehr.', en: 'Engineer: oka edge ehr.' },
    });
  if (queue.awaySince)
    lines.push({
      ...{ id: 'ehr-queue', state: 'trouble', since: queue.awaySince },
      title: { ru: 'Очередь результатов региона', en: 'The region’s queue of results' },
      says: { ru: 'Новые результаты сейчас не приходят.', en: 'No new results come now.' },
    });
  return lines;
}
