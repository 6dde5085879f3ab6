import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { StudySettings } from '../../schemas/region.ts';
import type { Finding } from '../../schemas/result.ts';
import {
  KIND_EXTENSION,
  MANIFEST_EXTENSION,
  type ProcedureStep,
  RECEIVED_EXTENSION,
  REJECTION_EXTENSION,
  STEP_EXTENSION,
} from '../../schemas/study.ts';
import { type Completeness, completenessOf, saidOf } from './completeness.ts';
import { closedAfter } from './quiet.ts';

const DOMAIN = '1.2.643.1';
const SETTINGS: StudySettings = {
  examinations: [
    { code: 'РГ-1', images: 1 },
    { code: 'РГ-2', images: 2 },
  ],
  quietSeconds: 120,
  patienceSeconds: 3600,
};
const at = (seconds: number): string => new Date(Date.UTC(2026, 2, 1, 5) + seconds * 1000).toISOString();

type Story = {
  /** Seconds at which each image was accepted; image n has the UID `1.n`. */
  images?: readonly number[];
  steps?: readonly ProcedureStep[];
  manifest?: readonly string[];
  rejected?: readonly string[];
  orders?: readonly (readonly [code: string, status?: fhir4.ServiceRequest['status']])[];
  measured?: readonly string[];
  /** Seconds until which the region has waited. */
  passed?: number;
  kind?: string;
  sopClass?: string;
};

function stateOf({
  images = [0],
  steps = [],
  manifest,
  rejected,
  orders = [],
  passed,
  kind,
  sopClass = 'c',
  ...story
}: Story) {
  const accession = { type: { coding: [{ code: 'ACSN' }] }, system: `urn:oid:${DOMAIN}`, value: 'A-1' };
  const uids = images.map((_, place) => `1.${place + 1}`);
  const json = (url: string, value: unknown) => ({ url, valueString: JSON.stringify(value) });
  const study: fhir4.ImagingStudy = {
    resourceType: 'ImagingStudy',
    id: 's',
    status: 'available',
    subject: {},
    identifier: [accession],
    extension: [
      ...images.map((seconds) => ({ url: RECEIVED_EXTENSION, valueInstant: at(seconds) })),
      ...steps.map((step) => json(STEP_EXTENSION, step)),
      ...(manifest ? [json(MANIFEST_EXTENSION, manifest)] : []),
      ...(rejected ? [json(REJECTION_EXTENSION, { code: '113001', instances: rejected })] : []),
    ],
    series: [
      {
        uid: '1',
        modality: { code: 'DX' },
        instance: uids.map((uid) => ({
          uid,
          sopClass: { code: sopClass },
          extension: [{ url: KIND_EXTENSION, valueCode: kind ?? 'image' }],
        })),
      },
    ],
  };
  return completenessOf({
    study,
    orders: orders.map(([code, status = 'active'], place) => ({
      resourceType: 'ServiceRequest',
      id: String(place),
      status,
      intent: 'order',
      subject: {},
      identifier: [accession],
      code: { coding: [{ code }] },
    })),
    measured: new Set(story.measured ?? uids),
    passed: passed === undefined ? undefined : at(passed),
    settings: SETTINGS,
  });
}

const done = (...instances: string[]): ProcedureStep => ({ status: 'COMPLETED', instances });
const underWay: ProcedureStep = { status: 'IN PROGRESS', instances: [] };
const brokenOff: ProcedureStep = { status: 'DISCONTINUED', instances: ['1.1'] };
const complete = (by: string) => ({ state: 'complete', by });
const waiting = (seconds: number) => ({ state: 'waiting', until: at(seconds) });

