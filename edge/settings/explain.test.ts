import { describe, expect, test } from '@jest/globals';
import { EdgeSettings, type EdgeSettingsInput } from '../../schemas/edge.ts';
import { explainSettings } from './explain.ts';
import { parseEdgeSettings } from './parse.ts';
import { type Shape, settingsShape } from './shape.ts';

const LEAST: EdgeSettingsInput = {
  clinic: 'district',
  zone: 'Europe/Moscow',
  data: '/var/lib/oka-edge',
  region: { url: 'https://oka.region.local' },
};

/** Every key of the file with its path, those of lists and of other forms too. */
function everyKey(shape: Shape, path = ''): { path: string; name: string; shape: Shape }[] {
  const own = Object.entries(shape.properties ?? {}).flatMap(([name, one]) => [
    { path: `${path}${name}`, name, shape: one },
    ...everyKey(one, `${path}${name}.`),
  ]);
  return [
    ...own,
    ...(shape.anyOf ?? []).flatMap((one) => everyKey(one, path)),
    ...(shape.items ? everyKey(shape.items, path) : []),
  ];
}

describe('the explained edge.yaml', () => {
  test('has a sentence for every key there is', () => {
    const silent = everyKey(settingsShape()).filter(({ shape }) => !shape.description);
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  test('names every key, also of the parts that are off', () => {
    const text = explainSettings(LEAST);
    // Of two forms of a block the first is shown.
    const shown = everyKey(settingsShape());
    const missing = shown.filter(({ name, path }) => !path.startsWith('key.') && !new RegExp(`\\b${name}:`).test(text));
    expect(missing.map(({ path }) => path)).toEqual([]);
  });

  test.each<[string, EdgeSettingsInput]>([
    ['the least', LEAST],
    [
      'much',
      {
        ...LEAST,
        key: { file: 'edge.key' },
        senders: [{ application: 'HIS', facility: '*', charset: 'windows-1251' }],
        uplink: { timetable: [{ from: '08:00', to: '18:00', capKbits: 128 }] },
        mllp: { host: '10.0.0.5', tls: { cert: 'a.pem', key: 'a.key', allow: ['lab: "1"', '# no comment'] } },
        page: {},
      },
    ],
  ])('is read as it was meant: %s', (_, values) => {
    for (const language of ['en', 'ru'] as const)
      expect(parseEdgeSettings(explainSettings(values, language), 'edge.yaml')).toEqual(EdgeSettings.parse(values));
  });

  test('a part is switched on by taking away one # of each of its lines', () => {
    const lines = explainSettings(LEAST).split('\n');
    const from = lines.indexOf('# mllp:');
    const to = lines.indexOf('', from);
    const on = lines.map((line, at) => (at >= from && at < to ? line.replace(/^# /, '') : line)).join('\n');
    expect(parseEdgeSettings(on, 'edge.yaml')).toEqual(EdgeSettings.parse({ ...LEAST, mllp: {} }));
  });
});
