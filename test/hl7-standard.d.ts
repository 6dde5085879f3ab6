/** The part of hl7-standard (no types of its own) that the differential test asks. */
declare module 'hl7-standard' {
  export default class HL7 {
    constructor(data: string, options?: { lineEndings?: string });
    transform(): void;
    get(path: string, segment?: number, repetition?: number): unknown;
    getSegments(name?: string): { get(path: string): unknown }[];
  }
}
