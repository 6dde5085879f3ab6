import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { parseArgs } from 'node:util';
import { clinicById, type Region } from '../domain/region.ts';
import { optionalEnvironment } from '../platform/environment.ts';
import { readRegion } from '../platform/region.ts';
import { EdgeSettings, type EdgeSettingsInput } from '../schemas/edge.ts';
import { OkaError } from '../schemas/errors.ts';
import type { Clinic } from '../schemas/region.ts';
import { CONNECTION_OPTIONS, edgeLink } from './connection.ts';
import { checkedZone } from './zone.ts';

export const EDGE_OPTIONS = {
  ...CONNECTION_OPTIONS,
  clinic: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string', default: '127.0.0.1' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  'tls-ca': { type: 'string' },
  allow: { type: 'string', multiple: true },
  'max-message': { type: 'string', default: '64' },
  processing: { type: 'string' },
  quota: { type: 'string' },
  keep: { type: 'string', default: '24' },
  zone: { type: 'string' },
  again: { type: 'boolean' },
  takeover: { type: 'string', default: '0' },
  list: { type: 'boolean' },
} as const;

export type EdgeValues = ReturnType<typeof parseArgs<{ options: typeof EDGE_OPTIONS }>>['values'];

/** The folder of a clinic's edge where nobody has named one. */
export const usualFolder = (clinic: string): string => resolve(optionalEnvironment('OKA_DATA', '.oka'), 'edge', clinic);

/**
 * What the options of `oka edge --clinic …` say, as the settings that an `edge.yaml` gives: an HL7 door and the uplink,
 * with what the region file of this machine knows of the clinic.
 * @throws OkaError `wrong-use` naming the option
 */
export function settingsFromFlags(clinic: string, values: EdgeValues): EdgeSettings {
  const { region, registered } = registration(clinic, values.region);
  const tls = tlsOf(values);
  const asked: Omit<EdgeSettingsInput, 'region'> = {
    clinic,
    data: usualFolder(clinic),
    zone: checkedZone(values.zone ?? registered?.zone ?? 'UTC'),
    senders: (registered?.senders ?? []).map(({ application, facility, charset }) => ({
      application,
      facility,
      ...(charset ? { charset } : {}),
    })),
    spool: {
      keepHours: numberOf('keep', values.keep, 1e6),
      ...(values.quota === undefined ? {} : { quotaGib: aboveZero('quota', values.quota, 1e6) }),
    },
    mllp: {
      host: values.host,
      port: portOf(values.port ?? optionalEnvironment('OKA_MLLP_PORT', '2575')),
      maxMessageMib: aboveZero('max-message', values['max-message'], 512),
      processing: processingOf(values.processing) ?? region?.processing ?? ['P'],
      ...(tls ? { tls } : {}),
    },
  };
  // The key last: what is wrong with the call is said also where there is no key yet.
  return EdgeSettings.parse({ ...asked, region: edgeLink(values, clinic) });
}

/** The clinic as the region file has it; an edge that has no such file, only a token, does without. */
function registration(clinic: string, path: string | undefined): { region?: Region; registered?: Clinic } {
  const usual = join(optionalEnvironment('OKA_DATA', '.oka'), 'region.json');
  if (path === undefined && !existsSync(usual)) return {};
  const region = readRegion(path ?? usual);
  const registered = clinicById(region, clinic);
  if (registered === undefined) throw new OkaError('wrong-use', `--clinic: the region file has no “${clinic}”`);
  return { region, registered };
}

type Mllp = NonNullable<EdgeSettingsInput['mllp']>;

function processingOf(list: string | undefined): Mllp['processing'] {
  const ids = list?.split(',').map((one) => one.trim().toUpperCase());
  const isId = (one: string): one is 'P' | 'T' | 'D' => ['P', 'T', 'D'].includes(one);
  if (ids && !ids.every(isId)) throw new OkaError('wrong-use', '--processing: P, T, D, or several of them with commas');
  return ids;
}

function tlsOf(values: EdgeValues): Mllp['tls'] {
  const { 'tls-cert': cert, 'tls-key': key, 'tls-ca': ca, allow } = values;
  if (cert === undefined && key === undefined) {
    if (allow || ca) throw new OkaError('wrong-use', '--allow and --tls-ca: they need --tls-cert and --tls-key');
    return undefined;
  }
  if (cert === undefined || key === undefined) throw new OkaError('wrong-use', '--tls-cert and --tls-key go together');
  // An authority alone asks nobody for a certificate: who gives it expects the opposite.
  if (ca !== undefined && allow === undefined)
    throw new OkaError('wrong-use', '--tls-ca: name the senders that it signed for with --allow');
  return { cert, key, ...(ca === undefined ? {} : { ca }), ...(allow ? { allow } : {}) };
}

export function numberOf(option: string, text: string, most: number): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number) || number < 0 || number > most)
    throw new OkaError('wrong-use', `--${option}: a number up to ${most}`);
  return number;
}

/** A cap or quota of nothing would refuse every message. */
function aboveZero(option: string, text: string, most: number): number {
  const number = numberOf(option, text, most);
  if (number > 0) return number;
  throw new OkaError('wrong-use', `--${option}: a number above 0, up to ${most}`);
}

function portOf(text: string): number {
  const port = numberOf('port', text, 65_535);
  if (Number.isInteger(port)) return port;
  throw new OkaError('wrong-use', '--port: a whole number up to 65535 (also in OKA_MLLP_PORT)');
}
