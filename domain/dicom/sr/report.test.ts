import { describe, expect, test } from '@jest/globals';
import { findingText } from '../../recognition/words.ts';
import { type DicomJson, dicomJson } from '../json.ts';
import { contentTree } from '../kinds/content-tree.ts';
import { OWN_MANUFACTURER } from '../kinds/device.ts';
import { textOfTree } from '../kinds/report-text.ts';
import { readDicom } from '../read.ts';
import { formExample, HEADER, KNEE } from './examples.ts';
import { instanceUidOf, seriesUidOf } from './form.ts';
import { writeRejectionNote } from './rejection-note.ts';
import { COMPREHENSIVE_3D_SR, type ReportSource, writeReport } from './report.ts';
import { faultsOf, first, items, nodesOf, TID_1500, TID_2010, treeOf } from './template.ts';

const read = (bytes: Uint8Array) => {
  const { object, header } = readDicom(bytes, 'Asia/Yekaterinburg', () => new Uint8Array());
  return { json: dicomJson(object), header };
};
const report = (form: ReportSource) => read(writeReport(form));
const heatMap = {
  ...{ studyInstanceUid: '1.2.3.4', seriesInstanceUid: '2.25.7', sopInstanceUid: '2.25.8' },
  sopClassUid: '1.2.840.10008.5.1.4.1.1.7',
};

const NOT_ASSESSED = { state: 'not-assessed', reason: 'age-outside', probability: undefined };
const ALL: [string, ReportSource][] = [
  ['a present finding', formExample()],
  ['an absent finding', formExample({ state: 'absent', probability: 0.02 })],
  ['an indeterminate finding', formExample({ state: 'indeterminate', probability: 0.4 })],
  ['a finding that was not assessed', formExample(NOT_ASSESSED)],
  ['a finding on a preview', formExample({ basis: 'preview' })],
  ['a finding on part of a study', formExample({ incomplete: true })],
  ['a finding with grades', formExample(KNEE)],
  ['a finding with a heat map', { ...formExample(), heatMap }],
  ['a finding that a report contradicts', formExample({}, disagreement())],
  ['a finding of a model that is not accepted', { ...formExample(), research: true }],
];

function disagreement() {
  const reportSays = { en: 'no infiltration', ru: 'инфильтрации нет' };
  return { agreement: { report: 'DiagnosticReport/1', verdict: 'disagrees', reportSays } };
}

