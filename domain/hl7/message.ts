import { type Delimiters, unescapeText } from './escapes.ts';

type Decode = (bytes: Uint8Array) => string;

/** One repetition of a field. Components and sub-components count from 1, as in the standard. */
export class Repetition {
  readonly raw: string;
  readonly #delimiters: Delimiters;
  readonly #decode: Decode;
  #components: readonly string[] | undefined;

  constructor(raw: string, delimiters: Delimiters, decode: Decode) {
    this.raw = raw;
    this.#delimiters = delimiters;
    this.#decode = decode;
  }

  /** Unescaped, trimmed text; undefined where nothing is sent or the sender says `""` (see `isNull`). */
  text(component = 1, subcomponent = 1): string | undefined {
    const raw = this.component(component);
    const { subcomponent: separator } = this.#delimiters;
    const part = separator === undefined ? raw : raw.split(separator)[subcomponent - 1];
    if (part === undefined || part === '""' || (separator === undefined && subcomponent > 1)) return undefined;
    const text = unescapeText(part, this.#delimiters, this.#decode).trim();
    return text === '' ? undefined : text;
  }

  /** HL7's null, `""`: the sender says that there is no such value any more (v2.5.1 ch. 2.5.3.2). */
  isNull(component = 1): boolean {
    return this.component(component) === '""';
  }

  /** The whole repetition as text: in TX, FT and ST the separators of components are plain signs. */
  literal(): string {
    return this.raw === '""' ? '' : unescapeText(this.raw, this.#delimiters, this.#decode);
  }

  component(component: number): string {
    const { component: separator } = this.#delimiters;
    this.#components ??= separator === undefined ? [this.raw] : this.raw.split(separator);
    return this.#components[component - 1] ?? '';
  }
}

/** One segment; fields count from 1, for MSH as the standard counts them (MSH-1 is the separator itself). Splits when asked. */
export class Segment {
  readonly name: string;
  readonly raw: string;
  readonly #delimiters: Delimiters;
  readonly #decode: Decode;
  #fields: readonly string[] | undefined;

  constructor(raw: string, delimiters: Delimiters, decode: Decode) {
    this.name = raw.slice(0, 3).toUpperCase();
    this.raw = raw;
    this.#delimiters = delimiters;
    this.#decode = decode;
  }

  /** The field as sent, with its escapes; an empty string where it is absent. */
  field(number: number): string {
    if (this.#fields === undefined) {
      const parts = this.raw.split(this.#delimiters.field);
      this.#fields = this.name === 'MSH' ? [parts[0] ?? '', this.#delimiters.field, ...parts.slice(1)] : parts;
    }
    return this.#fields[number] ?? '';
  }

  /** The repetitions that are sent, in order; none for an absent field. */
  repetitions(number: number): Repetition[] {
    const field = this.field(number);
    if (field === '') return [];
    const { repetition } = this.#delimiters;
    const parts = repetition === undefined || isHeader(this.name, number) ? [field] : field.split(repetition);
    return parts.map((part) => new Repetition(part, this.#delimiters, this.#decode));
  }

  /** Text in the first repetition; undefined where nothing is sent or `""`. */
  text(number: number, component = 1, subcomponent = 1): string | undefined {
    return this.first(number)?.text(component, subcomponent);
  }

  first(number: number): Repetition | undefined {
    return this.repetitions(number)[0];
  }

  isNull(number: number): boolean {
    return this.field(number) === '""';
  }
}

const isHeader = (name: string, number: number): boolean => name === 'MSH' && number <= 2;

/** One HL7 v2 message: its segments in order, in the character set that was found. */
export class Hl7Message {
  readonly segments: readonly Segment[];
  readonly delimiters: Delimiters;
  readonly charset: string;
  readonly charsetIsGuess: boolean;
  #byName: Map<string, readonly Segment[]> | undefined;

  constructor(segments: readonly Segment[], delimiters: Delimiters, charset: string, charsetIsGuess: boolean) {
    this.segments = segments;
    this.delimiters = delimiters;
    this.charset = charset;
    this.charsetIsGuess = charsetIsGuess;
  }

  first(name: string): Segment | undefined {
    return this.all(name)[0];
  }

  /** Looked up in an index: a message may have millions of segments. */
  all(name: string): readonly Segment[] {
    this.#byName ??= Map.groupBy(this.segments, (segment) => segment.name);
    return this.#byName.get(name) ?? [];
  }

  /** `ORU^R01` from MSH-9 in upper case; parts that are not sent are empty. */
  get type(): string {
    const msh = this.first('MSH');
    return `${msh?.text(9, 1) ?? ''}^${msh?.text(9, 2) ?? ''}`.toUpperCase();
  }
}
