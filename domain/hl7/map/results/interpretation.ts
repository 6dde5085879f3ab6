import type { Repetition } from '../../read/message.ts';

/** Codes that HL7 table 0078 and v3 ObservationInterpretation share (terminology.hl7.org). */
const CODES = new Set(
  'L H LL HH LU HU N A AA AC < > U D B W S R I MS VS SDD NS NCL SYN-R SYN-S POS NEG IND DET ND EXP UNE RR WR NR E EX HX LX IE QCF TOX CAR'.split(
    ' ',
  ),
);
const SYSTEM = 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation';

/** OBX-8, one repetition → interpretation; a flag outside the table is kept as text. */
export function interpretationOf(repetition: Repetition): fhir4.CodeableConcept | undefined {
  const sent = repetition.text();
  if (sent === undefined) return undefined;
  const code = sent.toUpperCase();
  if (!CODES.has(code)) return { text: repetition.text(2) ?? sent };
  return { coding: [{ system: SYSTEM, code }] };
}
