import type { DeskDocument } from '../../schemas/api/desk-chart.ts';
import { conceptText } from '../appointments/facts.ts';

const BINARY = /^Binary\/[A-Za-z0-9.-]{1,64}$/;

/** A DocumentReference as a physician opens it. An address that is not ours is not followed: it is its sender's. */
export function deskDocument(record: string, resource: fhir4.DocumentReference): DeskDocument {
  const { content, date, status, docStatus, author = [] } = resource;
  const title = resource.description ?? conceptText(resource.type);
  const stands = status === 'current' ? docStatus : status;
  return {
    record,
    ...(title ? { title } : {}),
    ...(date ? { at: date } : {}),
    authors: author.flatMap(({ display }) => display ?? []),
    ...(stands ? { stands } : {}),
    parts: content.map(({ attachment }) => partOf(attachment)),
  };
}

function partOf({ title, contentType, url, data }: fhir4.Attachment): DeskDocument['parts'][number] {
  const text = data === undefined ? undefined : new TextDecoder().decode(bytesOf(data));
  return {
    ...(title ? { title } : {}),
    ...(contentType ? { contentType } : {}),
    ...(url && BINARY.test(url) ? { path: `/fhir/${url}` } : {}),
    ...(text ? { text } : {}),
  };
}

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
