import type { Bilingual } from '../../../schemas/result.ts';
import type { Rule } from '../rule.ts';
import { entryOf } from './entries.ts';
import { both, TOPICS, type Topic } from './entry.ts';
import { document, element, type Html, type Language, link, paragraph, section, table, text } from './html.ts';
import { populationText } from './population.ts';
import { pageName, type Region } from './render.ts';
import { STATES } from './standing.ts';
import { WORDS } from './words.ts';

const LEAD = both(
  'Each page says what a rule tells, for whom, what it reads, by which table, what it does not know, and how it was tested. A rule is told to physicians of a region only after a named clinician has signed its page; whatever changes on the page returns it to draft.',
  'Каждая страница говорит, что правило сообщает, для кого, что читает, по какой таблице, чего не знает и как проверено. Правило сообщается врачам региона только после того, как названный врач подписал его страницу; любое изменение страницы возвращает его в черновик.',
);

/** The contents of the book, by topic; with regions' standings each rule's state. */
export function renderContents(
  rules: readonly Rule[],
  language: Language,
  regionOf: (rule: Rule) => Region | undefined = () => undefined,
): string {
  const say = (words: Bilingual): string => words[language];
  const other: Language = language === 'en' ? 'ru' : 'en';
  const chapter = (topic: Topic): Html[] => {
    const own = rules.filter(({ id }) => entryOf(id).topic === topic);
    const region = own.some((rule) => regionOf(rule));
    const rows = own.map((rule) => {
      const standing = regionOf(rule)?.standing;
      return [
        link(pageName(rule.id), say(rule.title)),
        element('code', [text(rule.id)]),
        text(rule.version),
        text(populationText(rule.population).map(say).join(', ')),
        ...(region ? [text(standing ? (say(STATES[standing.state]).split(':')[0] ?? '') : '')] : []),
      ];
    });
    const head = [WORDS.rule, both('Id', 'Имя'), WORDS.version, WORDS.population, ...(region ? [WORDS.state] : [])];
    return own.length ? [section(say(TOPICS[topic]), [table(head.map(say), rows, 'contents')])] : [];
  };
  const [first] = rules;
  const region = first && regionOf(first);
  return document(language, `${say(WORDS.book)} – Oka`, [
    element('header', [
      element('nav', [text(''), link(`../${other}/index.html`, say(WORDS.other))]),
      element('h1', [text(say(WORDS.book))]),
      ...(region ? [paragraph(`${say(WORDS.region)}: ${say(region.title)}`)] : []),
      paragraph(say(LEAD)),
    ]),
    ...(Object.keys(TOPICS) as Topic[]).flatMap(chapter),
  ]);
}
