import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { recordId } from '../../domain/fhir/identifiers.ts';
import { edge, ID_KEY, patient, record, snils } from '../chart-examples.ts';
import { film, potassium, type Story, statesOf, story } from './story.ts';

// Each story boots its stores; a busy machine needs its time.
jest.setTimeout(60_000);

let it: Story;
beforeEach(async () => {
  it = await story();
});
afterEach(() => it.it.close());

const [A, B] = [record(1), record(2)];
const BORN = '2023-02-01';
const NUMBER = snils(7);

describe('results that went to the wrong record are withdrawn there and appear at the right one', () => {
  const owners = { [A]: 'north', [B]: 'north' };
  const merged = { kind: 'merge', survivor: B } as const;

  test('a film’s finding, when its record is merged into another, and back when the merge is undone', async () => {
    await it.tell({ items: [patient(A, { birthDate: BORN }), ...film(A)], owners });
    await it.tell({ items: [patient(B, { birthDate: BORN })], owners });
    expect(statesOf(it.held(A))).toEqual(['current warning v1']);
    expect(statesOf(it.held(B))).toEqual([]);

    await it.tell({ items: [], edges: [edge(A, B, { ...merged, said: 10 })], owners });
    expect(statesOf(it.held(A))).toEqual(['withdrawn info v2']);
    expect(statesOf(it.held(B))).toEqual(['current warning v1']);
    const withdrawn = Object.values(it.held(A))[0]?.bundle as unknown as fhir4.Bundle;
    expect(JSON.stringify(withdrawn)).toContain('entered-in-error');
    expect(Object.values(it.held(A))[0]).toMatchObject({ notify: true });

    await it.tell({ items: [], edges: [edge(A, B, { ...merged, state: 'apart', said: 20 })], owners });
    expect(statesOf(it.held(A))).toEqual(['current warning v3']);
    expect(statesOf(it.held(B))).toEqual(['withdrawn info v2']);
  });

  test('a film under a number that was merged before anybody registered it is the survivor’s', async () => {
    await it.tell({ items: film(A), owners });
    await it.tell({ items: [patient(B, { birthDate: BORN })], owners });
    expect(statesOf(it.held(B))).toEqual([]);
    await it.tell({ items: [], edges: [edge(A, B, { ...merged, said: 10 })], owners });
    expect([statesOf(it.held(A)), statesOf(it.held(B))]).toEqual([[], ['current warning v1']]);
    await it.tell({ items: [], edges: [edge(A, B, { ...merged, state: 'apart', said: 20 })], owners });
    expect([statesOf(it.held(A)), statesOf(it.held(B))]).toEqual([[], ['withdrawn info v2']]);
  });

  test('a critical value under the old number goes over to the survivor, whose physician is called, and comes back', async () => {
    await it.tell({ items: [patient(A), potassium(A), patient(B)], owners });
    await it.tell({ items: [], edges: [edge(A, B, { ...merged, said: 10 })], owners });
    expect([statesOf(it.held(A)), statesOf(it.held(B))]).toEqual([['withdrawn info v2'], ['current critical v1']]);
    expect(Object.values(it.held(B))[0]).toMatchObject({ notify: true });

    await it.tell({ items: [], edges: [edge(A, B, { ...merged, state: 'apart', said: 20 })], owners });
    expect([statesOf(it.held(A)), statesOf(it.held(B))]).toEqual([['current critical v3'], ['withdrawn info v2']]);
    // A joint statement that comes late is older than the one that parted them.
    await it.tell({ items: [], edges: [edge(A, B, { ...merged, said: 15 })], owners });
    expect(statesOf(it.held(B))).toEqual(['withdrawn info v2']);
  });

  test('the merge before the facts ends as the facts before the merge', async () => {
    await it.tell({ items: [], edges: [edge(A, B, { ...merged, said: 10 })], owners });
    await it.tell({ items: [patient(B), patient(A)], owners });
    await it.tell({ items: [potassium(A)], owners });
    expect([statesOf(it.held(A)), statesOf(it.held(B))]).toEqual([[], ['current critical v1']]);
  });
});

