import type { FollowUpState } from '../../schemas/api/followups.ts';
import type { Bilingual, Counted } from '../words/words.ts';

export const FOLLOW_UPS = {
  title: { ru: 'Контроль', en: 'Follow-ups' },
  intro: {
    ru: 'Контрольные исследования, которые рекомендуют заключения и правила. Каждое назначается одной подписью; выполненное закрывается само.',
    en: 'Follow-ups that reports and rules recommend. Each is ordered with one signature; what is done closes by itself.',
  },
  clinic: { ru: 'Медицинская организация', en: 'Clinic' },
  noClinic: { ru: 'За вами не закреплена ни одна организация.', en: 'No clinic is registered for you.' },
  mine: { ru: 'Только мои', en: 'Mine alone' },
  empty: { ru: 'Здесь никого нет.', en: 'Nobody here.' },
  due: { ru: 'срок', en: 'due' },
  reported: { ru: 'заключение от', en: 'report of' },
  unnamed: { ru: 'имя неизвестно', en: 'name unknown' },
  phone: { ru: 'Телефон', en: 'Telephone' },
  noPhone: { ru: 'неизвестен', en: 'not known' },
  sign: { ru: 'Подписать направление', en: 'Sign the order' },
  decline: { ru: 'Не требуется…', en: 'Not needed…' },
  undoSign: { ru: 'Отозвать подпись', en: 'Withdraw the signature' },
  undoDecline: { ru: 'Вернуть в список', en: 'Take it back' },
  order: { ru: 'Направление', en: 'Order' },
  day: { ru: 'Не позднее', en: 'By' },
  reasonOf: { ru: 'Почему не требуется', en: 'Why it is not needed' },
  needReason: { ru: 'Напишите причину.', en: 'Write the reason.' },
  signedBy: { ru: 'подписал', en: 'signed by' },
  declinedBy: { ru: 'отклонил', en: 'declined by' },
  cancel: { ru: 'Вернуться', en: 'Go back' },
  signed: { ru: 'Направление подписано.', en: 'The order is signed.' },
  declined: { ru: 'Отклонено.', en: 'Declined.' },
  undone: { ru: 'Отменено.', en: 'Taken back.' },
  kept: {
    ru: 'Направление хранится в региональной карте. В вашу медицинскую систему оно само не передаётся: внесите его там.',
    en: 'The order is kept in the region’s chart. Nothing carries it to your record system: enter it there.',
  },
  notSent: {
    ru: 'Нет связи: не отправлено. Написанное сохранено, попробуйте ещё раз.',
    en: 'No line: not sent. What you wrote is kept; try again.',
  },
  chart: { ru: 'Карта', en: 'Chart' },
  more: { ru: 'Показать ещё', en: 'Show more' },
  keys: { ru: 'j, k – вниз и вверх по списку', en: 'j, k: down and up the list' },
} as const satisfies Record<string, Bilingual>;

export const FILTERS = ['due', 'overdue', 'proposed', 'ordered', 'done', 'declined'] as const;
export type Filter = (typeof FILTERS)[number];

export const FILTER_WORDS: Readonly<Record<Filter, Bilingual>> = {
  due: { ru: 'Срок близко', en: 'Due soon' },
  overdue: { ru: 'Просрочено', en: 'Overdue' },
  proposed: { ru: 'Не назначено', en: 'Not ordered' },
  ordered: { ru: 'Назначено', en: 'Ordered' },
  done: { ru: 'Выполнено', en: 'Done' },
  declined: { ru: 'Не требуется', en: 'Not needed' },
};

export const STATES: Readonly<Record<FollowUpState, Bilingual>> = {
  proposed: { ru: 'не назначено', en: 'not ordered' },
  ordered: { ru: 'назначено', en: 'ordered' },
  overdue: { ru: 'просрочено', en: 'overdue' },
  done: { ru: 'выполнено', en: 'done' },
  declined: { ru: 'не требуется', en: 'not needed' },
};

export const SHOWN: Counted = {
  ru: { one: '{n} рекомендация', few: '{n} рекомендации', many: '{n} рекомендаций' },
  en: { one: '{n} follow-up', many: '{n} follow-ups' },
};
