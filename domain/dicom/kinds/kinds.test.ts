import { describe, expect, test } from '@jest/globals';
import { DEVICE_EXTENSION, DeviceStatement } from '../../../schemas/device-statement.ts';
import {
  MANIFEST_EXTENSION,
  REFERENCE_EXTENSION,
  REJECTION_EXTENSION,
  STEP_EXTENSION,
} from '../../../schemas/study.ts';
import {
  code,
  common,
  ecg,
  keyObjects,
  letter,
  objectOf,
  otherAi,
  procedureStep,
  STORAGE,
  verifiedReport,
} from '../../../test/dicom-objects.ts';
import { readDicom } from '../read.ts';
import { writeDicom } from '../write/write.ts';
import { type Contents, contentsOf } from './contents.ts';
import { kindOf } from './kind.ts';

const RECORD = '0a0b0c0d-0000-8000-8000-000000000001';
const STUDY = '0a0b0c0d-0000-8000-8000-000000000002';

/** What an object says when it is taken in. */
function taken(bytes: Uint8Array, changes: { preview?: string } = {}): Contents & { kind: string } {
  const { object, header } = readDicom(bytes, 'Asia/Krasnoyarsk', () => new Uint8Array());
  const kind = kindOf(header);
  const contents = contentsOf({
    input: { kind: 'image', clinic: 'post', sha256: 'a'.repeat(64) },
    object,
    header,
    kind,
    study: STUDY,
    subject: { record: RECORD, owner: {} as never, domainOid: '1.2.3' },
    clinicOid: '1.2',
    receivedAt: '2026-03-01T05:20:00.000Z',
    idKey: 'ab'.repeat(32),
    ...changes,
  });
  return { ...contents, kind };
}
const saidIn = (contents: Contents, type: string) =>
  Object.values(contents.items.find(({ resourceType }) => resourceType === type)?.groups ?? {})[0]?.value;
const textIn = ({ attachments }: Contents): string =>
  new TextDecoder().decode(attachments.find(({ contentType }) => contentType.startsWith('text/plain'))?.bytes);

test.each([
  ['1.1.1', undefined, 'other'],
  ['1.1', { frames: 1 }, 'image'],
  ['3.1', { frames: 30 }, 'loop'],
  ['2', { frames: 1 }, 'image'],
  ['77.1.4', { frames: 1 }, 'photo'],
  ['9.1.1', undefined, 'waveform'],
  ['11.1', undefined, 'presentation-state'],
  ['104.1', undefined, 'document'],
  ['88.59', undefined, 'key-objects'],
  ['88.33', undefined, 'report'],
  ['66', undefined, 'other'],
])('an object of class %s is of the kind it is taken in by', (sopClass, pixels, kind) => {
  const header = { sopClassUid: `${STORAGE}.${sopClass}`, modality: 'US', ...(pixels ? { pixels } : {}) };
  expect(kindOf(header as Parameters<typeof kindOf>[0])).toBe(kind);
});

test.each([
  ['DX', undefined, 'image'],
  ['DX', ['DERIVED', 'PRIMARY'], 'image'],
  ['DX', ['DERIVED', 'SECONDARY'], 'secondary-capture'],
  ['OT', ['ORIGINAL', 'PRIMARY'], 'secondary-capture'],
  [undefined, undefined, 'secondary-capture'],
])('a secondary capture of modality %s and image type %j is of the kind %s', (modality, imageType, kind) => {
  const header = { sopClassUid: `${STORAGE}.7`, modality, imageType, pixels: { frames: 1 } };
  expect(kindOf(header as unknown as Parameters<typeof kindOf>[0])).toBe(kind);
});

test('a volume of many frames is no loop, and a private class with pixels is an image', () => {
  const frames = { frames: 40 } as never;
  expect(kindOf({ sopClassUid: `${STORAGE}.2.1`, modality: 'CT', pixels: frames })).toBe('image');
  expect(kindOf({ sopClassUid: '1.2.826.0.1.1', modality: 'OT', pixels: { frames: 1 } as never })).toBe('image');
});

