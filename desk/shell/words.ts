import type { Bilingual } from '../words/words.ts';

export const SHELL = {
  skip: { ru: 'К содержанию', en: 'Skip to content' },
  menu: { ru: 'Разделы', en: 'Sections' },
  waiting: { ru: 'ждут', en: 'waiting' },
  signIn: { ru: 'Войти', en: 'Sign in' },
  signOut: { ru: 'Выйти', en: 'Sign out' },
  signInAgain: { ru: 'Войти снова', en: 'Sign in again' },
  who: { ru: 'Рабочее место врача', en: "The physician's desk" },
  noSignIn: {
    ru: 'В этом регионе вход ещё не настроен. Обратитесь к инженеру региона.',
    en: 'This region has set up no sign-in yet. Ask its engineer.',
  },
  signInFailed: { ru: 'Войти не получилось: {why}.', en: 'Signing in did not work: {why}.' },
  expired: { ru: 'Вход истёк', en: 'Your sign-in has expired' },
  expiredSays: {
    ru: 'Войдите снова как {name}. Всё, что вы набрали, сохранено в этой вкладке.',
    en: 'Sign in again as {name}. Whatever you typed is kept in this tab.',
  },
  endsSoon: {
    ru: 'Вход истекает в {at}. Набранное сохранится.',
    en: 'Your sign-in ends at {at}. What you typed is kept.',
  },
  otherPerson: {
    ru: 'Вошёл другой сотрудник; набранное предыдущим не показывается.',
    en: 'Somebody else has signed in; what was typed before is not shown.',
  },
  clockOff: {
    ru: 'Часы этого компьютера расходятся с часами региона на {minutes} мин. Сроки и ожидание считаются по часам региона.',
    en: "This computer's clock is {minutes} min off the region's. Deadlines and waiting times are by the region's clock.",
  },
  offline: {
    ru: 'Нет связи с регионом с {since}. Последние данные: {last}. Показанное могло измениться.',
    en: 'No connection to the region since {since}. Last data: {last}. What is shown may have changed.',
  },
  never: { ru: 'ещё не было', en: 'none yet' },
  theme: { ru: 'Тёмный экран', en: 'Dark screen' },
  themeLight: { ru: 'Светлый экран', en: 'Light screen' },
  keys: { ru: 'Клавиши', en: 'Keyboard' },
  keysOn: { ru: 'Клавиши-буквы включены', en: 'Single-letter keys are on' },
  notFound: { ru: 'Такой страницы нет', en: 'There is no such page' },
  home: { ru: 'К приёмам', en: 'To the appointments' },
  newVersion: { ru: 'Есть новая версия. Обновить', en: 'A new version is ready. Reload' },
  pageFailed: {
    ru: 'Страница не загрузилась: нет связи или вышла новая версия.',
    en: 'The page did not load: no connection, or a new version is out.',
  },
  broken: {
    ru: 'На странице ошибка. Данные не потеряны; обновите её. Если повторится, сообщите инженеру.',
    en: 'This page has a fault. No data are lost; reload it. If it happens again, tell the engineer.',
  },
} as const satisfies Record<string, Bilingual>;

export const PATIENT = {
  banner: { ru: 'Пациент', en: 'Patient' },
  nameUnknown: { ru: 'Имя неизвестно', en: 'Name unknown' },
  nameDoubtful: { ru: 'имя прочитано по догадке, не подтверждено', en: 'the name was read by a guess, not confirmed' },
  bornUnknown: { ru: 'дата рождения неизвестна', en: 'birth date unknown' },
  sexUnknown: { ru: 'пол неизвестен', en: 'sex unknown' },
  male: { ru: 'мужской', en: 'male' },
  female: { ru: 'женский', en: 'female' },
  other: { ru: 'пол: другой', en: 'sex: other' },
  number: { ru: '№', en: 'no.' },
  allergies: { ru: 'Аллергии', en: 'Allergies' },
  allergiesNotSaid: { ru: 'об аллергиях ничего не записано', en: 'nothing is recorded about allergies' },
  noneKnown: { ru: 'аллергий нет (записано)', en: 'no known allergies (recorded)' },
} as const satisfies Record<string, Bilingual>;

/** What the keys do, for the help (`?`). Pages add their own. */
export const KEYS: readonly { readonly keys: string; readonly does: Bilingual }[] = [
  { keys: '?', does: { ru: 'эта справка', en: 'this help' } },
  { keys: 'g a', does: { ru: 'мои приёмы', en: 'my appointments' } },
  { keys: 'g w', does: { ru: 'рабочий список', en: 'work list' } },
  { keys: 'g d', does: { ru: 'дежурство', en: 'duty' } },
  { keys: 'g r', does: { ru: 'сверка', en: 'reconciliation' } },
  { keys: 'g f', does: { ru: 'контроль', en: 'follow-ups' } },
  { keys: 'j / k', does: { ru: 'следующая / предыдущая строка списка', en: 'next / previous row of a list' } },
  { keys: 'Enter', does: { ru: 'открыть', en: 'open' } },
  {
    keys: 'a',
    does: {
      ru: 'в рабочем списке: принять критический результат',
      en: 'in the work list: acknowledge a critical result',
    },
  },
  { keys: 'Esc', does: { ru: 'закрыть', en: 'close' } },
];
