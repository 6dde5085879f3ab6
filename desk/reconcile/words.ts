import type {
  ComparedName,
  ReconcileCandidate,
  ReconcileDecision,
  ReconcileKind,
} from '../../schemas/api/reconcile.ts';
import type { Bilingual, Counted } from '../words/words.ts';

export const RECONCILE = {
  sameNumber: { ru: 'тот же', en: 'the same' },
  otherNumber: { ru: 'другой', en: 'another one' },
  title: { ru: 'Сверка', en: 'Reconciliation' },
  intro: {
    ru: 'Здесь ждёт всё, о чём программа не может судить сама: чьё это исследование, один ли это человек. До вашего решения такое исследование не видит ни один врач.',
    en: 'Here waits what no program may judge: whose a study is, whether two records are one person. Until you decide no physician sees such a study.',
  },
  clinic: { ru: 'Медицинская организация', en: 'Clinic' },
  noClinic: { ru: 'За вами не закреплена ни одна организация.', en: 'No clinic is registered for you.' },
  empty: { ru: 'Ничего не ждёт решения.', en: 'Nothing waits for a decision.' },
  oldest: { ru: 'Самое давнее ждёт', en: 'The oldest has waited' },
  waits: { ru: 'ждёт', en: 'waits' },
  more: { ru: 'Показать ещё', en: 'Show more' },
  keys: { ru: 'j, k – вниз и вверх по списку; Enter – открыть', en: 'j, k: down and up the list; Enter opens' },
  study: { ru: 'Исследование', en: 'Study' },
  sent: { ru: 'В снимке', en: 'In the image' },
  open: { ru: 'Сравнить и решить', en: 'Compare and decide' },
  close: { ru: 'Свернуть', en: 'Close' },
  candidates: { ru: 'Чья это может быть карта', en: 'Whose it may be' },
  noCandidates: {
    ru: 'Подходящих карт не нашлось. Введите номер карты пациента.',
    en: 'No record fits. Enter the patient’s number.',
  },
  notRegistered: { ru: 'Пациент с этим номером не зарегистрирован', en: 'Nobody has registered this number' },
  number: { ru: 'Номер карты', en: 'Patient number' },
  find: { ru: 'Найти карту', en: 'Find the record' },
  notFound: { ru: 'Карты с таким номером нет.', en: 'There is no record of this number.' },
  isThis: { ru: 'Это он: связать', en: 'This one: link' },
  unnamed: { ru: 'имя неизвестно', en: 'name unknown' },
  confirmStudy: { ru: 'В снимке', en: 'In the image' },
  confirmRecord: { ru: 'В карте', en: 'In the record' },
  note: { ru: 'Почему (необязательно)', en: 'Why (optional)' },
  cancel: { ru: 'Вернуться', en: 'Go back' },
  notSent: {
    ru: 'Нет связи: решение не отправлено. Написанное сохранено, попробуйте ещё раз.',
    en: 'No line: the decision was not sent. What you wrote is kept; try again.',
  },
  done: { ru: 'Решено', en: 'Decided' },
  undo: { ru: 'Отменить решение', en: 'Take it back' },
  undone: { ru: 'Решение отменено, запись снова в списке.', en: 'Taken back; it waits again.' },
  hide: { ru: 'Скрыть', en: 'Hide' },
  look: { ru: 'Посмотреть снимки', en: 'Look at the images' },
  differsWarning: {
    ru: 'Есть расхождения. Свяжите, только если уверены.',
    en: 'Some of it differs. Link only if you are sure.',
  },
  ask: { ru: 'Для инженера', en: 'For the engineer' },
} as const satisfies Record<string, Bilingual>;

export const KINDS: Readonly<Record<ReconcileKind, Bilingual>> = {
  study: { ru: 'Исследование', en: 'Study' },
  conflict: { ru: 'Два изображения', en: 'Two images' },
  identity: { ru: 'Две карты', en: 'Two records' },
  order: { ru: 'Направление', en: 'Order' },
  code: { ru: 'Код', en: 'Code' },
  refusal: { ru: 'Отклонено', en: 'Refused' },
  notice: { ru: 'Сообщение', en: 'Message' },
};

