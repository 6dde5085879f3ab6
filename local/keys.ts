import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { z } from 'zod';
import { signToken } from '../edge/token.ts';
import { OkaError } from '../schemas/errors.ts';
import { type Issuer, PublicJwk, RegionFile } from '../schemas/region.ts';
import { writeDurably } from './durable.ts';

/** The development issuers: named demo people and the operator of this machine. A deployed stack refuses them. */
export const PEOPLE_ISSUER = 'https://dev.oka.local/people';
const OPERATORS_ISSUER = 'https://dev.oka.local/operators';
const ehrIssuer = (ehr: string): string => `https://dev.oka.local/ehr/${ehr}`;

/** Where a record system of this machine stands. */
export type AddressesOf = (ehr: string) => { readonly fhirServers: string[]; readonly origins?: string[] };

/** What stands beside the region on this machine and is named in its file: sign-in, the desk's address, mail and SMS. */
export type Beside = Pick<RegionFile, 'signIn' | 'desk' | 'gateway'>;

/** Who a local token is for. */
export type Party =
  | { kind: 'edge'; clinic: string }
  | { kind: 'ehr'; ehr: string }
  | { kind: 'person'; id: string; clinic: string; roles: string[]; name?: string }
  | { kind: 'operator'; id: string; roles: string[] };

const PrivateJwk = z.looseObject({
  kty: z.literal('EC'),
  kid: z.string(),
  alg: z.enum(['ES256', 'ES384']),
  d: z.string(),
});
type PrivateJwk = z.infer<typeof PrivateJwk>;

export type LocalKeys = {
  /** The region's id key, 64 hexadecimal digits: what the template's secret `IdKey` resolves to. */
  idKey: string;
  /** Key pairs by name: `people`, `operators`, `edge-<clinic>`, `ehr-<ehr>`. */
  pairs: ReadonlyMap<string, PrivateJwk>;
  audience: string;
};

/** The issuer of a record system of this machine, and the file of its private key. */
export const ehrKey = (dataFolder: string, ehr: string): { issuer: string; key: string } => ({
  issuer: ehrIssuer(ehr),
  key: join(keysFolder(dataFolder), `ehr-${ehr}.json`),
});

const keysFolder = (dataFolder: string): string => join(dataFolder, 'keys');

/**
 * The value of a secret of the template, made of 32 random bytes at its first use and kept under `keys/`.
 * Only whole secrets are played, no JSON keys. Errors: `configuration`.
 */
export const secretOf =
  (dataFolder: string) =>
  (id: string, jsonKey?: string): string => {
    const name = id.split(':').at(-1) ?? id;
    if (jsonKey !== undefined || !/^[A-Za-z0-9_.-]+$/.test(name))
      throw new OkaError('configuration', `the local region does not play the secret reference ${id} ${jsonKey ?? ''}`);
    const path = join(keysFolder(dataFolder), `${name}.hex`);
    if (!existsSync(path)) {
      mkdirSync(keysFolder(dataFolder), { recursive: true });
      writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600, flush: true });
    }
    return readFileSync(path, 'utf8').trim();
  };

/** CDS Hooks takes ES384 or RS384 of a record system; others sign as before. */
const algorithmOf = (name: string): PrivateJwk['alg'] => (name.startsWith('ehr-') ? 'ES384' : 'ES256');

async function pairOf(folder: string, name: string): Promise<PrivateJwk> {
  const path = join(folder, `${name}.json`);
  if (!existsSync(path)) {
    const alg = algorithmOf(name);
    const { privateKey } = await generateKeyPair(alg, { extractable: true });
    const key = { ...(await exportJWK(privateKey)), alg, kid: `${name}-${randomUUID().slice(0, 8)}` };
    await writeDurably(path, JSON.stringify(key));
    chmodSync(path, 0o600);
  }
  return PrivateJwk.parse(JSON.parse(readFileSync(path, 'utf8')));
}

/** Reads the keys of this machine's region and makes those that are missing, each once and for good. */
export async function openKeys(dataFolder: string, region: RegionFile): Promise<LocalKeys> {
  const names = [
    'people',
    'operators',
    ...region.clinics.map(({ id }) => `edge-${id}`),
    ...region.ehrs.map(({ id }) => `ehr-${id}`),
  ];
  const pairs = new Map<string, PrivateJwk>();
  for (const name of names) pairs.set(name, await pairOf(keysFolder(dataFolder), name));
  return { idKey: secretOf(dataFolder)('id-key'), pairs, audience: region.audience };
}

