import type { Bilingual } from '../words/words.ts';

/** Sentences on other matters, among which the right one is picked where there is no number to type. */
export const OTHER_MATTERS: readonly Bilingual[] = [
  { ru: 'Калий критически низкий', en: 'Potassium is critically low' },
  { ru: 'Глюкоза критически высокая', en: 'Glucose is critically high' },
  { ru: 'Опасное сочетание лекарств', en: 'A dangerous combination of medicines' },
];

export const ACKNOWLEDGE = {
  open: { ru: 'Принять критический результат…', en: 'Acknowledge the critical result…' },
  openPlain: { ru: 'Принято к сведению', en: 'Acknowledge' },
  title: { ru: 'Принять критический результат', en: 'Acknowledge a critical result' },
  why: {
    ru: 'Повторите, как по телефону: пациента и что у него. Отметка значит, что вы отвечаете за этот результат.',
    en: 'Read it back as on the telephone: who and what. With it you answer for this result.',
  },
  patient: { ru: 'Пациент', en: 'Patient' },
  birthYear: { ru: 'Год рождения пациента', en: 'Year of birth of the patient' },
  birthYearHint: { ru: 'четыре цифры', en: 'four digits' },
  noBirthDate: {
    ru: 'Дата рождения неизвестна: сверьте пациента по имени и номеру.',
    en: 'The birth date is not known: check the patient by name and number.',
  },
  value: { ru: 'Значение: {label}', en: 'Value: {label}' },
  valueHint: { ru: 'число; единицу писать не нужно', en: 'the number; no unit is needed' },
  pick: { ru: 'Что сообщено', en: 'What is reported' },
  send: { ru: 'Принимаю, отвечаю за результат', en: 'I acknowledge and answer for it' },
  sending: { ru: 'Отправляется…', en: 'Sending…' },
  wrongYear: {
    ru: 'Год рождения не совпадает с картой. Проверьте, тот ли это пациент. Результат не принят.',
    en: 'The year of birth is not that of the record. Check whether this is the patient. Nothing was acknowledged.',
  },
  wrongValue: {
    ru: 'Не совпадает с результатом. Прочтите его ещё раз. Результат не принят.',
    en: 'This is not what the result says. Read it once more. Nothing was acknowledged.',
  },
  refusedReadBack: {
    ru: 'Регион сверил повторённое и не принял: год рождения или значение другие. Прочтите результат ещё раз.',
    en: 'The region checked what you repeated and did not take it: the year or the value is another one. Read the result once more.',
  },
  notSent: {
    ru: 'НЕ ОТПРАВЛЕНО: нет связи с регионом. Результат не принят, оповещение продолжается. Введённое сохранено; когда связь вернётся, страница спросит, отправить ли. Если отметка всё же дошла, страница это покажет.',
    en: 'NOT SENT: the region does not answer. The result is not acknowledged and others are still being asked. What you typed is kept; when the line is back the page asks whether to send it. Should it have arrived after all, the page will show that.',
  },
  backAgain: {
    ru: 'Связь вернулась. Отметка о принятии ещё не отправлена. Отправить её сейчас?',
    en: 'The line is back. Your acknowledgement has not been sent yet. Send it now?',
  },
  sendNow: { ru: 'Отправить сейчас', en: 'Send now' },
  drop: { ru: 'Не отправлять', en: 'Do not send' },
  overtaken: {
    ru: 'Пока вы читали, пришла новая версия. Ваша отметка не принята: прочтите, что изменилось.',
    en: 'A newer version came while you were reading. Nothing was acknowledged: read what changed.',
  },
  showNew: { ru: 'Показать новую версию', en: 'Show the new version' },
  doneTitle: { ru: 'Принято', en: 'Acknowledged' },
  readBack: { ru: 'Повторено: {said}', en: 'Read back: {said}' },
  next: { ru: 'Что сделать сейчас', en: 'What to do now' },
  acted: { ru: 'Меры приняты', en: 'Acted on' },
  actedWhat: { ru: 'Что сделано', en: 'What was done' },
  actedDefault: { ru: 'Меры приняты по рекомендации', en: 'Acted on as advised' },
  actedNotSent: {
    ru: 'НЕ ОТПРАВЛЕНО: нет связи с регионом. Отметка о мерах не записана, повторите позже.',
    en: 'NOT SENT: the region does not answer. Nothing was recorded, try again later.',
  },
  mayNot: { ru: 'Принять этот результат вы не можете.', en: 'You may not acknowledge this result.' },
} as const satisfies Record<string, Bilingual>;
