import type { Elements } from '../write/data-set.ts';
import { type Code, codeElements, dcm, rfc5646 } from './code.ts';

/** Relationships that our documents use; Comprehensive 3D SR and Key Object Selection allow them (PS3.3 §A.35). */
export type Relationship = 'CONTAINS' | 'HAS CONCEPT MOD' | 'HAS OBS CONTEXT' | 'HAS ACQ CONTEXT';

type ItemElements = Pick<
  Elements,
  | ('ConceptNameCodeSequence' | 'ContentSequence' | 'ContentTemplateSequence' | 'ContinuityOfContent')
  | ('ConceptCodeSequence' | 'MeasuredValueSequence' | 'ReferencedSOPSequence' | 'TextValue' | 'UID')
>;
/** A node of a content tree without its relationship to the parent (PS3.3 §C.17.3). */
export type Item = ItemElements & { readonly ValueType: string };
/** A node as a child. */
export type Child = Item & { readonly RelationshipType: Relationship };
/** A SOP instance that an item refers to. */
export type InstanceReference = { readonly sopClassUid: string; readonly sopInstanceUid: string };

const child = (relationship: Relationship, item: Item): Child => ({ ...item, RelationshipType: relationship });
export const contains = (item: Item): Child => child('CONTAINS', item);
export const modifier = (item: Item): Child => child('HAS CONCEPT MOD', item);
export const context = (item: Item): Child => child('HAS OBS CONTEXT', item);
export const acquisition = (item: Item): Child => child('HAS ACQ CONTEXT', item);

const named = (name: Code | undefined): Pick<Elements, 'ConceptNameCodeSequence'> =>
  name === undefined ? {} : { ConceptNameCodeSequence: [codeElements(name)] };
const parentOf = (children: readonly Child[]): Pick<Elements, 'ContentSequence'> =>
  children.length === 0 ? {} : { ContentSequence: children };

/** @param template identifier of a DCMR template that this container is the root of (PS3.3 §C.18.8.1.2) */
export const container = (name: Code, children: readonly Child[], template?: string): Item => ({
  ValueType: 'CONTAINER',
  ...named(name),
  ContinuityOfContent: 'SEPARATE',
  ...(template === undefined
    ? {}
    : { ContentTemplateSequence: [{ MappingResource: 'DCMR', TemplateIdentifier: template }] }),
  ...parentOf(children),
});

export const text = (name: Code, value: string, children: readonly Child[] = []): Item => ({
  ValueType: 'TEXT',
  ...named(name),
  TextValue: value,
  ...parentOf(children),
});

export const coded = (name: Code, value: Code, children: readonly Child[] = []): Item => ({
  ValueType: 'CODE',
  ...named(name),
  ConceptCodeSequence: [codeElements(value)],
  ...parentOf(children),
});

export const uidRef = (name: Code, uid: string): Item => ({ ValueType: 'UIDREF', ...named(name), UID: uid });

export const num = (name: Code, value: number, unit: Code): Item => ({
  ValueType: 'NUM',
  ...named(name),
  MeasuredValueSequence: [{ NumericValue: value, MeasurementUnitsCodeSequence: [codeElements(unit)] }],
});

const refersTo = ({ sopClassUid, sopInstanceUid }: InstanceReference): Pick<Elements, 'ReferencedSOPSequence'> => ({
  ReferencedSOPSequence: [{ ReferencedSOPClassUID: sopClassUid, ReferencedSOPInstanceUID: { asSent: sopInstanceUid } }],
});
export const image = (name: Code | undefined, reference: InstanceReference, children: readonly Child[] = []): Item => ({
  ValueType: 'IMAGE',
  ...named(name),
  ...refersTo(reference),
  ...parentOf(children),
});
/** Any instance that is neither image nor waveform, such as another SR. */
export const composite = (reference: InstanceReference): Item => ({ ValueType: 'COMPOSITE', ...refersTo(reference) });

/** TID 1204: in which language the item and what stands below it is written. */
export const language = (which: 'en' | 'ru'): Child =>
  modifier(
    coded(
      dcm('121049', 'Language of Content Item and Descendants'),
      which === 'en' ? rfc5646('en', 'English') : rfc5646('ru', 'Russian'),
    ),
  );
