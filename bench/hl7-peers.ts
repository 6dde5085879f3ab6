import { type Hl7Reader, note, nothingYet, unescape5, type Work } from './hl7-reader.ts';

/** Parts inside parts, as node-hl7-client has them: segments, fields, repetitions, components, sub-components. */
type Node = { readonly name: string; toArray(): Node[]; toString(): string; get(path: string): Node };

/** node-hl7-client splits when asked and unescapes in `toString` of a sub-component. */
function nodeHl7Client(load: NodeJS.Require): Hl7Reader {
  type Many = new (options: { text: string }) => { messages(): unknown[] };
  const { Message, Batch } = load('node-hl7-client') as { Message: new (o: { text: string }) => Node; Batch: Many };
  const parse = (bytes: Buffer): Node => new Message({ text: bytes.toString() });
  const subcomponents = (work: Work, fields: readonly Node[]): void => {
    for (const field of fields)
      for (const repetition of field.toArray())
        for (const component of repetition.toArray())
          for (const subcomponent of component.toArray()) note(work, subcomponent.toString());
  };
  const lastOf = (field: Node | undefined): string | undefined => field?.toArray()[0]?.toArray().at(-1)?.toString();
  return {
    name: 'node-hl7-client',
    parse,
    work(bytes) {
      const work = nothingYet();
      const segments = parse(bytes).toArray();
      for (const segment of segments) subcomponents(work, segment.toArray().slice(segment.name === 'MSH' ? 2 : 1));
      const fieldOf = (segment: Node): Node | undefined => segment.toArray()[5];
      work.family = segments
        .find(({ name }) => name === 'PID')
        ?.get('PID.5.1')
        .toString();
      for (const segment of segments) if (segment.name === 'OBX') work.results.push(lastOf(fieldOf(segment)));
      return work;
    },
    open(bytes) {
      const text = bytes.toString();
      if (text.startsWith('BHS')) {
        const messages = new Batch({ text }).messages().length;
        return { messages, count: () => 0, get: () => undefined };
      }
      const segments = parse(bytes).toArray();
      const named = (name: string): Node[] => segments.filter((segment) => segment.name === name);
      return {
        count: (segment) => named(segment).length,
        get: (segment, place, field, { r = 1, c = 1, s = 1 } = {}) =>
          named(segment)
            [place - 1]?.toArray()
            [field - (segment === 'MSH' ? 1 : 0)]?.toArray()
            [r - 1]?.toArray()
            [c - 1]?.toArray()
            [s - 1]?.toString(),
      };
    },
  };
}

type SimpleComponent = { readonly value: readonly (string | readonly string[])[] };
type SimpleField = { readonly value: readonly (SimpleField | readonly SimpleComponent[])[] };
type SimpleSegment = { readonly name: string; readonly fields: readonly SimpleField[] };
type SimpleMessage = {
  readonly header: { readonly fields: readonly SimpleField[] };
  readonly segments: readonly SimpleSegment[];
};

/** simple-hl7 splits everything at once, with the usual delimiters whatever MSH says, and does not unescape. */
function simpleHl7(load: NodeJS.Require): Hl7Reader {
  const { Parser } = load('simple-hl7') as { Parser: new (o: object) => { parse(text: string): SimpleMessage } };
  const parse = (bytes: Buffer): SimpleMessage => new Parser({ segmentSeperator: '\r' }).parse(bytes.toString());
  const partsOf = ({ value: [value = ''] }: SimpleComponent): readonly string[] =>
    typeof value === 'string' ? [value] : value;
  const componentsOf = (
    repetition: SimpleField | readonly SimpleComponent[] | undefined,
  ): readonly SimpleComponent[] =>
    repetition === undefined ? [] : 'value' in repetition ? componentsOf(repetition.value[0]) : repetition;
  const visit = (work: Work, { value }: SimpleField): void => {
    for (const repetition of value) {
      if ('value' in repetition) visit(work, repetition);
      else for (const component of repetition) for (const part of partsOf(component)) note(work, unescape5(part));
    }
  };
  const textOf = (component: SimpleComponent | undefined): string | undefined =>
    component && unescape5(partsOf(component)[0] ?? '');
  return {
    name: 'simple-hl7',
    parse,
    work(bytes) {
      const work = nothingYet();
      const { header, segments } = parse(bytes);
      for (const field of header.fields) visit(work, field);
      for (const segment of segments) for (const field of segment.fields) visit(work, field);
      const fifth = (segment: SimpleSegment | undefined) => componentsOf(segment?.fields[4]?.value[0]);
      work.family = textOf(fifth(segments.find(({ name }) => name === 'PID'))[0]);
      for (const segment of segments) if (segment.name === 'OBX') work.results.push(textOf(fifth(segment).at(-1)));
      return work;
    },
    open(bytes) {
      const { segments } = parse(bytes);
      const named = (name: string): SimpleSegment[] => segments.filter((segment) => segment.name === name);
      return {
        count: (segment) => named(segment).length,
        get(segment, place, field, { r = 1, c = 1, s = 1 } = {}) {
          const component = componentsOf(named(segment)[place - 1]?.fields[field - 1]?.value[r - 1])[c - 1];
          return component && partsOf(component)[s - 1];
        },
      };
    },
  };
}

