import type { Bilingual } from '../../../schemas/result.ts';
import type { Rule } from '../rule.ts';
import { entryOf } from './entries.ts';
import { both, type Cell, type Table } from './entry.ts';
import { document, element, type Html, type Language, link, list, paragraph, section, table, text } from './html.ts';
import { digestOfPage, type Page, pageOf, type Shown } from './page.ts';
import { STATES, type Standing } from './standing.ts';
import { TESTED } from './tested.ts';
import { HOOKS, SEVERITIES, WORDS } from './words.ts';

export type Region = { readonly title: Bilingual; readonly standing: Standing };

/** The page of a rule in a language, as one HTML file; with `region` it says how the rule stands there. */
export function renderRule(rule: Rule, language: Language, region?: Region): string {
  const page = pageOf(rule);
  const say = (words: Bilingual): string => words[language];
  const parts: Html[] = [
    headerOf(page, language, region),
    section(say(WORDS.says), [paragraph(say(page.says))]),
    section(say(WORDS.population), [list(page.population.map((one) => text(say(one))))]),
    section(say(WORDS.hooks), [list(rule.hooks.map((hook) => text(`${say(HOOKS[hook])} (${hook})`)))]),
    inputsOf(page, language),
    section(
      say(WORDS.tables),
      page.tables.flatMap((one) => tableOf(one, language)),
    ),
    section(say(WORDS.examples), [
      ...page.shown.flatMap((one) => shownOf(one, language)),
      paragraph(say(WORDS.invented), 'soft'),
      element('h3', [text(say(WORDS.byAge))]),
      table(
        [say(WORDS.age), say(WORDS.answer)],
        page.byAge.map(({ ages, answer }) => [text(say(ages)), text(say(answer))]),
        'ages',
      ),
    ]),
    section(say(WORDS.limits), [list(page.limits.map((one) => text(say(one))))]),
    settingsOf(page, language, region),
    section(say(WORDS.sources), [list(page.sources.map((one) => sourceOf(one)))]),
    section(say(WORDS.tested), [list(testedOf(page.id).map((one) => text(say(one))))]),
    historyOf(page, language),
    signatureOf(page, language, region),
  ];
  return document(language, `${say(page.title)} – Oka`, parts);
}

export const pageName = (id: string): string => `${id}.html`;

function headerOf(page: Page, language: Language, region: Region | undefined): Html {
  const other: Language = language === 'en' ? 'ru' : 'en';
  const state = region?.standing.state;
  return element('header', [
    element('nav', [
      link('index.html', WORDS.book[language]),
      link(`../${other}/${pageName(page.id)}`, WORDS.other[language]),
    ]),
    element('h1', [text(page.title[language])]),
    paragraph(`${WORDS.rule[language]} ${page.id}, ${WORDS.version[language].toLowerCase()} ${page.version}`, 'soft'),
    ...(region && state
      ? [
          element('p', [
            text(`${WORDS.region[language]}: ${region.title[language]} `),
            element('span', [text(STATES[state][language])], { class: `state ${state}` }),
          ]),
        ]
      : []),
  ]);
}

const cellOf = (cell: Cell, language: Language): string =>
  typeof cell === 'string' ? (language === 'ru' ? cell.replace(/(\d)\.(\d)/g, '$1,$2') : cell) : cell[language];

const tableOf = ({ title, head, rows }: Table, language: Language): Html[] => [
  element('h3', [text(title[language])]),
  table(
    head.map((cell) => cellOf(cell, language)),
    rows.map((row) => row.map((cell) => text(cellOf(cell, language)))),
  ),
];

function inputsOf(page: Page, language: Language): Html {
  const say = (words: Bilingual): string => words[language];
  const codes = (all: readonly string[]): Html => {
    const joined = all.join('; ');
    return element('code', [
      text(language === 'ru' ? joined.replaceAll('ICD-10', 'МКБ-10').replaceAll('ATC', 'АТХ') : joined),
    ]);
  };
  return section(say(WORDS.inputs), [
    table(
      [say(WORDS.what), say(WORDS.codes), say(WORDS.unit), say(WORDS.fresh)],
      page.inputs.map((one) => [
        text(say(one.title)),
        one.codes.length ? codes(one.codes) : text('–'),
        text(typeof one.unit === 'string' ? one.unit : say(one.unit)),
        text(say(one.fresh)),
      ]),
      'inputs',
    ),
    paragraph(say(WORDS.converted), 'soft'),
  ]);
}