const pair = (keys: LocalKeys, name: string): PrivateJwk => {
  const found = keys.pairs.get(name);
  if (!found) throw new OkaError('configuration', `no local key ${name}; the region file does not name this party`);
  return found;
};

const publicOf = ({ d: _private, ...rest }: PrivateJwk): Issuer['keys'][number] => PublicJwk.parse(rest);

/** The public half of the people's key as a JSON Web Key Set (RFC 7517 §5). */
export const peopleJwks = (keys: LocalKeys) => ({ keys: [publicOf(pair(keys, 'people'))] });

/** Keys of a clinic's edge that are not of our making. */
type Registered = (clinic: string) => Issuer['keys'];

/**
 * Keys that `oka trust add` has put into this machine's region file: so an edge can be set up here as in a clinic.
 * The file is made anew at each start; what is no region file has registered nobody.
 */
export function registeredBefore(dataFolder: string): Registered {
  const path = join(dataFolder, 'region.json');
  if (!existsSync(path)) return () => [];
  const read = RegionFile.safeParse(jsonOrNothing(readFileSync(path, 'utf8')));
  const keysOf = (id: string) => read.data?.clinics.find((clinic) => clinic.id === id)?.edgeKeys ?? [];
  return (id) => keysOf(id).filter(({ kid }) => !kid.startsWith(`edge-${id}-`));
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The region file for this machine: the base with the public keys of edges, record systems and development issuers.
 * @param addressesOf where the FHIR servers and the pages of a record system stand beside the region
 */
export function localRegion(
  base: RegionFile,
  keys: LocalKeys,
  addressesOf: AddressesOf = () => ({ fhirServers: [] }),
  registered: Registered = () => [],
  beside: Beside = {},
): RegionFile {
  const key = (name: string) => publicOf(pair(keys, name));
  const development = (iss: string, kind: Issuer['kind'], name: string, ehr?: string): Issuer => ({
    iss,
    kind,
    keys: [key(name)],
    development: true,
    fhirServers: [],
    origins: [],
    ...(ehr === undefined ? {} : addressesOf(ehr)),
    ...(ehr === undefined ? {} : { ehr }),
  });
  return {
    ...base,
    ...beside,
    clinics: base.clinics.map((clinic) => ({
      ...clinic,
      edgeKeys: [key(`edge-${clinic.id}`), ...registered(clinic.id)].slice(0, 2),
    })),
    issuers: [
      ...base.issuers,
      development(PEOPLE_ISSUER, 'person', 'people'),
      development(OPERATORS_ISSUER, 'operator', 'operators'),
      ...base.ehrs.map(({ id }) => development(ehrIssuer(id), 'ehr', `ehr-${id}`, id)),
    ],
  };
}

/** Writes `.oka/region.json`, with which infra/ is synthesized for this machine; gives its path. */
export async function writeLocalRegion(dataFolder: string, region: RegionFile): Promise<string> {
  const path = join(dataFolder, 'region.json');
  await writeDurably(path, `${JSON.stringify(region, undefined, 2)}\n`);
  return path;
}

function claimsOf(party: Party): { key: string; iss: string; sub: string; more: Record<string, unknown> } {
  switch (party.kind) {
    case 'edge': {
      const name = `edge:${party.clinic}`;
      return { key: `edge-${party.clinic}`, iss: name, sub: name, more: {} };
    }
    case 'ehr':
      return { key: `ehr-${party.ehr}`, iss: ehrIssuer(party.ehr), sub: `ehr:${party.ehr}`, more: {} };
    case 'person': {
      const { clinic, roles, name } = party;
      return { key: 'people', iss: PEOPLE_ISSUER, sub: party.id, more: { clinic, roles, ...(name ? { name } : {}) } };
    }
    case 'operator':
      return { key: 'operators', iss: OPERATORS_ISSUER, sub: party.id, more: { roles: party.roles } };
  }
}

/**
 * A signed token for a party (RFC 7519), five minutes by default. `more` adds claims, e.g. `oka` of a physician's
 * acknowledgement; a hook call is signed for the `audience` of its service. Errors: `configuration` for a party without a key here.
 */
export async function tokenFor(
  keys: LocalKeys,
  party: Party,
  {
    lifeSeconds = 300,
    more = {},
    audience = keys.audience,
  }: { lifeSeconds?: number; more?: Record<string, unknown>; audience?: string } = {},
): Promise<string> {
  const { key, iss, sub, more: own } = claimsOf(party);
  const issuedAt = Math.floor(Date.now() / 1000);
  const claims = { ...own, ...more };
  return signToken({ key: pair(keys, key) as JWK, iss, sub, audience, issuedAt, lifeSeconds, claims });
}
