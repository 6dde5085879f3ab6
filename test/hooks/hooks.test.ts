import { createHmac, generateKeyPairSync, randomUUID, type webcrypto } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { importJWK, type JWTPayload, SignJWT } from 'jose';
import { adult, bundle, measured, medicine } from '../../domain/cds-hooks/example.ts';
import {
  callOf,
  type FhirPlay,
  granted,
  type Heard,
  type HookRegion,
  openHookRegion,
  PAGE,
  playFhir,
} from './region.ts';

let fhir: FhirPlay;
/** Stands on the same machine and is on no list: nobody may ever ask it. */
let elsewhere: FhirPlay;
let it: HookRegion;
let services: Awaited<ReturnType<HookRegion['discover']>>;

beforeAll(async () => {
  fhir = await playFhir();
  elsewhere = await playFhir();
  it = await openHookRegion([fhir.base]);
  services = await it.discover();
  // The first call of a process loads it; no test measures that.
  await Promise.all([1, 2, 3, 4].map(() => it.call('oka-interactions', callOf('patient-view'))));
}, 240_000);
afterAll(async () => {
  await it?.close();
  await fhir?.close();
  await elsewhere?.close();
});
beforeEach(() => {
  fhir.asked.length = 0;
  fhir.answer = (_, response) => response.writeHead(404).end();
});

const now = (): string => new Date(Date.now() - 3600_000).toISOString();
const fresh = (code: string, value: number, unit: string) => measured(code, value, unit, { effectiveDateTime: now() });
const reading = (change: object = {}) => ({ fhirServer: fhir.base, fhirAuthorization: granted, ...change });
const refusalOf = ({ json }: Heard): unknown =>
  (json as fhir4.OperationOutcome).issue?.[0]?.details?.coding?.[0]?.code ?? (json as { code?: string }).code;
const gapOf = ({ cards }: Heard) => cards.find(({ source }) => source.label === 'Oka');

/** What each hook of the specification brings along. */
const appointment = { resourceType: 'Appointment', id: 'a', status: 'proposed', participant: [] };
const film = {
  resourceType: 'ServiceRequest',
  id: 's',
  status: 'draft',
  intent: 'order',
  code: { text: 'Рентгенография органов грудной клетки' },
  subject: { reference: 'Patient/p' },
};
const CONTEXTS: Readonly<Record<string, object>> = {
  'patient-view': {},
  'encounter-start': { encounterId: 'e' },
  'encounter-discharge': { encounterId: 'e' },
  'appointment-book': { appointments: bundle(appointment) },
  'order-select': { selections: ['ServiceRequest/s'], draftOrders: bundle(film) },
  'order-sign': { draftOrders: bundle(film, medicine('m', 'M01AB05', 'Diclofenac', { status: 'draft' })) },
  'order-dispatch': { dispatchedOrders: ['ServiceRequest/s'], performer: 'Organization/o' },
};
const whole = (prefetch: Readonly<Record<string, string>>) => ({
  ...Object.fromEntries(Object.keys(prefetch).map((key) => [key, null])),
  patient: adult,
});

describe.each(Object.keys(CONTEXTS))('%s', (hook) => {
  const asked = () => services.filter((one) => one.hook === hook);

  test('is answered by each of its services when everything came, and refused for its own matter when nothing did', async () => {
    expect(asked().length).toBeGreaterThan(0);
    for (const { id, prefetch } of asked()) {
      const full = await it.call(id, callOf(hook, CONTEXTS[hook], { prefetch: whole(prefetch) }));
      // What models found lies in the regional chart alone, and nobody there is surely this patient.
      expect([id, full.status]).toEqual([id, id === 'oka-findings' ? 412 : 200]);
      const empty = await it.call(id, callOf(hook, CONTEXTS[hook]));
      // Orders of the call itself are something that came: then one card says what did not.
      expect(empty.status === 412 || gapOf(empty) !== undefined).toBe(true);
      if (empty.status === 412) expect(refusalOf(empty)).toBe('data-missing');
    }
  });

  test('is understood with what 3.0 adds and what nobody knows', async () => {
    const [service] = asked();
    const extension = { 'com.example.timestamp': '2026-01-01', nested: [{ deep: null }] };
    const call = callOf(
      hook,
      { ...CONTEXTS[hook], extension, futureMember: [1] },
      { extension, hookVersion: '3.0', prefetch: whole(service?.prefetch ?? {}) },
    );
    const { status } = await it.call(service?.id ?? '', call);
    expect(status).toBe(200);
  });
});

