import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { unmanned } from '../schemas/duty-faults.ts';
import { OkaError } from '../schemas/errors.ts';
import { RegionFile } from '../schemas/region.ts';

/** The repository's root: synthesis reads sources, models and packages from here, whatever folder it was started in. */
export const ROOT = join(import.meta.dirname, '..');

/** Generated bundles and layers lie beside the packages they were made from: `npm ci` takes both away. */
export const CACHE = join(ROOT, 'node_modules', '.cache', 'oka');

export type Settings = {
  readonly region: RegionFile;
  /** Where the region file was read from; it becomes a layer as it is. */
  readonly regionPath: string;
  /** One machine, not a deployment: development issuers are allowed and the rule packs are left to the tests. */
  readonly local: boolean;
  readonly outdir: string;
  /** Addresses of the VPC (IPv4, /20 or larger), free in the corporate network. */
  readonly vpcCidr: string;
};

/**
 * Settings of a synthesis from the environment: OKA_REGION (path of the region file), OKA_LOCAL=1, CDK_OUTDIR,
 * OKA_VPC_CIDR.
 * @throws OkaError `configuration` when the region file is faulty, or names a development issuer in a deployment.
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const regionPath = resolve(ROOT, env.OKA_REGION || 'samples/region/region.json');
  const region = readRegion(regionPath);
  const unknown = region.clinics.find(({ ehr }) => ehr !== undefined && !region.ehrs.some(({ id }) => id === ehr));
  if (unknown)
    throw new OkaError(
      'configuration',
      `${regionPath}: clinic ${unknown.id} names the EHR ${unknown.ehr}, not in "ehrs"`,
    );
  const local = env.OKA_LOCAL === '1';
  const gateway = region.gateway && new URL(region.gateway.url);
  // The functions' way out of the VPC is TLS on this port (infra/constructs/network.ts).
  if (!local && gateway && (gateway.protocol !== 'https:' || !['', '443'].includes(gateway.port)))
    throw new OkaError(
      'configuration',
      `${regionPath}: "gateway" must be reached by HTTPS on port 443, not ${gateway.origin}`,
    );
  checkSignIn(region, regionPath, local);
  const alone = unmanned(region);
  if (alone.length > 0)
    throw new OkaError(
      'configuration',
      `${regionPath}: nobody is on duty for ${alone.join(', ')}: a critical result there would have nobody but the alarm. Add "people" and "duty" (docs/duty.md)`,
    );
  const development = region.issuers.filter((issuer) => issuer.development).map((issuer) => issuer.iss);
  if (!local && development.length > 0)
    throw new OkaError(
      'configuration',
      `${regionPath} trusts the development issuer ${development.join(', ')}, whose keys anyone can have. Remove it from "issuers" before a deployment, or set OKA_LOCAL=1 for one machine`,
    );
  return {
    region,
    regionPath,
    local,
    outdir: resolve(ROOT, env.CDK_OUTDIR || 'cdk.out'),
    vpcCidr: env.OKA_VPC_CIDR || '10.64.0.0/20',
  };
}

/** Whoever can change what the provider says on its way signs in as anybody. @throws OkaError `configuration` */
function checkSignIn({ signIn, issuers }: RegionFile, regionPath: string, local: boolean): void {
  if (signIn === undefined) return;
  const { issuer, discovery = issuer, origins } = signIn;
  if (!issuers.some(({ iss, kind }) => kind === 'person' && iss === issuer))
    throw new OkaError('configuration', `${regionPath}: "signIn" names ${issuer}, which is no issuer of persons`);
  const open = [discovery, ...origins].find((address) => !address.startsWith('https://'));
  if (!local && open !== undefined)
    throw new OkaError('configuration', `${regionPath}: "signIn" must be reached by HTTPS, not ${open}`);
}

function readRegion(path: string): RegionFile {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new OkaError('configuration', `the region file ${path} cannot be read as JSON; OKA_REGION names another`, {
      cause,
    });
  }
  const checked = RegionFile.safeParse(json);
  if (!checked.success) throw new OkaError('configuration', `region file ${path}: ${z.prettifyError(checked.error)}`);
  return checked.data;
}
