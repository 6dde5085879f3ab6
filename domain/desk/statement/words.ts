import type { Verdict } from '../../../schemas/api/desk-statement.ts';
import type { Bilingual } from '../../../schemas/result.ts';

export const VERDICT_WORDS: Readonly<Record<Verdict, Bilingual>> = {
  agrees: { ru: 'Согласен с ИИ', en: 'Agrees with the AI' },
  disagrees: { ru: 'Не согласен с ИИ', en: 'Disagrees with the AI' },
  corrects: { ru: 'Исправляет результат ИИ', en: 'Corrects the AI' },
};

/** What a human sees himself; a radiologist's "absent" is still of this sign alone. */
export const CORRECTED_WORDS: Readonly<Record<'present' | 'absent' | 'indeterminate', Bilingual>> = {
  present: { ru: 'признаки есть', en: 'signs present' },
  absent: { ru: 'признаков нет', en: 'no signs' },
  indeterminate: { ru: 'определённо сказать нельзя', en: 'indeterminate' },
};

export const SIDE_WORDS: Readonly<Record<'L' | 'R' | 'both', Bilingual>> = {
  L: { ru: 'слева', en: 'left' },
  R: { ru: 'справа', en: 'right' },
  both: { ru: 'с обеих сторон', en: 'both sides' },
};

export const ROLE_WORDS: Readonly<Record<string, Bilingual>> = {
  radiologist: { ru: 'врач-рентгенолог', en: 'radiologist' },
  'duty-radiologist': { ru: 'дежурный врач-рентгенолог', en: 'duty radiologist' },
  physician: { ru: 'лечащий врач, не рентгенолог', en: 'treating physician, not a radiologist' },
  duty: { ru: 'дежурный врач, не рентгенолог', en: 'duty physician, not a radiologist' },
  feldsher: { ru: 'фельдшер', en: 'feldsher' },
};
