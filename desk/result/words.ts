import type { Bilingual } from '../words/words.ts';
import type { Change } from './changes.ts';

export const RESULT = {
  withdrawn: { ru: 'ОТОЗВАНО', en: 'WITHDRAWN' },
  withdrawnWhat: {
    ru: 'Этот результат больше не действует. Не опирайтесь на него; то, что сделано по нему, проверьте.',
    en: 'This result no longer holds. Do not rely on it; check what was done because of it.',
  },
  withdrawnSaid: { ru: 'Что в нём говорилось', en: 'What it said' },
  version: { ru: 'версия {version}', en: 'version {version}' },
  finding: { ru: 'Находка', en: 'Finding' },
  advice: { ru: 'Рекомендация', en: 'Advice' },
  device: { ru: 'Сообщение программы другого изготовителя', en: 'Said by another maker’s program' },
  preliminary: { ru: 'Предварительно: заключение даёт врач', en: 'Preliminary: a physician makes the report' },
  basis: { ru: 'Основание', en: 'Basis' },
  why: { ru: 'Почему', en: 'Why' },
  incomplete: {
    ru: 'Исследование неполное: получены не все снимки.',
    en: 'The study is incomplete: not all images have come.',
  },
  side: { ru: 'Сторона', en: 'Side' },
  left: { ru: 'слева', en: 'left' },
  right: { ru: 'справа', en: 'right' },
  both: { ru: 'с обеих сторон', en: 'both sides' },
  score: { ru: 'Оценка модели', en: 'Score of the model' },
  detail: { ru: 'Подробнее', en: 'In detail' },
  action: { ru: 'Что сделать', en: 'What to do' },
  missing: { ru: 'Чего не хватило', en: 'What was missing' },
  sources: { ru: 'Источники', en: 'Sources' },
  rule: { ru: 'Правило {id}, публикация {version}', en: 'Rule {id}, publication {version}' },
  facts: { ru: 'На чём основано', en: 'What it rests on' },
  noFacts: { ru: 'Факты карты не использованы.', en: 'It rests on no fact of the chart.' },
  noDate: { ru: 'дата неизвестна', en: 'date not known' },
  hidden: { ru: 'вам не видно', en: 'not visible to you' },
  sourceTime: { ru: 'По данным на {at}', en: 'By what was known at {at}' },
  report: { ru: 'Заключение рентгенолога', en: 'The radiologist’s report' },
  noReport: { ru: 'Заключения рентгенолога ещё нет.', en: 'There is no radiologist’s report yet.' },
  aiSays: { ru: 'ИИ говорит', en: 'The AI says' },
  reportSays: { ru: 'Врач говорит', en: 'The physician says' },
  agrees: { ru: 'Совпадает', en: 'They agree' },
  disagrees: { ru: 'РАСХОДИТСЯ', en: 'THEY DISAGREE' },
  notComparable: { ru: 'Сравнить нельзя', en: 'Not comparable' },
  versions: { ru: 'Версии', en: 'Versions' },
  current: { ru: 'действует', en: 'in force' },
  earlier: { ru: 'прежняя', en: 'earlier' },
  sentAt: { ru: 'передано {at}', en: 'sent {at}' },
  notSent: { ru: 'не передавалась', en: 'not sent' },
  newerCame: {
    ru: 'Пока вы смотрели, пришла версия {version}. На экране ещё версия {shown}.',
    en: 'Version {version} came while you were looking. The screen still shows version {shown}.',
  },
  showNewer: { ru: 'Показать версию {version}', en: 'Show version {version}' },
  way: { ru: 'Путь к человеку', en: 'Its way to a human' },
  told: { ru: 'Кому сообщено', en: 'Who is told' },
  nobodyTold: { ru: 'Получатели не определены.', en: 'No recipients are known.' },
  delivered: { ru: 'Система записала {at}', en: 'A system recorded it {at}' },
  refused: { ru: 'Система отказала {at}', en: 'A system refused it {at}' },
  waitsDelivery: { ru: 'Ответа системы ещё нет', en: 'No answer of the system yet' },
  noRecordSystem: {
    ru: 'МИС в учреждении нет: результат виден только здесь',
    en: 'The clinic has no record system: it is seen here alone',
  },
  noDelivery: { ru: 'Результат ещё никому не передан.', en: 'It has not been sent to anybody yet.' },
  readBy: { ru: 'Прочитано', en: 'Read' },
  nobodyRead: { ru: 'Никто ещё не прочитал', en: 'Nobody has read it yet' },
  notAcknowledged: { ru: 'Никто ещё не принял', en: 'Nobody has acknowledged it yet' },
  due: { ru: 'Принять до {at}', en: 'To be acknowledged by {at}' },
  overdue: { ru: 'Просрочено с {at}', en: 'Overdue since {at}' },
  trace: { ru: 'Весь путь результата', en: 'The whole way of the result' },
  chart: { ru: 'Карта пациента', en: 'Chart of the patient' },
} as const satisfies Record<string, Bilingual>;

