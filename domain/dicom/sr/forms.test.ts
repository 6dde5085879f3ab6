import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FormsOfVersion, MadeForm } from '../../../schemas/forms.ts';
import { dicomJson } from '../json.ts';
import { readDicom } from '../read.ts';
import { formExample } from './examples.ts';
import { type NewForm, planForms } from './forms.ts';
import { first, items } from './template.ts';

const PICTURE = { rows: 2, columns: 2, bytes: Uint8Array.from({ length: 12 }, (_, k) => k * 20) };

/** A version of the one result of these tests: withdrawn, or said with or without a heat map, by a version of the model. */
type Version = { readonly withdrawn: boolean; readonly map?: string; readonly model?: string };

function plan(versions: readonly Version[], place: number, earlier: readonly FormsOfVersion[]) {
  const { withdrawn, map, model = '1.0.0' } = versions[place] ?? { withdrawn: false };
  const contentHash = createHash('sha256').update(`${place}`).digest('hex');
  const said = { model: { id: 'chest-xray-children', version: model, sha256: 'c'.repeat(64) } };
  const form = formExample(said, { version: place + 1, contentHash, state: withdrawn ? 'withdrawn' : 'current' });
  return { form, planned: planForms(form, earlier, map === undefined ? undefined : { key: map, picture: PICTURE }) };
}

const kept = ({ kind, reference, bytes, madeOf, rejects }: NewForm): MadeForm => ({
  ...{ kind, ...reference, key: reference.sopInstanceUid, bytes: bytes.length, sha256: 'a'.repeat(64), sha1: '' },
  ...(madeOf === undefined ? {} : { madeOf }),
  ...(rejects === undefined ? {} : { rejects: [...rejects] }),
});

/** All versions one after the other, as publish makes them. */
function play(versions: readonly Version[]) {
  const stored: FormsOfVersion[] = [];
  const sent: NewForm[] = [];
  for (const place of versions.keys()) {
    const { form, planned } = plan(versions, place, stored);
    const { resultId, version, contentHash } = form.result;
    stored.push({ resultId, version, contentHash, forms: [...planned.made.map(kept), ...planned.kept] });
    sent.push(...planned.made);
  }
  return { stored, sent };
}

const headerOf = (bytes: Uint8Array) => dicomJson(readDicom(bytes, 'UTC', () => new Uint8Array()).object);
const referred = (bytes: Uint8Array, tag: string): string[] =>
  items(headerOf(bytes), tag)
    .flatMap((study) => items(study, '00081115'))
    .flatMap((series) => items(series, '00081199'))
    .map((one) => String(first(one, '00081155')));

/** What a PACS shows that knows rejection notes and follows predecessors: a small model of its own. */
function shown(sent: readonly NewForm[]): string[] {
  const gone = new Set(
    sent.flatMap(({ kind, bytes }) => (kind === 'note' ? referred(bytes, '0040A375') : referred(bytes, '0040A360'))),
  );
  return sent.flatMap(({ kind, reference }) => (kind === 'note' || gone.has(reference.sopInstanceUid) ? [] : [kind]));
}

const said: Version = { withdrawn: false };
const withdrawn: Version = { withdrawn: true };

describe('the forms of the versions of a finding', () => {
  test('follow one another: each report names the one before', () => {
    const { sent } = play([said, said, said]);
    expect(sent.map(({ kind }) => kind)).toEqual(['report', 'report', 'report']);
    expect(sent.map(({ bytes }) => referred(bytes, '0040A360'))).toEqual([
      [],
      [sent[0]?.reference.sopInstanceUid],
      [sent[1]?.reference.sopInstanceUid],
    ]);
  });

  test('are all taken back by the note of a withdrawal, and what is said after it follows nobody', () => {
    const { sent } = play([{ withdrawn: false, map: 'a' }, said, withdrawn, said]);
    expect(sent.map(({ kind }) => kind)).toEqual(['report', 'heat-map', 'report', 'note', 'note', 'report']);
    expect(sent[4]?.rejects).toEqual([sent[0], sent[2]].map((one) => one?.reference.sopInstanceUid));
    expect(referred(sent.at(-1)?.bytes ?? new Uint8Array(), '0040A360')).toEqual([]);
  });

  test('need no note where nothing was ever made', () => {
    expect(play([withdrawn]).sent).toEqual([]);
  });

  test('keep a heat map whose picture is the same, and take it back with another picture or model version', () => {
    const map = (key: string, model?: string): Version => ({ withdrawn: false, map: key, ...(model ? { model } : {}) });
    const kinds = (versions: Version[]) => play(versions).sent.map(({ kind }) => kind);
    expect(kinds([map('a'), map('a')])).toEqual(['report', 'heat-map', 'report']);
    expect(kinds([map('a'), map('b')])).toEqual(['report', 'heat-map', 'report', 'heat-map', 'note']);
    expect(kinds([map('a'), map('a', '1.1.0')])).toEqual(['report', 'heat-map', 'report', 'heat-map', 'note']);
    const { stored } = play([map('a'), map('a')]);
    expect(stored[1]?.forms.map(({ kind }) => kind)).toEqual(['report', 'heat-map']);
  });

  test('show in a PACS what the last version says and nothing else, whatever came before (property)', () => {
    const version = fc.record({
      withdrawn: fc.boolean(),
      map: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
      model: fc.constantFrom('1.0.0', '1.1.0'),
    });
    fc.assert(
      fc.property(fc.array(version, { minLength: 1, maxLength: 7 }), (versions) => {
        const { sent } = play(versions as Version[]);
        const last = versions.at(-1);
        const expected = last?.withdrawn ? [] : ['report', ...(last?.map === undefined ? [] : ['heat-map'])];
        expect(shown(sent).sort()).toEqual(expected.sort());
        const uids = sent.map(({ reference }) => reference.sopInstanceUid);
        expect(new Set(uids).size).toBe(uids.length);
      }),
      { numRuns: 150 },
    );
  });

  test('are the same bytes when they are made again', () => {
    const versions: Version[] = [{ withdrawn: false, map: 'a' }, said, withdrawn];
    expect(play(versions).sent).toEqual(play(versions).sent);
  });
});
