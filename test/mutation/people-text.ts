/** Properties that people only read. Codes, numbers, units, populations, needs and severities are not among them. */
const TEXT = new Set(['title', 'summary', 'detail', 'action', 'sources', 'limits', 'cite', 'doi', 'en', 'ru']);
const LANGUAGES = new Set(['en', 'ru']);
const SOURCE = new Set(['cite', 'doi']);
/** Functions that make a text in both languages of two sentences. */
const PAIRS = new Set(['words', 'both', 'text']);

type Node = {
  readonly type: string;
  readonly computed?: boolean;
  readonly key?: { readonly name?: string };
  readonly value?: Node;
  readonly properties?: readonly Node[];
  readonly callee?: { readonly name?: string };
  readonly arguments?: readonly Node[];
};

const nameOf = (node: Node): string => (node.type === 'ObjectProperty' && !node.computed && node.key?.name) || '';

const isSentence = (node: Node | undefined): boolean =>
  node?.type === 'StringLiteral' || node?.type === 'TemplateLiteral';

/** `{ en: …, ru: … }` or `{ cite: …, doi: … }` with nothing but sentences in it. */
const isSentences = ({ properties = [] }: Node): boolean =>
  properties.length > 0 &&
  [LANGUAGES, SOURCE].some((names) => properties.every((one) => names.has(nameOf(one)) && isSentence(one.value)));

/** A sentence, in one language or in both. Which of two sentences is said is no text: a choice is changed like any other. */
function isText(node: Node): boolean {
  if (PAIRS.has(node.callee?.name ?? '') && (node.arguments ?? []).every(isSentence)) return true;
  if (isSentences(node)) return true;
  const { value } = node;
  if (!value || !TEXT.has(nameOf(node))) return false;
  return isSentence(value) || isSentences(value) || value.type === 'ArrayExpression';
}

export const strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'people-text',
    value: { shouldIgnore: ({ node }: { node: Node }) => (isText(node) ? 'text for people' : undefined) },
  },
];
