import type { DicomHeader } from '../../domain/dicom/header.ts';
import type { Contents } from '../../domain/dicom/kinds/contents.ts';
import type { Kind } from '../../domain/dicom/kinds/kind.ts';
import type { DicomObject } from '../../domain/dicom/object.ts';
import type { ImageSubject } from '../../domain/dicom/subject.ts';
import type { ImageUploaded } from '../../schemas/messages.ts';
import type { Clinic } from '../../schemas/region.ts';

/** An object that has been read, whosever it is. */
export type ReadImage = {
  readonly event: ImageUploaded;
  readonly clinic: Clinic;
  readonly bytes: Uint8Array;
  readonly object: DicomObject;
  readonly header: DicomHeader;
  readonly kind: Kind;
  readonly hasPicture: boolean;
  /** SHA-256 of its pixels, or of its film. */
  readonly imageHash: string;
};

/** What it is, whose it is, and what it says. Nothing of it has been written yet. */
export type Taken = ReadImage & {
  /** SHA-256 of its pixels, else of what it holds instead: with its UID the identity of the instance. */
  readonly pixelHash: string;
  /** Key of its preview in the bucket `derived`; undefined for what has no picture. */
  readonly preview?: string;
  readonly subject: ImageSubject;
  /** Id of its ImagingStudy. */
  readonly study: string;
  readonly contents: Contents;
};
