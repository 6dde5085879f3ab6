// Runs inside a page; test/desk/in-page.ts carries it there as text, so it imports nothing.

/** What has the focus, how it is called, and whether one sees that it has it (WCAG 2.2, 2.4.7 and 2.4.11). */
export default function focus(): { name: string; isSeen: boolean; isMarked: boolean } | undefined {
  const element = document.activeElement;
  if (element === null || element === document.body) return undefined;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const [x, y] = [box.left + Math.min(box.width / 2, 200), box.top + Math.min(box.height / 2, 20)];
  const above = document.elementFromPoint(x, y);
  const isSeen = above !== null && (element.contains(above) || above.contains(element));
  const label = (element as HTMLInputElement).labels?.[0]?.textContent;
  const called = element.getAttribute('aria-label') ?? label ?? element.textContent ?? '';
  const name = `${element.tagName.toLowerCase()} ${called.replace(/\s+/g, ' ').trim().slice(0, 90)}`;
  return { name, isSeen, isMarked: (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none' };
}
