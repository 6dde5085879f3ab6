/** The page's own style sheet: from 320 px to a wall, and on paper. No colour says "normal". */
export const STYLE = `
:root { color-scheme: light; --ink: #16202b; --soft: #56616d; --line: #d3dae1; --paper: #f3f5f7; --blue: #0b4f8f; --red: #a3211a; --amber: #8a5200; }
* { box-sizing: border-box; }
body { font: 16px/1.45 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: var(--ink); background: var(--paper); margin: 0; overflow-wrap: break-word; }
p { margin: .25rem 0; } h1 { font-size: 1.35rem; margin: .8rem 0 .6rem; } h2 { font-size: 1.1rem; margin: 1.2rem 0 .5rem; }
h3 { font-size: 1.02rem; margin: .3rem 0; } h4 { font-size: .92rem; margin: .6rem 0 .15rem; } ul { margin: .15rem 0; padding-left: 1.1rem; } li { margin: .2rem 0; }
a { color: var(--blue); } .soft { color: var(--soft); font-size: .88rem; } .alarm { color: var(--red); }
header { background: #fff; border-bottom: 1px solid var(--line); display: flex; flex-wrap: wrap; align-items: center; gap: .2rem 1rem; padding: .35rem 1rem; }
header p { margin: 0; } nav { display: flex; flex-wrap: wrap; flex: 1 1 auto; gap: .1rem; }
nav a { padding: .5rem .7rem; text-decoration: none; border-bottom: 3px solid transparent; color: var(--ink); } nav a:hover { background: var(--paper); }
nav a[aria-current] { border-color: var(--blue); font-weight: 600; } .count { background: var(--red); color: #fff; border-radius: 1rem; padding: 0 .45rem; font-size: .8rem; }
.user { display: flex; flex-wrap: wrap; gap: .2rem .8rem; align-items: center; font-size: .9rem; } .user form { display: inline; }
button { font: inherit; padding: .5rem 1rem; border: 1px solid var(--blue); background: var(--blue); color: #fff; border-radius: .35rem; cursor: pointer; margin: .2rem .4rem .2rem 0; }
button.plain { background: none; color: var(--blue); border: 0; padding: .3rem 0; margin: 0; text-decoration: underline; }
a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible { outline: 3px solid #f0a500; outline-offset: 1px; }
main { max-width: 76rem; margin: 0 auto; padding: 0 1rem 2rem; } footer { max-width: 76rem; margin: 0 auto; padding: .5rem 1rem 2rem; color: var(--soft); font-size: .85rem; }
.banner { padding: .5rem 1rem; border-bottom: 1px solid var(--line); background: #e6eef7; } .banner > p { max-width: 74rem; margin-left: auto; margin-right: auto; }
.banner.away, .banner.never { background: #fbe3e1; border-bottom: 4px solid var(--red); } .banner.old { background: #fff1d6; border-bottom: 4px solid #d58a00; } .big { font-size: 1.15rem; color: var(--red); }
.days { display: flex; flex-wrap: wrap; gap: .3rem 1rem; } .days b { border-bottom: 3px solid var(--blue); }
article, .outage, .form, .rows { background: #fff; border: 1px solid var(--line); border-radius: .4rem; margin: .6rem 0; }
article, .outage, .form { padding: .6rem .9rem; }
article.result { border-left: .45rem solid #8c97a3; } article.critical { border-left-color: var(--red); } article.warning { border-left-color: #d58a00; }
article.withdrawn { border-left-style: dashed; } article.withdrawn .lines p:not(:first-child), article.withdrawn h3 { text-decoration: line-through; color: var(--soft); }
.visit { display: grid; grid-template-columns: 5.2rem minmax(0, 1fr); gap: .2rem .8rem; } .visit.off { opacity: .75; }
.clock { font-size: 1.15rem; font-weight: 600; font-variant-numeric: tabular-nums; } .clock .soft { display: block; font-weight: 400; }
.badge { display: inline-block; border: 1px solid currentColor; border-radius: 1rem; padding: 0 .6rem; margin: 0 .35rem .15rem 0; font-size: .82rem; color: #45505c; background: #eef1f4; }
.badge.critical, .badge.present, .badge.trouble { color: var(--red); background: #fdecea; } .badge.warning, .badge.indeterminate, .badge.waits, .badge.preview { color: var(--amber); background: #fff4e0; }
.badge.not-assessed, .badge.withdrawn { border-style: dashed; } .badge.change { font-weight: 600; }
.says { background: #fff4e0; border: 1px solid #e3b55b; border-radius: .3rem; padding: .1rem .5rem; font-size: .88rem; display: inline-block; }
.lines p { margin: .2rem 0; max-width: 62rem; } .way { color: var(--soft); font-size: .86rem; border-top: 1px solid var(--line); padding-top: .3rem; margin-top: .5rem; }
.decide { list-style: none; margin-left: -1.1rem; border-left: .3rem solid #8c97a3; padding-left: .6rem; } .decide.critical { border-color: var(--red); } .decide.warning { border-color: #d58a00; } .decide > .soft, .decide > .action { display: block; }
.row { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr) auto; gap: .2rem .9rem; padding: .5rem .9rem; border-bottom: 1px solid var(--line); } .row:last-child { border-bottom: 0; } .row .clock { font-size: 1rem; } .row.trouble { background: #fff6f5; }
.row > .signs:first-child { grid-column: 1; }
.empty { background: #fff; border: 1px dashed #9aa5b1; border-radius: .4rem; padding: .8rem 1rem; } .note { background: #fff4e0; border: 1px solid #e3b55b; border-radius: .3rem; padding: .4rem .7rem; }
.outage.seen { opacity: .7; } .changes { list-style: none; padding: 0; } .changes li { border-top: 1px solid var(--line); padding: .45rem 0; margin: 0; }
.form form { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .5rem .9rem; align-items: end; } .form label { display: block; font-size: .88rem; color: var(--soft); }
.form h2, .outage h2 { margin-top: .2rem; } .who .soft { white-space: nowrap; } .decide > b:not(.alarm), .decide > .alarm { display: inline-block; }
.form input:not([type=checkbox]):not([type=hidden]), .form select { display: block; width: 100%; height: 2.5rem; font: inherit; padding: .45rem .5rem; border: 1px solid #9aa5b1; border-radius: .3rem; background: #fff; color: var(--ink); margin-top: .1rem; }
.form .check { align-self: center; color: var(--ink); } .form button { justify-self: start; } .consult.on { border: 2px solid var(--blue); } .consult form { display: block; } form.sign-in { display: grid; max-width: 22rem; gap: .7rem; }
@media (max-width: 640px) {
  nav { order: 3; flex-basis: 100%; } nav a { padding: .45rem .5rem; font-size: .95rem; } header { padding: .35rem .6rem; } main, footer { padding-left: .6rem; padding-right: .6rem; } .banner { padding: .5rem .6rem; }
  .visit { grid-template-columns: minmax(0, 1fr); } .clock .soft { display: inline; } .row { grid-template-columns: minmax(0, 1fr); } .user { flex: 1 1 auto; justify-content: flex-end; }
  article, .outage, .form { padding: .55rem .65rem; }
}
@media print {
  body { background: #fff; font-size: 10.5pt; } nav, .user, .form, .outage form button, .days a, .screen, button { display: none !important; } header { border: 0; padding: 0; }
  main, footer { max-width: none; padding: 0; } .banner { border: 2px solid #000; background: #fff; padding: .3rem .6rem; } .banner > p { max-width: none; }
  article, .outage, .row { break-inside: avoid; } article, .outage, .rows { border-color: #888; } a { color: inherit; text-decoration: none; } .badge, .says { background: #fff !important; color: #000; } @page { margin: 14mm; }
}
`;
