import { readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { calculateJwkThumbprint, importJWK, type JWK } from 'jose';
import { z } from 'zod';
import { clinicById, type Region, senderOf } from '../domain/region.ts';
import { optionalEnvironment } from '../platform/environment.ts';
import { readRegion } from '../platform/region.ts';
import { Registration } from '../schemas/edge/registration.ts';
import { OkaError } from '../schemas/errors.ts';
import type { Clinic } from '../schemas/region.ts';
import { command, helped } from './command.ts';
import { changedLines } from './trust-diff.ts';
import { withEdgeKeys } from './trust-edit.ts';

const HELP = `oka trust: which edges the region lets in

usage: npx oka trust add registration.json --region FILE [--dry-run] [--json]
       npx oka trust add --remove KID --region FILE [--clinic ID]
       npx oka trust list --region FILE [--json]

  add FILE       the registration that oka edge init has written: checked against the region file (clinic, OID, zone, the
                 key itself), then its public key is added to the clinic. A clinic has two slots, so that an edge can
                 change its key without a break: add the new one, deploy, let the edge use it, remove the old one
  --remove KID   forget a key instead: after the next deployment its edge is not let in any more
  --clinic ID    with --remove: of which clinic, where several have a key of that name
  --region FILE  the region file (default: OKA_REGION, as for the deployment)
  --dry-run      show what would change, and change nothing

Before you deploy, read the thumbprint to the people at the clinic: it is the proof that the key is theirs.
The region file is written whole or not at all. What follows: review the change, then  OKA_REGION=FILE npx cdk deploy
`;

/** `oka trust`. Exit code 0 when the region file says what was asked for, 2 for a wrong call or a refused registration. */
export const trust = (args: string[]): Promise<number> =>
  command('trust', async () => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        region: { type: 'string' },
        remove: { type: 'string' },
        clinic: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h' },
      },
    });
    const [action, file, ...more] = positionals;
    if (values.help) return helped(HELP, true, '');
    if (!['add', 'list'].includes(action ?? '') || more.length > 0) return helped(HELP, false, 'add or list');
    const path = values.region ?? optionalEnvironment('OKA_REGION', '');
    if (path === '') throw new OkaError('wrong-use', '--region FILE is missing (or OKA_REGION)');
    const region = readRegion(path);
    if (action === 'list') return list(region, values.json);
    if ((file === undefined) === (values.remove === undefined))
      throw new OkaError('wrong-use', 'add: either the file of a registration or --remove KID');
    const change =
      values.remove === undefined
        ? await added(region, readRegistration(file ?? ''))
        : removed(region, values.remove, values.clinic);
    return apply(path, change, values);
  });

type Change = {
  readonly clinic: Clinic;
  readonly keys: Clinic['edgeKeys'];
  readonly said: readonly string[];
  readonly kid: string;
  readonly thumbprint?: string;
};

function readRegistration(path: string): Registration {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new OkaError('unreadable-file', `${path} cannot be read as JSON`, { cause });
  }
  if (hasPrivatePart(parsed))
    throw new OkaError(
      'malformed-file',
      `${path} holds a private key. It must never leave the edge: make a new pair there (oka edge key), and delete this file`,
    );
  const checked = Registration.safeParse(parsed);
  if (!checked.success) throw new OkaError('malformed-file', `${path}: ${z.prettifyError(checked.error)}`);
  return checked.data;
}

const hasPrivatePart = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (Object.hasOwn(value, 'd') || Object.values(value).some(hasPrivatePart));

/** @throws OkaError `malformed-file` with what does not agree between registration and region file */
async function added(region: Region, registration: Registration): Promise<Change> {
  const { clinic: id, oid, zone, key, thumbprint, senders } = registration;
  const refuse = (what: string): never => {
    throw new OkaError('malformed-file', what);
  };
  const clinic = clinicById(region, id);
  if (clinic === undefined)
    return refuse(`the region file has no clinic “${id}”: ${region.clinics.map((one) => one.id).join(', ')}`);
  if (oid !== undefined && oid !== clinic.oid)
    refuse(`the edge says the OID ${oid}, the region file ${clinic.oid}: which clinic is it?`);
  if (zone !== clinic.zone)
    refuse(`the edge says the zone ${zone}, the region file ${clinic.zone}: correct the wrong one first`);
  if (key.kty !== 'EC' || key.alg !== 'ES256' || key.crv !== 'P-256') refuse('the key is not ES256 on P-256');
  await importJWK(key as JWK).catch(() => refuse('the key is no point of P-256'));
  const own = await calculateJwkThumbprint(key as JWK, 'sha256');
  if (own !== thumbprint) refuse('the thumbprint is not that of the key: the file was changed on its way');
  const holder = await clinicOfKey(region, own);
  if (holder !== undefined && holder.id !== id)
    refuse(`this very key is registered for “${holder.id}”: each edge has its own`);
  const unknown = senders.filter(({ application, facility }) => !senderOf(clinic, application, facility));
  const said = unknown.map(
    ({ application, facility }) =>
      `the sender ${application}^${facility} is not in the region file: its messages will be quarantined (unknown-sender)`,
  );
  const known = senders.flatMap(({ application, facility }) => senderOf(clinic, application, facility) ?? []);
  const change = { clinic, said: [...said, ...known.flatMap(ownWay)], kid: key.kid, thumbprint: own };
  if (holder !== undefined) return { ...change, keys: clinic.edgeKeys };
  if (clinic.edgeKeys.some(({ kid }) => kid === key.kid)) refuse(`another key of “${id}” is named ${key.kid} already`);
  const [first, second] = clinic.edgeKeys;
  if (first && second)
    refuse(
      `“${id}” has two keys already, ${first.kid} and ${second.kid}: first forget the one that is not used any more (--remove KID)`,
    );
  return { ...change, keys: [...clinic.edgeKeys, key] };
}

