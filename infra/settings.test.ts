import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { readSettings } from './settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'oka-settings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sample = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'samples/region/region.json'), 'utf8'));
const regionFile = (change: object): string => {
  const path = join(folder, 'region.json');
  writeFileSync(path, JSON.stringify({ ...sample, ...change }));
  return path;
};
const issuer = { iss: 'https://people.example', kind: 'person' };

describe('settings of a synthesis', () => {
  test('a development issuer is refused in a deployment and allowed on one machine', () => {
    const OKA_REGION = regionFile({ issuers: [{ ...issuer, development: true }] });
    expect(() => readSettings({ OKA_REGION })).toThrow(/development issuer https:\/\/people\.example/);
    expect(readSettings({ OKA_REGION, OKA_LOCAL: '1' }).local).toBe(true);
  });

  test('an issuer of a deployment is taken', () => {
    const settings = readSettings({ OKA_REGION: regionFile({ issuers: [issuer] }) });
    expect(settings.region.issuers).toHaveLength(1);
  });

  test('a clinic whose record system is not registered is refused: its results would have nowhere to go', () => {
    expect(() => readSettings({ OKA_REGION: regionFile({ ehrs: [] }) })).toThrow(/names the EHR/);
  });

  test('a gateway that the functions cannot reach is refused in a deployment', () => {
    const OKA_REGION = regionFile({ gateway: { url: 'http://127.0.0.1:9000/messages' } });
    expect(() => readSettings({ OKA_REGION })).toThrow(/"gateway" must be reached by HTTPS on port 443/);
    expect(readSettings({ OKA_REGION, OKA_LOCAL: '1' }).local).toBe(true);
    expect(() => readSettings({ OKA_REGION: regionFile({ gateway: { url: 'https://sms.local/m' } }) })).not.toThrow();
  });

  test('a sign-in whose tokens nobody would take is refused, and in a deployment one over a line that anybody can change', () => {
    const at = (signIn: object, issuers: object[] = [issuer]) => regionFile({ issuers, signIn });
    const OKA_LOCAL = '1';
    for (const issuers of [[], [{ ...issuer, kind: 'operator' }]])
      expect(() => readSettings({ OKA_REGION: at({ issuer: issuer.iss }, issuers), OKA_LOCAL })).toThrow(
        /"signIn" names https:\/\/people\.example, which is no issuer of persons/,
      );
    for (const more of [{ discovery: 'http://id.local/openid' }, { origins: ['http://id.local'] }]) {
      const OKA_REGION = at({ issuer: issuer.iss, ...more });
      expect(() => readSettings({ OKA_REGION })).toThrow(/"signIn" must be reached by HTTPS, not http:\/\/id\.local/);
      expect(readSettings({ OKA_REGION, OKA_LOCAL }).local).toBe(true);
    }
    expect(() => readSettings({ OKA_REGION: at({ issuer: issuer.iss }) })).not.toThrow();
  });

  test('a region whose clinics publish and have nobody on duty is refused', () => {
    expect(() => readSettings({ OKA_REGION: regionFile({ people: [], duty: [] }) })).toThrow(
      /nobody is on duty for district, post: .*docs\/duty\.md/,
    );
  });

  test('a fault of the region file is told with its place', () => {
    expect(() => readSettings({ OKA_REGION: regionFile({ zone: 'Nowhere' }) })).toThrow(/zone/);
    expect(() => readSettings({ OKA_REGION: join(folder, 'none.json') })).toThrow(/OKA_REGION names another/);
  });
});
