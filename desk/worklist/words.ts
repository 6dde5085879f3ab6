import type { DeskStanding } from '../../schemas/api/desk-worklist.ts';
import type { Bilingual, Counted } from '../words/words.ts';

export const LIST = {
  title: { ru: 'Рабочий список', en: 'Work list' },
  clinic: { ru: 'Медицинская организация', en: 'Clinic' },
  whose: { ru: 'Чьи', en: 'Whose' },
  mine: { ru: 'Мои', en: 'Mine' },
  all: { ru: 'Всей организации', en: 'All of the clinic' },
  state: { ru: 'Показать', en: 'Show' },
  find: { ru: 'Имя или номер', en: 'Name or number' },
  waits: { ru: 'ждёт', en: 'waits' },
  due: { ru: 'до срока {span}', en: '{span} left' },
  overdue: { ru: 'срок прошёл {span} назад', en: 'overdue for {span}' },
  to: { ru: 'кому', en: 'to' },
  show: { ru: 'Показать', en: 'Show' },
  more: { ru: 'Показать ещё', en: 'Show more' },
  loadingMore: { ru: 'Загружается…', en: 'Loading…' },
  acknowledge: { ru: 'Принять', en: 'Acknowledge' },
  gone: { ru: 'больше не ждёт', en: 'no longer waits' },
  asOf: { ru: 'Список на {at} по часам региона', en: "List as of {at} by the region's clock" },
  emptyMine: {
    ru: 'Сейчас ничто не ждёт вашего ответа. Новое появится здесь само.',
    en: 'Nothing waits for you now. What is new appears here by itself.',
  },
  emptyClinic: {
    ru: 'В этой организации сейчас ничего не ждёт. Новое появится здесь само.',
    en: 'Nothing waits at this clinic now. What is new appears here by itself.',
  },
  emptyFound: { ru: 'В списке нет такого пациента.', en: 'No such patient in the list.' },
  noClinic: { ru: 'За вами не закреплена ни одна организация.', en: 'You have no clinic with a list.' },
  nameUnknown: { ru: 'Имя неизвестно', en: 'Name unknown' },
  withdrawn: { ru: 'ОТОЗВАНО', en: 'WITHDRAWN' },
  preview: { ru: 'по первым данным', en: 'on the preview' },
  keys: {
    ru: 'Клавиши: j, k – по списку, Enter – открыть, a – принять',
    en: 'Keys: j, k move, Enter opens, a acknowledges',
  },
} as const satisfies Record<string, Bilingual>;

export const STATES: Readonly<Record<'open' | 'critical' | 'unread' | 'all', Bilingual>> = {
  open: { ru: 'Что ждёт', en: 'What waits' },
  critical: { ru: 'Критические', en: 'Critical' },
  unread: { ru: 'Непрочитанные', en: 'Unread' },
  all: { ru: 'Всё за две недели', en: 'All of two weeks' },
};

export const NEW: Counted = {
  ru: { one: '{n} новый результат', few: '{n} новых результата', many: '{n} новых результатов' },
  en: { one: '{n} new result', many: '{n} new results' },
};
export const CRITICAL: Counted = {
  ru: {
    one: '{n} критический никто не принял',
    few: '{n} критических никто не принял',
    many: '{n} критических никто не принял',
  },
  en: { one: '{n} critical, not acknowledged', many: '{n} critical, not acknowledged' },
};

/** Where a result stands on its way to a human. */
export const STANDING: Readonly<Record<DeskStanding, Bilingual>> = {
  alarm: { ru: 'ТРЕВОГА: никто не принял', en: 'ALARM: nobody has acknowledged' },
  taken: { ru: 'тревогу взяли, результат ещё не принят', en: 'the alarm is taken, not acknowledged yet' },
  overdue: { ru: 'срок прошёл', en: 'overdue' },
  unread: { ru: 'не прочитано', en: 'not read' },
  read: { ru: 'прочитано, не принято', en: 'read, not acknowledged' },
  acknowledged: { ru: 'принято врачом', en: 'acknowledged' },
  acted: { ru: 'решение принято', en: 'acted on' },
  refused: { ru: 'медицинская система отказала', en: 'refused by the record system' },
};
