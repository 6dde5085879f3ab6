import type { Bilingual, Counted } from '../words/words.ts';

/** Words of the parts that every page is made of. */
export const UI = {
  loading: { ru: 'Загружается…', en: 'Loading…' },
  retry: { ru: 'Повторить', en: 'Try again' },
  offline: { ru: 'Нет связи с {since}', en: 'Offline since {since}' },
  lastData: { ru: 'Показаны данные на {at}; они могли измениться', en: 'Data as of {at}; they may have changed' },
  noData: {
    ru: 'Данных на этом экране ещё нет. Появится связь – они загрузятся сами.',
    en: 'This page has no data yet. They load by themselves when the line is back.',
  },
  failed: { ru: 'Не получилось', en: 'It did not work' },
  trace: { ru: 'Номер для инженера: {trace}', en: 'Number for the engineer: {trace}' },
  close: { ru: 'Закрыть', en: 'Close' },
  cancel: { ru: 'Отмена', en: 'Cancel' },
  ai: { ru: 'ИИ, не подтверждено', en: 'AI, unconfirmed' },
  region: { ru: 'по часам региона', en: "by the region's clock" },
} as const satisfies Record<string, Bilingual>;

/** What a refusal means to a clinician; others are told in the region's own words. */
export const REFUSALS: Readonly<Record<string, Bilingual>> = {
  forbidden: {
    ru: 'У вас нет доступа к этим данным. Если пациент ваш, обратитесь к администратору вашей организации.',
    en: 'You may not see this. If the patient is yours, ask the administrator of the clinic.',
  },
  'not-found': {
    ru: 'Такой записи нет или она больше не действует.',
    en: 'There is no such entry, or it no longer holds.',
  },
  unavailable: {
    ru: 'Сервер региона временно не отвечает. Ничего не потеряно; повторите через минуту.',
    en: 'The region cannot answer for a moment. Nothing is lost; try again in a minute.',
  },
  unauthenticated: { ru: 'Вход истёк. Войдите снова.', en: 'The sign-in has expired. Sign in again.' },
};

export const SEVERITY_SIGNS = { critical: '‼', warning: '!', info: 'i' } as const;

export const WAITS = {
  minutes: { ru: { one: '{n} мин', few: '{n} мин', many: '{n} мин' }, en: { one: '{n} min', many: '{n} min' } },
  hours: { ru: { one: '{n} ч', few: '{n} ч', many: '{n} ч' }, en: { one: '{n} h', many: '{n} h' } },
  days: {
    ru: { one: '{n} день', few: '{n} дня', many: '{n} дней' },
    en: { one: '{n} day', many: '{n} days' },
  },
} as const satisfies Record<string, Counted>;
