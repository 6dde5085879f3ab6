import { ERRORS, type ErrorCode } from '../../../schemas/errors.ts';

/** What a fault means, for the person at the sending system, in Russian; the catalogue has the English. */
const RUSSIAN: Partial<Readonly<Record<ErrorCode, string>>> = {
  'not-hl7': 'Это не сообщение HL7 v2: сегмент MSH не найден.',
  'hl7-too-large': 'Сообщение HL7 больше допустимого размера.',
  'hl7-structure': 'Обязательный сегмент или поле отсутствует или не читается.',
  'hl7-processing': 'Учебные и отладочные сообщения (MSH-11) сюда не принимаются.',
  'hl7-unsupported': 'Этот тип сообщения или событие не обрабатывается.',
  'no-identity': 'Нет номера пациента в известном пространстве номеров.',
  'unknown-sender': 'Отправляющая система не зарегистрирована.',
  'unreadable-text': 'Текст не читается ни в одной из допустимых кодировок.',
  forbidden: 'Отправителю это действие не разрешено.',
  conflict: 'Запись занята, повторите сообщение позже.',
  unavailable: 'Временная неисправность, повторите сообщение позже.',
};

/** In Russian where there is a sentence, always in English. Neither holds anything of the message. */
export const wordsOf = (code: ErrorCode): { readonly en: string; readonly ru: string | undefined } => ({
  en: ERRORS[code].meaning,
  ru: RUSSIAN[code],
});
