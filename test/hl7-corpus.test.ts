import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Fhir } from 'fhir';
import { BASE } from '../domain/codes/base/maps.ts';
import { toBundle } from '../domain/hl7/map/bundle.ts';
import { regionContext } from '../domain/hl7/map/context.ts';
import { message, PID, segment } from '../domain/hl7/map/example.ts';
import { type MappedInput, mapHl7 } from '../domain/hl7/map/map.ts';
import { REQUEST_TYPES } from '../domain/hl7/map/request-types.ts';
import { VISIT_TYPES } from '../domain/hl7/map/visit-types.ts';
import { readHl7 } from '../domain/hl7/read/read.ts';
import { readRegion } from '../platform/region.ts';
import { writeDay } from '../samples/day/write.ts';
import { CORPUS, corpusIsThere, mapBytes, mapFile, messageFiles, pairs, resourcesOf } from './hl7-corpus/corpus.ts';
import { AGREED, DIFFERENCES } from './hl7-corpus/differences.ts';
import { BEGIN, differencesPage, END } from './hl7-corpus/page.ts';
import { REASONS } from './hl7-corpus/reasons.ts';
import { compareAll } from './hl7-corpus/table.ts';
import { some } from './some.ts';

const ROOT = join(import.meta.dirname, '..');
const fhir = new Fhir();
/** Types that are mapped, but for those whose event stands elsewhere than in MSH-9. */
const TYPES = Object.keys({ ...VISIT_TYPES, ...REQUEST_TYPES }).filter((type) => !type.endsWith('^'));

/** What the validator of FHIR R4 finds wrong in what was made of an input. */
const faultsIn = (mapped: MappedInput): string[] =>
  resourcesOf(toBundle(mapped)).flatMap((resource) =>
    fhir
      .validate(resource, { errorOnUnexpected: true })
      .messages.filter(({ severity }) => severity === 'error' || severity === 'fatal')
      .map((fault) => `${resource.resourceType} ${fault.location}: ${fault.message}`),
  );

describe('every bundle the mapper makes is FHIR R4', () => {
  const folder = mkdtempSync(join(tmpdir(), 'oka-hl7-corpus-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('of every message of the sample day, in its clinic', async () => {
    const day = await writeDay(folder, join(ROOT, 'samples', 'radiographs'), new Date('2026-03-02T09:30:15.000Z'));
    const region = readRegion(join(ROOT, 'samples', 'region', 'region.json'));
    const records = day.files.filter(({ kind }) => kind === 'record');
    for (const { file, clinic } of records) {
      const said = { idKey: '5c'.repeat(32), receivedAt: '2026-03-02T09:30:15.000Z' };
      const mapped = mapHl7(readFileSync(join(folder, file)), regionContext(region, clinic, said));
      expect([file, faultsIn(mapped)]).toEqual([file, []]);
    }
    expect(records.length).toBeGreaterThan(20);
  });

  test.each(TYPES)('of a message of type %s with everything in it', (type) => {
    const mapped = mapBytes(message(type, EVERYTHING));
    expect(faultsIn(mapped)).toEqual([]);
    expect(mapped.messages[0]?.error?.code).not.toBe('hl7-unsupported');
  });
});

/** Segments of every kind that is mapped; each type takes what it knows. */
const EVERYTHING = [
  'EVN|A01|20260110101500',
  PID,
  'MRG|70002^^^HOS^PI',
  segment('PV1', { 2: 'I', 3: 'ТЕР^12^3', 7: '15^Врачов^Иван', 19: 'V-1', 44: '20260110093000', 45: '20260112' }),
  'PV2|||R05^Кашель^I10',
  'AL1|1|DA|ПЕН^Пенициллин^L|SV|сыпь',
  'DG1|1||J18.9^Пневмония^I10||20260110|W',
  'PR1|1||A16.30^Операция^L||20260110',
  'PRB|AD|20260110|I10^Гипертензия^I10|P-1',
  segment('SCH', { 1: 'A-1', 2: 'F-1', 7: 'R05^Кашель^I10', 11: '^^^20260111090000^20260111093000' }),
  'RGS|1',
  'AIS|1||РГ-ОГК^Рентген^L|20260111090000|||30|min',
  'AIP|1||15^Врачов^Иван',
  'AIL|1||КАБ^5',
  'TXA|1|DI|TX|20260110|||||||D-1|||||AU||AV',
  'ORC|NW|P-1|F-1||||||20260110090000',
  'TQ1|1||BID|||5^d|20260110||R',
  segment('OBR', {
    1: '1',
    2: 'P-1',
    3: 'F-1',
    4: '24317-0^Hemogram^LN',
    7: '20260110090000',
    22: '20260110100000',
    25: 'F',
  }),
  'RXO|ВАРФ^Варфарин^L|1||мг',
  'RXE||ВАРФ^Варфарин^L|1||мг',
  'RXR|PO^Внутрь^L',
  'RXD|1|ВАРФ^Варфарин^L|20260110|10|таб',
  segment('RXA', { 1: '0', 2: '1', 3: '20260110', 4: '20260110', 5: '88^Грипп^CVX', 6: '1', 20: 'CP' }),
  'OBX|1|NM|2823-3^Potassium^LN||5,1|ммоль/л|3,5-5,1|N|||F|||20260110',
  'OBX|2|TX|X^Заключение^L||Без особенностей||||||F',
  'OBX|3|SN|Y^Титр^L||^1^:^128||||||F',
  'NTE|1||Замечание',
  'SPM|1|S-1||119297000^Blood^SCT|||||||||||||20260110083000',
  'ZZZ|1|свои данные',
];