describe('a 12-lead ECG', () => {
  const contents = taken(ecg(objectOf()));
  const svg = new TextDecoder().decode(contents.attachments[0]?.bytes);

  test('is drawn to scale: 25 mm to the second, 10 mm to the millivolt, with its calibration pulse', () => {
    expect(contents.kind).toBe('waveform');
    expect(contents.attachments[0]?.contentType).toBe('image/svg+xml');
    const points = /data-lead="II" d="M([^"]+)"/
      .exec(svg)?.[1]
      ?.split('L')
      .map((point) => point.split(' ').map(Number));
    const [xs, ys] = [points?.map(([x]) => x ?? 0) ?? [], points?.map(([, y]) => y ?? 0) ?? []];
    expect(Math.max(...xs) - Math.min(...xs)).toBeCloseTo(250, 0);
    // R of 1.1 mV over a baseline of nothing, and beats 60/72 s apart.
    const zero = 8 + 24 * 1.5;
    expect(zero - Math.min(...ys)).toBeCloseTo(11, 0);
    const tops = xs.filter((_, place) => (ys[place] ?? 0) < zero - 10.5);
    const beats = tops.filter((x, place) => place === 0 || x - (tops[place - 1] ?? 0) > 5);
    expect((beats[1] ?? 0) - (beats[0] ?? 0)).toBeCloseTo((60 / 72) * 25, 0);
    expect(svg).toContain('25 mm/s, 10 mm/mV');
    expect(svg).toContain('v-10h5v10');
    expect(svg.match(/data-lead/g)).toHaveLength(12);
  });

  test('tells what the device measured and remarked, and nothing of the patient', () => {
    expect(textIn(contents)).toContain('Ventricular rate: 72 /min');
    expect(textIn(contents)).toContain('Синусовый ритм');
    expect(svg + textIn(contents)).not.toContain(objectOf().person.family);
  });

  test('counts sensitivity, its correction and the baseline in, and says of which group of leads it is', () => {
    const channel = {
      ChannelSourceSequence: code('2:1', 'MDC', 'Lead I'),
      ChannelSensitivity: '2.5',
      ChannelSensitivityUnitsSequence: code('uV', 'UCUM', 'microvolt'),
      ChannelSensitivityCorrectionFactor: '0.8',
      ChannelBaseline: '-100',
    };
    const group = {
      ...{ NumberOfWaveformChannels: 1, NumberOfWaveformSamples: 2, SamplingFrequency: '500' },
      ...{
        MultiplexGroupLabel: 'MEDIAN BEAT',
        ChannelDefinitionSequence: [channel],
        WaveformSampleInterpretation: 'SS',
      },
      WaveformData: new Uint8Array(Int16Array.of(500, -450).buffer),
    };
    const object = { ...common(objectOf(), `${STORAGE}.9.1.1`, 'ECG', 'scaled'), WaveformSequence: [group] };
    const [drawing] = taken(writeDicom(object as Parameters<typeof writeDicom>[0])).attachments;
    const drawn = new TextDecoder().decode(drawing?.bytes);
    // 500 steps are 0.9 mV upwards, -450 are 1 mV downwards; zero lies at 20 mm.
    expect(/data-lead="I" d="M16 ([\d.]+)L[\d.]+ ([\d.]+)"/.exec(drawn)?.slice(1)).toEqual(['11', '30']);
    expect(drawn).toContain('10 mm/mV · MEDIAN BEAT</text>');
  });

  test('that is cut short is refused with the attribute', () => {
    const broken = { ...common(objectOf(), `${STORAGE}.9.1.1`, 'ECG', 'broken') };
    const group = { NumberOfWaveformChannels: 1, NumberOfWaveformSamples: 4, SamplingFrequency: '500' };
    const short = { ...group, WaveformSampleInterpretation: 'SS', WaveformData: new Uint8Array(6) } as const;
    const refused = (of: object) => () => taken(writeDicom({ ...broken, WaveformSequence: [of] }));
    expect(refused(short)).toThrow(expect.objectContaining({ code: 'dicom-truncated', detail: '(5400,1010)' }));
    expect(refused({ ...short, NumberOfWaveformSamples: 4_000_000_000 })).toThrow(
      expect.objectContaining({ code: 'dicom-structure' }),
    );
  });
});

