import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readTime, readTimeOfDay } from './time.ts';

const YEKATERINBURG = 'Asia/Yekaterinburg';

describe('a time knows its precision and zone', () => {
  test.each([
    ['1950', '1950', 'year', '1949-12-31T19:00:00.000Z'],
    ['195003', '1950-03', 'month', '1950-02-28T19:00:00.000Z'],
    ['20240229', '2024-02-29', 'day', '2024-02-28T19:00:00.000Z'],
    ['2024010112', '2024-01-01T12:00:00+05:00', 'hour', '2024-01-01T07:00:00.000Z'],
    ['202401011230', '2024-01-01T12:30:00+05:00', 'minute', '2024-01-01T07:30:00.000Z'],
    ['20240101123045', '2024-01-01T12:30:45+05:00', 'second', '2024-01-01T07:30:45.000Z'],
    ['20240101123045.1234', '2024-01-01T12:30:45.1234+05:00', 'second', '2024-01-01T07:30:45.123Z'],
    ['202401011230-0330', '2024-01-01T12:30:00-03:30', 'minute', '2024-01-01T16:00:00.000Z'],
    ['20240101123045+0000', '2024-01-01T12:30:45+00:00', 'second', '2024-01-01T12:30:45.000Z'],
    ['20240101123045.5+0545', '2024-01-01T12:30:45.5+05:45', 'second', '2024-01-01T06:45:45.500Z'],
    ['20240101123045.000012', '2024-01-01T12:30:45.000012+05:00', 'second', '2024-01-01T07:30:45.000Z'],
    ['20240101-0500', '2024-01-01', 'day', '2024-01-01T05:00:00.000Z'],
    ['202312312400', '2024-01-01T00:00:00+05:00', 'minute', '2023-12-31T19:00:00.000Z'],
    ['20240229240000', '2024-03-01T00:00:00+05:00', 'second', '2024-02-29T19:00:00.000Z'],
    ['20161231235960+0000', '2017-01-01T00:00:00+00:00', 'second', '2017-01-01T00:00:00.000Z'],
    [' 202401011230 ', '2024-01-01T12:30:00+05:00', 'minute', '2024-01-01T07:30:00.000Z'],
  ])('%s', (sent, dateTime, precision, earliest) => {
    expect(readTime(sent, YEKATERINBURG)).toEqual({ dateTime, precision, earliest });
  });

  test.each([
    '',
    '20230229',
    '19000229',
    '20241301',
    '20240001',
    '20240100',
    '20240431',
    '2024010124',
    '202401012401',
    '20240101240000.1',
    '2024010125',
    '202401011260',
    '20240101120061',
    '20240101120000+1500',
    '20240101120000+0160',
    '20240101120000+5',
    '20240101120000.',
    '00010101',
    'вчера',
    '2024-01-01',
    '2024010',
  ])('%s is no time', (sent) => {
    expect(readTime(sent, YEKATERINBURG)).toBeUndefined();
  });

  test('the offset is the one the zone had on that day', () => {
    // Moscow was at +04:00 the year round until 26 October 2014.
    expect(readTime('20140701120000', 'Europe/Moscow')?.dateTime).toBe('2014-07-01T12:00:00+04:00');
    expect(readTime('20150701120000', 'Europe/Moscow')?.dateTime).toBe('2015-07-01T12:00:00+03:00');
  });

  test('an hour that the clocks show twice is the earlier one, an hour they skip has the offset before', () => {
    expect(readTime('20241027023000', 'Europe/Berlin')?.dateTime).toBe('2024-10-27T02:30:00+02:00');
    expect(readTime('20240331023000', 'Europe/Berlin')?.dateTime).toBe('2024-03-31T02:30:00+01:00');
  });

  test('half an hour and a day are skipped as well', () => {
    // Lord Howe goes forward by half an hour; Samoa left out 30 December 2011.
    expect(readTime('20241006021500', 'Australia/Lord_Howe')?.dateTime).toBe('2024-10-06T02:15:00+10:30');
    expect(readTime('20240407014500', 'Australia/Lord_Howe')?.dateTime).toBe('2024-04-07T01:45:00+11:00');
    expect(readTime('20111230120000', 'Pacific/Apia')?.earliest).toBe('2011-12-30T22:00:00.000Z');
    expect(readTime('20111231120000', 'Pacific/Apia')?.dateTime).toBe('2011-12-31T12:00:00+14:00');
  });

  test('the written offset names the same instant', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1990-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
        (date) => {
          const sent = date.toISOString().replace(/[-:T]|\..*/g, '');
          const time = readTime(sent, 'Asia/Krasnoyarsk');
          expect(new Date(time?.dateTime ?? '').toISOString()).toBe(time?.earliest);
          expect(readTime(`${sent}+0000`, 'Asia/Krasnoyarsk')?.earliest).toBe(
            `${date.toISOString().slice(0, 19)}.000Z`,
          );
        },
      ),
    );
  });

  test('a time of day', () => {
    expect(readTimeOfDay('0730')).toBe('07:30:00');
    expect(readTimeOfDay('073015')).toBe('07:30:15');
    expect(readTimeOfDay('2560')).toBeUndefined();
  });
});
