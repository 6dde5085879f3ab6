import type { ContentItem } from './content-tree.ts';

const INDENT = '  ';

/**
 * A content tree as text that a physician reads: headings as they are stored, what belongs to a thing set in below it.
 * References to images and coordinates have no words and are left out; a container with nothing to say too.
 */
export const textOfTree = (items: readonly ContentItem[]): string => lines(items, 0).join('\n');

function lines(items: readonly ContentItem[], depth: number): string[] {
  return items.flatMap((item) => {
    const below = lines(item.children, depth + 1);
    const heading = item.name?.meaning;
    if (item.value === undefined && below.length === 0) return [];
    const said = [heading, item.value?.replaceAll(/\r\n?/g, '\n').replaceAll('\n', `\n${INDENT.repeat(depth + 1)}`)];
    const line = said.filter((part) => part !== undefined).join(': ');
    return line === '' ? below : [`${INDENT.repeat(depth)}${line}`, ...below];
  });
}