export const PICTURE = {
  title: { ru: 'Снимок', en: 'Picture' },
  preview: { ru: 'предпросмотр, не для диагностики', en: 'preview, not for reading' },
  none: { ru: 'Снимка для показа нет.', en: 'There is no picture to show.' },
  failed: { ru: 'Снимок не загрузился.', en: 'The picture did not load.' },
  alt: { ru: 'Снимок исследования, предпросмотр', en: 'Picture of the study, preview' },
  heatOn: { ru: 'Показать тепловую карту', en: 'Show the heat map' },
  heatOff: { ru: 'Скрыть тепловую карту', en: 'Hide the heat map' },
  heatAlt: { ru: 'Тепловая карта', en: 'Heat map' },
  heatWhat: {
    ru: 'Что повлияло на сеть, а не где болезнь.',
    en: 'What influenced the network, not where the disease is.',
  },
  open: { ru: 'Смотреть снимок с инструментами', en: 'Look at the film with tools' },
  close: { ru: 'Закрыть снимок', en: 'Close the film' },
  study: { ru: 'Исследование на отдельной странице', en: 'The study on its own page' },
} as const satisfies Record<string, Bilingual>;

export const MODEL = {
  title: { ru: 'О модели простыми словами', en: 'The model in plain words' },
  intended: { ru: 'Для кого', en: 'What it is for' },
  notFor: { ru: 'Для чего не годится', en: 'What it is not for' },
  tested: { ru: 'На ком проверена', en: 'On whom it was tested' },
  figures: { ru: 'Как она справилась', en: 'How well it did' },
  auc: {
    ru: 'Из 100 пар «больной – здоровый» выше оценила больного в {count} (95 % ДИ от {low} до {high}).',
    en: 'Of 100 pairs of one ill and one well it scored the ill one higher in {count} (95 % CI {low} to {high}).',
  },
  films: {
    ru: 'Проверено снимков: {films}; ещё {notAssessed} она не стала оценивать.',
    en: 'Films tested: {films}; {notAssessed} more it would not assess.',
  },
  research: {
    ru: 'Для применения в регионе не принята: только для исследования.',
    en: 'Not accepted for use in the region: for research only.',
  },
  thresholds: { ru: 'Пороги', en: 'Thresholds' },
} as const satisfies Record<string, Bilingual>;

export const CHANGES: Readonly<Record<Change['what'], Bilingual>> = {
  withdrawn: { ru: 'Результат отозван', en: 'The result was withdrawn' },
  returned: { ru: 'Результат снова действует', en: 'The result holds again' },
  state: { ru: 'Находка', en: 'Finding' },
  basis: { ru: 'Основание', en: 'Basis' },
  severity: { ru: 'Важность', en: 'Severity' },
  sentence: { ru: 'Суть', en: 'What it says' },
  action: { ru: 'Что сделать', en: 'What to do' },
  reason: { ru: 'Причина', en: 'Reason' },
  probability: { ru: 'Оценка модели', en: 'Score of the model' },
  producer: { ru: 'Версия модели или правила', en: 'Version of the model or rule' },
  'fact-added': { ru: 'Новый факт', en: 'New fact' },
  'fact-gone': { ru: 'Факт отпал', en: 'Fact is gone' },
  'fact-changed': { ru: 'Факт изменился', en: 'Fact changed' },
  report: { ru: 'Заключение рентгенолога', en: 'The radiologist’s report' },
};

/** Why somebody is told. A kind that this page does not know is shown as it is. */
export const RECIPIENTS: Readonly<Record<string, Bilingual>> = {
  attending: { ru: 'лечащий врач', en: 'attending physician' },
  referring: { ru: 'направивший врач', en: 'referring physician' },
  appointment: { ru: 'врач приёма', en: 'physician of the appointment' },
  duty: { ru: 'дежурный врач', en: 'physician on duty' },
  'duty-radiologist': { ru: 'дежурный рентгенолог', en: 'radiologist on duty' },
  reader: { ru: 'читал прежнюю версию', en: 'read an earlier version' },
  deputy: { ru: 'замещающий', en: 'deputy' },
  asked: { ru: 'в свою очередь, по дежурству', en: 'in turn, by duty' },
};

export const WAY = {
  systems: { ru: 'Системы', en: 'Systems' },
  humans: { ru: 'Люди', en: 'Humans' },
  acknowledged: { ru: 'Принято', en: 'Acknowledged' },
  acted: { ru: 'Меры приняты', en: 'Acted on' },
  notMarked: {
    ru: 'Отметка о прочтении ещё не передана: она уйдёт, когда регион ответит.',
    en: 'That you have read it is not recorded yet: it is told when the region answers.',
  },
} as const satisfies Record<string, Bilingual>;
