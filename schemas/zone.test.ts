import { expect, test } from '@jest/globals';
import { isZone } from './zone.ts';

test.each(['UTC', 'Asia/Yekaterinburg', 'Europe/Kyiv', 'Asia/Kolkata'])('%s is a zone', (name) => {
  expect(isZone(name)).toBe(true);
});

test.each(['', '+05:00', 'Mars/Olympus', '../etc'])('%j is none', (name) => {
  expect(isZone(name)).toBe(false);
});