test('an encapsulated PDF is a document of its study, its file without the padding', () => {
  const contents = taken(letter(objectOf()));
  const [file] = contents.attachments;
  expect(file?.contentType).toBe('application/pdf');
  expect(new TextDecoder().decode(file?.bytes).endsWith('%%EOF\n')).toBe(true);
  expect(saidIn(contents, 'DocumentReference')).toMatchObject({
    status: 'current',
    description: 'Выписной эпикриз',
    type: { coding: [{ system: 'http://loinc.org', code: '18842-5' }] },
    content: [{ attachment: { contentType: 'application/pdf', url: expect.stringMatching(/^Binary\//) } }],
    context: { related: [{ reference: `ImagingStudy/${STUDY}` }] },
  });
});

describe('a structured report', () => {
  test('of another manufacturer’s program is that device’s statement, marked as a machine’s, and no report', () => {
    const contents = taken(otherAi(objectOf()));
    const observation = saidIn(contents, 'Observation') as unknown as fhir4.Observation;
    expect(observation).toMatchObject({
      status: 'preliminary',
      meta: { security: [{ code: 'AIAST' }] },
      device: { display: 'Vymysel Medical (invented) LungMark 2.1' },
      derivedFrom: [{ reference: `ImagingStudy/${STUDY}` }],
    });
    const json = observation.extension?.find(({ url }) => url === DEVICE_EXTENSION)?.valueString;
    expect(DeviceStatement.parse(JSON.parse(json ?? '')).says).toEqual([
      { name: 'Finding', value: 'Pulmonary nodule' },
      { name: 'Finding Site', value: 'Structure of upper lobe of lung' },
      { name: 'Diameter', value: '11 mm' },
      { name: 'Certainty of Finding', value: '78 %' },
    ]);
    expect(saidIn(contents, 'DiagnosticReport')).toBeUndefined();
    expect(saidIn(contents, 'DocumentReference')).toMatchObject({ docStatus: 'preliminary' });
    expect(textIn(contents)).toContain('Not verified by a physician');
  });

  test('of a CAD leaves out marks that the device itself has put aside, and names the images it speaks of', () => {
    const item = (relation: string, name: readonly object[], rest: object) => ({
      ...{ RelationshipType: relation, ConceptNameCodeSequence: name },
      ...rest,
    });
    const mark = (what: string, intent: string) =>
      item('CONTAINS', code('111059', 'DCM', 'Single Image Finding'), {
        ValueType: 'CODE',
        ConceptCodeSequence: code(what, '99X', what),
        ContentSequence: [
          item('HAS CONCEPT MOD', code('111056', 'DCM', 'Rendering Intent'), {
            ValueType: 'CODE',
            ConceptCodeSequence: code(intent, 'DCM', intent),
          }),
          item('HAS PROPERTIES', code('112225', 'DCM', 'Size'), { ValueType: 'TEXT', TextValue: `size of ${what}` }),
        ],
      });
    const study = {
      StudyInstanceUID: '1.2.3',
      ReferencedSeriesSequence: [
        {
          SeriesInstanceUID: '1.2.3.1',
          ReferencedSOPSequence: [{ ReferencedSOPClassUID: '1.2', ReferencedSOPInstanceUID: '1.2.3.9' }],
        },
      ],
    };
    const contents = taken(
      writeDicom({
        ...common(objectOf(), `${STORAGE}.88.65`, 'SR', 'cad'),
        VerificationFlag: 'UNVERIFIED',
        CurrentRequestedProcedureEvidenceSequence: [study],
        ContentSequence: [mark('shown', '111150'), mark('hidden', '111152')],
      } as never),
    );
    const { extension } = saidIn(contents, 'Observation') as unknown as fhir4.Observation;
    const statement = DeviceStatement.parse(JSON.parse(extension?.[0]?.valueString ?? ''));
    expect(statement.says.map(({ value }) => value)).toEqual(['shown', 'size of shown']);
    expect(statement.images).toEqual(['1.2.3.9']);
  });

  test('that a named person has verified is that person’s report', () => {
    const contents = taken(verifiedReport(objectOf(), 'Данных за пневмонию нет.'));
    expect(saidIn(contents, 'DiagnosticReport')).toMatchObject({
      status: 'final',
      conclusion: 'Данных за пневмонию нет.',
      performer: [{ display: 'Вымыслов Роман Ильич' }],
      imagingStudy: [{ reference: `ImagingStudy/${STUDY}` }],
    });
    expect(saidIn(contents, 'Observation')).toBeUndefined();
    expect(textIn(contents)).toBe(
      [
        'Diagnostic imaging report',
        'Verified by / Подтвердил: Вымыслов Роман Ильич',
        '',
        'Findings',
        '  Finding: Лёгочные поля прозрачны.',
        'Impressions',
        '  Impression: Данных за пневмонию нет.',
      ].join('\n'),
    );
  });

  test('that nobody has verified, or that is Oka’s own, is a document and no more', () => {
    const report = (changes: object) =>
      taken(
        writeDicom({
          ...common(objectOf(), `${STORAGE}.88.22`, 'SR', 'plain'),
          ...changes,
          ConceptNameCodeSequence: code('18748-4', 'LN', 'Diagnostic imaging report'),
          ContentSequence: [
            {
              RelationshipType: 'CONTAINS',
              ValueType: 'TEXT',
              ConceptNameCodeSequence: code('111001', 'DCM', 'Algorithm Name'),
              TextValue: 'net',
            },
          ],
        }),
      ).items.map(({ resourceType }) => resourceType);
    expect(report({ VerificationFlag: 'UNVERIFIED' })).toEqual(['DocumentReference', 'Observation']);
    expect(report({ VerificationFlag: 'UNVERIFIED', Manufacturer: 'Oka' })).toEqual(['DocumentReference']);
  });
});

test.each([
  [['DERIVED', 'SECONDARY', 'AI'], 'Vymysel', 1],
  [['ORIGINAL', 'PRIMARY', 'AI'], 'Vymysel', 0],
  [['DERIVED', 'SECONDARY'], 'Scanner works', 0],
  [['DERIVED', 'SECONDARY', 'HEATMAP'], 'Oka', 0],
])('a capture of %j by %s is a picture of a program %d times', (imageType, manufacturer, count) => {
  const pixels = { SamplesPerPixel: 1, PhotometricInterpretation: 'MONOCHROME2', Rows: 1, Columns: 2 };
  const bits = { BitsAllocated: 8, BitsStored: 8, HighBit: 7, PixelRepresentation: 0, PixelData: new Uint8Array(2) };
  const object = { ...common(objectOf(), `${STORAGE}.7`, 'OT', 'capture'), ...pixels, ...bits };
  const bytes = writeDicom({ ...object, ImageType: imageType, Manufacturer: manufacturer });
  expect(taken(bytes, { preview: 'p.jpg' }).items).toHaveLength(count);
});

describe('key objects', () => {
  const images = ['1.2.3.9', '1.2.3.8'];

  test('of a manifest say what the study has', () => {
    const { groups, instance } = taken(keyObjects(objectOf(), code('113030', 'DCM', 'Manifest'), images));
    expect(groups.manifest?.value).toEqual({
      extension: [{ url: MANIFEST_EXTENSION, valueString: '["1.2.3.8","1.2.3.9"]' }],
    });
    expect(instance.map(({ url, valueUri }) => [url, valueUri])).toEqual([
      [REFERENCE_EXTENSION, 'urn:oid:1.2.3.8'],
      [REFERENCE_EXTENSION, 'urn:oid:1.2.3.9'],
    ]);
  });

  test.each([
    ['113001', 1],
    ['113037', 1],
    ['113038', 1],
    ['113039', 0],
    ['113000', 0],
  ])('of the title %s take instances back %d times', (title, count) => {
    const { groups } = taken(keyObjects(objectOf(), code(title, 'DCM', 'Title'), images));
    const notes = Object.values(groups).filter(({ value }) => JSON.stringify(value).includes(REJECTION_EXTENSION));
    expect(notes).toHaveLength(count);
  });
});

test('a procedure step is told of its study, the end of it outranking its beginning, and is no instance', () => {
  const step = (status: 'IN PROGRESS' | 'COMPLETED') =>
    taken(procedureStep(objectOf(), { status, instances: [{ sopClass: `${STORAGE}.1.1`, uid: '1.2.3.9' }] }));
  const [begun, done] = [step('IN PROGRESS'), step('COMPLETED')];
  expect(done.kind).toBe('procedure-step');
  const [name] = Object.keys(done.groups);
  expect(Object.keys(begun.groups)).toEqual([name]);
  expect(done.groups[name ?? '']?.value).toEqual({
    extension: [{ url: STEP_EXTENSION, valueString: '{"instances":["1.2.3.9"],"status":"COMPLETED"}' }],
  });
  expect(done.groups[name ?? '']?.stamp.rank).toBeGreaterThan(begun.groups[name ?? '']?.stamp.rank ?? 0);
});

test('the same object read again says the same', () => {
  for (const make of [ecg, letter, otherAi])
    expect(JSON.stringify(taken(make(objectOf())).items)).toBe(JSON.stringify(taken(make(objectOf())).items));
});
