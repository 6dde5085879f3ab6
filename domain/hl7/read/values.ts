import { unescapeText } from './escapes.ts';
import { type Source, stretchAfter } from './parts.ts';
import { COMPONENT, ESCAPE, FIELD, kindOf, LINE, REPETITION, TEXT } from './syntax.ts';

/** Told of one value: its text and its place, all counted from 1. `""` comes as it stands. */
export type ValueVisitor = (
  text: string,
  field: number,
  repetition: number,
  component: number,
  subcomponent: number,
) => void;

/**
 * Visits every value that is sent in `[from, to)`, which begins with field number `first`: split down to sub-components,
 * unescaped, in order; what is empty is passed over. One look at each character, none at plain stretches.
 */
export function eachValueIn(source: Source, from: number, to: number, first: number, visit: ValueVisitor): void {
  const { text, syntax, plain } = source;
  let field = first;
  let repetition = 1;
  let component = 1;
  let subcomponent = 1;
  let start = from;
  let escaped = false;
  let stretch = plain.length === 0 ? 0 : stretchAfter(plain, from);
  let skip = plain[stretch] ?? Number.POSITIVE_INFINITY;
  for (let at = from; at <= to; at += 1) {
    if (at >= skip && at < to) {
      at = (plain[stretch + 1] ?? at) - 1;
      stretch += 2;
      skip = plain[stretch] ?? Number.POSITIVE_INFINITY;
      continue;
    }
    const kind = at === to ? FIELD : kindOf(syntax, text.charCodeAt(at));
    if (kind === TEXT || kind === LINE) continue;
    if (kind === ESCAPE) {
      escaped = true;
      continue;
    }
    if (at > start) {
      const value = text.slice(start, at);
      visit(
        escaped ? unescapeText(value, syntax.delimiters, source.decode) : value,
        field,
        repetition,
        component,
        subcomponent,
      );
    }
    start = at + 1;
    escaped = false;
    if (kind === FIELD) {
      field += 1;
      repetition = 1;
      component = 1;
      subcomponent = 1;
    } else if (kind === REPETITION) {
      repetition += 1;
      component = 1;
      subcomponent = 1;
    } else if (kind === COMPONENT) {
      component += 1;
      subcomponent = 1;
    } else subcomponent += 1;
  }
}
