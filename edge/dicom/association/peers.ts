import { plainFingerprint } from '../../mllp/peer.ts';
import type { Caller } from '../services.ts';

/** A caller that is let in; what is left out is not asked. */
export type AllowedAe = {
  readonly aeTitle: string;
  /** IP addresses from which it calls. */
  readonly addresses?: readonly string[];
  /** SHA-256 of its certificate, where it may come with that one alone. */
  readonly fingerprint?: string;
  /**
   * The character set in which this one really writes what it declares as Latin-1 or not at all, and in which it wants
   * to read: `windows-1251` for modalities that know no other Cyrillic.
   */
  readonly charset?: string;
};

/** The entry of the list that lets a caller in; AE titles are compared sign by sign (PS3.8 §9.3.2). */
export const allowedAe = (caller: Caller, peers: readonly AllowedAe[]): AllowedAe | undefined =>
  peers.find(
    ({ aeTitle, addresses, fingerprint }) =>
      aeTitle === caller.callingAe &&
      (addresses === undefined || addresses.includes(caller.address)) &&
      (fingerprint === undefined || plainFingerprint(fingerprint) === caller.certificate?.fingerprint),
  );
