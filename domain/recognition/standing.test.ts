import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RegionModelDecision, StoredModelDecision } from '../../schemas/governance.ts';
import { RegionFile } from '../../schemas/region.ts';
import { decided, EVIDENCE } from './examples.ts';
import { type About, type ModelDecisions, shortfallsOf, speakerOf, standingAt, standingOf } from './standing.ts';

const at = (day: number): string => `2026-03-${String(day).padStart(2, '0')}T08:00:00.000Z`;
const region = (...decisions: RegionModelDecision[]): ModelDecisions => ({ models: { m: decisions }, stored: [] });
const stored = (change: Partial<StoredModelDecision> = {}): StoredModelDecision => ({
  ...{ model: 'm', act: 'suspend', since: at(10), at: at(10), by: 'duty', why: 'a new tube' },
  ...change,
});
const real = {
  waiver: undefined,
  legalBasis: 'order 12 of the ministry of the region',
  acceptance: { films: 120, readers: ['A. One', 'B. Two'], agreement: 0.9, on: '2026-02-01' },
};
const standing = (decisions: ModelDecisions, acceptedAt = at(1), clinic = 'north', about = { evidence: EVIDENCE }) =>
  standingOf('m', '1.0.0', clinic, acceptedAt, decisions, about);

describe('the standing of a version', () => {
  test('is draft where the region has decided nothing, on another version, or only for later images', () => {
    expect(standing({ models: {}, stored: [] })).toBe('draft');
    expect(standing(region(decided({ version: '2.0.0' })))).toBe('draft');
    expect(standing(region(decided({ on: '2026-03-02' })), at(1))).toBe('draft');
    expect(standing(region(decided({ on: '2026-03-02' })), at(2))).toBe('active');
  });

  test('is what the newest decision says, wherever it stands in the file', () => {
    const [first, second] = [decided({ on: '2026-01-01' }), decided({ on: '2026-03-05', state: 'shadow' })];
    for (const decisions of [region(first, second), region(second, first)])
      expect([standing(decisions, at(4)), standing(decisions, at(5))]).toEqual(['active', 'shadow']);
  });

  test('is active with figures, acceptance by two radiologists on 100 films, and a legal basis', () => {
    expect(standing(region(decided(real as Partial<RegionModelDecision>)))).toBe('active');
  });

  test.each<[string, object, object]>([
    ['figures', {}, { evidence: undefined }],
    ['AUC', {}, { evidence: { ...EVIDENCE, auc: 0.8 } }],
    ['lower bound', {}, { evidence: { ...EVIDENCE, aucLower95: 0.74 } }],
    ['calibration', {}, { evidence: { ...EVIDENCE, calibrated: false } }],
    ['CARD.md', {}, { evidence: { ...EVIDENCE, card: false } }],
    ['films of the region', { acceptance: { ...real.acceptance, films: 99 } }, { evidence: EVIDENCE }],
    ['radiologists', { acceptance: { ...real.acceptance, readers: ['A. One', 'A. One'] } }, { evidence: EVIDENCE }],
    ['films of the region', { acceptance: undefined }, { evidence: EVIDENCE }],
    ['legal basis', { legalBasis: undefined }, { evidence: EVIDENCE }],
  ])('falls back to shadow without %s, and says so', (word, change, about) => {
    const decision = decided({ ...real, ...change } as Partial<RegionModelDecision>);
    expect(standing(region(decision), at(1), 'north', about as { evidence: typeof EVIDENCE })).toBe('shadow');
    const { evidence } = about as { evidence?: typeof EVIDENCE };
    expect(shortfallsOf(decision, evidence).join('; ')).toContain(word);
  });

  test('invented patients stand in for acceptance, never for figures', () => {
    expect(standing(region(decided()))).toBe('active');
    expect(standing(region(decided()), at(1), 'north', { evidence: { ...EVIDENCE, auc: 0.7 } })).toBe('shadow');
  });

  test('a canary speaks for its clinics and its share of the studies, and is in shadow elsewhere', () => {
    const clinics = region(decided({ canary: { clinics: ['south'] } }));
    expect([standing(clinics), standing(clinics, at(1), 'south')]).toEqual(['shadow', 'active']);
    const some = region(decided({ canary: { share: 0.2 } }));
    const drawn = Array.from({ length: 500 }, (_, study) =>
      standingOf('m', '1.0.0', 'north', at(1), some, { evidence: EVIDENCE, study: String(study) }),
    ).filter((one) => one === 'active').length;
    expect(drawn).toBeGreaterThan(60);
    expect(drawn).toBeLessThan(140);
    expect(standing(some)).toBe('shadow');
  });
});

describe('the standing of a version at a clinic as a whole', () => {
  const whole = (decisions: ModelDecisions, clinic = 'north', { evidence }: About = { evidence: EVIDENCE }) =>
    standingAt({ model: 'm', version: '1.0.0', clinic }, at(20), decisions, evidence);

  test('is active where a canary speaks for any share of its studies, and shadow at clinics it does not speak for', () => {
    const canary = region(decided({ canary: { clinics: ['north'], share: 0.01 } }));
    expect([whole(canary), whole(canary, 'south')]).toEqual(['active', 'shadow']);
    const ended = region(decided({ state: 'suspended', canary: { clinics: ['north'] } }));
    expect([whole(ended), whole(ended, 'south')]).toEqual(['suspended', 'shadow']);
  });

  test('is shadow without figures, and suspended by a stored suspension', () => {
    expect(whole(region(decided()), 'north', {})).toBe('shadow');
    const both = { ...region(decided()), stored: [stored({ clinic: 'north' })] };
    expect([whole(both), whole(both, 'south')]).toEqual(['suspended', 'active']);
  });
});

