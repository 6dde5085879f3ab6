import type { Bilingual } from '../words/words.ts';
import type { Field } from './compare.ts';

/** Why a launch stops; each has its words. */
export type Why = 'unknown-system' | 'not-configured' | 'refused' | 'no-patient' | 'unreadable-patient';

export const LAUNCH = {
  opening: { ru: 'Открывается пациент из {system}…', en: 'Opening the patient of {system}…' },
  signingIn: { ru: 'Переход ко входу региона…', en: 'Going to the sign-in of the region…' },
  stopped: { ru: 'Пациент не открыт', en: 'The patient was not opened' },
  differs: { ru: 'Стоп: это разные пациенты', en: 'Stop: these are different patients' },
  differsSays: {
    ru: 'Данные в {system} и в Оке противоречат друг другу. Ничего не открыто. Вернитесь в {system}, проверьте пациента и сообщите регистратору о расхождении.',
    en: 'The facts in {system} and in Oka contradict each other. Nothing is open. Go back to {system}, check the patient and tell the registrar of what differs.',
  },
  several: { ru: 'Стоп: в Оке это несколько человек', en: 'Stop: in Oka these are several people' },
  severalSays: {
    ru: 'Номера пациента из {system} принадлежат в Оке разным людям. Ничего не открыто. Сообщите регистратору: он разберёт их в сверке.',
    en: 'The numbers of the patient of {system} belong to different people in Oka. Nothing is open. Tell the registrar: reconciliation sorts them out.',
  },
  none: { ru: 'Стоп: такого пациента в Оке нет', en: 'Stop: Oka has no such patient' },
  noneSays: {
    ru: 'По номерам из {system} у пациентов ваших организаций ничего не найдено. Ничего не открыто.',
    en: 'The numbers of {system} lead to no patient of your clinics. Nothing is open.',
  },
  changed: {
    ru: 'Стоп: в медицинской системе открыт другой пациент',
    en: 'Stop: the record system has opened another patient',
  },
  changedSays: {
    ru: 'Эта страница была открыта из {system} для другого пациента. Закройте её и работайте в новой вкладке.',
    en: 'This page was opened from {system} for another patient. Close it and go on in the new tab.',
  },
  edited: {
    ru: 'Стоп: данные пациента в медицинской системе изменились',
    en: "Stop: the patient's facts in the record system have changed",
  },
  editedSays: {
    ru: 'То, что теперь говорит {system}, противоречит открытой карте. Закройте страницу и откройте пациента заново.',
    en: 'What {system} says now contradicts the chart that is open. Close this page and open the patient anew.',
  },
  away: {
    ru: 'Стоп: это другой пациент, чем в медицинской системе',
    en: 'Stop: this is another patient than in the record system',
  },
  awaySays: {
    ru: 'Вкладка открыта из {system} для одного пациента, и страницы других в ней не открываются.',
    en: 'This tab was opened from {system} for one patient; pages of others do not open in it.',
  },
  back: { ru: 'Вернуться к пациенту из медицинской системы', en: "Back to the record system's patient" },
  close: { ru: 'Закрыть страницу', en: 'Close this page' },
  closeByHand: { ru: 'Закройте эту вкладку.', en: 'Close this tab.' },
  again: { ru: 'Проверить ещё раз', en: 'Check again' },
  system: { ru: 'медицинская система', en: 'the record system' },
  what: { ru: 'Что', en: 'What' },
  inOka: { ru: 'В Оке', en: 'In Oka' },
  verdict: { ru: 'Сравнение', en: 'Comparison' },
  unknown: { ru: 'неизвестно', en: 'unknown' },
  unreached: {
    ru: 'Регион не ответил: сравнить пациента нельзя, поэтому он не открыт.',
    en: 'The region did not answer: the patient cannot be compared and was not opened.',
  },
} as const satisfies Record<string, Bilingual>;

export const FIELDS: Readonly<Record<Field, Bilingual>> = {
  number: { ru: 'Номер', en: 'Number' },
  name: { ru: 'Имя', en: 'Name' },
  birthDate: { ru: 'Дата рождения', en: 'Birth date' },
  sex: { ru: 'Пол', en: 'Sex' },
};

export const VERDICTS: Readonly<Record<'same' | 'differs' | 'unknown', Bilingual>> = {
  same: { ru: 'совпадает', en: 'the same' },
  differs: { ru: 'НЕ СОВПАДАЕТ', en: 'DIFFERS' },
  unknown: { ru: 'не сравнить', en: 'cannot be compared' },
};

export const WHY: Readonly<Record<Why, Bilingual>> = {
  'unknown-system': {
    ru: 'Медицинская система, которая открыла эту страницу, не зарегистрирована в регионе. Сообщите инженеру региона.',
    en: 'The record system that opened this page is not registered with the region. Tell the engineer of the region.',
  },
  'not-configured': {
    ru: 'Медицинская система не отвечает или не поддерживает безопасный запуск (SMART, PKCE). Сообщите инженеру.',
    en: 'The record system does not answer, or does not support the safe launch (SMART, PKCE). Tell the engineer.',
  },
  refused: {
    ru: 'Медицинская система отказала в запуске. Откройте пациента из неё ещё раз.',
    en: 'The record system refused the launch. Open the patient from it again.',
  },
  'no-patient': {
    ru: 'Медицинская система не сказала, какой пациент открыт. Откройте его в ней и повторите.',
    en: 'The record system did not say which patient is open. Open him there and try again.',
  },
  'unreadable-patient': {
    ru: 'Медицинская система не дала прочитать данные пациента, поэтому сравнить его нельзя.',
    en: "The record system did not let the patient's facts be read, so he cannot be compared.",
  },
};
