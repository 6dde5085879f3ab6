import { DELIVERY_ERRORS } from './errors/delivery.ts';
import { DESK_ERRORS } from './errors/desk.ts';
import { DOOR_ERRORS } from './errors/door.ts';
import { EDGE_ERRORS } from './errors/edge.ts';
import type { CatalogueEntry, ErrorClass } from './errors/entry.ts';
import { FOLDER_ERRORS } from './errors/folder.ts';
import { IMAGE_ERRORS } from './errors/images.ts';
import { PACS_ERRORS } from './errors/pacs.ts';
import { PROCESSING_ERRORS } from './errors/processing.ts';
import { RECORD_ERRORS } from './errors/records.ts';
import { TOOL_ERRORS } from './errors/tools.ts';

/**
 * The catalogue of errors: one stable code per fault, with its class and what a human does about it.
 * Codes reach logs, alarms, quarantine, API answers and the runbook; a code is never renamed or reused.
 */
export const ERRORS = {
  ...DOOR_ERRORS,
  ...RECORD_ERRORS,
  ...IMAGE_ERRORS,
  ...PROCESSING_ERRORS,
  ...EDGE_ERRORS,
  ...FOLDER_ERRORS,
  ...PACS_ERRORS,
  ...DELIVERY_ERRORS,
  ...DESK_ERRORS,
  ...TOOL_ERRORS,
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
