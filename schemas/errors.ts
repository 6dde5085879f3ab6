/**
 * The catalogue of errors: one stable code per fault, with its class and what a human does about it.
 * Codes reach logs, alarms, quarantine, API answers and the runbook; a code is never renamed or reused.
 */

/** What a retry can do. `ambiguous`: the other side may already have done it (ARCHITECTURE, contract 7). */
export type ErrorClass = 'transient' | 'permanent' | 'ambiguous';

/** Message error condition codes of HL7 v2, table 0357 (v2.5.1 ch. 2.17.5; 104 and 199 are of v2.7). */
export type Hl7Condition = 100 | 101 | 102 | 103 | 104 | 199 | 200 | 201 | 202 | 203 | 204 | 205 | 206 | 207;

export type CatalogueEntry = {
  readonly class: ErrorClass;
  /** HTTP status where the fault is answered over the API. */
  readonly http: number;
  readonly meaning: string;
  readonly whatToDo: string;
  /** What an HL7 v2 sender is told; domain/hl7/fault.ts refines it by the place. */
  readonly hl7?: Hl7Condition;
};

const entry = (
  errorClass: ErrorClass,
  http: number,
  meaning: string,
  whatToDo: string,
  hl7?: Hl7Condition,
): CatalogueEntry => ({ class: errorClass, http, meaning, whatToDo, ...(hl7 === undefined ? {} : { hl7 }) });