export const COMPARED: Readonly<Record<ComparedName, Bilingual>> = {
  name: { ru: 'Имя', en: 'Name' },
  'birth-date': { ru: 'Дата рождения', en: 'Birth date' },
  sex: { ru: 'Пол', en: 'Sex' },
  number: { ru: 'Номер карты', en: 'Number' },
  accession: { ru: 'Номер исследования', en: 'Accession number' },
  time: { ru: 'Время', en: 'Time' },
};

export const VERDICTS: Readonly<Record<'agrees' | 'differs' | 'unknown', Bilingual>> = {
  agrees: { ru: 'совпадает', en: 'agrees' },
  differs: { ru: 'не совпадает', en: 'differs' },
  unknown: { ru: 'неизвестно', en: 'unknown' },
};

export const SIGNS: Readonly<Record<'agrees' | 'differs' | 'unknown', string>> = {
  agrees: '=',
  differs: '≠',
  unknown: '?',
};

export const SEX: Readonly<Record<string, Bilingual>> = {
  male: { ru: 'мужской', en: 'male' },
  female: { ru: 'женский', en: 'female' },
};

export const WHY: Readonly<Record<ReconcileCandidate['why'][number], Bilingual>> = {
  number: { ru: 'по номеру карты', en: 'by the number' },
  accession: { ru: 'по номеру исследования', en: 'by the accession number' },
  'same-study': { ru: 'в карте то же исследование', en: 'holds the same study' },
  order: { ru: 'направлен в этот день', en: 'ordered near that day' },
  appointment: { ru: 'записан в этот день', en: 'had an appointment near that day' },
  searched: { ru: 'найден по номеру', en: 'found by number' },
  decided: { ru: 'связан решением', en: 'linked by a decision' },
};

/** What each decision is called on its button, and what follows from it. */
export const DECISIONS: Readonly<Record<ReconcileDecision, { readonly name: Bilingual; readonly says: Bilingual }>> = {
  link: {
    name: { ru: 'Связать', en: 'Link' },
    says: {
      ru: 'Исследование войдёт в эту карту, находки и рекомендации будут опубликованы.',
      en: 'The study joins this chart; findings and advice are published there.',
    },
  },
  apart: {
    name: { ru: 'Оставить отдельно', en: 'Keep apart' },
    says: {
      ru: 'Исследование останется вне карт и никому не публикуется; из списка оно уйдёт.',
      en: 'The study stays out of every chart and is published to nobody; it leaves the list.',
    },
  },
  'wrong-patient': {
    name: { ru: 'Не тот пациент', en: 'Wrong patient' },
    says: {
      ru: 'Исследование отправлено не на того пациента: его снимут со всех карт и отзовут всё, что уже опубликовано.',
      en: 'The study was sent for the wrong patient: it is taken off every chart and all that was published is retracted.',
    },
  },
  undo: { name: { ru: 'Отменить', en: 'Take back' }, says: { ru: 'Решение отменено.', en: 'Taken back.' } },
};

/** The same of two records, and of two images: other words for other things. */
export const OF_PAIR: Readonly<Record<'link' | 'apart', Bilingual>> = {
  link: { ru: 'Обе карты станут одной картой пациента.', en: 'Both records become one patient’s chart.' },
  apart: { ru: 'Это два разных человека; карты останутся раздельными.', en: 'Two people; the records stay apart.' },
};
export const OF_IMAGES: Bilingual = {
  ru: 'Оба изображения просмотрены и остаются у пациента как два разных.',
  en: 'Both images have been looked at and stay as two different ones.',
};

export const IMAGES: Counted = {
  ru: { one: '{n} снимок', few: '{n} снимка', many: '{n} снимков' },
  en: { one: '{n} image', many: '{n} images' },
};

export const WAITING: Counted = {
  ru: { one: '{n} запись', few: '{n} записи', many: '{n} записей' },
  en: { one: '{n} matter', many: '{n} matters' },
};
