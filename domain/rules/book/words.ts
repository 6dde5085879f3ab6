import type { HookName } from '../../../schemas/cds-hooks/context.ts';
import type { Bilingual, Severity } from '../../../schemas/result.ts';
import { both } from './entry.ts';

/** The words of the book's own frame. */
export const WORDS = {
  book: both('Rule book', 'Книга правил'),
  other: both('По-русски', 'In English'),
  contents: both('Contents', 'Содержание'),
  rule: both('Rule', 'Правило'),
  version: both('Version', 'Версия'),
  says: both('What it says', 'Что говорит правило'),
  population: both('For whom', 'Для кого'),
  hooks: both('When it is asked', 'Когда спрашивается'),
  inputs: both('What it reads', 'Что читает'),
  tables: both('Points, limits, rows', 'Баллы, пределы, строки'),
  examples: both('What it tells: examples', 'Что сообщает: примеры'),
  byAge: both('The first example at each age', 'Первый пример в каждом возрасте'),
  limits: both('What it does not know', 'Чего оно не знает'),
  settings: both('What the region chooses', 'Что выбирает регион'),
  sources: both('Sources', 'Источники'),
  tested: both('How it was tested', 'Как проверено'),
  history: both('History', 'История'),
  signature: both('Signature', 'Подпись'),
  what: both('What', 'Что'),
  codes: both('Codes', 'Коды'),
  unit: both('Unit (UCUM)', 'Единица (UCUM)'),
  fresh: both('How fresh', 'Давность'),
  age: both('Age', 'Возраст'),
  answer: both('Answer', 'Ответ'),
  do: both('What to do', 'Что делать'),
  missing: both('Missing', 'Нет данных'),
  silent: both('No card', 'Карточки нет'),
  setting: both('Setting', 'Настройка'),
  option: both('Choice', 'Вариант'),
  source: both('Source', 'Источник'),
  preset: both('preset', 'по умолчанию'),
  chosen: both('chosen by the region', 'выбрано регионом'),
  noSettings: both('Nothing: publications do not differ here.', 'Ничего: публикации здесь не расходятся.'),
  converted: both(
    'Values in other units are converted by UCUM; what does not convert, is too old or has a doubtful time is named as missing and never guessed.',
    'Значения в других единицах переводятся по UCUM; то, что не переводится, устарело или имеет сомнительное время, называется недостающим и не додумывается.',
  ),
  byName: both('Name, post', 'ФИО, должность'),
  date: both('Date', 'Дата'),
  hand: both('Signature', 'Подпись'),
  digest: both('SHA-256 of this page', 'SHA-256 этой страницы'),
  state: both('State', 'Состояние'),
  region: both('Region', 'Регион'),
  invented: both('All patients of the examples are invented.', 'Все пациенты в примерах вымышлены.'),
} as const satisfies Record<string, Bilingual>;

export const SEVERITIES: Readonly<Record<Severity, Bilingual>> = {
  info: both('information', 'сведение'),
  warning: both('warning', 'внимание'),
  critical: both('critical', 'критично'),
};

export const HOOKS: Readonly<Record<HookName, Bilingual>> = {
  'patient-view': both('the chart is opened', 'открыта карта'),
  'encounter-start': both('a visit begins', 'начат приём'),
  'encounter-discharge': both('the patient is discharged', 'выписка'),
  'appointment-book': both('an appointment is booked', 'запись на приём'),
  'order-select': both('an order is chosen', 'выбрано назначение'),
  'order-sign': both('an order is signed', 'подписано назначение'),
  'order-dispatch': both('an order is sent to who carries it out', 'назначение передано исполнителю'),
};
