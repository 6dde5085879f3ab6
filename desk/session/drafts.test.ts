import { describe, expect, test } from '@jest/globals';
import { makeDrafts, type Shelf } from './drafts.ts';

function shelf(limit = Number.POSITIVE_INFINITY): Shelf & { readonly held: Map<string, string> } {
  const held = new Map<string, string>();
  return {
    held,
    get length() {
      return held.size;
    },
    key: (place) => [...held.keys()][place] ?? null,
    getItem: (name) => held.get(name) ?? null,
    setItem(name, value) {
      if (value.length > limit) throw new Error('QuotaExceededError');
      held.set(name, value);
    },
    removeItem: (name) => void held.delete(name),
  };
}

describe('what a person has typed', () => {
  test('is there again for the same person, and for nobody else', () => {
    const tab = shelf();
    makeDrafts(tab).write('dr-12', 'statement/1', { words: 'нет на снимке' });
    expect(makeDrafts(tab).read('dr-12', 'statement/1')).toEqual({ words: 'нет на снимке' });
    expect(makeDrafts(tab).read('dr-13', 'statement/1')).toBeUndefined();
    expect(makeDrafts(tab).read('dr-1', '2.statement/1')).toBeUndefined();
  });

  test('goes with a sign-out, and takes nothing of others with it', () => {
    const tab = shelf();
    const drafts = makeDrafts(tab);
    for (const person of ['dr-12', 'dr-123', 'dr']) drafts.write(person, 'a', person);
    drafts.dropAllOf('dr-12');
    expect(drafts.read('dr-12', 'a')).toBeUndefined();
    expect(drafts.read('dr-123', 'a')).toBe('dr-123');
    expect(drafts.read('dr', 'a')).toBe('dr');
  });

  test('waits for a shift and no longer', () => {
    const tab = shelf();
    const at = { now: 0 };
    const drafts = makeDrafts(tab, () => at.now);
    drafts.write('dr-12', 'a', 'x');
    at.now = 12 * 3600_000;
    expect(drafts.read('dr-12', 'a')).toBe('x');
    at.now += 1;
    expect(drafts.read('dr-12', 'a')).toBeUndefined();
    drafts.write('dr-12', 'b', 'y');
    at.now += 13 * 3600_000;
    drafts.dropOld();
    expect(tab.held.size).toBe(0);
  });

  test('a storage that is full is said, and breaks nothing', () => {
    const drafts = makeDrafts(shelf(40));
    expect(drafts.write('dr-12', 'a', 'x'.repeat(100))).toBe(false);
    expect(drafts.read('dr-12', 'a')).toBeUndefined();
  });
});