/** What the edge must be told of a sender: with another order key its worklist would show each order twice. */
function ownWay({ application, facility, orderKey, defaultDomain, charset }: Clinic['senders'][number]): string[] {
  const ways = [
    ...(orderKey === 'filler' ? [] : [`orderKey: ${orderKey}`]),
    ...(defaultDomain ? [`defaultDomain: ${defaultDomain}`] : []),
    ...(charset ? [`charset: ${charset}`] : []),
  ];
  const who = `${application}^${facility}`;
  return ways.length === 0 ? [] : [`tell the clinic: edge.yaml must say of the sender ${who}: ${ways.join(', ')}`];
}

async function clinicOfKey(region: Region, thumbprint: string): Promise<Clinic | undefined> {
  for (const clinic of region.clinics)
    for (const key of clinic.edgeKeys)
      if ((await calculateJwkThumbprint(key as JWK, 'sha256')) === thumbprint) return clinic;
  return undefined;
}

function removed(region: Region, kid: string, only: string | undefined): Change {
  const holders = region.clinics.filter(
    ({ id, edgeKeys }) => (only === undefined || id === only) && edgeKeys.some((key) => key.kid === kid),
  );
  const [clinic, ...others] = holders;
  if (clinic === undefined) throw new OkaError('wrong-use', `--remove: no clinic has a key ${kid}; oka trust list`);
  if (others.length > 0)
    throw new OkaError(
      'wrong-use',
      `--remove: ${holders.map(({ id }) => id).join(' and ')} have a key ${kid}; --clinic ID`,
    );
  const keys = clinic.edgeKeys.filter((key) => key.kid !== kid);
  const said = keys.length === 0 ? [`“${clinic.id}” has no key left: after the deployment its edge is not let in`] : [];
  return { clinic, kid, keys, said };
}

type Values = { readonly 'dry-run': boolean; readonly json: boolean };

async function apply(path: string, { clinic, keys, kid, thumbprint, said }: Change, values: Values): Promise<number> {
  const before = readFileSync(path, 'utf8');
  const isSame = keys === clinic.edgeKeys;
  const after = isSame ? before : withEdgeKeys(before, clinic.id, keys);
  const diff = changedLines(before, after);
  if (!isSame && !values['dry-run']) await replace(path, after, clinic.id, keys);
  const outcome = isSame ? 'unchanged' : values['dry-run'] ? 'would-change' : 'changed';
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ outcome, clinic: clinic.id, kid, thumbprint, said, diff })}\n`);
    return 0;
  }
  const lines = [
    isSame ? `the key ${kid} is registered for “${clinic.id}” already; nothing is changed` : diff,
    ...said.map((one) => `note: ${one}`),
    ...(thumbprint === undefined ? [] : [`thumbprint, to be compared with the clinic: ${thumbprint}`]),
    ...(outcome === 'changed' ? [`${path} is written. Review it, then: OKA_REGION=${path} npx cdk deploy`] : []),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

/** Beside the file first, checked there, then in its place in one step: a reader sees the old one or the new one. */
async function replace(path: string, text: string, clinic: string, keys: Clinic['edgeKeys']): Promise<void> {
  const part = `${path}.part`;
  const file = await open(part, 'w', 0o644);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  const written = clinicById(readRegion(part), clinic)?.edgeKeys;
  if (JSON.stringify(written) !== JSON.stringify(keys))
    throw new OkaError('malformed-file', `${part} does not say what was meant; ${path} is unchanged`);
  await rename(part, path);
  const folder = await open(dirname(path), 'r');
  await folder.sync().finally(() => folder.close());
}

async function list(region: Region, json: boolean): Promise<number> {
  const rows = await Promise.all(
    region.clinics.flatMap(({ id, edgeKeys }) =>
      edgeKeys.map(async (key) => ({
        clinic: id,
        kid: key.kid,
        thumbprint: await calculateJwkThumbprint(key as JWK, 'sha256'),
      })),
    ),
  );
  const without = region.clinics.filter(({ edgeKeys }) => edgeKeys.length === 0).map(({ id }) => id);
  if (json) process.stdout.write(`${JSON.stringify({ keys: rows, without })}\n`);
  else {
    const lines = rows.map(({ clinic, kid, thumbprint }) => `${clinic.padEnd(20)} ${kid.padEnd(24)} ${thumbprint}`);
    process.stdout.write([...lines, ...without.map((id) => `${id.padEnd(20)} no key`), ''].join('\n'));
  }
  return 0;
}
