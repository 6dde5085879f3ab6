import type { Bilingual } from '../words/words.ts';

export const OVERRIDE = {
  title: { ru: 'Не следую рекомендации', en: 'I do not follow the advice' },
  why: { ru: 'Почему', en: 'Why' },
  words: { ru: 'Своими словами, если нужно', en: 'In your words, if need be' },
  choose: { ru: 'Выберите причину.', en: 'Choose a reason.' },
  what: {
    ru: 'Решение с вашим именем останется в пути результата. Критический результат при этом не считается принятым.',
    en: 'The decision stays on the way of the result under your name. A critical result is not acknowledged by it.',
  },
  send: { ru: 'Записать решение', en: 'Record the decision' },
  says: { ru: 'Не следую: {why}', en: 'Not followed: {why}' },
  kept: { ru: 'Решение записано.', en: 'The decision is recorded.' },
  notSent: {
    ru: 'НЕ ОТПРАВЛЕНО: нет связи с регионом. Решение не записано; написанное сохранено.',
    en: 'NOT SENT: the region does not answer. Nothing is recorded; what you wrote is kept.',
  },
} as const satisfies Record<string, Bilingual>;

/** As the cards of CDS Hooks offer them (domain/cds-hooks/override-reasons.ts). */
export const NOT_FOLLOWED = {
  'benefit-outweighs': { ru: 'Известно; польза выше риска', en: 'Known; benefit outweighs the risk' },
  'already-acted': { ru: 'Меры уже приняты', en: 'Already acted on' },
  'data-wrong': { ru: 'Данные карточки неверны или устарели', en: 'The data of the card are wrong or old' },
  'not-relevant': { ru: 'К этому пациенту не относится', en: 'Does not concern this patient' },
  'patient-declines': { ru: 'Пациент отказывается', en: 'The patient declines' },
} as const satisfies Record<string, Bilingual>;