test.each<[string, Story, object]>([
  ['a step that is completed, with all it names', { steps: [done('1.1')] }, complete('procedure-step')],
  ['a completed step that names nothing, whose images may be behind it', { steps: [done()] }, waiting(120)],
  ['a completed step that names nothing, when it has been quiet', { steps: [done()], passed: 120 }, complete('quiet')],
  [
    'a completed step that names nothing, with what was ordered',
    { steps: [done()], orders: [['РГ-1']] },
    complete('order'),
  ],
  ['a completed step that names an image to come', { steps: [done('1.1', '1.2')] }, waiting(3600)],
  ['a step under way, whatever the order says', { steps: [underWay], orders: [['РГ-1']] }, waiting(3600)],
  ['two steps of which one is under way', { steps: [done('1.1'), underWay] }, waiting(3600)],
  ['a step that was broken off', { steps: [brokenOff] }, { state: 'discontinued' }],
  ['one broken off and one completed', { steps: [brokenOff, done('1.1')] }, complete('procedure-step')],
  ['a manifest of what is there', { manifest: ['1.1'] }, complete('manifest')],
  ['a manifest of more, whatever the order says', { manifest: ['1.1', '1.2'], orders: [['РГ-1']] }, waiting(3600)],
  ['an order of one image', { orders: [['РГ-1']] }, complete('order')],
  ['an order of one image in another case', { orders: [['рг-1']] }, complete('order')],
  ['an order of two images with one', { orders: [['РГ-2']] }, waiting(3600)],
  ['an order of two images with both', { images: [0, 30], orders: [['РГ-2']] }, complete('order')],
  ['two orders under one number', { images: [0, 5], orders: [['РГ-1'], ['РГ-1']] }, complete('order')],
  ['a revoked second order', { orders: [['РГ-1'], ['РГ-2', 'revoked']] }, complete('order')],
  ['an order that is not listed', { orders: [['КТ']] }, waiting(120)],
  ['no order, before the quiet is over', { passed: 119 }, waiting(120)],
  ['no order, when it has been quiet', { passed: 120 }, complete('quiet')],
  ['no order, and a second image just before', { images: [0, 100], passed: 120 }, waiting(220)],
  ['an image that comes long after the quiet', { images: [0, 9000] }, complete('quiet')],
  ['an image that nobody has measured', { orders: [['РГ-1']], measured: [] }, waiting(3600)],
  ['a photo, which no model measures', { kind: 'document', measured: [], passed: 120 }, complete('quiet')],
  [
    'raw pixels for processing, which no model measures',
    { sopClass: 'urn:oid:1.2.840.10008.5.1.4.1.1.1.1.1', measured: [], passed: 120 },
    complete('quiet'),
  ],
  [
    'a rejected image and its retake',
    { images: [0, 20], rejected: ['1.1'], orders: [['РГ-1']], measured: ['1.2'] },
    complete('order'),
  ],
  ['a rejected image without its retake', { rejected: ['1.1'], orders: [['РГ-1']] }, waiting(3600)],
  ['what is announced and never comes', { orders: [['РГ-2']], passed: 3600 }, { state: 'given-up' }],
  ['no image at all', { images: [] }, complete('quiet')],
])('a study with %s', (_, story, expected) => {
  expect(stateOf(story)).toEqual(expected);
});

describe('as time goes by', () => {
  const story = fc.record({
    images: fc.array(fc.integer({ min: 0, max: 8000 }), { minLength: 1, maxLength: 4 }),
    steps: fc.subarray([done('1.1'), done('1.2'), underWay, brokenOff]),
    orders: fc.subarray([['РГ-1'], ['РГ-2'], ['КТ']] as [string][]),
    unmeasured: fc.boolean(),
  });
  const asStory = ({
    unmeasured,
    ...rest
  }: {
    images: number[];
    steps: ProcedureStep[];
    orders: [string][];
    unmeasured: boolean;
  }): Story => ({
    ...rest,
    ...(unmeasured ? { measured: [] } : {}),
  });

  test('what was complete stays so, and every study is settled once its wait has passed', () => {
    fc.assert(
      fc.property(story, fc.nat(20_000), fc.nat(20_000), (one, early, more) => {
        const before = stateOf({ ...asStory(one), passed: early });
        const after = stateOf({ ...asStory(one), passed: early + more });
        if (before.state === 'complete' || before.state === 'discontinued') expect(after).toEqual(before);
        const settled = (state: Completeness): Completeness => {
          if (state.state !== 'waiting') return state;
          const until = (Date.parse(state.until) - Date.parse(at(0))) / 1000;
          return settled(stateOf({ ...asStory(one), passed: until }));
        };
        expect(['complete', 'discontinued', 'given-up']).toContain(settled(after).state);
      }),
    );
  });

  test('the order in which images were accepted changes nothing', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 50, 400, 401], { minLength: 2 }), fc.nat(600), (images, passed) => {
        const receipts = images.map(at);
        const sorted = [...receipts].sort();
        expect(closedAfter(receipts, 120, at(passed))).toBe(closedAfter(sorted, 120, at(passed)));
      }),
    );
  });
});

test.each([
  ['present', 'complete', 'present', undefined],
  ['absent', 'complete', 'absent', undefined],
  ['present', 'waiting', 'present', true],
  ['absent', 'waiting', undefined, undefined],
  ['indeterminate', 'waiting', undefined, undefined],
  ['not-assessed', 'waiting', undefined, undefined],
  ['present', 'given-up', 'present', true],
  ['indeterminate', 'given-up', 'indeterminate', true],
  ['absent', 'given-up', 'not-assessed', true],
  ['present', 'discontinued', undefined, undefined],
])('%s of a study that is %s is said as %s', (state, completeness, said, incomplete) => {
  const finding = { state, derived: {} } as unknown as Finding;
  const told = saidOf({ finding }, { state: completeness } as Completeness);
  expect('finding' in told ? [told.finding.state, told.finding.incomplete] : [undefined, undefined]).toEqual([
    said,
    incomplete,
  ]);
});
