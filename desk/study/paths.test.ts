import { describe, expect, test } from '@jest/globals';
import { DICOMWEB_ROUTES } from '../../schemas/api/dicomweb.ts';
import { displayPath, previewPath, renderedPath, streamPath, studyPath } from './paths.ts';
import { presetsOf } from './presets.ts';

const OF = { series: '1.2.1', instance: '1.2.1.1' };

describe('addresses of the study view', () => {
  test.each([
    displayPath('1.2'),
    displayPath('1.2', OF),
    previewPath('1.2'),
    previewPath('1.2', OF),
    streamPath('1.2', OF),
    `${studyPath('1.2')}/prior`,
    renderedPath('1.2', OF, { width: 640.4, height: 0.2, window: { centre: -600.5, width: 1500 } }),
    renderedPath('1.2', OF, { frame: 3, width: 100, height: 100, window: { centre: 1e-9, width: 4096.123_456 } }),
  ])('%s is one that the API documents, with a query that it takes', (path) => {
    const [pathname = '', query = ''] = path.split('?');
    const route = DICOMWEB_ROUTES.find(
      ({ method, path: pattern }) =>
        method === 'GET' && new RegExp(`^${pattern.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(pathname),
    );
    expect(route).toBeDefined();
    const given = Object.fromEntries(new URLSearchParams(query));
    expect(query === '' || route?.query?.safeParse(given).success).toBe(true);
  });
});

describe('ready windows', () => {
  const picture = { bits: 12, signed: false, modalityValues: { slope: 1, intercept: -1024, unit: 'HU' } };
  const view = { kind: 'window', centre: 40, width: 350, shape: 'LINEAR', explanation: 'SOFT' } as const;

  test('begin with those of the device, in its words; slices have those of organs', () => {
    const names = presetsOf({ ...picture, modality: 'CT', views: [view] }).map(({ name }) => name.en);
    expect(names).toEqual(['Device: SOFT', 'Lung', 'Mediastinum', 'Bone', 'Brain', 'Abdomen']);
  });

  test('of a radiograph are those of its device, a softer and a harder one', () => {
    const names = presetsOf({ ...picture, modality: 'DX', views: [view] }).map(({ name }) => name.en);
    expect(names).toEqual(['Device: SOFT', 'Softer', 'Harder']);
  });

  test('of colour are none', () => {
    expect(presetsOf({ ...picture, modality: 'US', views: [] })).toEqual([]);
  });
});
