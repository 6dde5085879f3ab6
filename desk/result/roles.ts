import type { Bilingual } from '../words/words.ts';

/** Roles of a token, as staff call them. A role that is not among them is shown as it is. */
const ROLES: Readonly<Record<string, Bilingual>> = {
  physician: { ru: 'врач', en: 'physician' },
  radiologist: { ru: 'врач-рентгенолог', en: 'radiologist' },
  feldsher: { ru: 'фельдшер', en: 'feldsher' },
  duty: { ru: 'дежурный врач', en: 'physician on duty' },
  registrar: { ru: 'регистратор', en: 'registrar' },
};

export const rolesIn = (roles: readonly string[], t: (words: Bilingual) => string): string =>
  roles.map((role) => (ROLES[role] ? t(ROLES[role]) : role)).join(', ');
