import type { Bilingual } from '../../../schemas/result.ts';
import type { ChartEntry, StatedFinding } from '../facts.ts';

/** What the rule book tells of a rule beyond what the rule itself carries. */

/** The chapters of the book, in their order. */
export const TOPICS = {
  lungs: { en: 'Lungs and infection', ru: 'Лёгкие и инфекция' },
  deterioration: { en: 'Deterioration and critical values', ru: 'Ухудшение и критические значения' },
  heart: { en: 'Heart, vessels and thrombosis', ru: 'Сердце, сосуды и тромбозы' },
  kidneys: { en: 'Kidneys', ru: 'Почки' },
  medicines: { en: 'Medicines and allergies', ru: 'Препараты и аллергии' },
  prevention: { en: 'Prevention', ru: 'Профилактика' },
  imaging: { en: 'Ordering examinations', ru: 'Назначение исследований' },
  followUp: { en: 'What images ask for', ru: 'Что следует из снимков' },
} as const satisfies Record<string, Bilingual>;
export type Topic = keyof typeof TOPICS;

/** The same in both languages, or a text of its own in each. */
export type Cell = string | Bilingual;
/** Points, limits or rows of the publication, made from what the rule itself computes with. */
export type Table = {
  readonly title: Bilingual;
  readonly head: readonly Cell[];
  readonly rows: readonly (readonly Cell[])[];
};

/** An invented chart, and what it is to show. */
export type Example = {
  readonly title: Bilingual;
  readonly entries: readonly ChartEntry[];
  readonly findings?: readonly StatedFinding[];
};

export type Version = { readonly version: string; readonly on: string; readonly what: Bilingual };

export type Entry = {
  readonly topic: Topic;
  /** What the rule says, in words: what starts it, what it weighs, what it tells. */
  readonly says: Bilingual;
  readonly tables: readonly Table[];
  /** The first one is a chart in which the rule has something to say; it is also shown to every age. */
  readonly examples: readonly [Example, ...Example[]];
  /** Newest first. */
  readonly history: readonly [Version, ...Version[]];
};

export const both = (en: string, ru: string): Bilingual => ({ en, ru });
