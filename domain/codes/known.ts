import type { Clinic } from '../../schemas/region.ts';
import { type Region, senderName } from '../region.ts';
import type { UnmappedCode } from './log.ts';
import { type ResolvedMap, resolveMap } from './resolve.ts';

/** A code that came without a map, and who sent it. */
export type CodeOfSender = UnmappedCode & { readonly sender: string };

/** What has come from a clinic so far, as the chart remembers it. */
export type CodesOfClinic = {
  readonly unmapped: readonly CodeOfSender[];
  /** LOINC codes of the rules' analytes, sent as such or reached by a map. */
  readonly loinc: readonly { readonly sender: string; readonly code: string }[];
  /** Senders from whom results of a laboratory have come. */
  readonly laboratories: readonly string[];
};

/** The code map of a sender of this clinic, by the name under which he stands in lists. */
export function mapOfSender(region: Region, clinic: Clinic, sender: string): ResolvedMap | undefined {
  const id = clinic.senders.find((one) => senderName(one) === sender)?.codeMap;
  return id === undefined ? undefined : resolveMap(region.codeMaps, id);
}

/** Does the map of today know what it did not know when it came? Then the inputs that brought it can be replayed. */
export function isMappedNow({ kind, code, name, of }: UnmappedCode, map: ResolvedMap | undefined): boolean {
  if (map === undefined) return false;
  if (kind === 'unit') {
    const analyte = of === undefined ? undefined : (map.ofLoinc(of) ?? map.byCode('observation', of));
    return typeof analyte?.unitOf(code, undefined) === 'object';
  }
  if (map.byCode(kind, code) !== undefined) return true;
  // Without a name of its own the code is one, as `^Калий` or `Калий` alone.
  return map.byName(kind, name ?? code, name !== undefined) !== undefined;
}
