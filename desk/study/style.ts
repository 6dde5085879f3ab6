/** Rules of the study view: they come with its code, so that no other page carries them. The surround of films is dark. */
const RULES = `
.study { display: grid; grid-template-columns: minmax(0, 1fr); gap: .5rem; min-width: 0; }
.study .panes, .study .loop { --ink: #e6eaee; --soft: #a3aeb9; --line: #36404a; --edge: #7d8894; --card: #1b2229; --accent: #8ebcf0; --chosen: #1e3348; --critical: #ffb0a8; --critical-ground: #42191a; --warning: #ffce85; --warning-ground: #3a2b10; color-scheme: dark; color: var(--ink); background: #0b0d10; border-radius: var(--round); padding: .5rem; }
.study .panes { display: flex; flex-wrap: wrap; gap: .5rem; align-items: flex-start; }
.study .pane, .study .earlier { flex: 1 1 20rem; min-width: 0; margin: 0; }
.study .stage { position: relative; height: clamp(15rem, 68vh, 60rem); background: #000; color: #e6e6e6; overflow: hidden; touch-action: none; user-select: none; border-radius: var(--round); cursor: crosshair; }
.study .panes > .prior { flex: 1 0 100%; margin: 0; }
.study .stage:focus-visible { outline: 3px solid #8ebcf0; outline-offset: -3px; }
.study .stage canvas { position: absolute; inset: 0; width: 100%; height: 100%; }
.study .stage canvas.whole { object-fit: contain; }
.study .stage .lines { position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none; }
.study .lines .under { stroke: #000; fill: none; stroke-width: 4; opacity: .75; }
.study .lines .over { stroke: #ffe27a; fill: none; stroke-width: 1.5; }
.study .lines text { font-size: .875rem; stroke-linejoin: round; }
.study .lines .over text { fill: #ffe27a; stroke: none; }
.study .mark, .study .finding, .study .title { position: absolute; margin: 0; left: .5rem; right: .5rem; width: fit-content; max-width: calc(100% - 1rem); padding: .2rem .5rem; background: rgb(0 0 0 / 78%); border-radius: var(--round); pointer-events: none; }
.study .mark { bottom: .5rem; color: #ffce85; font-weight: 600; }
.study .finding, .study .title { top: .5rem; color: #fff; }
.study .finding b { color: #cdb4f5; }
.study .tools, .study .items, .study .group { display: flex; flex-wrap: wrap; gap: .4rem; align-items: end; }
.study .tools { gap: .4rem .9rem; }
.study .tools label, .study .items label { display: grid; font-size: .8125rem; color: var(--soft); }
.study .tools label > *, .study .items label > * { color: var(--ink); font-size: .9375rem; }
.study .tools input[type=number] { width: 5.1rem; padding-inline: .4rem; }
@media (max-width: 30rem) { .study .tools select { max-width: 9.5rem; } }
.study .items label { min-width: 0; max-width: 100%; }
.study .items select { min-width: 0; width: 100%; max-width: 32rem; }
.study label.slider { flex: 1 1 12rem; }
.study input[type=range] { min-height: 1.75rem; padding: 0; width: 100%; accent-color: var(--accent); }
.study label.check { display: flex; gap: .4rem; align-items: center; min-height: 2rem; }
.study label.check input { min-height: 1.25rem; width: 1.25rem; height: 1.25rem; accent-color: var(--accent); }
.study button[aria-pressed=true] { background: var(--chosen); border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
.study .sight { min-height: 3rem; padding-top: .3rem; }
.study .sight p { margin: 0 0 .2rem; }
.study .sight-preview, .study .sight-part { color: var(--warning); font-weight: 600; }
.study .coming { display: flex; gap: .5rem; align-items: center; flex-wrap: wrap; }
.study .coming progress { width: 8rem; }
.study .heat-map canvas { display: block; width: 100%; max-height: 68vh; object-fit: contain; background: #000; border-radius: var(--round); }
.study .lengths { margin: 0; }
.study .document { min-width: 0; }
.study .paper { overflow: auto; max-width: 100%; background: #fff; border: 1px solid var(--line); }
.study .paper img { display: block; max-width: none; }
.study .check-scale .bar { height: 1.5rem; background: var(--accent); max-width: 100%; }
.study a.button { display: inline-flex; align-items: center; min-height: 2rem; padding: .25rem .7rem; border: 1px solid var(--edge); border-radius: var(--round); background: var(--card); color: var(--ink); text-decoration: none; }
`;

let isDressed = false;
/** Puts the rules into the page, once. A constructed sheet needs no exception in the page's policy (CSSOM §6.1). */
export function dressed(): void {
  if (isDressed) return;
  isDressed = true;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(RULES);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
