import type { DicomHeader } from '../dicom/header.ts';

/** Modalities that some model may read: plane radiographs. An image of another one is stored without recognition. */
const READ_MODALITIES: ReadonlySet<string> = new Set(['CR', 'DX']);

export const isReadModality = (modality: string | undefined): boolean =>
  modality !== undefined && READ_MODALITIES.has(modality);

export const isRead = (header: DicomHeader): boolean => header.pixels !== undefined && isReadModality(header.modality);

const URGENT: ReadonlySet<string> = new Set(['stat', 'asap', 'urgent']);

/** Urgent when an order with the study's accession number is; without an order nobody has said so yet. */
export const laneOf = (orders: readonly fhir4.ServiceRequest[]): 'urgent' | 'routine' =>
  orders.some(({ priority }) => priority !== undefined && URGENT.has(priority)) ? 'urgent' : 'routine';
