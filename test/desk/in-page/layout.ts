// Runs inside a page; test/desk/in-page.ts carries it there as text, so it imports nothing.
type Line = {
  readonly owner: Element;
  readonly text: string;
  readonly box: DOMRect;
  /** Its text node as it is written, with the spaces around it. */
  readonly written: string;
};

/** Rounding of sub-pixel layout. */
const SLACK = 1.5;
/** The share of a line's height in which letters stand: lines of a dense paragraph touch above and below. */
const LETTERS = 0.6;

/**
 * Faults of a page as a reader sees them, one sentence each: text beyond the page's edge, text that its box cuts off,
 * text over text, words of two elements without a gap, a page that scrolls sideways. Boxes that scroll by themselves may hold more than they show.
 */
export default function layoutFaults(): string[] {
  const faults: string[] = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth + SLACK)
    faults.push(`the page scrolls sideways: ${root.scrollWidth} px in ${root.clientWidth}`);
  const lines = linesOf(document.body);
  for (const line of lines) {
    const { box } = line;
    const isBeside = box.right > root.clientWidth + SLACK || box.left < -SLACK;
    if (isBeside && !scrollsAround(line.owner)) faults.push(`beyond the page's edge: ${named(line)}`);
    const cut = cutBy(line);
    if (cut) faults.push(`cut off by ${nameOf(cut)}: ${named(line)}`);
  }
  faults.push(...overlaps(lines), ...runTogether(lines));
  return [...new Set(faults)];
}

function linesOf(body: Element): Line[] {
  const lines: Line[] = [];
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const owner = node.parentElement;
    const text = node.textContent?.trim() ?? '';
    if (owner === null || text === '' || !isShown(owner)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects())
      if (box.width > 1 && box.height > 1) lines.push({ owner, text, box, written: node.textContent ?? '' });
  }
  return lines;
}

/** Not hidden, and not text for screen readers alone, which is clipped to nothing. */
function isShown(element: Element): boolean {
  if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }))
    return false;
  if (element.closest('script, style, noscript, option, title')) return false;
  for (let one: Element | null = element; one !== null; one = one.parentElement) {
    const { clip, clipPath } = getComputedStyle(one);
    if (clip.startsWith('rect(0') || clip.startsWith('rect(1px') || clipPath.startsWith('inset(50%')) return false;
    const { width, height } = one.getBoundingClientRect();
    if (getComputedStyle(one).position === 'absolute' && width <= 1 && height <= 1) return false;
    // A link that comes when it has the focus stands outside until then.
    if (getComputedStyle(one).position === 'absolute' && one.getBoundingClientRect().bottom <= 0) return false;
  }
  return !isUnderModal(element);
}

/** Behind an open modal dialog nothing can be read or reached. */
function isUnderModal(element: Element): boolean {
  const modal = document.querySelector('dialog:modal');
  return modal !== null && !modal.contains(element);
}

const clips = (value: string): boolean => value === 'hidden' || value === 'clip';
const scrolls = (value: string): boolean => value === 'auto' || value === 'scroll';

function scrollsAround(element: Element): boolean {
  for (let one: Element | null = element; one !== null && one !== document.body; one = one.parentElement)
    if (scrolls(getComputedStyle(one).overflowX)) return true;
  return false;
}

/** The nearest box that hides a part of the line and offers no way to it. */
function cutBy({ owner, box }: Line): Element | undefined {
  for (let one: Element | null = owner; one !== null && one !== document.body; one = one.parentElement) {
    const { overflowX, overflowY, position } = getComputedStyle(one);
    if (scrolls(overflowX) || scrolls(overflowY)) return undefined;
    const around = one.getBoundingClientRect();
    const trim = (box.height * (1 - LETTERS)) / 2;
    if (clips(overflowX) && (box.right > around.right + SLACK || box.left < around.left - SLACK)) return one;
    if (clips(overflowY) && (box.bottom - trim > around.bottom + SLACK || box.top + trim < around.top - SLACK))
      return one;
    if (position === 'fixed') return undefined;
  }
  return undefined;
}

/** What lies in a layer of its own covers the page on purpose while it is scrolled. */
function layerOf(element: Element): Element | null {
  for (let one: Element | null = element; one !== null; one = one.parentElement)
    if (['fixed', 'sticky'].includes(getComputedStyle(one).position) || one.matches('dialog, [popover]')) return one;
  return null;
}

/** A box that scrolls shows only what lies within it. */
function seen({ owner, box }: Line): DOMRect {
  let [left, top, right, bottom] = [box.left, box.top, box.right, box.bottom];
  for (let one: Element | null = owner; one !== null && one !== document.body; one = one.parentElement) {
    const { overflowX, overflowY } = getComputedStyle(one);
    const around = one.getBoundingClientRect();
    if (overflowX !== 'visible') [left, right] = [Math.max(left, around.left), Math.min(right, around.right)];
    if (overflowY !== 'visible') [top, bottom] = [Math.max(top, around.top), Math.min(bottom, around.bottom)];
  }
  return new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
}

function overlaps(lines: readonly Line[]): string[] {
  const faults: string[] = [];
  const placed = lines
    .map((line) => {
      const box = seen(line);
      const trim = (box.height * (1 - LETTERS)) / 2;
      return {
        line,
        layer: layerOf(line.owner),
        left: box.left,
        right: box.right,
        top: box.top + trim,
        bottom: box.bottom - trim,
      };
    })
    .filter(({ left, right, top, bottom }) => right - left > 1 && bottom - top > 1)
    .sort((a, b) => a.top - b.top);
  for (const [place, a] of placed.entries()) {
    for (const b of placed.slice(place + 1)) {
      if (b.top >= a.bottom - SLACK) break;
      if (a.layer !== b.layer) continue;
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > SLACK && down > SLACK) faults.push(`text over text: ${named(a.line)} and ${named(b.line)}`);
    }
  }
  return faults;
}

/** `version 1Chart`: two elements beside one another that a style should have kept apart. */
function runTogether(lines: readonly Line[]): string[] {
  const faults: string[] = [];
  for (const [place, a] of lines.entries()) {
    const b = lines[place + 1];
    if (b === undefined || a.owner === b.owner || !/[\p{L}\d]$/u.test(a.written) || !/^[\p{L}\d]/u.test(b.written))
      continue;
    const isOneLine = Math.abs(a.box.bottom - b.box.bottom) < a.box.height / 3;
    const gap = b.box.left - a.box.right;
    if (isOneLine && gap > -SLACK && gap < 2) faults.push(`run together: ${named(a)} and ${named(b)}`);
  }
  return faults;
}

const nameOf = (element: Element): string =>
  `<${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ''}${[...element.classList].map((one) => `.${one}`).join('')}>`;
const named = ({ owner, text }: Line): string => `${nameOf(owner)} “${text.slice(0, 40)}”`;
