import { CONDITIONS } from '../../domain/hl7/fault.ts';
import type { DomainName } from '../../domain/hl7/write/patient.ts';
import { writeOru } from '../../domain/hl7/write/result.ts';
import type { ConnectorSettings } from '../../schemas/edge/connector.ts';
import { type MllpClientOptions, makeMllpClient, type Sent } from '../mllp/client.ts';
import type { Destination, Said } from './destination.ts';
import { isThere } from './there.ts';

export type MllpDestinationOptions = {
  readonly settings: NonNullable<ConnectorSettings['mllp']>;
  readonly replaces: boolean;
  /** Zone of the clinic, on whose clock the times are written. */
  readonly zone: string;
  readonly tls?: MllpClientOptions['tls'];
  /** What the record system calls an identifier domain, by its OID. */
  readonly domainName?: DomainName;
  readonly answerMs?: number;
  readonly connectMs?: number;
};

/** A record system that takes ORU^R01 over MLLP (docs/hl7-results.md), one message at a time. */
export function mllpDestination(options: MllpDestinationOptions): Destination {
  const { settings, replaces, zone, tls, domainName, connectMs = 10_000 } = options;
  const { host, port, charset, sender, receiver, answerSeconds, bundle: withBundle } = settings;
  const client = makeMllpClient({
    ...{ host, port, replaces, connectMs, answerMs: options.answerMs ?? answerSeconds * 1000 },
    ...(tls === undefined ? {} : { tls }),
  });
  return {
    kind: 'mllp',
    asks: false,
    write: ({ result, patient, bundle }) =>
      writeOru(result, {
        ...{ patient, sender, receiver, zone, charset },
        ...(domainName === undefined ? {} : { domainName }),
        ...(withBundle ? { bundle: Buffer.from(JSON.stringify(bundle)) } : {}),
      }),
    deliver: async (wire) => saidOf(await client.send(wire)),
    // An HL7 message to ask whether somebody is there would be one more that a record system may not know.
    probe: () => isThere(host, port, connectMs),
    close: client.close,
  };
}

/** The texts name code and condition, never the receiver's own words: those may name the patient. */
function saidOf({ class: what, code, condition, answer }: Sent): Said {
  const name = condition === undefined ? '' : ` ${condition} ${CONDITIONS[condition as keyof typeof CONDITIONS] ?? ''}`;
  const why = code === undefined ? 'no answer' : `HL7 ${code}${name.trimEnd()}`;
  if (what === 'accepted') return { class: 'accepted' };
  if (what === 'permanent') return { class: 'permanent', code: code === 'AR' || code === 'CR' ? 'AR' : 'AE', why };
  if (what === 'ambiguous')
    return { class: 'ambiguous', why: answer === undefined ? why : 'an answer that says nothing' };
  return { class: 'transient', answered: code !== undefined, why: code === undefined ? 'silent or not there' : why };
}
