import { expect, test } from '@jest/globals';
import { ERRORS, type ErrorCode } from '../../schemas/errors.ts';
import { faultOf, placesOf, placeText } from './fault.ts';
import { mapFrom, message, PID } from './map/example.ts';

test.each([
  ['PID', { segment: 'PID' }],
  ['PID-3', { segment: 'PID', field: 3 }],
  ['MSH-9.2', { segment: 'MSH', field: 9, component: 2 }],
  ['OBX[12]-5[2].1.4', { segment: 'OBX', sequence: 12, field: 5, repetition: 2, component: 1, subcomponent: 4 }],
  ['ZP1-1', { segment: 'ZP1', field: 1 }],
])('%s is a place, and is written so', (text, place) => {
  expect(placesOf(text)).toEqual([place]);
  expect(placesOf(text).map(placeText)).toEqual([text]);
});

test('a detail names several places, or a message of an input, or none', () => {
  expect(placesOf('OBR-4, OBR-7').map(placeText)).toEqual(['OBR-4', 'OBR-7']);
  expect(placesOf('OBX-5 repetitions').map(placeText)).toEqual(['OBX-5']);
  expect(placesOf('message 12: MRG-1').map(placeText)).toEqual(['MRG-1']);
  for (const other of [undefined, '', 'not utf-8', 'clinic north', 'message 2', 'OBR-4, soon', 'PID-3-4'])
    expect(placesOf(other)).toEqual([]);
});

test.each<[ErrorCode, string | undefined, number]>([
  ['hl7-structure', 'PID', 100],
  ['hl7-structure', 'MSH-2', 101],
  ['hl7-structure', undefined, 100],
  ['hl7-unsupported', 'MSH-9', 200],
  ['hl7-unsupported', 'MSH-9.2', 201],
  ['hl7-processing', 'MSH-11', 202],
  ['no-identity', 'PID-3', 204],
  ['unknown-sender', 'MSH-3', 103],
  ['unreadable-text', undefined, 102],
  ['conflict', undefined, 206],
  ['unavailable', undefined, 207],
  ['ehr-silent', undefined, 207],
  ['over-size', undefined, 199],
])('%s at %s is condition %d', (code, detail, condition) => {
  expect(faultOf({ code, detail }).condition).toBe(condition);
});

test('no permanent error tells a sender to repeat, and no other tells him to give up', () => {
  for (const code of Object.keys(ERRORS) as ErrorCode[])
    expect([code, faultOf({ code }).condition >= 206]).toEqual([code, ERRORS[code].class !== 'permanent']);
});

test.each([
  ['ADT^A01', [], { condition: 100, places: ['PID'] }],
  ['ADT^A31', ['PID|1||7^^^NOBODY^PI'], { condition: 204, places: ['PID-3'] }],
  ['XYZ^A01', [PID], { condition: 200, places: ['MSH-9'] }],
  ['ADT^Z99', [PID], { condition: 201, places: ['MSH-9.2'] }],
  ['', [PID], { condition: 101, places: ['MSH-9'] }],
])('a message of type %s that cannot be mapped is told with condition and place', (type, segments, fault) => {
  expect(mapFrom('hospital', message(type, segments)).messages[0]?.fault).toEqual(fault);
});
