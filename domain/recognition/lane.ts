import type { DicomHeader } from '../dicom/header.ts';
import { kindOf } from '../dicom/kinds/kind.ts';

/** Modalities that some model may read: plane radiographs. An image of another one is stored without recognition. */
const READ_MODALITIES: ReadonlySet<string> = new Set(['CR', 'DX']);

export const isReadModality = (modality: string | undefined): boolean =>
  modality !== undefined && READ_MODALITIES.has(modality);

/** Also where a radiograph came as a secondary capture; never what a program drew. */
export const isRead = (header: DicomHeader): boolean =>
  header.pixels !== undefined && isReadModality(header.modality) && kindOf(header) !== 'secondary-capture';

const URGENT: ReadonlySet<string> = new Set(['stat', 'asap', 'urgent']);

/** Urgent when an order with the study's accession number is; without an order nobody has said so yet. */
export const laneOf = (orders: readonly fhir4.ServiceRequest[]): 'urgent' | 'routine' =>
  orders.some(({ priority }) => priority !== undefined && URGENT.has(priority)) ? 'urgent' : 'routine';
