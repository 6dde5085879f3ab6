import type { DicomJson, JsonValue } from '../json.ts';

const KEY_OBJECT_SELECTION = '1.2.840.10008.5.1.4.1.1.88.59';
/** Titles of a rejection note (IHE RAD TF-3 §4.66.4.1.3, DICOM PS3.16 CID 7011). */
const REJECTIONS = new Set(['113001', '113037', '113038', '113039']);

export type RejectionNote = {
  readonly code: string;
  readonly instances: readonly { readonly studyInstanceUid: string; readonly sopInstanceUid: string }[];
};

/** What a Key Object Selection takes back (IHE Imaging Object Change Management); undefined for every other object. */
export function rejectionIn(json: DicomJson): RejectionNote | undefined {
  if (text(json, '00080016') !== KEY_OBJECT_SELECTION) return undefined;
  const [title] = items(json, '0040A043');
  const code = title && text(title, '00080100');
  if (title === undefined || code === undefined || !REJECTIONS.has(code) || text(title, '00080102') !== 'DCM')
    return undefined;
  const instances = items(json, '0040A375').flatMap((study) =>
    items(study, '00081115')
      .flatMap((series) => items(series, '00081199'))
      .flatMap((reference) => {
        const [studyInstanceUid, sopInstanceUid] = [text(study, '0020000D'), text(reference, '00081155')];
        return studyInstanceUid === undefined || sopInstanceUid === undefined
          ? []
          : [{ studyInstanceUid, sopInstanceUid }];
      }),
  );
  return { code, instances };
}

const text = (json: DicomJson, tag: string): string | undefined => {
  const value = json[tag]?.Value?.[0];
  return typeof value === 'string' ? value : undefined;
};
const isItem = (value: JsonValue): value is DicomJson => typeof value === 'object' && value !== null;
const items = (json: DicomJson, tag: string): DicomJson[] =>
  json[tag]?.vr === 'SQ' ? (json[tag].Value ?? []).filter(isItem) : [];
