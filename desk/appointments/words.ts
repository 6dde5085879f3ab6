import type { NewsLine, OpenLine } from '../../schemas/api/appointments.ts';
import type { Bilingual, Counted } from '../words/words.ts';

export const DAY = {
  title: { ru: 'Мои приёмы', en: 'My appointments' },
  today: { ru: 'Сегодня', en: 'Today' },
  before: { ru: 'Предыдущий день', en: 'The day before' },
  after: { ru: 'Следующий день', en: 'The day after' },
  day: { ru: 'День', en: 'Day' },
  clinic: { ru: 'Медицинская организация', en: 'Clinic' },
  whose: { ru: 'Чьи приёмы', en: 'Whose' },
  mine: { ru: 'Мои', en: 'Mine' },
  everyone: { ru: 'Всех врачей', en: 'All physicians' },
  asOf: { ru: 'Обновлено {at} по часам региона', en: "As of {at} by the region's clock" },
  none: { ru: 'На этот день приёмов нет.', en: 'There are no appointments on this day.' },
  noneMine: {
    ru: 'На этот день у вас приёмов нет. Приёмы коллег – под «Всех врачей».',
    en: 'You have no appointments on this day. Those of colleagues are under “All physicians”.',
  },
  more: {
    ru: 'Ещё {n} приёмов этого дня здесь не показаны: выберите врача.',
    en: '{n} more appointments of this day are not shown: choose a physician.',
  },
  list: { ru: 'Приёмы дня', en: 'Appointments of the day' },
  cancelled: { ru: 'не состоится', en: 'does not take place' },
  why: { ru: 'Почему пришёл', en: 'Why he comes' },
  news: { ru: 'Что нового', en: 'What is new' },
  open: { ru: 'Что не закрыто', en: 'What is open' },
  decide: { ru: 'Что решить', en: 'What to decide' },
  nothingNew: { ru: 'Нового нет.', en: 'Nothing is new.' },
  nothingOpen: { ru: 'Всё закрыто.', en: 'Nothing is open.' },
  nothingToDecide: { ru: 'Сейчас решать нечего.', en: 'Nothing is to be decided now.' },
  emptyChart: {
    ru: 'Регион ничего не знает об этом пациенте, кроме этого приёма.',
    en: 'The region knows nothing of this patient but this appointment.',
  },
  hidden: {
    ru: 'Есть записи этого человека в организациях, к которым у вас нет доступа: {n}.',
    en: 'This person has records at clinics that you may not see: {n}.',
  },
  chart: { ru: 'Карта', en: 'Chart' },
  result: { ru: 'Открыть результат', en: 'Open the result' },
  abnormal: { ru: 'вне нормы', en: 'abnormal' },
  unacknowledged: { ru: 'никто не принял с {at}', en: 'not acknowledged since {at}' },
  facts: { ru: 'На чём основано', en: 'What it rests on' },
  with: { ru: 'с', en: 'with' },
  nameUnknown: { ru: 'Имя неизвестно', en: 'Name unknown' },
  noClinic: { ru: 'За вами не закреплена ни одна организация.', en: 'You have no clinic with appointments.' },
} as const satisfies Record<string, Bilingual>;

export const MORE: Counted = {
  ru: { one: 'и ещё {n}', few: 'и ещё {n}', many: 'и ещё {n}' },
  en: { one: 'and {n} more', many: 'and {n} more' },
};

export const KINDS: Readonly<Record<NewsLine['kind'], Bilingual>> = {
  result: { ru: 'анализ', en: 'result' },
  finding: { ru: 'ИИ', en: 'AI' },
  report: { ru: 'заключение', en: 'report' },
  document: { ru: 'документ', en: 'document' },
  study: { ru: 'исследование', en: 'study' },
  diagnosis: { ru: 'диагноз', en: 'diagnosis' },
  medicine: { ru: 'лекарство', en: 'medicine' },
  allergy: { ru: 'аллергия', en: 'allergy' },
};

/** What of the open matters presses: these stand out. */
export const PRESSING: readonly OpenLine['kind'][] = ['unacknowledged', 'unreconciled', 'identity'];
