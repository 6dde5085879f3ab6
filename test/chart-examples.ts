import { makeGroup } from '../domain/fhir/groups.ts';
import { recordId, resourceId } from '../domain/fhir/identifiers.ts';
import { type ChartItem, type IdentityEdge, RANK } from '../schemas/chart.ts';
import type { InputKey } from '../schemas/input.ts';
import { sha256Hex } from './sha256.ts';

/** Invented facts for tests of charts: everything follows from small numbers. */
export const ID_KEY = 'a5'.repeat(32);
const CLINIC_OID = '1.2.643.5.1.13.13.12.2.77.1';
const DOMAIN_OID = `${CLINIC_OID}.1`;
export const CLINIC = 'north';

export const record = (n: number): string => recordId(ID_KEY, CLINIC_OID, DOMAIN_OID, `MRN-${n}`);
export const owners = (...records: readonly string[]): Record<string, string> =>
  Object.fromEntries(records.map((one) => [one, CLINIC]));
export const input = (n: number): InputKey => ({ kind: 'record', clinic: CLINIC, sha256: sha256Hex(`input ${n}`) });

/** The instant `minutes` after the beginning of the tests' day. */
export const at = (minutes: number): string => new Date(Date.UTC(2026, 0, 31, 9) + minutes * 60_000).toISOString();

/** A creatinine of a record: `n` names it, `said` is the minute at which the laboratory said `value`. */
export function creatinine(
  of: string,
  n: number,
  {
    value = 80,
    said = 0,
    effective,
    rank = RANK.final,
    group = 'base',
  }: { value?: number; said?: number; effective?: number; rank?: number; group?: string } = {},
): ChartItem {
  return {
    record: of,
    resourceType: 'Observation',
    id: resourceId(ID_KEY, 'Observation', [DOMAIN_OID, 'filler', `F-${n}`, 'CREA', 'L', '', '0']),
    groups: {
      [group]: makeGroup(
        {
          status: 'final',
          code: { coding: [{ system: 'http://loinc.org', code: '14682-9' }] },
          effectiveDateTime: at(effective ?? said),
          valueQuantity: { value, unit: 'umol/L' },
        },
        { time: at(said), rank, receivedAt: at(said + 1) },
      ),
    },
  };
}

/** An order of a record: `n` is its number, `said` the minute at which the clinic said it. */
export const order = (of: string, n: number, said = 0): ChartItem => ({
  record: of,
  resourceType: 'ServiceRequest',
  id: resourceId(ID_KEY, 'ServiceRequest', [DOMAIN_OID, 'placer', `N-${n}`]),
  groups: {
    base: makeGroup(
      { status: 'active', intent: 'order' },
      { time: at(said), rank: RANK.final, receivedAt: at(said + 1) },
    ),
  },
});

/** A possible SNILS, another one for each number below 90,000: no digit of the nine stands three times in a row. */
export function snils(n: number): string {
  const [a, b, c, d, e] = [...String(10_000 + n)].map(Number) as [number, number, number, number, number];
  const nine = [a, (a + 1) % 10, b, (b + 1) % 10, c, (c + 1) % 10, d, (d + 1) % 10, e];
  const sum = nine.reduce((total, digit, place) => total + digit * (9 - place), 0);
  return `${nine.join('')}${String((sum % 101) % 100).padStart(2, '0')}`;
}

type Demographics = {
  snils?: string;
  birthDate?: string;
  sex?: 'male' | 'female';
  family?: string;
  given?: string;
  said?: number;
};

/** A registered patient; equal but for what is named. `said` is the minute at which the clinic said it. */
export function patient(of: string, more: Demographics = {}): ChartItem {
  const { snils: number, birthDate = '1980-05-12', sex = 'female', family = 'Ёлкина', given = 'Анна', said = 0 } = more;
  const identifier = [
    { system: `urn:oid:${DOMAIN_OID}`, value: of },
    ...(number === undefined ? [] : [{ system: 'urn:oid:1.2.643.100.3', value: number }]),
  ];
  const value = { identifier, birthDate, gender: sex, name: [{ family, given: [given] }] };
  return {
    record: of,
    resourceType: 'Patient',
    id: of,
    groups: { demographics: makeGroup(value, { time: at(said), rank: RANK.final, receivedAt: at(said + 1) }) },
  };
}

export const CREATININE = 'Observation:http://loinc.org|14682-9';

export function edge(
  a: string,
  b: string,
  {
    state = 'joined' as IdentityEdge['state'],
    said = 0,
    kind = 'merge' as IdentityEdge['kind'],
    survivor = undefined as string | undefined,
  } = {},
): IdentityEdge {
  const { stamp } = makeGroup({ state, survivor }, { time: at(said), rank: RANK.final, receivedAt: at(said + 1) });
  return { records: [a, b], kind, state, stamp, ...(survivor === undefined ? {} : { survivor }) };
}