describe('a finding as structured report', () => {
  test.each(ALL)('of %s keeps to the rows of TID 1500 and those it includes', (_, form) => {
    const tree = treeOf(report(form).json);
    expect(tree).toMatchObject({ type: 'CONTAINER', name: '126000 DCM', template: '1500' });
    expect(faultsOf(tree, TID_1500)).toEqual([]);
  });

  test.each(ALL)('of %s has every code complete, every text said, every reference in its evidence', (_, form) => {
    const { json } = report(form);
    const evidence = new Set(
      items(json, '0040A375')
        .flatMap((study) => items(study, '00081115'))
        .flatMap((series) => items(series, '00081199'))
        .map((one) => first(one, '00081155')),
    );
    const nodes = nodesOf(treeOf(json));
    expect(nodes.length).toBeGreaterThan(10);
    for (const node of nodes) {
      for (const tag of ['0040A043', '0040A168', '004008EA'])
        for (const code of items(node.json, tag)) {
          expect(first(code, '00080100') ?? first(code, '00080119')).toMatch(/\S/);
          expect(first(code, '00080104')).toMatch(/\p{L}/u);
        }
      if (node.type === 'TEXT') expect(node.value).toMatch(/\p{L}|\d/u);
      if (node.type === 'IMAGE') expect(evidence).toContain(node.value);
    }
  });

  test.each(ALL)('of %s is unverified, preliminary and of the patient and study of its image', (_, form) => {
    const { json } = report(form);
    expect([first(json, '0040A493'), first(json, '0040A496')]).toEqual(['UNVERIFIED', 'PRELIMINARY']);
    const patient = ['00100010', '00100020', '00100021', '00100030', '00100040'];
    const study = ['0020000D', '00200010', '00080020', '00080030', '00080050', '00080090', '00081030'];
    const of = (from: DicomJson) => Object.fromEntries([...patient, ...study].map((tag) => [tag, from[tag]]));
    expect(Object.values(of(HEADER))).not.toContain(undefined);
    expect(of(json)).toEqual(of(HEADER));
    expect(first(json, '00080060')).toBe('SR');
    expect(first(json, '0020000E')).not.toBe(first(HEADER, '0020000E'));
    expect(String(first(json, '0008103E'))).toContain('AI, unconfirmed');
  });

  const stateIn = (form: ReportSource) => {
    const tree = treeOf(report(form).json);
    return nodesOf(tree).find(({ name }) => name === '233604007 SCT')?.value;
  };
  test('says its state behind the name of the disease, as a code', () => {
    expect(stateIn(formExample())).toBe('52101004 SCT');
    expect(stateIn(formExample({ state: 'absent', probability: 0.02 }))).toBe('2667000 SCT');
    expect(stateIn(formExample({ state: 'indeterminate', probability: 0.4 }))).toBe('82334004 SCT');
  });

  test('that was not assessed says so with its reason: no negative, no number, only part complete', () => {
    const form = formExample(NOT_ASSESSED);
    const { json } = report(form);
    const nodes = nodesOf(treeOf(json));
    expect(stateIn(form)).toBe('262008008 SCT');
    expect(nodes.find(({ name }) => name === 'not-assessed 99OKA')?.value).toBe('age-outside 99OKA');
    expect(nodes.filter(({ type, relationship }) => type === 'NUM' && relationship === 'CONTAINS')).toEqual([]);
    expect(JSON.stringify(json)).not.toContain('2667000');
    expect([first(json, '0040A491'), first(json, '0040A492')]).toEqual(['PARTIAL', 'Not assessed: age-outside']);
    // A value that slipped in is not told either.
    const slipped = report({ ...form, finding: { ...form.finding, probability: 0.9 } });
    expect(nodesOf(treeOf(slipped.json)).some(({ name }) => name === '111012 DCM')).toBe(false);
  });

  test('is partial on a preview or on part of a study, else complete', () => {
    const flag = (form: ReportSource) => first(report(form).json, '0040A491');
    expect(ALL.slice(0, 3).map(([, form]) => flag(form))).toEqual(['COMPLETE', 'COMPLETE', 'COMPLETE']);
    expect([flag(formExample({ basis: 'preview' })), flag(formExample({ incomplete: true }))]).toEqual([
      'PARTIAL',
      'PARTIAL',
    ]);
  });

  test('gives probability and grades in per cent, with thresholds and weights as parameters of the algorithm', () => {
    const nodes = nodesOf(treeOf(report(formExample(KNEE)).json));
    const numbers = nodes.filter(({ type, relationship }) => type === 'NUM' && relationship === 'CONTAINS');
    expect(numbers.map(({ name, value }) => [name, value])).toEqual([
      ['111012 DCM', '93.1235 % UCUM'],
      ['knee-osteoarthritis/grade-1 99OKA', '97 % UCUM'],
      ['knee-osteoarthritis/grade-3 99OKA', '40 % UCUM'],
      ['knee-osteoarthritis/grade-4 99OKA', '3.12 % UCUM'],
    ]);
    const parameters = nodes.filter(({ name }) => name === '111002 DCM').map(({ value }) => value);
    expect(parameters).toEqual([`weights SHA-256 ${'9'.repeat(64)}`, 'present from 62 %', 'absent below 20 %']);
  });

  test('of “absent” gives no certainty of absence: its number is said to be the probability of presence', () => {
    for (const state of ['absent', 'indeterminate']) {
      const nodes = nodesOf(treeOf(report(formExample({ state, probability: 0.02 })).json));
      expect(nodes.some(({ name }) => name === '111012 DCM')).toBe(false);
      expect(nodes.find(({ name }) => name === 'probability 99OKA')?.value).toBe('2 % UCUM');
    }
  });

  test('names the side of the image where its header does', () => {
    const side = (value: string) => {
      const nodes = nodesOf(treeOf(report(formExample({}, {}, { '00200062': { vr: 'CS', Value: [value] } })).json));
      return nodes.find(({ name }) => name === '111027 DCM')?.value;
    };
    expect([side('R'), side('L'), side('U')]).toEqual(['24028007 SCT', '7771000 SCT', undefined]);
  });

  test('names the algorithm in one way throughout: equipment, observer and TID 4019 (IHE AIR §6.5.3.1)', () => {
    const { json } = report(formExample());
    const [equipment = {}] = items(json, '0018A001');
    const nodes = nodesOf(treeOf(json));
    const value = (name: string) => nodes.find((node) => node.name === name)?.value;
    expect(value('121014 DCM')).toBe(first(equipment, '00080070'));
    expect([value('121015 DCM'), value('111001 DCM')]).toEqual(Array(2).fill(first(equipment, '00081090')));
    expect(value('111003 DCM')).toBe(first(equipment, '00181020'));
    expect(value('121012 DCM')).toBe(first(equipment, '00181002'));
    expect(first(items(equipment, '0040A170')[0] ?? {}, '00080100')).toBe('109102');
  });

  test('says RESEARCH where the model is not accepted: as attribute, in the list of series and in both languages', () => {
    const { json } = report({ ...formExample(), research: true });
    expect(first(json, '00189004')).toBe('RESEARCH');
    expect(first(json, '0008103E')).toMatch(/^RESEARCH/);
    const texts = nodesOf(treeOf(json)).flatMap(({ type, value }) => (type === 'TEXT' ? [value] : []));
    expect(texts.filter((text) => /^(RESEARCH|ИССЛЕДОВАНИЕ)/.test(text ?? ''))).toHaveLength(2);
    expect(report(formExample()).json['00189004']).toBeUndefined();
  });

  test('says in both languages what a physician reads, and never that somebody is well', () => {
    const texts = nodesOf(treeOf(report(formExample({ state: 'absent', probability: 0.02 })).json)).map(
      ({ value }) => value,
    );
    expect(texts.join('\n')).toContain('nothing else was looked for');
    expect(texts.join('\n')).toContain('ничего другого не искали');
    expect(texts.join('\n')).not.toMatch(/normal|норм/i);
  });

  test.each(ALL)('of %s is shown as text by our own reader, as other reports are', (_, form) => {
    const { object } = readDicom(writeReport(form), 'UTC', () => new Uint8Array());
    const shown = textOfTree(contentTree(object.dataSet));
    const { finding } = form;
    expect(shown).toContain(finding.label.title.en);
    const value = finding.state === 'present' ? 'Certainty of Finding: ' : 'Probability that the finding is present: ';
    expect(shown).toContain(finding.state === 'not-assessed' ? 'Not performed' : value);
    expect(shown).toContain(findingText(finding).ru.split('\n')[0]);
    expect(shown).toContain('ИИ, предварительно, не подтверждено врачом');
  });

  test('that a PACS sends back is no second opinion of another device', () => {
    expect(report(formExample()).json['00080070']?.Value).toEqual([OWN_MANUFACTURER]);
  });

  test('is the same bytes for the same version, and another instance of the same series for the next', () => {
    const form = formExample();
    const next = formExample({ state: 'absent', probability: 0.02 }, { version: 2, contentHash: 'e'.repeat(64) });
    expect(writeReport(formExample())).toEqual(writeReport(form));
    expect(report(next).header.sopInstanceUid).not.toBe(report(form).header.sopInstanceUid);
    expect(report(next).header.seriesInstanceUid).toBe(report(form).header.seriesInstanceUid);
    // Equipment is the same throughout a series (PS3.3 §A.1.2.5): another model version is another series.
    const other = formExample({ model: { id: 'chest-xray-children', version: '1.1.0', sha256: 'f'.repeat(64) } });
    expect(report(other).header.seriesInstanceUid).not.toBe(report(form).header.seriesInstanceUid);
  });

  test('names the version before it as predecessor', () => {
    const before = formExample();
    const predecessor = {
      ...{ studyInstanceUid: '1.2.3.4', seriesInstanceUid: seriesUidOf(before, 'report') },
      ...{ sopClassUid: COMPREHENSIVE_3D_SR, sopInstanceUid: instanceUidOf(before.result, 'report') },
    };
    const { json } = report({ ...formExample({}, { version: 2, contentHash: 'e'.repeat(64) }), predecessor });
    const [study = {}] = items(json, '0040A360');
    const [series = {}] = items(study, '00081115');
    expect(first(items(series, '00081199')[0] ?? {}, '00081155')).toBe(predecessor.sopInstanceUid);
    expect(report(before).json['0040A360']).toBeUndefined();
  });

  test('writes its times in the offset of the image, else in the zone of the clinic', () => {
    const inZone = report(formExample()).json;
    expect([first(inZone, '00080023'), first(inZone, '00080033')]).toEqual(['20260301', '101530.000']);
    const own = report(formExample({}, {}, { '00080201': { vr: 'SH', Value: ['-0330'] } })).json;
    expect([first(own, '00080023'), first(own, '00080033'), first(own, '00080201')]).toEqual([
      '20260301',
      '014530.000',
      '-0330',
    ]);
  });

  test('takes a header over that breaks the rules of DICOM, for the study must stay the same study', () => {
    const { json } = report(
      formExample(
        {},
        {},
        {
          '00100020': { vr: 'LO', Value: ['Ж'.repeat(70)] },
          '0020000D': { vr: 'UI', Value: ['1.02.abc'] },
          '00100030': { vr: 'DA' },
        },
      ),
    );
    expect([first(json, '00100020'), first(json, '0020000D')]).toEqual(['Ж'.repeat(70), '1.02.abc']);
    expect(json['00100030']).toEqual({ vr: 'DA' });
  });
});

