import { type Document, isMap, isNode, isPair, isScalar, LineCounter, type Pair, parseDocument } from 'yaml';
import type { z } from 'zod';
import { EdgeSettings } from '../../schemas/edge.ts';
import { OkaError } from '../../schemas/errors.ts';
import { faultsOf } from './faults.ts';
import { type Shape, settingsShape } from './shape.ts';

const MOST_BYTES = 1024 * 1024;
/** A handful of aliases is a convenience; a thousand nested ones fill the memory of any reader. */
const MOST_ALIASES = 16;
const MOST_FAULTS = 5;

/**
 * Reads the text of an `edge.yaml` (YAML 1.2, core schema): a key twice, an unknown key, a tag or a value of the wrong
 * kind is refused, each with its line, and with the name that was probably meant.
 * @param where the file, for the sentences
 * @throws OkaError `configuration` with one sentence a fault
 */
export function parseEdgeSettings(text: string, where: string): EdgeSettings {
  if (Buffer.byteLength(text) > MOST_BYTES) throw refused(where, ['it is larger than 1 MiB; that is no edge.yaml']);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, strict: true, uniqueKeys: true, stringKeys: true });
  const troubles = [...document.errors, ...document.warnings];
  if (troubles.length > 0)
    throw refused(
      where,
      troubles.map(({ message, pos: [at] }) => `line ${lines.linePos(at).line}: ${firstSentence(message)}`),
    );
  if (!isMap(document.contents)) throw refused(where, ['it holds no settings: lines such as "clinic: district"']);
  const checked = EdgeSettings.safeParse(withEmptyBlocks(plainOf(document, where), settingsShape()));
  if (checked.success) return checked.data;
  const sentences = faultsOf(checked.error.issues as readonly z.core.$ZodIssue[]).map(({ path, said }) => {
    const line = lineOf(document, path, lines);
    return `${line === undefined ? '' : `line ${line}: `}${said}`;
  });
  throw refused(where, sentences);
}

function plainOf(document: Document, where: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (cause) {
    throw refused(where, ['too many aliases (&name, *name)'], cause);
  }
}

/** A block with nothing below its name, as `page:`, has all its defaults; YAML reads it as null. */
function withEmptyBlocks(value: unknown, shape: Shape): unknown {
  if (value === null && shape.properties) return {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      const inner = shape.properties && Object.hasOwn(shape.properties, key) ? shape.properties[key] : undefined;
      return [key, inner ? withEmptyBlocks(one, inner) : one];
    }),
  );
}

function refused(where: string, sentences: readonly string[], cause?: unknown): OkaError {
  const more = sentences.length > MOST_FAULTS ? [`and ${sentences.length - MOST_FAULTS} more`] : [];
  return new OkaError('configuration', [where, ...sentences.slice(0, MOST_FAULTS), ...more].join('\n  '), { cause });
}

/** What the library says, without the piece of the file that it draws below. */
const firstSentence = (message: string): string => message.split(/ at line |\n/)[0] ?? message;

/** The line of a place; of what is missing, the line of the block that misses it. */
function lineOf(document: Document, path: readonly PropertyKey[], lines: LineCounter): number | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const at = startOf(document, path.slice(0, length));
    if (at !== undefined) return lines.linePos(at).line;
  }
  return undefined;
}

function startOf(document: Document, path: readonly PropertyKey[]): number | undefined {
  const last = path.at(-1);
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (isMap(parent)) {
    const pair = parent.items.find((one): one is Pair => isPair(one) && isScalar(one.key) && one.key.value === last);
    return isNode(pair?.key) ? pair.key.range?.[0] : undefined;
  }
  const node = document.getIn(path, true);
  return isNode(node) ? node.range?.[0] : undefined;
}
