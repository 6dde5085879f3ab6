import { LOINC } from '../fhir/systems.ts';
import type { TermKind } from './resolve.ts';

/** A code, name or unit that no map knows, as it was sent. What it stands for stays in the chart as text. */
export type UnmappedCode = {
  readonly kind: TermKind | 'unit';
  readonly code: string;
  readonly name?: string;
  /** Of a unit: the code under which its analyte is known. */
  readonly of?: string;
};

/** What came coded and what did not, of one message or of one input. */
export type SeenCodes = {
  readonly unmapped: readonly (UnmappedCode & { readonly count: number })[];
  /** LOINC codes of observations, sent as such or reached by a map. */
  readonly loinc: readonly string[];
};

/** A code longer than this is a text somebody typed into its place. */
const LONGEST = 120;

/** Counts codes while messages are mapped. */
export class CodeLog {
  readonly #unmapped = new Map<string, UnmappedCode & { count: number }>();
  readonly #loinc = new Set<string>();

  countUnmapped({ kind, code, name, of }: { [K in keyof UnmappedCode]: UnmappedCode[K] | undefined }): void {
    if (kind === undefined || code === undefined) return;
    const seen: UnmappedCode = {
      kind,
      code: code.slice(0, LONGEST),
      ...(name !== undefined && name !== code && { name: name.slice(0, LONGEST) }),
      ...(of !== undefined && { of }),
    };
    const key = JSON.stringify(seen);
    const known = this.#unmapped.get(key) ?? { ...seen, count: 0 };
    known.count += 1;
    this.#unmapped.set(key, known);
  }

  countStandard(kind: TermKind, system: string, code: string): void {
    if (kind === 'observation' && system === LOINC) this.#loinc.add(code);
  }

  get seen(): SeenCodes {
    return { unmapped: [...this.#unmapped.values()], loinc: [...this.#loinc].sort() };
  }
}