test('a key that is absent did not arrive and is named; one that is null says that there is nothing', async () => {
  const draftOrders = bundle(medicine('m', 'M01AB05', 'Diclofenac', { status: 'draft' }));
  const keys = services.find(({ id }) => id === 'oka-interactions')?.prefetch ?? {};
  const sign = (prefetch: object) => it.call('oka-interactions', callOf('order-sign', { draftOrders }, { prefetch }));
  const { medications: _, ...absent } = whole(keys) as Record<string, unknown>;
  expect(gapOf(await sign(absent))).toMatchObject({
    indicator: 'warning',
    summary: expect.stringContaining('Not checked: interactions (medication list did not arrive'),
  });
  await expect(sign(whole(keys))).resolves.toMatchObject({ status: 200, cards: [] });
});

describe('independent requests', () => {
  const folder = join(process.env.OKA_CORPORA ?? '../shared/data', 'cds-hooks');
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('_request.json')) : [];
  if (!files.length) test.skip(`are missing: no ${folder}`, () => {});
  for (const file of files)
    test(`${file} is answered over HTTP by every service of its hook`, async () => {
      const body = JSON.parse(readFileSync(join(folder, file), 'utf8'));
      const asked = services.filter(({ hook }) => hook === body.hook);
      expect(asked.length).toBeGreaterThan(0);
      for (const { id } of asked) {
        const heard = await it.call(id, body);
        expect([200, 412]).toContain(heard.status);
        if (heard.status === 200) expect(heard.cards.length).toBeGreaterThan(0);
        else expect(heard.json).toMatchObject({ resourceType: 'OperationOutcome' });
      }
      // Their servers are on no list of ours.
      expect(fhir.asked).toEqual([]);
    });
});

describe('a body that is no call', () => {
  const good = () => callOf('patient-view', {}, { prefetch: { patient: adult } });
  const without = (name: string) => {
    const { [name]: _, ...rest } = good();
    return rest;
  };
  test.each<[string, () => unknown, string]>([
    ['broken JSON', () => '{"hook":', 'not-json'],
    ['no JSON at all', () => '\u0000\u0001', 'not-json'],
    ['a list', () => '[]', 'not-json'],
    ['nested a million deep', () => `{"hook":${'['.repeat(1_000_000)}`, 'not-json'],
    ['without hookInstance', () => without('hookInstance'), 'malformed-call'],
    ['with a hookInstance that is no UUID', () => ({ ...good(), hookInstance: 'one' }), 'malformed-call'],
    ['without a hook', () => without('hook'), 'malformed-call'],
    ['of an unknown hook', () => ({ ...good(), hook: 'patient-veiw' }), 'wrong-hook'],
    [
      'of a hook that the service does not answer',
      () => callOf('appointment-book', CONTEXTS['appointment-book']),
      'wrong-hook',
    ],
    ['without a context', () => without('context'), 'malformed-call'],
    ['with a patient who is a number', () => callOf('patient-view', { patientId: 7 }), 'malformed-call'],
    ['with a patient who is a path', () => callOf('patient-view', { patientId: '../metadata' }), 'malformed-call'],
    ['with a patient who is a query', () => callOf('patient-view', { patientId: 'p&_include=*' }), 'malformed-call'],
    ['with drafts that are a list', () => callOf('order-sign', { draftOrders: [] }), 'malformed-call'],
    ['with a prefetch of texts', () => ({ ...good(), prefetch: { patient: 'x' } }), 'malformed-call'],
    ['with a token and no server', () => ({ ...good(), fhirAuthorization: granted }), 'malformed-call'],
    [
      'with a server of another scheme',
      () => ({ ...good(), ...reading({ fhirServer: 'file:///etc/passwd' }) }),
      'malformed-call',
    ],
    ['with a server that is no address', () => ({ ...good(), ...reading({ fhirServer: 'ehr' }) }), 'malformed-call'],
  ])('%s is refused with 400 in words', async (_, body, code) => {
    const heard = await it.call('oka-interactions', body());
    expect([heard.status, refusalOf(heard)]).toEqual([400, code]);
    expect(heard.json).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ severity: 'error' }] });
    expect(heard.ms).toBeLessThan(5_000);
  });

  test.each([
    ['4.2 MiB, at the service', 4.2],
    ['5 MiB, at the door', 5],
    ['11 MiB, beyond what the door reads', 11],
  ])('of %s is refused with 413 and a code', async (_, mebibytes) => {
    const patient = { ...adult, text: { div: 'x'.repeat(mebibytes * 1024 * 1024) } };
    const heard = await it.call('oka-interactions', callOf('patient-view', {}, { prefetch: { patient } }));
    expect(heard.status).toBe(413);
    expect(['over-size', 'too-large']).toContain(refusalOf(heard));
  });

  test('of 3 MiB is answered', async () => {
    const text = { div: 'x'.repeat(3 * 1024 * 1024) };
    const heard = await it.call(
      'oka-interactions',
      callOf('patient-view', {}, { prefetch: { patient: { ...adult, text }, medications: null, conditions: null } }),
    );
    expect(heard.status).toBe(200);
  });

  test('that holds keys of the language itself or resources without end does no harm', async () => {
    const deep = Array.from({ length: 5_000 }).reduce<string>((inner) => `{"a":${inner}}`, '1');
    const body = JSON.stringify(callOf('patient-view', {}, { prefetch: { patient: adult, conditions: null } })).replace(
      '"prefetch":{',
      `"prefetch":{"__proto__":{"resourceType":"Patient"},"constructor":{"resourceType":"Patient"},"toString":null,"medications":{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"MedicationRequest","id":"m","note":${deep},"__proto__":{"status":"active"}}}]},`,
    );
    const heard = await it.call('oka-interactions', body);
    expect(heard.status).toBe(200);
    expect(gapOf(heard)?.summary).toContain('medication list not readable');
  });

  test('that comes drop by drop does not hold up others, and a second one is answered meanwhile', async () => {
    const target = '/cds-services/oka-interactions';
    const { hostname, port } = new URL(it.apiUrl);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.write(
      `POST ${target} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${await it.tokenOf(target)}\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{`,
    );
    const drip = setInterval(() => socket.write(' '), 50);
    try {
      const heard = await it.call(
        'oka-interactions',
        callOf('patient-view', {}, { prefetch: { patient: adult, medications: null, conditions: null } }),
      );
      expect(heard.status).toBe(200);
    } finally {
      clearInterval(drip);
      socket.destroy();
    }
  });
});

