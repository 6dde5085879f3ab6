import type { DicomHeader } from '../dicom/header.ts';
import { kindOf } from '../dicom/kinds/kind.ts';

/** Modalities that some model may read: plane radiographs. An image of another one is stored without recognition. */
const READ_MODALITIES: ReadonlySet<string> = new Set(['CR', 'DX']);

const isReadModality = (modality: string | undefined): boolean =>
  modality !== undefined && READ_MODALITIES.has(modality);

/** Digital X-ray, mammography and intra-oral images "for processing" (PS3.4 §B.5): raw values that nobody is to look at. */
const FOR_PROCESSING = /1\.2\.840\.10008\.5\.1\.4\.1\.1\.1\.[123]\.1$/;

/** A radiograph by modality and SOP class, whatever the kind of its object. */
export const isRadiograph = (modality: string | undefined, sopClass: string): boolean =>
  isReadModality(modality) && !FOR_PROCESSING.test(sopClass);

/** Also where a radiograph came as a secondary capture; never what a program drew. */
export const isRead = (header: DicomHeader): boolean =>
  header.pixels !== undefined &&
  isRadiograph(header.modality, header.sopClassUid) &&
  kindOf(header) !== 'secondary-capture';

const URGENT: ReadonlySet<string> = new Set(['stat', 'asap', 'urgent']);

/** Urgent when an order with the study's accession number is; without an order nobody has said so yet. */
export const laneOf = (orders: readonly fhir4.ServiceRequest[]): 'urgent' | 'routine' =>
  orders.some(({ priority }) => priority !== undefined && URGENT.has(priority)) ? 'urgent' : 'routine';