export const ERRORS = {
  // The door
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

  // Records (HL7 v2)
  'not-hl7': entry(
    'permanent',
    422,
    'The bytes are no HL7 v2 message: no MSH segment was found.',
    'Check what the sender sends here; files of other kinds go to another address.',
    100,
  ),
  'hl7-too-large': entry(
    'permanent',
    422,
    'The HL7 input is larger than 64 MiB, or has more messages, segments or repetitions than any real one.',
    'Let the sender split the batch, and send documents on their own way.',
    104,
  ),
  'hl7-structure': entry(
    'permanent',
    422,
    'A segment or field that the message type requires is missing or cannot be read.',
    'Correct the message at the field named and send it again.',
    100,
  ),
  'hl7-unsupported': entry(
    'permanent',
    422,
    'This message type or event is not processed.',
    'Nothing is lost, the bytes are kept. Ask the region whether the type is planned; then oka replay.',
    200,
  ),
  'hl7-processing': entry(
    'permanent',
    422,
    'The message is marked as training or debugging (MSH-11), and the charts of this region hold patients.',
    'Set MSH-11 to P in the sender, or register the processing id in the region file for a region of tests.',
    202,
  ),
  'no-identity': entry(
    'permanent',
    422,
    'No patient identifier with a resolvable domain, or no natural key for a resource.',
    'Register the identifier domain of the sender in the region file, or correct PID-3, and oka replay.',
    204,
  ),
  'unknown-sender': entry(
    'permanent',
    422,
    'The sending application is not registered for this clinic.',
    'Add the sender (MSH-3/MSH-4) to the clinic in the region file and oka replay.',
    103,
  ),
  'unreadable-text': entry(
    'permanent',
    422,
    'The text cannot be decoded in any character set allowed for the sender.',
    'Register the character set of the sender in the region file and oka replay.',
    102,
  ),

  // Images (DICOM)
  'not-dicom': entry(
    'permanent',
    422,
    'The bytes are no DICOM object.',
    'Check the file. HL7 v2 goes in as a record (oka read shows what becomes of it), a photo by oka send with --patient.',
  ),
  'photo-unreadable': entry(
    'permanent',
    422,
    'The photo is cut off, damaged, or neither JPEG nor PNG.',
    'Take the photo from the camera again, as JPEG or PNG, and send that file.',
  ),
  'dicom-truncated': entry(
    'permanent',
    422,
    'The DICOM object ends before its data do.',
    'Send the study again from the modality or the PACS.',
  ),
  'dicom-structure': entry(
    'permanent',
    422,
    'The DICOM object breaks its own structure (lengths, nesting or required attributes).',
    'Send the study again; if it repeats, report the device to its vendor.',
  ),
  'dicom-unsupported-syntax': entry(
    'permanent',
    422,
    'The transfer syntax of the pixels is not read.',
    'Let the PACS send the study uncompressed or in JPEG lossless, and oka replay.',
  ),
  'dicom-pixels': entry(
    'permanent',
    422,
    'The pixel data cannot be decoded or do not have the size that the header states.',
    'Send the image again from the modality.',
  ),
  'dicom-value': entry(
    'permanent',
    500,
    'A value cannot be written in DICOM: its value representation does not allow it.',
    'Report the attribute named; nothing was written.',
  ),
  'image-too-large': entry(
    'permanent',
    422,
    'The image exceeds what is decoded: 64 megapixels a frame (48 in JPEG 2000), 1024 in all frames.',
    'Send the frames as separate objects, or a smaller rendition.',
  ),

  // The right patient (ends as stored, waits on the clinic's list)
  unreconciled: entry(
    'permanent',
    422,
    'The study cannot be given to exactly one patient without contradiction.',
    'Open the reconciliation list of the clinic, compare both sides and link or refuse.',
  ),

  // Recognition
  'model-failed': entry(
    'permanent',
    500,
    'The model could not be run on this image.',
    'See the log by trace id; the image is stored, oka replay runs it again.',
  ),

  // Processing
  'attempts-exhausted': entry(
    'permanent',
    500,
    'The input failed five times and was taken from its queue.',
    'See the log by trace id, mend the cause and oka replay.',
  ),
  conflict: entry(
    'transient',
    409,
    'Another writer changed the item at the same time, repeatedly.',
    'Nothing: it is tried again. If it persists, look for a loop of writers.',
    206,
  ),
  unavailable: entry(
    'transient',
    503,
    'A store or queue did not answer.',
    'Nothing: it is tried again. If it persists, see the status of the region.',
    207,
  ),
  'no-room': entry(
    'transient',
    507,
    "The clinic's edge has no room left: its disk or its quota is filled to the watermark.",
    'Make room on the disk of the edge, or raise its quota; oka edge --list shows what waits and since when. Senders try again.',
    207,
  ),
  'not-durable': entry(
    'transient',
    503,
    'The disk of the edge did not confirm that the bytes are safe, so nothing was acknowledged.',
    'Look at the disk of the edge (errors in the system log, free room); the sender keeps the message and tries again.',
    207,
  ),
  'journal-damaged': entry(
    'permanent',
    500,
    'A place in the journal of the edge cannot be read; everything before and after it can.',
    'Keep the segment file, look at the disk, and let the sender send the messages of that time again.',
  ),
  'message-malformed': entry(
    'permanent',
    500,
    'A message of ours does not have its documented form.',
    'Two versions of Oka are mixed; finish the deployment and oka replay.',
  ),
  'ehr-refused': entry(
    'permanent',
    502,
    'The record system refused the result (AE or AR).',
    'Read its text in oka trace; correct the registration of the EHR or the patient there, then oka replay.',
  ),
  'ehr-silent': entry(
    'ambiguous',
    504,
    'The record system did not answer; it may have applied the result.',
    'Nothing is repeated to a system that does not replace; ask its administrator, then confirm or repeat by hand.',
  ),

  // Configuration and tools
  configuration: entry(
    'permanent',
    500,
    'A setting is missing or wrong.',
    'Set the value named in the message and start again.',
  ),
  'unreadable-file': entry(
    'permanent',
    400,
    'The file cannot be read from the disk.',
    'Check the path and the rights.',
  ),
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof ERRORS;

/** An error of the catalogue. `detail` names the place (field, attribute, setting), never patient data. */
export class OkaError extends Error {
  readonly code: ErrorCode;
  readonly detail: string | undefined;
  constructor(code: ErrorCode, detail?: string, options?: { cause?: unknown }) {
    super(`${code}: ${ERRORS[code].meaning}${detail === undefined ? '' : ` (${detail})`}`, options);
    this.name = 'OkaError';
    this.code = code;
    this.detail = detail;
  }
  get class(): ErrorClass {
    return ERRORS[this.code].class;
  }
  get whatToDo(): string {
    return ERRORS[this.code].whatToDo;
  }
}
