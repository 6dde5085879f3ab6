import { expect, test } from '@jest/globals';
import { DEVICE_EXTENSION, type DeviceStatement } from '../../schemas/device-statement.ts';
import { REJECTION_EXTENSION } from '../../schemas/study.ts';
import { entry } from '../rules/examples.ts';
import type { ChartEntry } from '../rules/facts.ts';
import { findingsOfDevices } from './devices.ts';

const study = (...rejected: string[]): ChartEntry =>
  entry({
    resourceType: 'ImagingStudy',
    id: 'film',
    status: 'available',
    subject: {},
    identifier: [{ system: 'urn:dicom:uid', value: 'urn:oid:1.2.3' }],
    extension: [
      { url: REJECTION_EXTENSION, valueString: JSON.stringify({ code: '113038', instances: rejected.sort() }) },
    ],
    series: [
      {
        uid: '1.2.3.1',
        modality: { code: 'DX' },
        instance: ['1.2.3.8', '1.2.3.9'].map((uid) => ({ uid, sopClass: { code: 'c' } })),
      },
    ],
  });

const says = (images?: readonly string[]): ChartEntry => {
  const statement: DeviceStatement = {
    device: { name: 'LungMark' },
    sopInstanceUid: '1.2.3.20',
    replaces: [],
    says: [{ name: 'Finding', value: 'Pulmonary nodule' }],
    pictures: [],
    ...(images === undefined ? {} : { images: [...images] }),
  };
  return entry({
    resourceType: 'Observation',
    id: 'said',
    status: 'preliminary',
    code: {},
    derivedFrom: [{ reference: `ImagingStudy/${study().id}` }],
    extension: [{ url: DEVICE_EXTENSION, valueString: JSON.stringify(statement) }],
  });
};

test.each([
  ['nothing', [], ['1.2.3.9'], 1],
  ['its own object', ['1.2.3.20'], ['1.2.3.9'], 0],
  ['the one image that it looked at', ['1.2.3.9'], ['1.2.3.9'], 0],
  ['the one image of this study, a comparison of an older one left', ['1.2.3.9'], ['1.2.3.9', '9.9.9'], 0],
  ['one of two images that it looked at', ['1.2.3.9'], ['1.2.3.8', '1.2.3.9'], 1],
  ['an image, where it does not say at which it looked', ['1.2.3.9'], undefined, 1],
])(
  'what a device says after %s was taken back (rejected %j, made from %j) stands %d times',
  (_, rejected, images, count) => {
    expect(findingsOfDevices([study(...rejected), says(images)])).toHaveLength(count);
  },
);