describe('a laboratory’s record and a hospital’s, linked by SNILS', () => {
  const owners = { [A]: 'lab', [B]: 'south' };

  test('bring the critical value to the hospital’s physicians; the corrected birth date takes it back', async () => {
    await it.tell({ items: [patient(B, { snils: NUMBER })], owners });
    await it.tell({ items: [patient(A, { snils: NUMBER, family: 'ELKINA', given: 'A.' }), potassium(A)], owners });
    expect(statesOf(it.held(B))).toEqual(['current critical v1']);
    expect(Object.values(it.held(B))[0]).toMatchObject({ ehr: 'mis-south', notify: true });
    expect(statesOf(it.held(A))).toEqual([]);

    await it.tell({ items: [patient(A, { snils: NUMBER, birthDate: '1981-05-12', said: 30 })], owners });
    expect(statesOf(it.held(B))).toEqual(['withdrawn info v2']);
  });

  test('are parted by a human, and nothing that arrives later joins them again', async () => {
    await it.tell({ items: [patient(B, { snils: NUMBER }), patient(A, { snils: NUMBER }), potassium(A)], owners });
    expect(statesOf(it.held(B))).toEqual(['current critical v1']);
    await it.tell({ items: [], edges: [edge(A, B, { kind: 'link', state: 'apart', said: 30 })], owners });
    await it.tell({ items: [patient(B, { snils: NUMBER, said: 40 })], owners });
    expect(statesOf(it.held(B))).toEqual(['withdrawn info v2']);
  });

  test('are parted by a third clinic’s patient who holds the number and differs', async () => {
    const C = record(3);
    await it.tell({ items: [patient(B, { snils: NUMBER }), patient(A, { snils: NUMBER }), potassium(A)], owners });
    await it.tell({ items: [patient(C, { snils: NUMBER, given: 'Алла' })], owners: { [C]: 'north' } });
    expect(statesOf(it.held(B))).toEqual(['withdrawn info v2']);
    expect(statesOf(it.held(C))).toEqual([]);
  });
});

describe('from the messages themselves', () => {
  const SOUTH = '1.2.643.5.1.13.13.12.2.77.2';
  const snilsOf = (number: string) => `${number}^^^&1.2.643.100.3&ISO^SS`;
  const head = (application: string, type: string, at: string) =>
    `MSH|^~\\&|${application}|X|OKA|T|${at}||${type}|${at}|P|2.5.1||||||UNICODE UTF-8`;
  const registers = (pid: string, at: string) =>
    it.receive('south', [head('HIS', 'ADT^A08', at), `EVN|A08|${at}`, pid, 'PV1|1|O']);
  const pid = (number: string, born = '19800512', name = 'Ёлкина^Анна^Фоминична') =>
    `PID|1||${number}~${snilsOf(NUMBER)}||${name}||${born}|F`;

  test('a laboratory that knows the patient by its own number and the SNILS calls the hospital’s physician', async () => {
    const patientOfSouth = recordId(ID_KEY, SOUTH, `${SOUTH}.1`, '701');
    await it.receive('lab', [
      head('LIS', 'ORU^R01', '20260301100000+0500'),
      pid('L-5^^^LAB^PI', '19800512', 'ELKINA^ANNA'),
      'OBR|1||F-1|K^Potassium^L|||20260301090000+0500|||||||||||||||20260301093000+0500|||F',
      'OBX|1|NM|2823-3^Potassium^LN||7.1|mmol/L|3.5-5.1|HH|||F',
    ]);
    expect(statesOf(it.held(patientOfSouth))).toEqual([]);

    await registers(pid('701^^^SOUTH^PI'), '20260301110000+0500');
    expect(statesOf(it.held(patientOfSouth))).toEqual(['current critical v1']);

    await registers(pid('701^^^SOUTH^PI', '19800513'), '20260301120000+0500');
    expect(statesOf(it.held(patientOfSouth))).toEqual(['withdrawn info v2']);
  });
});
