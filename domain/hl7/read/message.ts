import { OkaError } from '../../../schemas/errors.ts';
import type { Decoded } from '../charset/charset.ts';
import { type Delimiters, unescapeText } from './escapes.ts';
import { keptEscapes } from './kept.ts';
import { find, Parts, type Source } from './parts.ts';
import { eachValueIn, type ValueVisitor } from './values.ts';

/** One repetition of a field. Components and sub-components count from 1, as in the standard. Splits when asked. */
export class Repetition {
  readonly #source: Source;
  readonly #start: number;
  readonly #end: number;
  #components: Parts | undefined;

  constructor(source: Source, start: number, end: number) {
    this.#source = source;
    this.#start = start;
    this.#end = end;
  }

  /** As sent, with separators and escapes. */
  get raw(): string {
    return this.#source.text.slice(this.#start, this.#end);
  }

  /** Unescaped, trimmed text; undefined where nothing is sent or the sender says `""` (see `isNull`). */
  text(component = 1, subcomponent = 1): string | undefined {
    const [start, end] = this.#range(component, subcomponent);
    if (start === end || this.#isNull(start, end)) return undefined;
    const text = this.#unescaped(start, end).trim();
    return text === '' ? undefined : text;
  }

  /** HL7's null, `""`: the sender says that there is no such value any more (v2.5.1 ch. 2.5.3.2). */
  isNull(component = 1, subcomponent?: number): boolean {
    if (subcomponent === undefined) return this.component(component) === '""';
    return this.#isNull(...this.#range(component, subcomponent));
  }

  /** The whole repetition as text: in TX, FT and ST the separators of components are plain signs. */
  literal(): string {
    return this.#isNull(this.#start, this.#end) ? '' : this.#unescaped(this.#start, this.#end);
  }

  /** The component as sent; an empty string where it is absent. */
  component(component: number): string {
    return this.#parts().textOf(component - 1);
  }

  /** Where a sub-component stands; an empty range where it is absent. */
  #range(component: number, subcomponent: number): readonly [start: number, end: number] {
    const parts = this.#parts();
    const start = parts.startOf(component - 1);
    if (start < 0) return [0, 0];
    const end = parts.endOf(component - 1);
    const separator = this.#source.syntax.delimiters.subcomponent;
    if (subcomponent === 1) {
      const first = separator === undefined ? -1 : find(this.#source, separator.charCodeAt(0), start, end);
      return [start, first < 0 ? end : first];
    }
    const subcomponents = new Parts(this.#source, separator, start, end);
    const from = subcomponents.startOf(subcomponent - 1);
    return from < 0 ? [0, 0] : [from, subcomponents.endOf(subcomponent - 1)];
  }

  #isNull(start: number, end: number): boolean {
    return end - start === 2 && this.#source.text.startsWith('""', start);
  }

  #parts(): Parts {
    this.#components ??= new Parts(this.#source, this.#source.syntax.delimiters.component, this.#start, this.#end);
    return this.#components;
  }

  #unescaped(start: number, end: number): string {
    const { text, syntax, decode } = this.#source;
    const { delimiters } = syntax;
    const value = text.slice(start, end);
    const sign = delimiters.escape;
    if (sign === undefined || find(this.#source, sign.charCodeAt(0), start, end) < 0) return value;
    return unescapeText(value, delimiters, decode);
  }
}

/** More repetitions than any field has: a field of nothing but separators must not fill the memory. */
const MAX_REPETITIONS = 100_000;

/** One segment; fields count from 1, for MSH as the standard counts them (MSH-1 is the separator itself). Splits when asked. */
export class Segment {
  /** In upper case. */
  readonly name: string;
  readonly #source: Source;
  readonly #start: number;
  readonly #end: number;
  #fields: Parts | undefined;

  constructor(name: string, source: Source, start: number, end: number) {
    this.name = name;
    this.#source = source;
    this.#start = start;
    this.#end = end;
  }

  /** As sent; a line end that strayed into its text is `\n`. */
  get raw(): string {
    return this.#source.text.slice(this.#start, this.#end);
  }

  /** The field as sent, with its escapes; an empty string where it is absent. */
  field(number: number): string {
    const start = this.#startOf(number);
    return start < 0 ? '' : this.#source.text.slice(start, this.#endOf(number));
  }

