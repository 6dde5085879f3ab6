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

/** One line of the catalogue. */
export const entry = (
  errorClass: ErrorClass,
  http: number,
  meaning: string,
  whatToDo: string,
  hl7?: Hl7Condition,
): CatalogueEntry => ({ class: errorClass, http, meaning, whatToDo, ...(hl7 === undefined ? {} : { hl7 }) });
