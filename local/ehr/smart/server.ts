import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { log } from '../../../platform/log.ts';
import { OkaError } from '../../../schemas/errors.ts';
import type { RegionFile } from '../../../schemas/region.ts';
import { type Answer, formOf, html, json, redirect, send } from '../../sign-in/answers.ts';
import { makeCodes } from '../../sign-in/codes.ts';
import { openPages } from './pages.ts';
import { type FhirPatient, patientsOf } from './patients.ts';

/** Under which name the stand-in record systems know the desk. */
const CLIENT_ID = 'oka-desk';
const LIFE_SECONDS = 300;

type Opened = { readonly ehr: string; readonly patient: string };
export type SmartOptions = {
  readonly dataFolder: string;
  readonly region: RegionFile;
  /** Where the desk is: the only address that a launch may end at. */
  readonly deskUrl: string;
  /** What a record system says of a patient, where that is to differ from what it holds. */
  readonly alter?: (patient: FhirPatient) => FhirPatient;
};
export type SmartEhrs = Awaited<ReturnType<typeof takeSmartPort>>;

/**
 * Takes the port of the stand-in record systems' web side: their pages and the authorization server of a SMART EHR launch
 * (SMART App Launch 2.2). Two steps, as with the sign-in: the region file names the addresses. Development only: whoever
 * sits at this machine is the physician. Errors: `configuration` when the port is taken.
 */
export async function takeSmartPort(port: number) {
  const state: { answer?: (request: IncomingMessage) => Promise<Answer> } = {};
  const server = createServer((request, response) => {
    const answered = state.answer?.(request) ?? Promise.reject(new Error('not open yet'));
    answered
      .catch((cause: unknown) => {
        log.error('the stand-in record system failed', {}, cause);
        return html('<p>500</p>', 500);
      })
      .then((answer) => send(response, answer));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new OkaError('configuration', `OKA_EHR_PORT=${port}: ${cause.message}`, { cause })),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    /** Base address of a record system's FHIR server, as the region file registers it. */
    fhirOf: (ehr: string): string => `${url}/${ehr}/fhir`,
    pageOf: (ehr: string): string => `${url}/${ehr}/index.html`,
    open(options: SmartOptions): void {
      state.answer = answers({ ...options, url });
    },
    async stop(): Promise<void> {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function answers({ dataFolder, region, deskUrl, alter = (one) => one, url }: SmartOptions & { url: string }) {
  const launches = new Map<string, Opened>();
  const tokens = new Map<string, Opened>();
  const codes = makeCodes<Opened>();
  const patients = patientsOf(dataFolder, region);
  const pages = openPages(dataFolder);
  const cors = {
    'access-control-allow-origin': new URL(deskUrl).origin,
    'access-control-allow-headers': 'authorization, accept',
    vary: 'origin',
  };
  const fhirOf = (ehr: string): string => `${url}/${ehr}/fhir`;
  const named = (): string => randomBytes(24).toString('base64url');

  /** The link of a record page: a launch of this patient, once. */
  function launch(ehr: string, patient: string): Answer {
    const token = named();
    launches.set(token, { ehr, patient });
    const to = new URL(deskUrl);
    to.searchParams.set('iss', fhirOf(ehr));
    to.searchParams.set('launch', token);
    return redirect(to.href);
  }

  function authorize(ehr: string, query: URLSearchParams): Answer {
    const opened = launches.get(query.get('launch') ?? '');
    launches.delete(query.get('launch') ?? '');
    const redirectUri = query.get('redirect_uri') ?? '';
    if (query.get('client_id') !== CLIENT_ID || redirectUri !== deskUrl) return html('<p>client</p>', 400);
    const back = (more: Record<string, string>): Answer => {
      const to = new URL(redirectUri);
      for (const [name, value] of Object.entries({ ...more, state: query.get('state') ?? '' }))
        to.searchParams.set(name, value);
      return redirect(to.href);
    };
    if (opened?.ehr !== ehr || query.get('aud') !== fhirOf(ehr)) return back({ error: 'invalid_request' });
    if (query.get('code_challenge_method') !== 'S256') return back({ error: 'invalid_request' });
    const challenge = query.get('code_challenge') ?? '';
    return back({ code: codes.grant({ clientId: CLIENT_ID, redirectUri, challenge, about: opened }) });
  }

  async function token(request: IncomingMessage): Promise<Answer> {
    const form = await formOf(request);
    const opened = codes.redeem(form.get('code'), {
      clientId: form.get('client_id'),
      redirectUri: form.get('redirect_uri'),
      verifier: form.get('code_verifier'),
    });
    if (opened === undefined) return json(400, { error: 'invalid_grant' }, cors);
    const access = named();
    tokens.set(access, opened);
    const answer = { access_token: access, token_type: 'Bearer', expires_in: LIFE_SECONDS, patient: opened.patient };
    return json(200, { ...answer, scope: 'launch patient/Patient.rs', need_patient_banner: true }, cors);
  }

  /** Only the patient of the launch, only with its token. */
  async function patient(ehr: string, id: string, request: IncomingMessage): Promise<Answer> {
    const opened = tokens.get((request.headers.authorization ?? '').replace(/^Bearer /, ''));
    if (opened?.ehr !== ehr || opened.patient !== id) return json(401, { resourceType: 'OperationOutcome' }, cors);
    const found = await patients.read(ehr, id);
    return found ? json(200, alter(found), cors) : json(404, { resourceType: 'OperationOutcome' }, cors);
  }

  return async (request: IncomingMessage): Promise<Answer> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    const [, ehr = '', ...rest] = pathname.split('/').map(decodeURIComponent);
    const path = rest.join('/');
    if (!region.ehrs.some(({ id }) => id === ehr)) return html('<p>404</p>', 404);
    if (request.method === 'OPTIONS') return { status: 204, headers: cors, body: '' };
    if (path === 'launch') return launch(ehr, searchParams.get('patient') ?? '');
    if (path === 'authorize') return authorize(ehr, searchParams);
    if (path === 'token' && request.method === 'POST') return token(request);
    if (path === 'fhir/.well-known/smart-configuration') return json(200, configuration(`${url}/${ehr}`), cors);
    const id = /^fhir\/Patient\/([\w-]+)$/.exec(path)?.[1];
    return id === undefined ? pages(ehr, path) : patient(ehr, id, request);
  };
}

/** SMART App Launch 2.2, "Conformance": what this stand-in can do. */
const configuration = (base: string) => ({
  authorization_endpoint: `${base}/authorize`,
  token_endpoint: `${base}/token`,
  grant_types_supported: ['authorization_code'],
  code_challenge_methods_supported: ['S256'],
  scopes_supported: ['launch', 'patient/Patient.rs'],
  capabilities: ['launch-ehr', 'client-public', 'context-ehr-patient', 'permission-v2'],
});
