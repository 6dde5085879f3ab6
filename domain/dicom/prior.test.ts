import { describe, expect, test } from '@jest/globals';
import { areComparable } from './prior.ts';

describe('an earlier examination is laid beside a new one', () => {
  test.each([
    [['DX'], 'CHEST', ['CR'], 'ОГК в прямой проекции', true],
    [['DX'], 'CHEST', ['CT'], 'CHEST', false],
    [['DX'], 'CHEST', ['DX'], 'KNEE', false],
    [['DX'], 'CHEST', ['DX'], '', false],
    [['DX'], '', ['DX'], '', true],
    [['DX', 'SR'], 'Грудная клетка', ['SR'], 'CHEST', false],
    [['CT', 'SR'], 'head', ['CT'], 'КТ головного мозга', true],
  ])('%j of “%s” and %j of “%s”: %s', (modalities, words, others, theirs, expected) => {
    expect(areComparable({ modalities, words }, { modalities: others, words: theirs })).toBe(expected);
    expect(areComparable({ modalities: others, words: theirs }, { modalities, words })).toBe(expected);
  });
});
