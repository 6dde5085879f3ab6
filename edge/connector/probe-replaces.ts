import type { ConnectorSettings } from '../../schemas/edge/connector.ts';
import { Result } from '../../schemas/result.ts';
import type { Destination } from './destination.ts';

/**
 * Whether a record system shows a newer version in place of the older. `proven`: its server says so. `look`: two versions lie
 * with the test patient, and a human must look. `registered`: nothing was sent; the word of the registration stands.
 */
export type Replaces = {
  readonly how: 'proven' | 'refuted' | 'look' | 'registered' | 'failed';
  readonly found: string;
  readonly whatToDo?: string;
};

type Probe = {
  readonly settings: Pick<ConnectorSettings, 'ehr' | 'replaces' | 'fhir' | 'testPatient'>;
  readonly destination: Destination;
  readonly token?: () => Promise<string | undefined>;
  readonly clock?: () => Date;
};

const TYPES = ['DiagnosticReport', 'Observation', 'GuidanceResponse', 'DetectedIssue'];
const TIMEOUT_MS = 10_000;

/**
 * Asks a FHIR server what it can. Over HL7 v2 nobody can be asked, so only a patient of the record system who is nobody, named in
 * the settings, is ever written to; without one nothing is sent.
 */
export async function probeReplaces(probe: Probe): Promise<Replaces> {
  const { settings } = probe;
  if (settings.fhir) return ofServer(settings.fhir.url, probe.token);
  if (settings.testPatient === undefined)
    return {
      how: 'registered',
      found: `not tried; registered as ${settings.replaces ? '' : 'not '}replacing`,
      whatToDo: 'To try it, name a test patient of the record system as connector.testPatient in edge.yaml.',
    };
  return twice(probe, settings.testPatient);
}

/** FHIR R4 CapabilityStatement.rest: transactions, and conditional update of every type that is sent. */
async function ofServer(url: string, token?: Probe['token']): Promise<Replaces> {
  const bearer = await token?.();
  const headers = {
    accept: 'application/fhir+json',
    ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
  };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const statement = await fetch(`${url.replace(/\/$/, '')}/metadata`, { headers, signal })
    .then((response) => (response.ok ? response.json() : undefined))
    .catch(() => undefined);
  const [rest] = (statement as fhir4.CapabilityStatement | undefined)?.rest ?? [];
  if (rest === undefined)
    return { how: 'failed', found: 'its server did not say what it can (GET /metadata)', whatToDo: 'Ask its maker.' };
  const cannot = TYPES.filter((type) => rest.resource?.find((one) => one.type === type)?.conditionalUpdate !== true);
  const transacts = rest.interaction?.some(({ code }) => code === 'transaction') === true;
  if (transacts && cannot.length === 0) return { how: 'proven', found: 'transactions and conditional updates' };
  const missing = [...(transacts ? [] : ['transaction']), ...cannot.map((type) => `conditional update of ${type}`)];
  return {
    how: 'refuted',
    found: `its server does not offer: ${missing.join(', ')}`,
    whatToDo: 'Ask its maker for them, or let results go over HL7.',
  };
}

async function twice(
  { settings, destination, clock = () => new Date() }: Probe,
  { number, domain }: NonNullable<ConnectorSettings['testPatient']>,
): Promise<Replaces> {
  const at = clock().toISOString();
  const patient: fhir4.Patient = {
    resourceType: 'Patient',
    id: number,
    identifier: [{ system: `urn:oid:${domain}`, value: number }],
  };
  for (const version of [1, 2]) {
    const result = trial(settings.ehr, version, at);
    const bundle: fhir4.Bundle = { resourceType: 'Bundle', type: 'collection', entry: [{ resource: patient }] };
    const said = await destination.deliver(destination.write({ result, patient, bundle }), result);
    if (said.class !== 'accepted')
      return {
        how: 'failed',
        found: `it did not take version ${version} of a trial for the test patient: ${said.why}`,
        whatToDo: 'Does the record system know the test patient under this number and domain?',
      };
  }
  return {
    how: 'look',
    found: 'it took version 1 and 2 of one trial for the test patient',
    whatToDo:
      'Open the test patient in the record system. One entry "trial, version 2": it replaces. Two entries: it adds; set "replaces: false" here and in the region file.',
  };
}

/** Says of itself that it is a trial; its number is the same at each call, so that trials do not heap up. */
const trial = (ehr: string, version: number, at: string): Result =>
  Result.parse({
    resultId: Buffer.from(`oka trial ${ehr}`.padEnd(32, '.').slice(0, 32)).toString('hex'),
    record: '00000000-0000-8000-8000-000000000000',
    subject: 'trial',
    producer: 'trial',
    producerVersion: '1',
    // A trial of another day is higher than the one before: minutes since 1970, twice.
    version: Math.floor(Date.parse(at) / 60_000) * 2 + version,
    contentHash: '0'.repeat(64),
    state: 'current',
    severity: 'info',
    notify: false,
    sourceTime: at,
    content: {
      kind: 'advice',
      rule: { id: 'trial', version: '1' },
      matter: 'trial',
      severity: 'info',
      summary: { en: `Trial of the interface, version ${version}`, ru: `Проба обмена, версия ${version}` },
      detail: { en: 'No patient is meant.', ru: 'К пациенту не относится.' },
      action: { en: 'Nothing', ru: 'Ничего' },
      missing: [],
      sources: [],
      form: 'GuidanceResponse',
    },
    cited: [],
  });
