import type { Bilingual } from '../../../schemas/result.ts';

/** The few pieces of HTML that pages of the book are made of. Every text is escaped here and nowhere else. */

export type Language = keyof Bilingual;
/** Markup that is safe as it stands. */
export type Html = { readonly html: string };

const raw = (html: string): Html => ({ html });
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export const text = (value: string): Html => raw(escaped(value));
const join = (parts: readonly Html[]): string => parts.map(({ html }) => html).join('');

export const element = (
  name: string,
  parts: readonly Html[],
  attributes: Readonly<Record<string, string>> = {},
): Html => {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  return raw(`<${name}${written.join('')}>${join(parts)}</${name}>\n`);
};
export const paragraph = (value: string, kind?: string): Html =>
  element('p', [text(value)], kind ? { class: kind } : {});
export const link = (href: string, value: string): Html => raw(element('a', [text(value)], { href }).html.trimEnd());
export const list = (items: readonly Html[]): Html =>
  element(
    'ul',
    items.map((item) => element('li', [item])),
  );
export const section = (title: string, parts: readonly Html[]): Html =>
  element('section', [element('h2', [text(title)]), ...parts]);
export const table = (head: readonly string[], rows: readonly (readonly Html[])[], kind = ''): Html =>
  element(
    'table',
    [
      element('thead', [
        element(
          'tr',
          head.map((cell) => element('th', [text(cell)])),
        ),
      ]),
      element(
        'tbody',
        rows.map((row) =>
          element(
            'tr',
            row.map((cell) => element('td', [cell])),
          ),
        ),
      ),
    ],
    kind ? { class: kind } : {},
  );

/** One self-contained page that reads on a screen and prints on A4 without a browser's own margins of luck. */
const STYLE = `
:root { color-scheme: light; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --wash: #f6f8fa; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 52rem; padding: 1.5rem; color: var(--ink); background: #fff;
  font: 15px/1.5 system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", Arial, sans-serif; }
header { border-bottom: 2px solid var(--ink); margin-bottom: 1rem; padding-bottom: .5rem; }
nav { display: flex; justify-content: space-between; gap: 1rem; font-size: 13px; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .4rem 0; }
h2 { font-size: 1.1rem; margin: 1.5rem 0 .4rem; border-bottom: 1px solid var(--line); padding-bottom: .15rem; }
h3 { font-size: 1rem; margin: 1rem 0 .3rem; }
p { margin: .3rem 0; } ul { margin: .3rem 0; padding-left: 1.3rem; }
.soft { color: var(--soft); font-size: 13px; }
a { color: #0b57d0; }
table { border-collapse: collapse; width: 100%; margin: .4rem 0 .8rem; font-size: 13.5px; }
th, td { border: 1px solid var(--line); padding: .25rem .5rem; text-align: left; vertical-align: top; overflow-wrap: break-word; }
td:first-child:empty { border-top-color: transparent; }
th { background: var(--wash); font-weight: 600; }
code { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, monospace; font-size: 12px; overflow-wrap: anywhere; }
table.inputs th:nth-child(1) { width: 27%; } table.inputs th:nth-child(3) { width: 15%; } table.inputs th:nth-child(4) { width: 20%; }
table.inputs { table-layout: fixed; } table.inputs td { overflow-wrap: anywhere; }
table.ages th:nth-child(1) { width: 42%; }
table.contents { table-layout: fixed; } table.contents th:nth-child(1) { width: 34%; } table.contents th:nth-child(2) { width: 23%; } table.contents th:nth-child(3) { width: 10%; }
h3::first-letter { text-transform: uppercase; }
.card { border: 1px solid var(--line); border-left: 5px solid #6e7781; border-radius: 3px; padding: .4rem .7rem; margin: .3rem 0 .6rem; background: var(--wash); }
.card.warning { border-left-color: #bf8700; } .card.critical { border-left-color: #cf222e; } .card.info { border-left-color: #0969da; }
.card b { display: block; }
.state { display: inline-block; border: 1px solid var(--ink); border-radius: 1rem; padding: 0 .7rem; font-size: 13px; }
.state.active { background: #dafbe1; } .state.outdated { background: #fff8c5; } .state.draft, .state.shadow { background: var(--wash); }
table.sign td { height: 2.4rem; } pre { background: var(--wash); border: 1px solid var(--line); padding: .5rem; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 12px; }
@page { size: A4; margin: 16mm 15mm 18mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  nav { display: none; } a { color: inherit; text-decoration: none; }
  table { font-size: 9.5pt; } h2, h3 { break-after: avoid; } tr, .card, pre { break-inside: avoid; } thead { display: table-header-group; }
}
`;

export const document = (language: Language, title: string, body: readonly Html[]): string =>
  `<!doctype html>\n<html lang="${language}">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>${escaped(title)}</title>\n<style>${STYLE}</style>\n</head>\n<body>\n${join(body)}</body>\n</html>\n`;
