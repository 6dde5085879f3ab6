import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { TakenNotice } from '../../local/gateway/gateway.ts';
import type { Party } from '../../local/keys.ts';
import { readRegion } from '../../platform/region.ts';
import { fullName, PEOPLE } from '../../samples/day/people.ts';
import type { DutyAnswer, DutyCallsAnswer } from '../../schemas/api/duty.ts';
import type { PlayedDay } from './played.ts';

const person = (id: string, roles: string[] = ['physician']): Party => ({
  kind: 'person',
  id,
  clinic: 'district',
  roles,
});
const DUTY = person('duty-berezovo', ['physician', 'duty-manager']);

/** Holds what became of the critical result of a patient whose doctor was away, and of one that nobody answered. */
export function aboutTheAbsentDoctor(played: () => PlayedDay): void {
  const json = async <T>(path: string, party: Party = DUTY, init?: RequestInit): Promise<T> =>
    (await (await played().ask(path, party, init)).json()) as T;
  const delivered = async (of: string, name: string) => {
    const { deliveries = [] } = await played().traceOf(of, name);
    const found = deliveries.find(({ severity }) => severity === 'critical');
    if (found === undefined) throw new Error(`nothing critical of ${of}`);
    return found;
  };
  const sent = (): TakenNotice[] =>
    readFileSync(join(played().dataFolder, 'gateway', 'messages.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));

  describe('the doctor who is away', () => {
    test('is asked nothing: whoever is on duty is asked by desk and SMS, and takes note', async () => {
      const { notices, recipients, acknowledged } = await delivered('doctor-away', 'laboratory-L-9025');
      expect(recipients).toContainEqual({ person: 'physician-away', as: 'attending' });
      expect(notices.map(({ to }) => to)).not.toContain('physician-away');
      for (const channel of ['desk', 'sms'])
        expect(notices).toContainEqual(expect.objectContaining({ to: 'duty-berezovo', channel, outcome: 'sent' }));
      expect(acknowledged).toMatchObject({
        by: 'duty-berezovo',
        readBack: { says: expect.stringMatching(/^6[.,]9$/) },
      });
      expect(played().said.some((line) => /^Absent doctor: .* duty-berezovo took note/.test(line))).toBe(true);
    });

    test('stands on the duty list as absent, as the duty manager told it', async () => {
      const { people, changes } = await json<DutyAnswer>('/duty/district');
      expect(people.find((one) => one.person === 'physician-away')).toMatchObject({ isAbsent: true });
      expect(changes).toMatchObject([{ change: { kind: 'absence' }, said: { by: 'duty-berezovo' } }]);
    });
  });

  describe('mail and SMS of the day', () => {
    test('went to nobody absent, each once, and no word of a patient', () => {
      const { people } = readRegion(join(played().dataFolder, 'region.json'));
      const numbersOf = (id: string) =>
        people.find((one) => one.id === id)?.channels.map(({ address }) => address) ?? [];
      const messages = sent();
      expect(messages.length).toBeGreaterThan(3);
      expect(messages.filter(({ to }) => numbersOf('physician-away').includes(to))).toEqual([]);
      expect(new Set(messages.map(({ id }) => id)).size).toBe(messages.filter(({ isRepeat }) => !isRepeat).length);
      const said = messages.map(({ text }) => text).join('\n');
      for (const { family, given, number } of PEOPLE)
        for (const word of [family, given, number]) expect(said).not.toContain(word);
      expect(said).not.toMatch(/\d[.,]\d/);
      expect(PEOPLE.map(fullName).filter((name) => said.includes(name))).toEqual([]);
    });
  });

  describe('the result that nobody answers', () => {
    test('has asked one after another, and sounds until somebody takes it', async () => {
      const delivery = await delivered('potassium-silent', 'laboratory-L-9003');
      expect(delivery.acknowledged).toBeUndefined();
      expect(delivery.alarm).toMatchObject({ since: expect.any(String) });
      expect(new Set(delivery.notices.map(({ to }) => to)).size).toBeGreaterThan(1);
      expect(played().said.some((line) => /^The duty alarm sounds since .*Мнимая/.test(line))).toBe(true);

      const { record } = await played().traceOf('potassium-silent', 'laboratory-L-9003');
      const take = `/desk-api/alarms/${record}/${delivery.resultId}/take`;
      expect((await played().ask(take, DUTY, { method: 'POST' })).status).toBe(200);
      const taken = await delivered('potassium-silent', 'laboratory-L-9003');
      expect(taken.alarm).toMatchObject({ takenBy: 'duty-berezovo' });
      expect(taken.acknowledged).toBeUndefined();
    });

    test('stands on the duty desk’s list of calls, with numbers and without the patient', async () => {
      const { calls } = await json<DutyCallsAnswer>('/duty/district/calls');
      const text = JSON.stringify(calls);
      for (const { family } of PEOPLE) expect(text).not.toContain(family);
      for (const { numbers, state } of calls) if (state === 'open') expect(numbers.length).toBeGreaterThan(0);
    });
  });
}
