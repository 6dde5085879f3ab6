import type { StatementReason } from './api/desk-statement.ts';
import type { Bilingual } from './result.ts';

/** Why somebody differs from the AI: what he chooses and signs on the page, and what is stored and sent under his name. */
export const REASON_WORDS: Readonly<Record<StatementReason, Bilingual>> = {
  'not-on-image': { ru: 'На снимке этого нет', en: 'It is not on the image' },
  'missed-by-ai': { ru: 'ИИ пропустил находку', en: 'The AI missed it' },
  'other-finding-explains': { ru: 'Объясняется другой находкой', en: 'Another finding explains it' },
  artefact: { ru: 'Артефакт', en: 'An artefact' },
  'image-quality': { ru: 'Качество снимка не позволяет судить', en: 'The image is not good enough' },
  'wrong-side': { ru: 'Не та сторона', en: 'The wrong side' },
  'wrong-patient': { ru: 'Снимок другого пациента', en: 'The image is of another patient' },
  'known-before': { ru: 'Было известно раньше', en: 'Known before' },
  'clinically-unlikely': { ru: 'Клинически маловероятно', en: 'Clinically unlikely' },
  other: { ru: 'Другое', en: 'Other' },
};
