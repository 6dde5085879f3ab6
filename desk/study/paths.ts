import type { DisplayItem } from '../../schemas/display.ts';

type Uids = Pick<DisplayItem, 'series' | 'instance'>;
const part = encodeURIComponent;

/** Addresses of the API for a study; the UIDs are those of DICOM. */
export const studyPath = (study: string): string => `/dicomweb/studies/${part(study)}`;
export const instancePath = (study: string, { series, instance }: Uids): string =>
  `${studyPath(study)}/series/${part(series)}/instances/${part(instance)}`;

export const displayPath = (study: string, of?: Uids): string =>
  `${of === undefined ? studyPath(study) : instancePath(study, of)}/display`;
/** The desk writes the mark over the preview itself, in the reader's language. */
export const previewPath = (study: string, of?: Uids): string =>
  `${of === undefined ? studyPath(study) : instancePath(study, of)}/preview?mark=page`;
export const streamPath = (study: string, of: Uids): string => `${instancePath(study, of)}/frames/1`;

export type Rendered = {
  readonly frame?: number;
  readonly width: number;
  readonly height: number;
  readonly window?: { readonly centre: number; readonly width: number } | undefined;
};
/** A picture of a frame that the server makes, within so many pixels. */
export function renderedPath(study: string, of: Uids, { frame = 1, width, height, window }: Rendered): string {
  const query = new URLSearchParams({
    viewport: `${Math.max(1, Math.round(width))},${Math.max(1, Math.round(height))}`,
  });
  if (window !== undefined) query.set('window', `${decimal(window.centre)},${decimal(window.width)},linear`);
  return `${instancePath(study, of)}/frames/${frame}/rendered?${query}`;
}

/** Without an exponent: the route takes digits and a point. */
const decimal = (value: number): string => value.toFixed(3).replace(/\.?0+$/, '');
