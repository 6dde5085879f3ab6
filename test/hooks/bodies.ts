import { connect } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { adult } from '../../domain/cds-hooks/example.ts';
import { callOf, granted } from './region.ts';
import { CONTEXTS, gapOf, type HookStage, reading, refusalOf } from './stage.ts';

/** Holds what becomes of calls that are malformed, too large, too deep or too slow. */
export function aboutBodies(stage: () => HookStage): void {
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
        () => ({ ...good(), ...reading(stage(), { fhirServer: 'file:///etc/passwd' }) }),
        'malformed-call',
      ],
      [
        'with a server that is no address',
        () => ({ ...good(), ...reading(stage(), { fhirServer: 'ehr' }) }),
        'malformed-call',
      ],
    ])('%s is refused with 400 in words', async (_, body, code) => {
      const heard = await stage().it.call('oka-interactions', body());
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
      const heard = await stage().it.call('oka-interactions', callOf('patient-view', {}, { prefetch: { patient } }));
      expect(heard.status).toBe(413);
      expect(['over-size', 'too-large']).toContain(refusalOf(heard));
    });

    test('of 3 MiB is answered', async () => {
      const text = { div: 'x'.repeat(3 * 1024 * 1024) };
      const heard = await stage().it.call(
        'oka-interactions',
        callOf('patient-view', {}, { prefetch: { patient: { ...adult, text }, medications: null, conditions: null } }),
      );
      expect(heard.status).toBe(200);
    });

    test('that holds keys of the language itself or resources without end does no harm', async () => {
      const deep = Array.from({ length: 5_000 }).reduce<string>((inner) => `{"a":${inner}}`, '1');
      const body = JSON.stringify(
        callOf('patient-view', {}, { prefetch: { patient: adult, conditions: null } }),
      ).replace(
        '"prefetch":{',
        `"prefetch":{"__proto__":{"resourceType":"Patient"},"constructor":{"resourceType":"Patient"},"toString":null,"medications":{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"MedicationRequest","id":"m","note":${deep},"__proto__":{"status":"active"}}}]},`,
      );
      const heard = await stage().it.call('oka-interactions', body);
      expect(heard.status).toBe(200);
      expect(gapOf(heard)?.summary).toContain('medication list not readable');
    });

    test('that comes drop by drop does not hold up others, and a second one is answered meanwhile', async () => {
      const target = '/cds-services/oka-interactions';
      const { hostname, port } = new URL(stage().it.apiUrl);
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      socket.write(
        `POST ${target} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${await stage().it.tokenOf(target)}\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{`,
      );
      const drip = setInterval(() => socket.write(' '), 50);
      try {
        const heard = await stage().it.call(
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
}
