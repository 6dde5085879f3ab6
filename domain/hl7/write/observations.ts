import type { Escaped, Hl7Writer } from './segment.ts';

/** Name of our own codes in HL7 tables: 99 and letters is a local coding system (table 0396). */
const OWN_CODES = '99OKA';

/** A code with its text and system, and the same in another system. */
export type Coded = {
  readonly code: string;
  readonly text?: string;
  readonly system?: string;
  readonly other?: { readonly code: string; readonly text?: string; readonly system?: string };
};

/** CE and CWE (HL7 v2.5.1 ch. 2.A.13). Without a system named it is one of ours. */
export function codedText({ code, text: display, system = OWN_CODES, other }: Coded, writer: Hl7Writer): Escaped {
  const { text, components } = writer;
  const second = other ? [text(other.code), text(other.text), text(other.system ?? OWN_CODES)] : [];
  return components(text(code), text(display), text(system), ...second);
}

/** One OBX before it has a number. OBX-3 and OBX-4 together name it: the same in every version of a result. */
export type Observation = {
  readonly code: Coded;
  /** Groups what belongs to one conclusion (OBX-4). */
  readonly group?: string;
  /** None where there is no value. */
  readonly value?: { readonly type: 'CWE' | 'NM' | 'ST' | 'FT' | 'ED' | 'RP' | 'ID'; readonly written: Escaped };
  readonly unit?: Coded;
  /** OBX-8, table 0078. Never N: nothing of ours says that somebody is well (contract 8). */
  readonly flag?: 'A' | 'AA';
  /** OBX-11 where it is not that of the whole result. */
  readonly status?: 'X';
};

/** What all OBX of one result share. */
export type Shared = {
  /** OBX-11: preliminary for ever, or wrong (contract 9). */
  readonly status: 'P' | 'W';
  /** When what was examined was so. */
  readonly observedAt: Escaped | undefined;
  readonly analysedAt: Escaped;
  readonly method: Coded;
  /** EI of the program and its version. */
  readonly device: Escaped;
};

export const observationSegments = (
  observations: readonly Observation[],
  { status, observedAt, analysedAt, method, device }: Shared,
  writer: Hl7Writer,
): Escaped[] =>
  observations.map(({ code, group, value, unit, flag, status: own }, place) =>
    writer.segment('OBX', {
      1: writer.text(place + 1),
      2: writer.text(value?.type),
      3: codedText(code, writer),
      4: writer.text(group),
      5: value?.written,
      6: unit && codedText(unit, writer),
      // Many receivers do not know W: what is withdrawn may not stand there as abnormal.
      8: writer.text(status === 'W' ? undefined : flag),
      11: writer.text(status === 'W' ? status : (own ?? status)),
      14: observedAt,
      17: codedText(method, writer),
      18: device,
      19: analysedAt,
    }),
  );
