import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { JWK } from 'jose';
import type { z } from 'zod';
import type { Region } from '../domain/region.ts';
import { readPrivateKey, readToken, tokenOf } from '../edge/settings/token.ts';
import { tokenSource } from '../edge/token.ts';
import { optionalEnvironment } from '../platform/environment.ts';
import { readRegion } from '../platform/region.ts';
import { Refusal } from '../schemas/api/answers.ts';
import type { RegionLinkSettings } from '../schemas/edge/region-link.ts';
import { OkaError } from '../schemas/errors.ts';

/** Options that every command which talks to a region takes, in the form of node:util parseArgs. */
export const CONNECTION_OPTIONS = {
  url: { type: 'string' },
  key: { type: 'string' },
  'token-file': { type: 'string' },
  region: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export const CONNECTION_HELP = `  --url URL          the region's API (default: OKA_URL, else http://127.0.0.1:8080)
  --key FILE         private JWK that signs tokens (default: .oka/keys/…, made by npm start)
  --token-file FILE  a ready token instead of a key
  --region FILE      region file, for the audience of tokens (default: .oka/region.json)
  --json             JSON instead of text`;

export type ConnectionValues = {
  readonly url?: string | undefined;
  readonly key?: string | undefined;
  readonly 'token-file'?: string | undefined;
  readonly region?: string | undefined;
};

/** On whose behalf a command speaks. */
export type As =
  | { readonly edgeOf: string }
  | { readonly operator: string }
  /** A person of a clinic. Outside development people bring a token of their own issuer. */
  | { readonly person: string; readonly clinic: string };

export type Connection = {
  readonly url: string;
  readonly token: () => Promise<string>;
  /** In which language texts are asked for, where a route has them in several. */
  readonly language?: 'ru' | 'en';
};

const dataFolder = (): string => optionalEnvironment('OKA_DATA', '.oka');

/**
 * Address and tokens of a region, by default of the one that `npm start` runs on this machine.
 * @throws OkaError `configuration` naming the key or region file that is missing
 */
export function connect(values: ConnectionValues, as: As): Connection {
  const url = urlOf(values);
  if ('edgeOf' in as) return { url, token: tokenOf({ clinic: as.edgeOf, region: edgeLink(values, as.edgeOf) }) };
  const tokenFile = values['token-file'];
  if (tokenFile !== undefined) {
    checkToken(tokenFile);
    // Read again for each request: whoever made it may renew it.
    return { url, token: async () => readToken(tokenFile) };
  }
  const name = 'operator' in as ? 'operators' : 'people';
  const key = privateKey(values.key ?? join(dataFolder(), 'keys', `${name}.json`));
  const region = readRegion(values.region ?? join(dataFolder(), 'region.json'));
  return { url, token: tokenSource({ key, audience: region.audience, ...partyOf(as, region, key.kid ?? '') }) };
}

/**
 * How the edge of a clinic reaches the region, as `edge.yaml` says it.
 * @throws OkaError `configuration` naming the region file that is missing
 */
export function edgeLink(values: ConnectionValues, clinic: string): RegionLinkSettings {
  const url = urlOf(values);
  const tokenFile = values['token-file'];
  if (tokenFile !== undefined) {
    checkToken(tokenFile);
    return { url, tokenFile };
  }
  const key = values.key ?? join(dataFolder(), 'keys', `edge-${clinic}.json`);
  // Without the key the region file is no help: the sentence about the key comes first.
  privateKey(key);
  return { url, key, audience: readRegion(values.region ?? join(dataFolder(), 'region.json')).audience };
}

function urlOf(values: ConnectionValues): string {
  const local = `http://127.0.0.1:${optionalEnvironment('OKA_HTTP_PORT', '8080')}`;
  const url = values.url ?? optionalEnvironment('OKA_URL', local);
  if (!URL.canParse(url)) throw new OkaError('wrong-use', `--url: “${url}” is no address such as ${local}`);
  return url;
}

/** @throws OkaError `wrong-use` naming the option */
function checkToken(path: string): void {
  try {
    readToken(path);
  } catch (cause) {
    throw new OkaError('wrong-use', `--token-file ${(cause as OkaError).detail}`, { cause });
  }
}

function privateKey(path: string): JWK {
  if (!existsSync(path))
    throw new OkaError('configuration', `${path} cannot be read; is the region started (npm start)?`);
  return readPrivateKey(path);
}

function partyOf(as: Exclude<As, { edgeOf: string }>, region: Region, kid: string) {
  if ('operator' in as) return { iss: issuerWith('operator', region, kid), sub: as.operator };
  // Of a development issuer: as the directory has him, else as one who treats.
  const roles = region.people.find(({ id }) => id === as.person)?.roles ?? ['physician'];
  return { iss: issuerWith('person', region, kid), sub: as.person, claims: { clinic: as.clinic, roles } };
}

/** The issuer of operators, or of people, is the one that has registered this key. */
function issuerWith(kind: 'operator' | 'person', region: Region, kid: string): string {
  const issuer = region.issuers.find((one) => one.kind === kind && one.keys.some((key) => key.kid === kid));
  if (issuer === undefined)
    throw new OkaError('configuration', `region file: no issuer of kind ${kind} has the key ${kid}`);
  return issuer.iss;
}

/** Clinics whose edge keys lie on this machine. */
function knownClinics(region: string | undefined): string[] {
  const path = region ?? join(dataFolder(), 'region.json');
  if (!existsSync(path)) return [];
  const { clinics } = readRegion(path);
  return clinics.map(({ id }) => id).filter((id) => existsSync(join(dataFolder(), 'keys', `edge-${id}.json`)));
}

/**
 * The clinic for which this machine speaks where nobody has said which.
 * @throws OkaError `wrong-use` where it has keys of several, or of none
 */
export function onlyClinic(region: string | undefined): string {
  const [clinic, ...others] = knownClinics(region);
  if (clinic !== undefined && others.length === 0) return clinic;
  if (clinic === undefined) throw new OkaError('wrong-use', '--clinic ID is missing, and no key of a clinic lies here');
  throw new OkaError('wrong-use', `--clinic ID is missing: one of ${[clinic, ...others].join(', ')}`);
}

/**
 * One request for JSON, with a body of JSON where one is given.
 * @throws OkaError the region's refusal by its code; `unavailable` when it does not answer
 */
export async function askJson<S extends z.ZodType>(
  { url, token, language }: Connection,
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  schema: S,
  json?: object,
): Promise<z.infer<S>> {
  const authorization = `Bearer ${await token()}`;
  const headers = { authorization, ...(language === undefined ? {} : { 'accept-language': language }) };
  const sent =
    json === undefined
      ? { headers }
      : { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(json) };
  const response = await fetch(new URL(path, url), { method, ...sent, signal: AbortSignal.timeout(30_000) }).catch(
    (cause: unknown) => {
      throw new OkaError('unavailable', `${url} does not answer`, { cause });
    },
  );
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return schema.parse(body);
  const refusal = Refusal.safeParse(body);
  throw refusal.success
    ? new OkaError(refusal.data.code, refusal.data.path)
    : new OkaError('unavailable', `${url} answered ${response.status}`);
}
