/** What is read by people only. Codes, numbers, units, populations, needs and severities are not among it. */
const TEXT = new Set(['title', 'summary', 'detail', 'action', 'sources', 'limits']);
const LANGUAGES = new Set(['en', 'ru']);

type Node = {
  readonly type: string;
  readonly computed?: boolean;
  readonly key?: { readonly name?: string };
  readonly properties?: readonly Node[];
};

const nameOf = (node: Node): string => (node.type === 'ObjectProperty' && !node.computed && node.key?.name) || '';

/** A property that holds text for people, or a whole object of text in two languages. */
function isText(node: Node): boolean {
  const { properties = [] } = node;
  if (properties.length) return properties.every((one) => LANGUAGES.has(nameOf(one)));
  return TEXT.has(nameOf(node)) || LANGUAGES.has(nameOf(node));
}

export const strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'people-text',
    value: { shouldIgnore: ({ node }: { node: Node }) => (isText(node) ? 'text for people' : undefined) },
  },
];
