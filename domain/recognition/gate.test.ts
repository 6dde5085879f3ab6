import { describe, expect, test } from '@jest/globals';
import type { ImageFacts, IntendedUse } from '../../schemas/measurement.ts';
import { IMAGE_FAULTS } from '../../schemas/quality.ts';
import { type DicomHeader, imageFactsOf } from '../dicom/header.ts';
import { headerFault, imageReason } from './gate.ts';

const USE: IntendedUse = {
  modalities: ['CR', 'DX'],
  bodyParts: ['CHEST'],
  views: ['AP', 'PA'],
  ageMonths: { min: 12, max: 71 },
  photometric: ['MONOCHROME1', 'MONOCHROME2'],
  minimumPixels: 256,
};
const facts = (change: Partial<ImageFacts> = {}): ImageFacts => ({
  modality: 'DX',
  bodyPart: 'CHEST',
  view: 'AP',
  words: [],
  photometric: 'MONOCHROME2',
  rows: 2000,
  columns: 1600,
  ...change,
});

describe('the header gate of a model for knees', () => {
  const use: IntendedUse = { ...USE, bodyParts: ['KNEE'], minimumPixels: 112, laterality: 'stated' };
  const knee = (change: Partial<ImageFacts> = {}) => facts({ bodyPart: 'KNEE', laterality: 'R', ...change });

  test.each<[string | undefined, Partial<ImageFacts>]>([
    [undefined, {}],
    [undefined, { bodyPart: undefined, words: ['Right knee, standing'] }],
    [undefined, { bodyPart: undefined, words: ['Рентгенография коленного сустава'] }],
    ['body-part', { bodyPart: 'CHEST' }],
    ['body-part', { bodyPart: undefined, words: ['ankle'] }],
    ['laterality', { laterality: undefined }],
    ['laterality', { laterality: 'B' }],
  ])('%s for %j', (fault, change) => {
    expect(headerFault(knee(change), [], use)).toBe(fault);
  });
});

describe('the header gate, first of all', () => {
  test.each<[string | undefined, Partial<ImageFacts>]>([
    [undefined, {}],
    ['modality', { modality: 'CT' }],
    ['modality', { modality: undefined }],
    ['secondary', { secondary: true, bodyPart: 'KNEE' }],
    ['body-part', { bodyPart: 'KNEE' }],
    ['body-part', { bodyPart: 'THORACIC SPINE' }],
    ['body-part', { bodyPart: undefined }],
    ['view', { view: 'LATERAL' }],
    ['view', { view: undefined }],
    ['photometric', { photometric: 'RGB' }],
    ['size', { rows: 255 }],
    [undefined, { rows: 256, columns: 256 }],
  ])('%s for %j', (fault, change) => {
    expect(headerFault(facts(change), [], USE)).toBe(fault);
  });

  test('a model that was tried on processed copies reads them', () => {
    expect(headerFault(facts({ secondary: true }), [], { ...USE, secondary: 'allowed' })).toBeUndefined();
  });

  test.each([
    [['DERIVED', 'SECONDARY'], true],
    [['DERIVED', 'PRIMARY'], undefined],
    [['ORIGINAL', 'PRIMARY'], undefined],
    [['ORIGINAL PRIMARY'], undefined],
    [undefined, undefined],
  ])('image type %j was made afterwards by a program: %s', (imageType, secondary) => {
    const header = { imageType, pixels: undefined } as unknown as DicomHeader;
    expect(imageFactsOf(header).secondary).toBe(secondary);
  });

  test('words of the study or the order stand in for what the header leaves out, never against it', () => {
    const silent = facts({ bodyPart: undefined, view: undefined });
    expect(headerFault(silent, ['Рентгенография ОГК, прямая проекция'], USE)).toBeUndefined();
    expect(headerFault(silent, ['Рентгенография ОГК, боковая проекция'], USE)).toBe('view');
    expect(headerFault(facts({ bodyPart: 'KNEE' }), ['Рентгенография ОГК'], USE)).toBe('body-part');
    expect(headerFault(facts({ view: 'LL' }), ['прямая проекция'], USE)).toBe('view');
  });
});

describe('what the picture itself gave', () => {
  test('keeps its own stable reason', () => {
    for (const fault of IMAGE_FAULTS) expect(imageReason(fault)).toBe(fault);
    expect(imageReason(undefined)).toBeUndefined();
  });

  test('of a name nobody knows any more is said in general', () => {
    expect(imageReason('template')).toBe('quality');
  });
});
