import { citedInWords } from '../../schemas/cited.ts';
import type { Bilingual } from '../../schemas/result.ts';
import { canonicalHash } from '../fhir/canonical.ts';
import { uuidOfHash } from '../fhir/uuid.ts';
import type { Conclusion } from './rule.ts';

/** A CDS Hooks 2.0 card, as far as a rule fills it. */
export type Card = {
  readonly uuid: string;
  /** Fewer than 140 characters. */
  readonly summary: string;
  readonly detail: string;
  readonly indicator: 'info' | 'warning' | 'critical';
  readonly source: {
    readonly label: string;
    readonly url?: string;
    readonly topic: { readonly system: string; readonly code: string; readonly display: string };
  };
};
export type Language = keyof Bilingual;

const WORDS: Readonly<Record<'do' | 'missing' | 'rests' | 'sources', Bilingual>> = {
  do: { en: 'What to do', ru: 'Что делать' },
  missing: { en: 'Missing', ru: 'Нет данных' },
  rests: { en: 'Rests on', ru: 'Основано на' },
  sources: { en: 'Sources', ru: 'Источники' },
};

/** The card of one advice (CDS Hooks 2.0, Card Attributes); `detail` is GitHub Flavored Markdown. The uuid is derived. */
export function cardOf({ advice, cited }: Conclusion, title: Bilingual, language: Language): Card {
  const text = (both: Bilingual): string => both[language];
  const line = (name: keyof typeof WORDS, value: string): string => `**${text(WORDS[name])}:** ${value}`;
  const facts = cited.map(
    ({ label, value, time }) =>
      `- ${text(label)}: ${text(citedInWords(value))}${time === undefined ? '' : ` (${time})`}`,
  );
  const [source] = advice.sources;
  const doi = advice.sources.find((one) => one.doi !== undefined)?.doi;
  return {
    uuid: uuidOf({ advice, cited }),
    summary: text(advice.summary),
    indicator: advice.severity,
    detail: [
      text(advice.detail),
      line('do', text(advice.action)),
      ...(advice.missing.length ? [line('missing', advice.missing.map(text).join(', '))] : []),
      ...(facts.length ? [`${line('rests', '')}\n\n${facts.join('\n')}`] : []),
      line('sources', advice.sources.map(({ cite }) => cite).join('; ')),
    ].join('\n\n'),
    source: {
      label: source?.cite ?? text(title),
      ...(doi === undefined ? {} : { url: `https://doi.org/${doi}` }),
      topic: { system: 'https://oka.health/fhir/rule', code: advice.rule.id, display: text(title) },
    },
  };
}

/** UUIDv8 of what is said and cited: the same card has the same id, so that feedback finds it. */
const uuidOf = (conclusion: Conclusion): string => uuidOfHash(Buffer.from(canonicalHash(conclusion), 'hex'));