describe('docs/hl7.md says what the code does', () => {
  const page = readFileSync(join(ROOT, 'docs', 'hl7.md'), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| '));

  test('its differences are those of the table', () => {
    const listed = `${BEGIN}${page.split(BEGIN)[1]?.split(END)[0]}${END}`;
    expect(listed).toBe(differencesPage(DIFFERENCES, AGREED));
    const ids = REASONS.map(({ id }) => id);
    expect(ids.filter((id) => !DIFFERENCES.some(({ reason }) => reason === id))).toEqual([]);
  });

  test('every message type that is mapped stands in it, and no other', () => {
    const named = rows.flatMap((row) => {
      const [, kinds = '', events = ''] = row.split('|');
      const found = events.match(/\b[A-Z]{1,2}\d{1,2}\b/g) ?? [];
      return (kinds.match(/\b[A-Z]{3}\b/g) ?? []).flatMap((kind) => found.map((event) => `${kind}^${event}`));
    });
    expect(TYPES.filter((type) => !named.includes(type))).toEqual([]);
    const events = new Set(TYPES.map((type) => type.slice(4)));
    expect(named.filter((type) => !events.has(type.slice(4)))).toEqual([]);
  });

  test('the maps that come with Oka stand in it', () => {
    for (const { id } of BASE) expect(page).toContain(`| \`${id}\` | `);
  });
});

(corpusIsThere() ? describe : describe.skip)(`the public corpus (skipped without OKA_CORPORA: ${CORPUS})`, () => {
  const outcomes: Record<string, number> = {};
  const mapped = new Map<string, MappedInput>();
  beforeAll(() => {
    for (const file of messageFiles()) mapped.set(file, mapFile(file));
  });

  test('every message is read, and mapped, stored or refused with a code', () => {
    for (const { messages } of mapped.values())
      for (const { error } of messages)
        outcomes[error?.code ?? 'mapped'] = (outcomes[error?.code ?? 'mapped'] ?? 0) + 1;
    process.stdout.write(`${mapped.size} files of HL7: ${JSON.stringify(outcomes)}\n`);
    expect(mapped.size).toBeGreaterThanOrEqual(170);
    // Money, referrals, diets and supplies; and a PID without its message, which tests time zones of another converter.
    expect(outcomes).toEqual({ mapped: expect.any(Number), 'hl7-unsupported': 16, 'hl7-structure': 1 });
  });

  test('every bundle is FHIR R4', () => {
    for (const [file, one] of some(mapped)) expect([basename(file), faultsIn(one)]).toEqual([basename(file), []]);
  });

  test('what is said otherwise than in the 132 expected bundles is listed with its reason, and nothing listed is gone', () => {
    expect(pairs()).toHaveLength(132);
    const { rows, unexplained, agreed } = compareAll();
    expect(unexplained).toEqual([]);
    expect(rows).toEqual(DIFFERENCES);
    expect(agreed).toBe(AGREED);
  });

  test('the Cyrillic set is read right, 30 of 30', () => {
    const folder = join(CORPUS, 'derived_cyrillic');
    type Expected = { file: string; expectedPID5: string };
    const all = JSON.parse(readFileSync(join(folder, 'EXPECTED.json'), 'utf8')) as Expected[];
    const right = all.filter(({ file, expectedPID5 }) => {
      const [one] = readHl7(readFileSync(join(folder, file)));
      const name = one?.first('PID')?.first(5);
      return [1, 2, 3].map((part) => name?.text(part) ?? '').join('^') === expectedPID5;
    });
    expect([right.length, all.length]).toEqual([30, 30]);
  });
});