function shownOf({ title, silent, cards }: Shown, language: Language): Html[] {
  const say = (words: Bilingual): string => words[language];
  return [
    element('h3', [text(say(title))]),
    ...(silent ? [paragraph(`${say(WORDS.silent)}: ${say(silent)}.`)] : []),
    ...cards.map(({ severity, summary, detail, action, missing }) =>
      element(
        'div',
        [
          element('b', [text(`${say(SEVERITIES[severity])}: ${say(summary)}`)]),
          paragraph(say(detail)),
          paragraph(`${say(WORDS.do)}: ${say(action)}`),
          ...(missing.length ? [paragraph(`${say(WORDS.missing)}: ${missing.map(say).join(', ')}`)] : []),
        ],
        { class: `card ${severity}` },
      ),
    ),
  ];
}

function settingsOf({ settings }: Page, language: Language, region: Region | undefined): Html {
  const say = (words: Bilingual): string => words[language];
  if (!settings.length) return section(say(WORDS.settings), [paragraph(say(WORDS.noSettings))]);
  const mark = (name: string, option: string, preset: string): string => {
    const own = region?.standing.settings[name];
    if (own === option) return ` (${say(WORDS.chosen)})`;
    return own === undefined && option === preset ? ` (${say(WORDS.preset)})` : '';
  };
  return section(
    say(WORDS.settings),
    settings.flatMap(({ name, title, value, options }) => [
      element('h3', [text(`${say(title)} – ${name}`)]),
      table(
        [say(WORDS.option), say(WORDS.source)],
        Object.entries(options).map(([option, source]) => [
          text(`${option}${mark(name, option, value)}`),
          sourceOf(source),
        ]),
      ),
    ]),
  );
}

const sourceOf = ({ cite, doi }: Page['sources'][number]): Html =>
  doi === undefined ? text(cite) : element('span', [text(`${cite}. DOI `), link(`https://doi.org/${doi}`, doi)]);

/** Nothing is called tested that was not. */
export function testedOf(id: string): Bilingual[] {
  const tested = TESTED[id];
  const own = both(
    'Tests of its own on both sides of each limit, and the table of ages above; every change of this page makes a recorded digest red.',
    'Собственные тесты по обе стороны каждого предела и таблица возрастов выше; любое изменение этой страницы не проходит записанный дайджест.',
  );
  if (!tested) return [both('No published cases are at hand.', 'Опубликованных случаев нет.'), own];
  const { cases, agree, outside } = tested;
  const refused = outside.length
    ? [
        both(
          `Refused, as the person lies outside the population: ${outside.join(', ')}.`,
          `Отклонены, так как пациент вне популяции правила: ${outside.join(', ')}.`,
        ),
      ]
    : [];
  return [
    both(
      `Published and independent cases: ${cases}, of which ${agree} agree and ${cases - agree - outside.length} differ.`,
      `Опубликованных и независимых случаев: ${cases}, совпадают ${agree}, расходятся ${cases - agree - outside.length}.`,
    ),
    ...refused,
    own,
  ];
}

function historyOf({ id }: Page, language: Language): Html {
  const rows = entryOf(id).history.map(({ version, on, what }) => [text(version), text(on), text(what[language])]);
  return section(WORDS.history[language], [
    table([WORDS.version[language], WORDS.date[language], WORDS.what[language]], rows),
  ]);
}

function signatureOf(page: Page, language: Language, region: Region | undefined): Html {
  const say = (words: Bilingual): string => words[language];
  const digest = digestOfPage(page);
  const signed = region?.standing.signed;
  const current = signed?.digest === digest;
  const row = signed && current ? [text(signed.by), text(signed.on), text('')] : [text(''), text(''), text('')];
  const line = JSON.stringify({ by: '…', on: '…', version: page.version, digest }, null, 1).replaceAll('\n', ' ');
  return section(say(WORDS.signature), [
    element('p', [text(`${say(WORDS.digest)}: `), element('code', [text(digest)])]),
    ...(signed && !current
      ? [
          paragraph(
            say(
              both(
                `Signed before, as another page: ${signed.by}, ${signed.on}, version ${signed.version}.`,
                `Ранее подписана другая страница: ${signed.by}, ${signed.on}, версия ${signed.version}.`,
              ),
            ),
          ),
        ]
      : []),
    table([say(WORDS.byName), say(WORDS.date), say(WORDS.hand)], [row], 'sign'),
    paragraph(say(both('In the region file, once signed:', 'В файл региона после подписания:')), 'soft'),
    element('pre', [text(`"signed": ${line}`)]),
  ]);
}
