import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type SmartEhrs, takeSmartPort } from '../local/ehr/smart/server.ts';
import { RegionFile } from '../schemas/region.ts';

const DESK = 'http://127.0.0.1:8080/desk';
const RECORD = '0182348f-ca31-8747-8918-473b4c6c0279';
const folder = mkdtempSync(join(tmpdir(), 'oka-smart-'));
let ehrs: SmartEhrs;

beforeAll(async () => {
  const home = join(folder, 'ehr', 'berezovo');
  mkdirSync(join(home, 'records'), { recursive: true });
  const patient = {
    name: 'Сказкина Алёна Фоминична',
    birthDate: '2024-01-18',
    gender: 'female',
    identifiers: ['70102'],
  };
  const held = { record: RECORD, clinic: 'district', patient, results: [] };
  writeFileSync(join(home, 'records', `${RECORD}.json`), JSON.stringify(held));
  writeFileSync(join(home, `${RECORD}.html`), '<!doctype html><h1>Сказкина</h1>');
  ehrs = await takeSmartPort(0);
  const region = RegionFile.parse(
    JSON.parse(readFileSync(join(import.meta.dirname, '../samples/region/region.json'), 'utf8')),
  );
  ehrs.open({ dataFolder: folder, region, deskUrl: DESK });
});
afterAll(async () => {
  await ehrs.stop();
  rmSync(folder, { recursive: true, force: true });
});

const verifier = randomBytes(32).toString('base64url');
const challenge = createHash('sha256').update(verifier).digest('base64url');
const locationOf = (response: Response) => new URL(response.headers.get('location') ?? 'none:');
const launch = async (patient = RECORD) =>
  locationOf(await fetch(`${ehrs.url}/berezovo/launch?patient=${patient}`, { redirect: 'manual' }));
type Config = { authorization_endpoint: string; token_endpoint: string };
const configuration = async (): Promise<Config> =>
  (await (await fetch(`${ehrs.fhirOf('berezovo')}/.well-known/smart-configuration`)).json()) as Config;

async function authorize(token: string, more: Record<string, string> = {}): Promise<URLSearchParams> {
  const query = new URLSearchParams({
    ...{
      response_type: 'code',
      client_id: 'oka-desk',
      redirect_uri: DESK,
      scope: 'launch patient/Patient.rs',
      state: 's',
    },
    ...{
      launch: token,
      aud: ehrs.fhirOf('berezovo'),
      code_challenge: challenge,
      code_challenge_method: 'S256',
      ...more,
    },
  });
  const { authorization_endpoint } = await configuration();
  return locationOf(await fetch(`${authorization_endpoint}?${query}`, { redirect: 'manual' })).searchParams;
}
async function tokens(code: string, code_verifier = verifier): Promise<Response> {
  const { token_endpoint } = await configuration();
  const form = { grant_type: 'authorization_code', code, redirect_uri: DESK, client_id: 'oka-desk', code_verifier };
  return fetch(token_endpoint, { method: 'POST', body: new URLSearchParams(form) });
}

describe('the stand-in record system', () => {
  test('has a link to the desk on the page of each patient, which launches it with iss and launch', async () => {
    const page = await (await fetch(`${ehrs.url}/berezovo/${RECORD}.html`)).text();
    expect(page).toContain(`href="launch?patient=${RECORD}"`);
    const to = await launch();
    expect(`${to.origin}${to.pathname}`).toBe(DESK);
    expect(to.searchParams.get('iss')).toBe(ehrs.fhirOf('berezovo'));
  });

  test('gives the desk a token with the patient that is open, for his Patient and no other', async () => {
    const back = await authorize((await launch()).searchParams.get('launch') ?? '');
    expect(back.get('state')).toBe('s');
    const answer = (await (await tokens(back.get('code') ?? '')).json()) as { access_token: string; patient: string };
    expect(answer).toMatchObject({ patient: RECORD, need_patient_banner: true });
    const headers = { authorization: `Bearer ${answer.access_token}` };
    const patient = await (await fetch(`${ehrs.fhirOf('berezovo')}/Patient/${RECORD}`, { headers })).json();
    expect(patient).toMatchObject({
      ...{ resourceType: 'Patient', birthDate: '2024-01-18', gender: 'female' },
      identifier: [{ system: 'urn:oid:1.2.643.5.1.13.13.12.2.999.1.100.1', value: '70102' }],
    });
    const other = await fetch(`${ehrs.fhirOf('berezovo')}/Patient/${RECORD.replace('0182', '9999')}`, { headers });
    expect(other.status).toBe(401);
    expect((await fetch(`${ehrs.fhirOf('berezovo')}/Patient/${RECORD}`)).status).toBe(401);
  });

  test('takes a launch once, for its own server, and a code only with its verifier', async () => {
    const token = (await launch()).searchParams.get('launch') ?? '';
    expect((await authorize(token, { aud: 'https://evil.test/fhir' })).get('error')).toBe('invalid_request');
    expect((await authorize(token)).get('error')).toBe('invalid_request');
    const code = (await authorize((await launch()).searchParams.get('launch') ?? '')).get('code') ?? '';
    expect((await tokens(code, 'another')).status).toBe(400);
  });

  test('shows nothing outside of its own pages', async () => {
    for (const path of ['../region.json', '%2e%2e/%2e%2e/region.json', `records/${RECORD}.json`])
      expect((await fetch(`${ehrs.url}/berezovo/${path}`)).status).toBe(404);
  });
});