describe('a suspension', () => {
  const decisions = (...all: StoredModelDecision[]): ModelDecisions => ({ ...region(decided()), stored: all });

  test('holds for its clinic from its time on; images accepted before stay as they were', () => {
    const one = decisions(stored({ clinic: 'north' }));
    expect([standing(one, at(9)), standing(one, at(10)), standing(one, at(20), 'south')]).toEqual([
      'active',
      'suspended',
      'active',
    ]);
  });

  test('ends for images accepted from the time on that who resumes names', () => {
    const both = [stored({ clinic: 'north' }), stored({ act: 'resume', clinic: 'north', since: at(15), at: at(15) })];
    for (const all of [both, [...both].reverse()])
      expect([at(9), at(10), at(14), at(15)].map((time) => standing(decisions(...all), time))).toEqual([
        'active',
        'suspended',
        'suspended',
        'active',
      ]);
  });

  test('of one clinic does not end with that of every clinic, nor the other way round', () => {
    const everywhere = stored({ act: 'resume', since: at(11), at: at(11) });
    expect(standing(decisions(stored({ clinic: 'north' }), everywhere), at(12))).toBe('suspended');
    const ofNorth = stored({ act: 'resume', clinic: 'north', since: at(11), at: at(11) });
    expect(standing(decisions(stored(), ofNorth), at(12))).toBe('suspended');
  });

  test('comes back when it is decided again', () => {
    const again = stored({ since: at(20), at: at(20) });
    const resumed = stored({ act: 'resume', since: at(15), at: at(15) });
    expect(standing(decisions(again, resumed, stored()), at(21))).toBe('suspended');
  });

  test('gives a model that stands in shadow no more than shadow', () => {
    const shadow = { ...region(decided({ state: 'shadow' })), stored: [stored({ act: 'resume' })] };
    expect(standing(shadow, at(20))).toBe('shadow');
  });

  test('any order of stored decisions gives the same standing', () => {
    const decision = fc.record({
      act: fc.constantFrom('suspend' as const, 'resume' as const),
      clinic: fc.constantFrom(undefined, 'north', 'south'),
      since: fc.integer({ min: 1, max: 20 }).map(at),
      at: fc.integer({ min: 1, max: 20 }).map(at),
    });
    fc.assert(
      fc.property(fc.array(decision, { maxLength: 6 }), fc.integer({ min: 1, max: 20 }), (all, day) => {
        const made = all.map((one) => stored(one as Partial<StoredModelDecision>));
        expect(standing(decisions(...[...made].reverse()), at(day))).toBe(standing(decisions(...made), at(day)));
      }),
    );
  });
});

describe('of several versions', () => {
  const two = [
    { version: '1.0.0', evidence: EVIDENCE },
    { version: '2.0.0', evidence: EVIDENCE },
  ];
  const speaker = (decisions: ModelDecisions, acceptedAt = at(12), clinic = 'north', candidates = two) => {
    const found = speakerOf('m', candidates, { clinic, acceptedAt }, decisions);
    return found && `${found.candidate.version} ${found.standing}`;
  };
  const canary = decided({ version: '2.0.0', on: '2026-03-05', canary: { clinics: ['north'] } });

  test('the one decided on last speaks, at the clinics it is meant for', () => {
    const decisions = region(decided(), canary);
    expect([speaker(decisions), speaker(decisions, at(12), 'south'), speaker(decisions, at(4))]).toEqual([
      '2.0.0 active',
      '1.0.0 active',
      '1.0.0 active',
    ]);
  });

  test('suspending the newer one is the way back: the older one speaks again', () => {
    const back = stored({ version: '2.0.0', since: at(5), at: at(13) });
    expect(speaker({ ...region(decided(), canary), stored: [back] })).toBe('1.0.0 active');
    expect(speaker({ ...region(decided(), canary), stored: [stored()] })).toBe('2.0.0 suspended');
  });

  test('in shadow none speaks', () => {
    expect(speaker(region(decided({ state: 'shadow' })))).toBeUndefined();
  });

  test('an image that only the older one has measured is spoken of by it', () => {
    expect(speaker(region(decided(), canary), at(12), 'north', two.slice(0, 1))).toBe('1.0.0 active');
  });
});

describe('a region file', () => {
  const file = (change: object) =>
    RegionFile.safeParse({
      id: 'real',
      title: { en: 'Real', ru: 'Настоящая' },
      zone: 'Asia/Yekaterinburg',
      audience: 'https://oka.real',
      clinics: [
        {
          id: 'north',
          title: { en: 'North', ru: 'Север' },
          oid: '1.2.643.5.1',
          zone: 'Asia/Yekaterinburg',
          domains: [],
          senders: [],
        },
      ],
      ehrs: [],
      critical: { deadlineSeconds: 60 },
      ...change,
    });

  test('of real patients may not waive local acceptance', () => {
    const refused = file({ models: { m: [decided()] } });
    expect(refused.success).toBe(false);
    expect(JSON.stringify(refused.error?.issues)).toContain('only a region of invented patients');
    expect(file({ models: { m: [decided()] }, invented: true }).success).toBe(true);
    expect(file({ models: { m: [decided(real as Partial<RegionModelDecision>)] } }).success).toBe(true);
  });

  test('names no clinic in a canary that is none', () => {
    const models = { m: [decided({ canary: { clinics: ['nowhere'] } })] };
    expect(file({ models, invented: true }).success).toBe(false);
  });
});
