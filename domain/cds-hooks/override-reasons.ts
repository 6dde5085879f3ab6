import type { OverrideReason } from '../../schemas/cds-hooks/response.ts';
import type { Bilingual } from '../../schemas/result.ts';
import type { Language } from '../rules/cards.ts';

export const OVERRIDE_SYSTEM = 'https://oka.health/fhir/override-reason';

/** Why a physician does not follow a card: few, and each leads to something that can be mended. */
const REASONS: Readonly<Record<string, Bilingual>> = {
  'benefit-outweighs': { en: 'Known; benefit outweighs the risk', ru: 'Известно; польза выше риска' },
  'already-acted': { en: 'Already acted on', ru: 'Меры уже приняты' },
  'data-wrong': { en: 'The data of the card are wrong or old', ru: 'Данные карточки неверны или устарели' },
  'not-relevant': { en: 'Does not concern this patient', ru: 'К этому пациенту не относится' },
  'patient-declines': { en: 'The patient declines', ru: 'Пациент отказывается' },
};

export const overrideReasons = (language: Language): OverrideReason[] =>
  Object.entries(REASONS).map(([code, words]) => ({ system: OVERRIDE_SYSTEM, code, display: words[language] }));
