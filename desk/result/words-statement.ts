import type { Verdict } from '../../schemas/api/desk-statement.ts';
import type { Bilingual } from '../words/words.ts';

export const STATEMENT = {
  title: { ru: 'Мнения врачей', en: 'What physicians say' },
  none: { ru: 'Никто ещё не высказался.', en: 'Nobody has said anything yet.' },
  yours: { ru: 'ваше', en: 'yours' },
  disputed: { ru: 'врачи расходятся: оба мнения в силе', en: 'physicians differ: both statements stand' },
  overtaken: {
    ru: 'сказано о прежней версии {version}',
    en: 'said of the earlier version {version}',
  },
  sealed: { ru: 'опечатано, {seal}', en: 'sealed, {seal}' },
  formTitle: { ru: 'Ваше мнение', en: 'Your statement' },
  verdict: { ru: 'Ваш вывод', en: 'Your verdict' },
  reason: { ru: 'Почему', en: 'Why' },
  chooseReason: { ru: 'выберите причину', en: 'choose a reason' },
  words: { ru: 'Своими словами', en: 'In your words' },
  wordsNeeded: { ru: 'обязательно при причине «другое»', en: 'needed with the reason “other”' },
  correctedState: { ru: 'Что видите вы', en: 'What you see' },
  keepState: { ru: 'не указывать', en: 'not stated' },
  correctedWords: { ru: 'Как должно быть', en: 'What it should say' },
  side: { ru: 'Сторона', en: 'Side' },
  review: { ru: 'Проверить и подписать…', en: 'Check and sign…' },
  signTitle: { ru: 'Вы подписываете', en: 'You are signing' },
  about: { ru: 'О чём', en: 'About' },
  who: { ru: 'Кто', en: 'Who' },
  sign: { ru: 'Подписать', en: 'Sign' },
  back: { ru: 'Назад к правке', en: 'Back to the form' },
  signed: { ru: 'Подписано и сохранено.', en: 'Signed and kept.' },
  repeat: {
    ru: 'Это уже было подписано раньше; второй раз ничего не записано.',
    en: 'This had been signed before; nothing was stored twice.',
  },
  notSent: {
    ru: 'НЕ ОТПРАВЛЕНО: нет связи с регионом. Ничего не подписано; написанное сохранено здесь.',
    en: 'NOT SENT: the region does not answer. Nothing is signed; what you wrote is kept here.',
  },
  kept: { ru: 'Черновик сохранён на этом устройстве.', en: 'The draft is kept on this device.' },
  drop: { ru: 'Удалить черновик', en: 'Drop the draft' },
  newer: {
    ru: 'Вы пишете о версии {shown}; пришла версия {version}. Написанное осталось. Прочтите, что изменилось, и решите, о какой версии вы говорите.',
    en: 'You write about version {shown}; version {version} has come. What you wrote is kept. Read what changed and decide which version you mean.',
  },
  takeNewer: { ru: 'Говорю о версии {version}', en: 'I mean version {version}' },
  mayNot: { ru: 'Высказаться об этом результате вы не можете.', en: 'You may not make a statement on this result.' },
  needReason: { ru: 'Выберите причину.', en: 'Choose a reason.' },
  needWords: { ru: 'Напишите причину своими словами.', en: 'Give the reason in your own words.' },
  needCorrection: {
    ru: 'Укажите, что видите вы: вывод, сторону или слова.',
    en: 'Say what you see: a state, a side or words.',
  },
  needVerdict: { ru: 'Выберите вывод.', en: 'Choose a verdict.' },
} as const satisfies Record<string, Bilingual>;

export const VERDICTS: Readonly<Record<Verdict, Bilingual>> = {
  agrees: { ru: 'Согласен', en: 'Agree' },
  disagrees: { ru: 'Не согласен', en: 'Disagree' },
  corrects: { ru: 'Исправляю', en: 'Correct' },
};
