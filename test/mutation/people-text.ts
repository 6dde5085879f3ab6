/** Properties that people only read. Codes, numbers, units, populations, needs and severities are not among them. */
const TEXT = new Set(['title', 'summary', 'detail', 'action', 'sources', 'limits', 'cite', 'doi', 'en', 'ru']);
const LANGUAGES = new Set(['en', 'ru']);
const SOURCE = new Set(['cite', 'doi']);

type Node = {
  readonly type: string;
  readonly computed?: boolean;
  readonly key?: { readonly name?: string };
  readonly value?: Node;
  readonly properties?: readonly Node[];
  readonly callee?: { readonly name?: string };
};

const nameOf = (node: Node): string => (node.type === 'ObjectProperty' && !node.computed && node.key?.name) || '';

const isSentence = (node: Node | undefined): boolean =>
  node?.type === 'StringLiteral' || node?.type === 'TemplateLiteral';

<<<<<<< HEAD
=======
<<<<<<< HEAD
>>>>>>> c496a6c9f731684da2c1aad29cfc65916c155079
/** `{ en: …, ru: … }` or `{ cite: …, doi: … }` with nothing but sentences in it. */
const isSentences = ({ properties = [] }: Node): boolean =>
  properties.length > 0 &&
  [LANGUAGES, SOURCE].some((names) => properties.every((one) => names.has(nameOf(one)) && isSentence(one.value)));
<<<<<<< HEAD
=======

/** A sentence, in one language or in both. Which of two sentences is said is no text: a choice is changed like any other. */
function isText(node: Node): boolean {
  if (node.callee?.name === 'words' || isSentences(node)) return true;
  const { value } = node;
  if (!value || !TEXT.has(nameOf(node))) return false;
  return isSentence(value) || isSentences(value) || value.type === 'ArrayExpression';
=======
/** `{ en: …, ru: … }` with nothing but sentences in it. */
const isBilingual = ({ properties = [] }: Node): boolean =>
  properties.length > 0 && properties.every((one) => LANGUAGES.has(nameOf(one)) && isSentence(one.value));
>>>>>>> c496a6c9f731684da2c1aad29cfc65916c155079

/** A sentence, in one language or in both. Which of two sentences is said is no text: a choice is changed like any other. */
function isText(node: Node): boolean {
  if (node.callee?.name === 'words' || isSentences(node)) return true;
  const { value } = node;
  if (!value || !TEXT.has(nameOf(node))) return false;
<<<<<<< HEAD
  return isSentence(value) || isSentences(value) || value.type === 'ArrayExpression';
=======
  return isSentence(value) || isBilingual(value) || value.type === 'ArrayExpression';
>>>>>>> 173c636898b1fd8f02557b00f2956bc224a37f7f
>>>>>>> c496a6c9f731684da2c1aad29cfc65916c155079
}

export const strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'people-text',
    value: { shouldIgnore: ({ node }: { node: Node }) => (isText(node) ? 'text for people' : undefined) },
  },
];