  /**
   * The repetitions that are sent, in order; none for an absent field.
   * @throws OkaError `hl7-too-large` for more than 100,000
   */
  repetitions(number: number): Repetition[] {
    const parts = this.#repetitionsOf(number);
    const found: Repetition[] = [];
    for (let part = 0; parts !== undefined && parts.startOf(part) >= 0; part += 1) {
      if (part >= MAX_REPETITIONS) throw new OkaError('hl7-too-large', `${this.name}-${number} repetitions`);
      found.push(new Repetition(this.#source, parts.startOf(part), parts.endOf(part)));
    }
    return found;
  }

  /** Text in the first repetition; undefined where nothing is sent or `""`. */
  text(number: number, component = 1, subcomponent = 1): string | undefined {
    return this.first(number)?.text(component, subcomponent);
  }

  first(number: number): Repetition | undefined {
    const parts = this.#repetitionsOf(number);
    return parts && new Repetition(this.#source, parts.startOf(0), parts.endOf(0));
  }

  isNull(number: number): boolean {
    return this.field(number) === '""';
  }

  /** Every value that is sent in this segment, down to sub-components, unescaped, with its place. */
  eachValue(visit: ValueVisitor): void {
    // MSH-1 and MSH-2 declare the delimiters and hold no values.
    const first = this.name === 'MSH' ? 3 : 1;
    const start = this.#startOf(first);
    if (start >= 0) eachValueIn(this.#source, start, this.#end, first, visit);
  }

  #repetitionsOf(number: number): Parts | undefined {
    const start = this.#startOf(number);
    const end = start < 0 ? start : this.#endOf(number);
    if (start === end) return undefined;
    const { repetition } = this.#source.syntax.delimiters;
    return new Parts(this.#source, this.name === 'MSH' && number <= 2 ? undefined : repetition, start, end);
  }

  /** Where the field begins, or -1. MSH-1 is the separator between the name and MSH-2. */
  #startOf(number: number): number {
    if (this.name !== 'MSH' || number < 1) return this.#parts().startOf(number);
    return number === 1 ? this.#parts().endOf(0) : this.#parts().startOf(number - 1);
  }

  #endOf(number: number): number {
    if (this.name !== 'MSH' || number < 1) return this.#parts().endOf(number);
    return number === 1 ? Math.min(this.#parts().endOf(0) + 1, this.#end) : this.#parts().endOf(number - 1);
  }

  #parts(): Parts {
    this.#fields ??= new Parts(this.#source, this.#source.syntax.delimiters.field, this.#start, this.#end);
    return this.#fields;
  }
}

/** Up to so many segments a look through them is quicker than an index. */
const FEW = 64;

/** How a message was read, and who sent it as MSH-3.1 and MSH-4.1 stand in its bytes (one character for each byte). */
export type MessageReading = Pick<Decoded, 'source' | 'costs' | 'margin'> & {
  readonly application: string;
  readonly facility: string;
};

/** One HL7 v2 message: its segments in order, in the character set that was found. */
export class Hl7Message {
  readonly segments: readonly Segment[];
  readonly delimiters: Delimiters;
  readonly charset: string;
  /** How the character set was found. */
  readonly reading: MessageReading;
  readonly #told: readonly string[];
  #warnings: readonly string[] | undefined;
  #byName: Map<string, readonly Segment[]> | undefined;

  constructor(
    segments: readonly Segment[],
    delimiters: Delimiters,
    charset: string,
    reading: MessageReading,
    warnings: readonly string[] = [],
  ) {
    this.segments = segments;
    this.#told = warnings;
    this.delimiters = delimiters;
    this.charset = charset;
    this.reading = reading;
  }

  /** The character set was neither registered, confirmed nor declared, or the bytes overruled what was. */
  get charsetIsGuess(): boolean {
    return this.reading.source === 'detected';
  }

  /** What the receiver should know beside the content: places, never values. */
  get warnings(): readonly string[] {
    this.#warnings ??= [...this.#told, ...keptEscapes(this.segments, this.delimiters)];
    return this.#warnings;
  }

  first(name: string): Segment | undefined {
    if (this.segments.length > FEW) return this.all(name)[0];
    for (const segment of this.segments) if (segment.name === name) return segment;
    return undefined;
  }

  /** Looked up in an index where there are many: a message may have hundreds of thousands of segments. */
  all(name: string): readonly Segment[] {
    if (this.segments.length <= FEW) return this.segments.filter((segment) => segment.name === name);
    this.#byName ??= Map.groupBy(this.segments, (segment) => segment.name);
    return this.#byName.get(name) ?? [];
  }

  /** `ORU^R01` from MSH-9 in upper case, the event also from EVN-1, where old systems leave it; parts that are not sent are empty. */
  get type(): string {
    const msh = this.first('MSH');
    const event = msh?.text(9, 2) ?? this.first('EVN')?.text(1);
    return `${msh?.text(9, 1) ?? ''}^${event ?? ''}`.toUpperCase();
  }
}