type MedplumField = { readonly components: readonly (readonly string[])[] };
type MedplumSegment = {
  readonly name: string;
  readonly fields: readonly MedplumField[];
  getComponent(field: number, component: number, subcomponent?: number, repetition?: number): string;
};
type MedplumMessage = { readonly segments: readonly MedplumSegment[]; getAllSegments(name: string): MedplumSegment[] };

/** @medplum/core splits segments and fields when asked; sub-components only one by one, so they are split after it. */
function medplum(load: NodeJS.Require): Hl7Reader {
  const { Hl7Message } = load('@medplum/core') as { Hl7Message: { parse(text: string): MedplumMessage } };
  const parse = (bytes: Buffer): MedplumMessage => Hl7Message.parse(bytes.toString());
  return {
    name: '@medplum/core',
    parse,
    work(bytes) {
      const work = nothingYet();
      const message = parse(bytes);
      for (const { name, fields } of message.segments)
        for (let place = name === 'MSH' ? 2 : 1; place < fields.length; place += 1)
          for (const repetition of fields[place]?.components ?? [])
            for (const component of repetition) for (const part of component.split('&')) note(work, unescape5(part));
      work.family = unescape5(message.getAllSegments('PID')[0]?.getComponent(5, 1) ?? '');
      for (const obx of message.getAllSegments('OBX'))
        work.results.push(unescape5(obx.fields[5]?.components[0]?.at(-1) ?? ''));
      return work;
    },
    open(bytes) {
      const message = parse(bytes);
      return {
        count: (segment) => message.getAllSegments(segment).length,
        get: (segment, place, field, { r = 1, c = 1, s } = {}) =>
          message.getAllSegments(segment)[place - 1]?.getComponent(field, c, s === undefined ? s : s - 1, r - 1),
      };
    },
  };
}

type Hl7v2Component = {
  readonly isPrimitive: boolean;
  readonly subComponents: readonly { readonly value: unknown }[];
  getValue(subcomponent?: number): unknown;
};
type Hl7v2Repetition = { readonly _components: readonly Hl7v2Component[] };
type Hl7v2Segment = {
  readonly segmentType: string;
  readonly fields: readonly { readonly repetitions: readonly Hl7v2Repetition[] }[];
};
type Hl7v2Message = { readonly segments: readonly Hl7v2Segment[] };

const said = (value: unknown): string => (value === undefined ? '' : value === null ? '""' : String(value));

/** hl7v2 takes bytes, splits and unescapes everything at once, and reads types by its dictionary on top of that. */
function hl7v2(load: NodeJS.Require): Hl7Reader {
  const { HL7Message } = load('hl7v2') as { HL7Message: { parse(bytes: Buffer): Hl7v2Message } };
  const valuesOf = (component: Hl7v2Component | undefined): string[] => {
    if (component === undefined) return [];
    return component.isPrimitive
      ? [said(component.getValue())]
      : component.subComponents.map((one) => said(one?.value));
  };
  const fifth = (segment: Hl7v2Segment | undefined) => segment?.fields[4]?.repetitions[0]?._components ?? [];
  return {
    name: 'hl7v2',
    parse: (bytes) => HL7Message.parse(bytes),
    work(bytes) {
      const work = nothingYet();
      const { segments } = HL7Message.parse(bytes);
      for (const { segmentType, fields } of segments)
        for (let place = segmentType === 'MSH' ? 2 : 0; place < fields.length; place += 1)
          for (const repetition of fields[place]?.repetitions ?? [])
            for (const component of repetition._components) for (const text of valuesOf(component)) note(work, text);
      work.family = valuesOf(fifth(segments.find(({ segmentType }) => segmentType === 'PID'))[0])[0];
      for (const segment of segments)
        if (segment.segmentType === 'OBX') work.results.push(valuesOf(fifth(segment).at(-1))[0]);
      return work;
    },
    open(bytes) {
      const { segments } = HL7Message.parse(bytes);
      const named = (name: string): Hl7v2Segment[] => segments.filter(({ segmentType }) => segmentType === name);
      return {
        count: (segment) => named(segment).length,
        get: (segment, place, field, { r = 1, c = 1, s = 1 } = {}) =>
          valuesOf(named(segment)[place - 1]?.fields[field - 1]?.repetitions[r - 1]?._components[c - 1])[s - 1],
      };
    },
  };
}

