import { type CatalogueEntry, entry } from './entry.ts';

/** What the door of the region answers. */
export const DOOR_ERRORS = {
  unauthenticated: entry(
    'permanent',
    401,
    'The token is missing, wrong or expired.',
    'Get a new token from the registered issuer and send it as "Authorization: Bearer …".',
  ),
  forbidden: entry(
    'permanent',
    403,
    'The signed-in party may not do this with this clinic or record.',
    'Use the account of the clinic that owns the data, or ask the region to extend the registration.',
    204,
  ),
  'not-found': entry(
    'permanent',
    404,
    'Nothing is stored under this address.',
    'Check the address; oka trace shows where an input went.',
  ),
  'not-mapped': entry(
    'permanent',
    409,
    "The clinic's code map does not know this code: sent through again it would end as the same text.",
    'Add the code, name or unit to the code map in the region file and put it into force; then replay.',
  ),
  'malformed-request': entry(
    'permanent',
    400,
    'The request does not have the documented form.',
    'Correct the field named in "path"; the form stands in the OpenAPI document at /openapi.json.',
  ),
  'over-size': entry(
    'permanent',
    413,
    'The body is larger than one segment may be (4 MiB).',
    'Send the object in segments: PUT /uploads/{kind}/{sha256}?offset=&length=.',
  ),
  'object-too-large': entry(
    'permanent',
    413,
    'The whole object is larger than the region takes (512 MiB).',
    'Send the study as several objects, for example one frame or one series part each, and keep the original at the clinic.',
    104,
  ),
  'range-needed': entry(
    'permanent',
    416,
    'The object is larger than one answer may be (4 MiB), or the range lies outside it.',
    'Ask for it in parts with the header Range: bytes=from-to.',
  ),
  'unsupported-media-type': entry(
    'permanent',
    415,
    'The body is of a media type that this address does not take.',
    'Send instances as multipart/related; type="application/dicom"; boundary=…, one DICOM object in each part.',
  ),
  'not-acceptable': entry(
    'permanent',
    406,
    'None of the media types or transfer syntaxes that the request accepts can be made of this object.',
    'Ask with transfer-syntax=* for the object as it is stored; docs/dicomweb.md lists what each resource offers.',
  ),
  'digest-mismatch': entry(
    'permanent',
    422,
    'The bytes that arrived do not have the digest that was announced.',
    'Read the file again and send it once more; if it repeats, check the disk and the line.',
  ),
  'segment-conflict': entry(
    'permanent',
    409,
    'A segment contradicts what is already stored for this object (length or preview differ, or segments overlap).',
    'Ask HEAD /uploads/{kind}/{sha256} what is there and send only what is missing, with the same length and preview.',
  ),
  'chart-too-wide': entry(
    'permanent',
    409,
    'More than 32 records are linked to one person.',
    'Look at the identity links of this person; such a chain is nearly always a wrong link.',
  ),
} as const satisfies Record<string, CatalogueEntry>;