describe('a value that cannot be is named, and never scored', () => {
  const vitals = (...change: object[]) => bundle(...change);
  const normal = () => [
    fresh('9279-1', 16, '/min'),
    fresh('59408-5', 97, '%'),
    fresh('8480-6', 120, 'mm[Hg]'),
    fresh('8867-4', 72, '/min'),
    fresh('8310-5', 36.8, 'Cel'),
    {
      ...fresh('67775-7', 0, '1'),
      valueQuantity: undefined,
      valueCodeableConcept: { coding: [{ system: 'http://loinc.org', code: 'LA9340-6' }], text: 'Alert' },
    },
  ];
  const but = (code: string, value: number, unit: string) =>
    vitals(...normal().map((one) => (one.id === `o-${code}` ? fresh(code, value, unit) : one)));

  test.each([
    ['SpO2 400 %', 'oka-deterioration', '59408-5', 400, '%', /[Oo]xygen|SpO/],
    ['a temperature of 400', 'oka-deterioration', '8310-5', 400, 'Cel', /[Tt]emperature/],
    ['a potassium below nothing', 'oka-critical-values', '2823-3', -7, 'mmol/L', /[Pp]otassium/],
    ['a potassium in a unit that does not convert', 'oka-critical-values', '2823-3', 7.4, 'mg/dL/h', /[Pp]otassium/],
    ['SpO2 in millimetres', 'oka-deterioration', '59408-5', 97, 'mm[Hg]', /[Oo]xygen|SpO/],
  ])('%s', async (_, service, code, value, unit, name) => {
    const keys = services.find(({ id }) => id === service)?.prefetch ?? {};
    const observations = code === '2823-3' ? vitals(fresh(code, value, unit)) : but(code, value, unit);
    const prefetch = { ...whole(keys), observations };
    const heard = await it.call(service, callOf('patient-view', {}, { prefetch }));
    expect(heard.status).toBe(200);
    const said = heard.cards.map(({ summary, detail }) => `${summary}\n${detail}`).join('\n');
    expect(said).toMatch(name);
    expect(said).toMatch(/not plausible|not readable|unit/);
    expect(heard.cards.filter(({ indicator }) => indicator === 'critical')).toEqual([]);
    expect(heard.cards.filter(({ summary }) => /NEWS2[^(]*\d+ of|NEWS2: \d|NEWS2 \d/.test(summary))).toEqual([]);
  });
});

describe('fhirServer', () => {
  const patientView = (change: object) => it.call('oka-interactions', callOf('patient-view', {}, reading(change)));
  const port = () => new URL(elsewhere.base).port;

  test.each<[string, () => string]>([
    ['another port of this machine', () => elsewhere.base],
    ['the credentials of a cloud machine', () => 'http://169.254.169.254/latest/meta-data'],
    ['the loopback by its IPv6 name', () => `http://[::1]:${port()}/fhir`],
    ['the loopback by its name', () => `http://localhost:${port()}/fhir`],
    ['the loopback as one number', () => `http://2130706433:${port()}/fhir`],
    ['the loopback in hexadecimal', () => `http://0x7f000001:${port()}/fhir`],
    ['the loopback with a part left out', () => `http://127.1:${port()}/fhir`],
    ['nothing as an address', () => `http://0.0.0.0:${port()}/fhir`],
    ['an IPv4 address in IPv6', () => `http://[::ffff:127.0.0.1]:${port()}/fhir`],
    ['a private network', () => 'http://10.0.0.1/fhir'],
    ['a name that resolves to the loopback', () => `http://localtest.me:${port()}/fhir`],
    ['a user before the listed host', () => fhir.base.replace('http://', 'http://user:secret@')],
    ['the listed host as the user of another', () => `${fhir.base.replace('/fhir', '')}@127.0.0.1:${port()}/fhir`],
    ['another path of the listed host', () => fhir.base.replace('/fhir', '/admin')],
    ['a path that climbs out', () => `${fhir.base}/../admin`],
    ['a path below the listed one', () => `${fhir.base}/r4`],
    ['TLS where the list has none', () => fhir.base.replace('http:', 'https:')],
    ['a query at its end', () => `${fhir.base}?x=`],
  ])('%s is not asked: nothing leaves for it', async (_, address) => {
    fhir.answer = elsewhere.answer = (_request, response) => response.end(JSON.stringify(adult));
    const heard = await patientView({ fhirServer: address() });
    expect([heard.status, refusalOf(heard)]).toEqual([412, 'data-missing']);
    expect([...fhir.asked, ...elsewhere.asked]).toEqual([]);
  });

  test('the listed one is asked, with GET alone; its redirects lead nowhere', async () => {
    fhir.answer = (request, response) =>
      request.url?.includes('/Patient/')
        ? response.end(JSON.stringify(adult))
        : response.writeHead(307, { location: `${elsewhere.base}/x` }).end();
    const heard = await patientView({});
    expect(gapOf(heard)?.summary).toContain('medication list the record system answered with an error');
    expect(fhir.asked.every((one) => one.startsWith('GET /fhir/'))).toBe(true);
    expect(elsewhere.asked).toEqual([]);
  });

  test('one that drips is left at the deadline: half a second, or two for safety at order-sign', async () => {
    const drips: NodeJS.Timeout[] = [];
    fhir.answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/fhir+json' });
      drips.push(setInterval(() => response.write(' '), 20));
    };
    try {
      const courtesy = await patientView({});
      expect(courtesy.status).toBe(412);
      expect(courtesy.ms).toBeLessThan(1_700);
      const draftOrders = bundle(medicine('m', 'M01AB05', 'Diclofenac', { status: 'draft' }));
      const safety = await it.call('oka-interactions', callOf('order-sign', { draftOrders }, reading()));
      expect(gapOf(safety)?.summary).toContain('Not checked: interactions');
      expect(safety.ms).toBeGreaterThan(1_500);
      expect(safety.ms).toBeLessThan(3_500);
    } finally {
      for (const drip of drips) clearInterval(drip);
    }
  });
});