describe('a rejection note', () => {
  const form = formExample({}, { state: 'withdrawn', version: 2, contentHash: 'e'.repeat(64) });
  const taken = [
    { ...heatMap },
    { ...heatMap, seriesInstanceUid: '2.25.9', sopClassUid: COMPREHENSIVE_3D_SR, sopInstanceUid: '2.25.10' },
  ];

  test('keeps to TID 2010 under the title that hides what it names, and says no value', () => {
    const { json } = read(writeRejectionNote(form, taken));
    const tree = treeOf(json);
    expect(tree).toMatchObject({ name: '113037 DCM', template: '2010' });
    expect(faultsOf(tree, TID_2010)).toEqual([]);
    expect(tree.children.filter(({ type }) => type !== 'TEXT' && type !== 'CODE' && type !== 'UIDREF')).toMatchObject([
      { type: 'IMAGE', value: '2.25.8' },
      { type: 'COMPOSITE', value: '2.25.10' },
    ]);
    expect(JSON.stringify(json)).not.toMatch(/93[.,]1|233604007/);
  });

  test('lists what it takes back where a PACS looks, in the study of the image', () => {
    const { json } = read(writeRejectionNote(form, taken));
    const [study = {}] = items(json, '0040A375');
    expect(first(study, '0020000D')).toBe('1.2.3.4');
    const named = items(study, '00081115').flatMap((one) => items(one, '00081199').map((it) => first(it, '00081155')));
    expect(named).toEqual(['2.25.8', '2.25.10']);
    expect([first(json, '00080060'), first(json, '0020000D')]).toEqual(['KO', '1.2.3.4']);
  });
});
