import type { Clinic, RegionFile, Sender } from '../schemas/region.ts';

export type Region = RegionFile;

export const clinicById = (region: Region, id: string): Clinic | undefined =>
  region.clinics.find((clinic) => clinic.id === id);

export type OwnedDomain = {
  readonly clinic: Clinic;
  readonly domain: { readonly namespace: string; readonly oid: string };
};

/**
 * The clinic that owns an identifier domain, by namespace id or OID (HL7 v2 HD.1 or HD.2; DICOM (0010,0021)).
 * A laboratory that names a hospital's domain writes into the hospital's record (ARCHITECTURE, contract 2).
 */
export function clinicOfDomain(region: Region, namespaceOrOid: string): OwnedDomain | undefined {
  const wanted = namespaceOrOid.trim().toLowerCase();
  for (const clinic of region.clinics)
    for (const domain of clinic.domains)
      if (domain.oid === wanted || domain.namespace.toLowerCase() === wanted) return { clinic, domain };
  return undefined;
}

const fits = (pattern: string, value: string): boolean =>
  pattern === '*' || pattern.toLowerCase() === value.trim().toLowerCase();

/** The registered sender for MSH-3 and MSH-4 (first component); the most exact registration wins over `*`. */
export function senderOf<S extends Pick<Sender, 'application' | 'facility'>>(
  { senders }: { readonly senders: readonly S[] },
  application: string,
  facility: string,
): S | undefined {
  const matching = senders.filter((sender) => fits(sender.application, application) && fits(sender.facility, facility));
  const wildcards = (sender: S) => Number(sender.application === '*') + Number(sender.facility === '*');
  return matching.sort((a, b) => wildcards(a) - wildcards(b))[0];
}

/** How a registered sender is named in lists: MSH-3 and MSH-4 as registered, never as sent. */
export const senderName = ({ application, facility }: Pick<Sender, 'application' | 'facility'>): string =>
  `${application}^${facility}`;
