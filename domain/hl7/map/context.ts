import { OkaError } from '../../../schemas/errors.ts';
import type { Sender } from '../../../schemas/region.ts';
import { type ResolvedMap, resolveMap } from '../../codes/resolve.ts';
import { canonicalHash } from '../../fhir/canonical.ts';
import { clinicById, clinicOfDomain, type Region, senderOf } from '../../region.ts';
import type { SenderCharset } from './sender-charset.ts';

/** An identifier domain with the clinic whose records it numbers. */
export type Owner = {
  readonly clinic: { readonly id: string; readonly oid: string };
  readonly domain: { readonly namespace: string; readonly oid: string };
};

/** What a message is read against: who sent it, whose numbers it uses, what its codes mean. */
export type Hl7Context = {
  /** The clinic that handed the input in. */
  readonly clinic: { readonly id: string; readonly oid: string; readonly zone: string };
  /** The region's id key in hexadecimal (contract 2). */
  readonly idKey: string;
  /** First acceptance of the input, an instant in UTC. */
  readonly receivedAt: string;
  readonly senderOf: (application: string, facility: string) => Sender | undefined;
  readonly ownerOf: (namespaceOrOid: string) => Owner | undefined;
  readonly codeMapOf: (sender: Sender) => ResolvedMap | undefined;
  /** The clinic has an information system or post that registers its patients; a laboratory by itself has none. */
  readonly keepsRegistry?: boolean;
  /** What is known of the character set of a sender without a registered one; nothing for loose files. */
  readonly charsetOf?: (application: string, facility: string) => SenderCharset | undefined;
  /** `registered`: the registry decides (demographics from ADT alone, one order key). `open`: for reading loose files. */
  readonly mode: 'registered' | 'open';
  /** Processing ids (MSH-11) that are taken; without it all are, for reading loose files. */
  readonly processing?: readonly string[];
};

type Said = { readonly idKey: string; readonly receivedAt: string };

/** The context of a registered clinic. @throws OkaError `configuration` for a clinic that the region file does not have */
export function regionContext(region: Region, clinicId: string, { idKey, receivedAt }: Said): Hl7Context {
  const clinic = clinicById(region, clinicId);
  if (clinic === undefined) throw new OkaError('configuration', `clinic ${clinicId} is not in the region file`);
  return {
    clinic: { id: clinic.id, oid: clinic.oid, zone: clinic.zone },
    idKey,
    receivedAt,
    senderOf: (application, facility) => senderOf(clinic, application, facility),
    ownerOf: (namespaceOrOid) => clinicOfDomain(region, namespaceOrOid),
    codeMapOf: ({ codeMap }) => (codeMap === undefined ? undefined : resolveMap(region.codeMaps, codeMap)),
    keepsRegistry: clinic.senders.some(({ role }) => role === 'his' || role === 'post'),
    mode: 'registered',
    processing: region.processing,
  };
}

/** OID of the clinic that stands in where no region file is named: an arc of RFC 9562 UUIDs (ITU-T X.667), the nil UUID. */
const NO_CLINIC = { id: 'any', oid: '2.25.0' };

/**
 * A context that takes any sender and any identifier domain as given, for `oka read` and tests. Ids made in it are
 * stable for one id key but are no ids of a region.
 */
export function openContext({ zone, idKey, receivedAt }: Said & { readonly zone: string }): Hl7Context {
  const sender: Sender = { application: '*', facility: '*', role: 'his', orderKey: 'filler', defaultDomain: 'unnamed' };
  return {
    clinic: { ...NO_CLINIC, zone },
    idKey,
    receivedAt,
    senderOf: () => sender,
    ownerOf: (namespaceOrOid) => ({
      clinic: NO_CLINIC,
      domain: { namespace: namespaceOrOid, oid: oidOfName(namespaceOrOid) },
    }),
    codeMapOf: () => undefined,
    mode: 'open',
  };
}

/** An OID for a domain that has only a name: 2.25 and 128 bits of its SHA-256. */
function oidOfName(name: string): string {
  if (/^[0-2](\.(0|[1-9]\d*))+$/.test(name)) return name;
  return `2.25.${BigInt(`0x${canonicalHash(name).slice(0, 32)}`)}`;
}