describe('a token', () => {
  const target = '/cds-services/oka-interactions';
  const body = () => callOf('patient-view', {}, { prefetch: { patient: adult, medications: null, conditions: null } });
  const seconds = () => Math.floor(Date.now() / 1000);
  const pair = () => it.keys.pairs.get('ehr-berezovo') as webcrypto.JsonWebKey & { kid: string };
  const claims = (change: JWTPayload = {}): JWTPayload => ({
    iss: 'https://dev.oka.local/ehr/berezovo',
    aud: `${it.audience}${target}`,
    iat: seconds(),
    exp: seconds() + 300,
    jti: randomUUID(),
    ...change,
  });
  const signedBy = async (change: JWTPayload = {}, header: object = {}, key: object = pair(), alg = 'ES384') =>
    new SignJWT(claims(change))
      .setProtectedHeader({ alg, kid: pair().kid, typ: 'JWT', ...header })
      .sign(await importJWK(key as never, alg));
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  /** As an attacker writes it who has nothing but the public key. */
  const forged = (alg: string, sign: (text: string) => string): string => {
    const text = `${part({ alg, kid: pair().kid, typ: 'JWT' })}.${part(claims())}`;
    return `${text}.${sign(text)}`;
  };
  const publicKey = (): string => {
    const { d: _, ...rest } = pair();
    return JSON.stringify(rest);
  };
  const stranger = (curve: string): object =>
    generateKeyPairSync('ec', { namedCurve: curve }).privateKey.export({ format: 'jwk' });

  test('that is right is taken, also from a clock half a minute ahead', async () => {
    for (const change of [{}, { iat: seconds() + 30 }])
      await expect(it.call('oka-interactions', body(), { token: await signedBy(change) })).resolves.toMatchObject({
        status: 200,
      });
  });

  test.each<[string, () => string | Promise<string>]>([
    ['without a signature', () => forged('none', () => '')],
    [
      'signed with the public key as a secret',
      () => forged('HS256', (text) => createHmac('sha256', publicKey()).update(text).digest('base64url')),
    ],
    ['of another algorithm', () => signedBy({}, {}, stranger('P-256'), 'ES256')],
    ['signed by another key', () => signedBy({}, {}, stranger('P-384'))],
    ['of a key that nobody knows', () => signedBy({}, { kid: 'unknown' })],
    ['that names where to find its key', () => signedBy({}, { jku: `${fhir.base}/jwks` })],
    ['that brings its key along', () => signedBy({}, { jwk: JSON.parse(publicKey()) }, stranger('P-384'))],
    [
      'with an extension to be understood',
      () =>
        forged('ES384', () => '').replace(/^[^.]+/, part({ alg: 'ES384', kid: 'k', typ: 'JWT', crit: ['x'], x: 1 })),
    ],
    ['made for another service', () => signedBy({ aud: `${it.audience}/cds-services/oka-allergies` })],
    ['made for the whole API', () => signedBy({ aud: it.audience })],
    ['that has ended', () => signedBy({ iat: seconds() - 400, exp: seconds() - 1 })],
    ['that ends in ten years', () => signedBy({ exp: seconds() + 315_360_000 })],
    ['made by a clock far ahead', () => signedBy({ iat: seconds() + 200 })],
    ['not valid yet', () => signedBy({ nbf: seconds() + 200 })],
    ['of an issuer that nobody registered', () => signedBy({ iss: 'https://evil.test' })],
    ['of a person', () => signedBy({ iss: 'https://dev.oka.local/people' })],
    ['without a name of its own', () => signedBy({ jti: '' })],
    ['that is none', () => 'abc'],
  ])('%s is refused with 401', async (_, token) => {
    const heard = await it.call('oka-interactions', body(), { token: await token() });
    expect([heard.status, refusalOf(heard)]).toEqual([401, 'unauthenticated']);
    expect(fhir.asked).toEqual([]);
  });

  test('is used once, for a call and for feedback, however many come at the same moment', async () => {
    const token = await signedBy();
    const all = await Promise.all([1, 2, 3, 4].map(() => it.call('oka-interactions', body(), { token })));
    expect(all.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
  });
});

describe('a page of the record system in a browser', () => {
  const ask = (origin: string, target: string, method = 'POST') =>
    fetch(new URL(target, it.apiUrl), {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': method,
        'access-control-request-headers': 'authorization, content-type',
      },
    });

  test.each([
    ['/cds-services', 'GET'],
    ['/cds-services/oka-interactions', 'POST'],
    ['/cds-services/oka-interactions/feedback', 'POST'],
  ])('may call %s, and reads what is answered', async (target, method) => {
    const { status, headers } = await ask(PAGE, target, method);
    expect([status, headers.get('access-control-allow-origin')]).toEqual([204, PAGE]);
    expect(headers.get('access-control-allow-methods')).toContain(method);
    for (const name of ['authorization', 'content-type'])
      expect(headers.get('access-control-allow-headers')?.split(', ')).toContain(name);
    const heard = await it.call('oka-interactions', callOf('patient-view'), { headers: { origin: PAGE } });
    expect(heard.headers.get('access-control-allow-origin')).toBe(PAGE);
  });

  test.each(['https://evil.test', `${PAGE}.evil.test`, 'null'])('from %s is not let in', async (origin) => {
    const { status, headers } = await ask(origin, '/cds-services/oka-interactions');
    expect([status, headers.get('access-control-allow-origin')]).toEqual([403, null]);
    const heard = await it.call('oka-interactions', callOf('patient-view'), { headers: { origin } });
    expect(heard.headers.get('access-control-allow-origin')).toBeNull();
  });
});
