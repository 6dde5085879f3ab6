import type { Bilingual } from '../../schemas/result.ts';

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Russian first, English beside it in smaller letters; the page's switch hides the English. */
export const both = ({ ru, en }: Bilingual): string =>
  ru === en
    ? escapeHtml(ru)
    : `<span lang="ru">${escapeHtml(ru)}</span> <span lang="en" class="en">${escapeHtml(en)}</span>`;

const STYLE = `
  :root { color-scheme: light; --ink: #1c2530; --soft: #5b6672; --line: #d5dbe1; --paper: #f5f7f9; }
  body { font: 16px/1.45 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: var(--ink); background: var(--paper); margin: 0; }
  main { max-width: 60rem; margin: 0 auto; padding: 1rem 1.25rem 4rem; }
  h1 { font-size: 1.5rem; margin: .8rem 0 .2rem; } h2 { font-size: 1.15rem; margin: 1.8rem 0 .6rem; }
  h3 { font-size: 1.05rem; margin: 0; } p { margin: .35rem 0; }
  .en { color: var(--soft); font-size: .82em; } .soft { color: var(--soft); font-size: .88rem; }
  #english:not(:checked) ~ main .en { display: none; } #english { position: absolute; top: .75rem; right: .6rem; } .switch { position: absolute; top: .7rem; right: 2.2rem; font-size: .85rem; }
  article { background: #fff; border: 1px solid var(--line); border-left: .4rem solid #8c97a3; border-radius: .4rem; padding: .8rem 1rem; margin: .8rem 0; }
  article.critical { border-left-color: #b3261e; } article.warning { border-left-color: #b26a00; } article.withdrawn { opacity: .75; }
  article.withdrawn .body { text-decoration: line-through; }
  .badge { display: inline-block; border-radius: 1rem; padding: .1rem .65rem; font-size: .85rem; border: 1px solid currentColor; margin: 0 .3rem .3rem 0; }
  .badge.present, .badge.critical { color: #8c1d18; background: #fdecea; } .badge.indeterminate, .badge.warning { color: #7a4a00; background: #fff4e0; }
  .badge.absent, .badge.not-assessed, .badge.info { color: #45505c; background: #eef1f4; } .badge.not-assessed { border-style: dashed; }
  .unconfirmed { background: #fff4e0; border: 1px solid #e3b55b; border-radius: .3rem; padding: .15rem .5rem; font-size: .88rem; display: inline-block; }
  .disagrees { background: #fdecea; border: 1px solid #d98982; border-radius: .3rem; padding: .4rem .6rem; }
  .pictures { display: flex; flex-wrap: wrap; gap: .8rem; margin: .6rem 0; } figure { margin: 0; max-width: 20rem; }
  figure img { width: 100%; background: #000; border-radius: .2rem; } figcaption { font-size: .85rem; color: var(--soft); }
  table { border-collapse: collapse; width: 100%; background: #fff; } th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
  ul { margin: .3rem 0; padding-left: 1.2rem; } details { margin-top: .5rem; font-size: .9rem; } a { color: #0b57a4; }
  @media print { .switch, #english { display: none; } body { background: #fff; } }`;

/** A whole page: no scripts, nothing from elsewhere; readable on a phone, on paper and without styles. */
export const page = (title: string, body: string): string => `<!doctype html>
<html lang="ru">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<input type="checkbox" id="english" checked>
<label class="switch" for="english">English</label>
<main>
${body}
</main>
</body>
</html>
`;
