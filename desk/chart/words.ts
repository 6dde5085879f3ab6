import type { TimelineKind } from '../../schemas/api/desk-chart.ts';
import type { DeskSuggestion } from '../../schemas/api/desk-parts.ts';
import type { Bilingual, Counted } from '../words/words.ts';

export const CHART = {
  title: { ru: 'Карта пациента', en: 'Chart' },
  cards: { ru: 'Что требует решения', en: 'What asks for a decision' },
  noCards: {
    ru: 'Рекомендаций сейчас нет. Это не значит, что всё в порядке.',
    en: 'There is no advice now. That does not mean that all is well.',
  },
  cardsMore: { ru: 'и ещё {n}', en: 'and {n} more' },
  timeline: { ru: 'Хронология', en: 'Timeline' },
  kinds: { ru: 'Показать', en: 'Show' },
  allKinds: { ru: 'всё', en: 'all' },
  nothing: { ru: 'В карте ничего нет.', en: 'The chart is empty.' },
  nothingOfKind: { ru: 'Таких записей в карте нет.', en: 'The chart has none of these.' },
  noDate: { ru: 'дата неизвестна', en: 'date not known' },
  abnormal: { ru: 'вне нормы', en: 'out of range' },
  important: { ru: 'важно', en: 'important' },
  older: { ru: 'Показать более ранние', en: 'Show older ones' },
  newest: { ru: 'К новым', en: 'To the newest' },
  beginning: { ru: 'Это начало карты.', en: 'This is the beginning of the chart.' },
  sought: { ru: 'Факт, на который вы перешли, выделен.', en: 'The fact that you came for is marked.' },
  soughtOlder: {
    ru: 'Факт, на который вы перешли, старше показанных записей.',
    en: 'The fact that you came for is older than what is shown.',
  },
  hidden: {
    ru: 'Записей в других организациях, которые вам не видны: {n}',
    en: 'Records at other clinics that you may not see: {n}',
  },
  unreconciled: {
    ru: 'Ждут сверки и в карту не вошли: {n}',
    en: 'Waiting for reconciliation, not in the chart: {n}',
  },
  toReconcile: { ru: 'К сверке', en: 'To reconciliation' },
  unacknowledged: { ru: 'никто не принял с {at}', en: 'nobody has acknowledged it since {at}' },
  open: { ru: 'Открыть результат', en: 'Open the result' },
  override: { ru: 'Не следую, потому что…', en: 'I do not follow it, because…' },
  facts: { ru: 'На чём основано', en: 'What it rests on' },
  sources: { ru: 'Источники', en: 'Sources' },
  rule: { ru: 'Правило {id}, публикация {version}', en: 'Rule {id}, publication {version}' },
} as const satisfies Record<string, Bilingual>;

export const ORDER = {
  title: { ru: 'Готовые назначения', en: 'Orders ready to sign' },
  sign: { ru: 'Подписать…', en: 'Sign…' },
  dialog: { ru: 'Вы подписываете назначение', en: 'You are signing an order' },
  creates: { ru: 'Что будет создано', en: 'What is created' },
  by: { ru: 'Подписывает', en: 'Signed by' },
  because: { ru: 'По версии результата', en: 'Because of version' },
  go: { ru: 'Подписать', en: 'Sign' },
  going: { ru: 'Отправляется…', en: 'Sending…' },
  signed: { ru: 'подписано: {by}, {at}', en: 'signed: {by}, {at}' },
  where: {
    ru: 'После подписи страница скажет, ушло ли назначение в медицинскую систему или осталось только в карте региона.',
    en: 'After signing the page says whether the order went to the record system or is kept in the region’s chart alone.',
  },
  kept: { ru: 'Только в карте региона', en: 'In the region’s chart alone' },
  sent: { ru: 'Передано в медицинскую систему', en: 'Sent to the record system' },
  repeat: {
    ru: 'Уже было подписано раньше; второго назначения нет.',
    en: 'Had been signed before; there is no second order.',
  },
  mayNot: { ru: 'Подписывать назначения вы не можете.', en: 'You may not sign orders.' },
  notSent: {
    ru: 'НЕ ОТПРАВЛЕНО: нет связи с регионом. Назначение не подписано. Когда связь вернётся, подпишите снова: второго назначения не будет.',
    en: 'NOT SENT: the region does not answer. Nothing is signed. Sign again when the line is back: there will be no second order.',
  },
  close: { ru: 'Закрыть', en: 'Close' },
} as const satisfies Record<string, Bilingual>;

export const DOES: Readonly<Record<DeskSuggestion['does'], Bilingual>> = {
  order: { ru: 'новое назначение', en: 'a new order' },
  book: { ru: 'запись на приём', en: 'an appointment' },
  stop: { ru: 'просьба к назначившему отменить лекарство', en: 'a request to its author to stop a medicine' },
  withdraw: { ru: 'просьба к назначившему отозвать направление', en: 'a request to its author to withdraw an order' },
};

export const KINDS: Readonly<Record<TimelineKind, Bilingual>> = {
  result: { ru: 'анализ', en: 'laboratory' },
  finding: { ru: 'находка ИИ', en: 'AI finding' },
  advice: { ru: 'рекомендация', en: 'advice' },
  report: { ru: 'заключение', en: 'report' },
  document: { ru: 'документ', en: 'document' },
  study: { ru: 'исследование', en: 'study' },
  visit: { ru: 'посещение', en: 'visit' },
  diagnosis: { ru: 'диагноз', en: 'diagnosis' },
  medicine: { ru: 'лекарство', en: 'medicine' },
  allergy: { ru: 'аллергия', en: 'allergy' },
  order: { ru: 'назначение', en: 'order' },
  procedure: { ru: 'процедура', en: 'procedure' },
  immunization: { ru: 'прививка', en: 'immunisation' },
  statement: { ru: 'мнение врача', en: 'statement' },
};

export const LINES: Counted = {
  ru: { one: '{n} запись', few: '{n} записи', many: '{n} записей' },
  en: { one: '{n} entry', many: '{n} entries' },
};
