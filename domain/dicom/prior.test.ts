import { describe, expect, test } from '@jest/globals';
import { areComparable, areOfOneSide } from './prior.ts';

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

  test.each([
    ['KNEE', ['R'], 'KNEE', ['L'], false],
    ['KNEE', ['R'], 'Левый коленный сустав', [], false],
    ['Коленный сустав справа', [], 'left knee', [], false],
    ['Рентгенография правой кисти', ['R'], 'hand right', [], true],
    ['MG', ['L', 'R'], 'MG', ['R'], true],
    ['knees', ['B'], 'knee', ['L'], true],
    ['knee', ['R'], 'knee', [], true],
    ['knee', ['U', ''], 'knee', ['L'], true],
    ['Справка, укладка правильная', [], 'левая кисть', [], true],
  ])('of one side: “%s” %j and “%s” %j: %s', (words, sides, theirs, others, expected) => {
    expect(areOfOneSide({ words, sides }, { words: theirs, sides: others })).toBe(expected);
    expect(areOfOneSide({ words: theirs, sides: others }, { words, sides })).toBe(expected);
  });
});
