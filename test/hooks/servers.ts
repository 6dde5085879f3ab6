import { describe, expect, test } from '@jest/globals';
import { adult, bundle, medicine } from '../../domain/cds-hooks/example.ts';
import { callOf } from './region.ts';
import { gapOf, type HookStage, reading, refusalOf } from './stage.ts';

/** Holds which FHIR servers are asked, and how long. */
export function aboutServers(stage: () => HookStage): void {
  describe('fhirServer', () => {
    const patientView = (change: object) =>
      stage().it.call('oka-interactions', callOf('patient-view', {}, reading(stage(), change)));
    const port = () => new URL(stage().elsewhere.base).port;

    test.each<[string, () => string]>([
      ['another port of this machine', () => stage().elsewhere.base],
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
      ['a user before the listed host', () => stage().fhir.base.replace('http://', 'http://user:secret@')],
      [
        'the listed host as the user of another',
        () => `${stage().fhir.base.replace('/fhir', '')}@127.0.0.1:${port()}/fhir`,
      ],
      ['another path of the listed host', () => stage().fhir.base.replace('/fhir', '/admin')],
      ['a path that climbs out', () => `${stage().fhir.base}/../admin`],
      ['a path below the listed one', () => `${stage().fhir.base}/r4`],
      ['TLS where the list has none', () => stage().fhir.base.replace('http:', 'https:')],
      ['a query at its end', () => `${stage().fhir.base}?x=`],
    ])('%s is not asked: nothing leaves for it', async (_, address) => {
      stage().fhir.answer = stage().elsewhere.answer = (_request, response) => response.end(JSON.stringify(adult));
      const heard = await patientView({ fhirServer: address() });
      expect([heard.status, refusalOf(heard)]).toEqual([412, 'data-missing']);
      expect([...stage().fhir.asked, ...stage().elsewhere.asked]).toEqual([]);
    });

    test('the listed one is asked, with GET alone; its redirects lead nowhere', async () => {
      stage().fhir.answer = (request, response) =>
        request.url?.includes('/Patient/')
          ? response.end(JSON.stringify(adult))
          : response.writeHead(307, { location: `${stage().elsewhere.base}/x` }).end();
      const heard = await patientView({});
      expect(gapOf(heard)?.summary).toContain('medication list the record system answered with an error');
      expect(stage().fhir.asked.every((one) => one.startsWith('GET /fhir/'))).toBe(true);
      expect(stage().elsewhere.asked).toEqual([]);
    });

    test('one that drips is left at the deadline: half a second, or two for safety at order-sign', async () => {
      const drips: NodeJS.Timeout[] = [];
      stage().fhir.answer = (_, response) => {
        response.writeHead(200, { 'content-type': 'application/fhir+json' });
        drips.push(setInterval(() => response.write(' '), 20));
      };
      try {
        const courtesy = await patientView({});
        expect(courtesy.status).toBe(412);
        expect(courtesy.ms).toBeLessThan(1_700);
        const draftOrders = bundle(medicine('m', 'M01AB05', 'Diclofenac', { status: 'draft' }));
        const safety = await stage().it.call(
          'oka-interactions',
          callOf('order-sign', { draftOrders }, reading(stage())),
        );
        expect(gapOf(safety)?.summary).toContain('Not checked: interactions');
        expect(safety.ms).toBeGreaterThan(1_500);
        expect(safety.ms).toBeLessThan(3_500);
      } finally {
        for (const drip of drips) clearInterval(drip);
      }
    });
  });
}
