import { Hl7Message, Repetition, Segment } from '../read/message.ts';
import type { ValueVisitor } from '../read/values.ts';

/** Says that a component of a field was looked at; component 0: the field as a whole. */
export type Looked = (segment: number, field: number, component: number) => void;

/** A message whose readers are watched: it reads as the given one does, and tells what was looked at. */
export function watched(message: Hl7Message, looked: Looked): Hl7Message {
  const segments = message.segments.map((segment, place) => new WatchedSegment(segment, place, looked));
  return new Hl7Message(segments, message.delimiters, message.charset, message.reading, message.warnings);
}

const NOWHERE = { text: '', syntax: undefined, decode: () => '', plain: [] } as unknown as ConstructorParameters<
  typeof Segment
>[1];

class WatchedSegment extends Segment {
  readonly #segment: Segment;
  readonly #place: number;
  readonly #looked: Looked;

  constructor(segment: Segment, place: number, looked: Looked) {
    super(segment.name, NOWHERE, 0, 0);
    this.#segment = segment;
    this.#place = place;
    this.#looked = looked;
  }

  override get raw(): string {
    return this.#segment.raw;
  }

  override field(number: number): string {
    this.#looked(this.#place, number, 0);
    return this.#segment.field(number);
  }

  override repetitions(number: number): Repetition[] {
    return this.#segment.repetitions(number).map((repetition) => this.#watch(repetition, number));
  }

  override first(number: number): Repetition | undefined {
    const first = this.#segment.first(number);
    return first && this.#watch(first, number);
  }

  override text(number: number, component = 1, subcomponent = 1): string | undefined {
    return this.first(number)?.text(component, subcomponent);
  }

  override isNull(number: number): boolean {
    return this.#segment.isNull(number);
  }

  override eachValue(visit: ValueVisitor): void {
    this.#segment.eachValue((text, field, repetition, component, subcomponent) => {
      this.#looked(this.#place, field, component);
      visit(text, field, repetition, component, subcomponent);
    });
  }

  #watch(repetition: Repetition, field: number): Repetition {
    return new WatchedRepetition(repetition, (component) => this.#looked(this.#place, field, component));
  }
}

class WatchedRepetition extends Repetition {
  readonly #repetition: Repetition;
  readonly #looked: (component: number) => void;

  constructor(repetition: Repetition, looked: (component: number) => void) {
    super(NOWHERE, 0, 0);
    this.#repetition = repetition;
    this.#looked = looked;
  }

  override get raw(): string {
    this.#looked(0);
    return this.#repetition.raw;
  }

  override text(component = 1, subcomponent = 1): string | undefined {
    this.#looked(component);
    return this.#repetition.text(component, subcomponent);
  }

  override isNull(component = 1, subcomponent?: number): boolean {
    this.#looked(component);
    return this.#repetition.isNull(component, subcomponent);
  }

  override literal(): string {
    this.#looked(0);
    return this.#repetition.literal();
  }

  override component(component: number): string {
    this.#looked(component);
    return this.#repetition.component(component);
  }
}