/** In hl7-standard's own names `~` parts sub-components and `&` repeating fields; the order of splitting is right. */
type StandardValue = string | readonly StandardValue[] | { readonly [name: string]: StandardValue };
type StandardSegment = { readonly type: string; readonly data: Readonly<Record<string, StandardValue>> };
type StandardMessage = {
  transform(): void;
  isBatch(): boolean;
  readonly container?: readonly unknown[];
  getSegments(name?: string): StandardSegment[];
};

/** hl7-standard splits everything at once, with the usual delimiters whatever MSH says, and does not unescape. */
function hl7Standard(load: NodeJS.Require): Hl7Reader {
  const HL7 = load('hl7-standard') as new (text: string) => StandardMessage;
  const parse = (bytes: Buffer): StandardMessage => {
    const message = new HL7(bytes.toString());
    message.transform();
    return message;
  };
  const visit = (work: Work, value: StandardValue): void => {
    if (typeof value === 'string') note(work, unescape5(value));
    else for (const part of Object.values(value)) visit(work, part);
  };
  const repetition = (value: StandardValue | undefined, place: number): StandardValue | undefined =>
    Array.isArray(value) ? value[place - 1] : place === 1 ? value : undefined;
  const component = (value: StandardValue | undefined, place: number): StandardValue | undefined =>
    typeof value === 'object' ? Object.values(value)[place - 1] : place === 1 ? value : undefined;
  const text = (value: StandardValue | undefined, place = 1): string | undefined =>
    typeof value === 'string' ? (place === 1 ? value : undefined) : value && text(Object.values(value)[place - 1]);
  return {
    name: 'hl7-standard',
    parse,
    work(bytes) {
      const work = nothingYet();
      const message = parse(bytes);
      for (const { type, data } of message.getSegments())
        for (const [name, value] of Object.entries(data)) if (type !== 'MSH' || name !== 'MSH.2') visit(work, value);
      work.family = unescape5(text(message.getSegments('PID')[0]?.data['PID.5']) ?? '');
      for (const { data } of message.getSegments('OBX')) {
        const value = data['OBX.5'] ?? '';
        work.results.push(unescape5(typeof value === 'string' ? value : (text(Object.values(value).at(-1)) ?? '')));
      }
      return work;
    },
    open(bytes) {
      const message = parse(bytes);
      if (message.isBatch()) return { messages: message.container?.length ?? 0, count: () => 0, get: () => undefined };
      return {
        count: (segment) => message.getSegments(segment).length,
        get(segment, place, field, { r = 1, c = 1, s = 1 } = {}) {
          const value = message.getSegments(segment)[place - 1]?.data[`${segment}.${field}`];
          return text(component(repetition(value, r), c), s);
        },
      };
    },
  };
}

const MAKERS: Readonly<Record<string, (load: NodeJS.Require) => Hl7Reader>> = {
  'hl7-standard': hl7Standard,
  'node-hl7-client': nodeHl7Client,
  'simple-hl7': simpleHl7,
  hl7v2,
  '@medplum/core': medplum,
};

/** The libraries to compare with, in the order of the tables. */
export const PEERS: readonly string[] = Object.keys(MAKERS);

/** Loads one of them and nothing of the others. */
export function peerOf(load: NodeJS.Require, name: string): Hl7Reader {
  const make = MAKERS[name];
  if (make === undefined) throw new Error(`no library ${name} to compare with`);
  return make(load);
}
