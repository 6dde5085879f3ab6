import type { DeskConfig } from '../config.ts';
import { authorizeUrl, type Endpoints, exchange, type Returned } from '../session/code-flow.ts';
import { redirectUri } from '../session/renew.ts';
import type { EhrPatient } from './compare.ts';
import type { LaunchContext } from './context.ts';
import type { Why } from './words.ts';

export class LaunchStopped extends Error {
  readonly why: Why;
  constructor(why: Why, cause?: unknown) {
    super(why, { cause });
    this.name = 'LaunchStopped';
    this.why = why;
  }
}

type RecordSystem = DeskConfig['recordSystems'][number];
const PATIENCE_MS = 15_000;
const SCOPE = 'launch patient/Patient.rs';
const plain = (address: string): string => address.replace(/\/+$/, '');

/** The registered record system of an address, word for word: an address that only resembles one is another system. */
export function systemOf(systems: DeskConfig['recordSystems'], iss: string): RecordSystem {
  const found = systems.find((system) => plain(system.iss) === plain(iss));
  if (found === undefined) throw new LaunchStopped('unknown-system');
  return found;
}

/** The record system's authorization server (SMART App Launch 2.2 §"Conformance"): it must know PKCE with S256. */
async function endpointsOf(iss: string, fetcher: typeof fetch): Promise<Endpoints> {
  try {
    const response = await fetcher(`${plain(iss)}/.well-known/smart-configuration`, {
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const document = (await response.json()) as Readonly<Record<string, unknown>>;
    const {
      authorization_endpoint: authorize,
      token_endpoint: token,
      code_challenge_methods_supported: pkce,
    } = document;
    if (typeof authorize !== 'string' || typeof token !== 'string') throw new Error('an endpoint is missing');
    if (!Array.isArray(pkce) || !pkce.includes('S256')) throw new Error('no S256');
    return { authorize, token };
  } catch (cause) {
    throw new LaunchStopped('not-configured', cause);
  }
}

/**
 * The address to which an EHR launch goes on (SMART App Launch 2.2, "EHR Launch"). The token it ends in reads this one
 * Patient and nothing else: who the physician is says the region's sign-in.
 * @throws LaunchStopped
 */
export async function launchUrl(
  { iss, launch }: { iss: string; launch: string },
  { systems, fetcher = fetch }: { systems: DeskConfig['recordSystems']; fetcher?: typeof fetch },
): Promise<string> {
  const system = systemOf(systems, iss);
  const endpoints = await endpointsOf(iss, fetcher);
  const request = {
    kind: 'launch',
    endpoints,
    clientId: system.clientId,
    redirectUri: redirectUri(),
    scope: SCOPE,
    hash: '',
    iss: system.iss,
    more: { launch, aud: iss },
  } as const;
  return authorizeUrl(request, sessionStorage, Date.now());
}

/** What the record system has open: the code exchanged, its Patient read. @throws LaunchStopped */
export async function contextFrom(back: Returned, fetcher: typeof fetch = fetch): Promise<LaunchContext> {
  const iss = back.leaving.iss ?? '';
  if (back.code === undefined) throw new LaunchStopped('refused');
  const tokens = await exchange(back, fetcher).catch((cause: unknown) => {
    throw new LaunchStopped('refused', cause);
  });
  const { patient: patientId, access_token: token, expires_in: seconds = 300 } = tokens;
  if (typeof patientId !== 'string' || patientId === '') throw new LaunchStopped('no-patient');
  const patient = await readPatient({ iss, patientId, token }, fetcher);
  return { iss, patientId, patient, token, until: Date.now() + seconds * 1000, records: [] };
}

/** The record system's Patient as it is now. @throws LaunchStopped */
export async function readPatient(
  { iss, patientId, token }: Pick<LaunchContext, 'iss' | 'patientId' | 'token'>,
  fetcher: typeof fetch = fetch,
): Promise<EhrPatient> {
  try {
    const response = await fetcher(`${plain(iss)}/Patient/${encodeURIComponent(patientId)}`, {
      headers: { accept: 'application/fhir+json', authorization: `Bearer ${token}` },
      cache: 'no-store',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const patient = (await response.json()) as EhrPatient & { resourceType?: string };
    if (!response.ok || patient.resourceType !== 'Patient') throw new Error(`Patient: ${response.status}`);
    return patient;
  } catch (cause) {
    throw new LaunchStopped('unreadable-patient', cause);
  }
}
