import type { Result } from '../../schemas/result.ts';

/** What a record system said to a result, in the classes of contract 7. Texts are ours and name no patient. */
export type Said =
  /** It has it. */
  | { readonly class: 'accepted'; readonly text?: string }
  /** Not now. `answered`: it spoke; else nobody did, or nothing reached it. */
  | { readonly class: 'transient'; readonly answered: boolean; readonly why: string; readonly retryAfterMs?: number }
  /** Never as it is. */
  | { readonly class: 'permanent'; readonly code: 'AE' | 'AR'; readonly why: string }
  /** It left and no answer came: it may have it. Only to a receiver that replaces may it be repeated. */
  | { readonly class: 'ambiguous'; readonly why: string };

export type Outgoing = { readonly result: Result; readonly patient: fhir4.Patient; readonly bundle: fhir4.Bundle };

/** A record system as the connector sees it. */
export type Destination = {
  readonly kind: 'mllp' | 'fhir';
  /** The bytes of a version; written once and kept. @throws OkaError for what cannot be written for it */
  readonly write: (outgoing: Outgoing) => Uint8Array;
  /** Never rejects: what went wrong is the class. */
  readonly deliver: (wire: Uint8Array, about: { readonly resultId: string; readonly version: number }) => Promise<Said>;
  /** Whether somebody is there, without sending anything of a patient. */
  readonly probe: () => Promise<boolean>;
  /** It can be asked what it holds, so that nothing stays ambiguous. */
  readonly asks: boolean;
  readonly close: () => void;
};
