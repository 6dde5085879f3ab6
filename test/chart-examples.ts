import { makeGroup } from '../domain/fhir/groups.ts';
import { recordId, resourceId } from '../domain/fhir/identifiers.ts';
import { type ChartItem, type IdentityEdge, RANK } from '../schemas/chart.ts';
import type { InputKey } from '../schemas/input.ts';
import { sha256Hex } from './sha256.ts';

/** Invented facts for tests of charts: everything follows from small numbers. */
const ID_KEY = 'a5'.repeat(32);
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
