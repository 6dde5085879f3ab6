import type { ChartItem, FieldGroup } from '../../../schemas/chart.ts';
import type { Attachment } from '../../hl7/map/documents/attachment.ts';
import type { DicomObject } from '../object.ts';
import type { StudySource } from '../study.ts';
import { documentContents } from './document.ts';
import { keyObjectContents } from './key-objects.ts';
import type { Kind } from './kind.ts';
import { NOTHING } from './nothing.ts';
import { presentationContents } from './presentation-state.ts';
import { procedureStepContents } from './procedure-step.ts';
import { reportContents } from './report.ts';
import { captureContents } from './secondary-capture.ts';
import { waveformContents } from './waveform.ts';

/** An object to be taken in: what is known of it before anyone looks into its contents. */
export type KindSource = Omit<StudySource, 'pixelHash'> & {
  readonly object: DicomObject;
  readonly kind: Kind;
  /** Id of its ImagingStudy. */
  readonly study: string;
  /** Key of its preview in the bucket `derived`; undefined for what has no pixels. */
  readonly preview?: string;
};

/** What an object says beside belonging to its study. Everything is derived from its bytes: a repeat says the same. */
export type Contents = {
  /** Further groups of its ImagingStudy. */
  readonly groups: Readonly<Record<string, FieldGroup>>;
  /** What its instance in the study carries. */
  readonly instance: readonly fhir4.Extension[];
  /** Resources of their own, in the record of the study. */
  readonly items: readonly ChartItem[];
  /** Files that the resources refer to: stored before the chart speaks of them. */
  readonly attachments: readonly Attachment[];
  /** SHA-256 of what the object holds instead of pixels: with the UID it is the identity of the instance. */
  readonly hash?: string;
};

/** The way in for each kind. Images say nothing here: decoding, preview and recognition are ways of their own. */
const WAYS: Partial<Readonly<Record<Kind, (source: KindSource) => Contents>>> = {
  'secondary-capture': captureContents,
  waveform: waveformContents,
  document: documentContents,
  report: reportContents,
  'key-objects': keyObjectContents,
  'presentation-state': presentationContents,
  'procedure-step': procedureStepContents,
};

/** @throws OkaError `dicom-structure`, naming the attribute, where a kind lacks what it cannot do without */
export const contentsOf = (source: KindSource): Contents => WAYS[source.kind]?.(source) ?? NOTHING;
