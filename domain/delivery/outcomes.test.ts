import { describe, expect, test } from '@jest/globals';
import { HEADER_EXTENSION } from '../../schemas/measurement.ts';
import { entry, RECORD } from '../rules/examples.ts';
import type { ChartEntry } from '../rules/facts.ts';
import { ACCESSION, adult, child, film, image, region, report } from './examples.ts';
import { outcomesOf } from './outcomes.ts';

const outcomes = (entries: readonly ChartEntry[]) =>
  outcomesOf(RECORD, { entries, elsewhere: new Set(), region, decisions: [] });
const ofStudy = { imagingStudy: [{ reference: `ImagingStudy/${film().id}` }] };

describe('what became of a measured image, for the watch', () => {
  test('holds the radiologist’s report against what the version says', () => {
    expect(outcomes([child, film(), image('1', 0.9), report(false, ofStudy)])).toMatchObject([
      { state: 'present', standing: 'active', probability: 0.9, agreement: 'disagrees' },
    ]);
  });

  test('is not assessed with its reason', () => {
    expect(outcomes([adult, film(), image('1', 0.9)])).toMatchObject([
      { state: 'not-assessed', reason: 'age-outside' },
    ]);
  });

  test('counts no report that came with a study which may be another patient’s', () => {
    const letter: fhir4.ImagingStudy = {
      ...{ resourceType: 'ImagingStudy', id: 'letter', status: 'available', subject: {} },
      extension: [{ url: HEADER_EXTENSION, valueString: '{"birthDate":"1950-01-01"}' }],
    };
    const said = (study: ChartEntry) => {
      const came = { imagingStudy: [{ reference: `ImagingStudy/${study.id}` }, { identifier: ACCESSION }] };
      return outcomes([child, film(), study, image('1', 0.9), report(true, came)]);
    };
    expect(said(entry({ ...letter, extension: [] }))).toMatchObject([{ agreement: 'agrees' }]);
    const [doubted] = said(entry(letter));
    expect(doubted).toMatchObject({ state: 'present' });
    expect(doubted).not.toHaveProperty('agreement');
  });
});
