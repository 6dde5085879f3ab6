import { expect, jest, test } from '@jest/globals';
import { MEASUREMENT_EXTENSION, Measurement } from '../../schemas/measurement.ts';
import { measured } from './examples.ts';
import { measurementOf } from './finding.ts';

const observation = (json?: string): fhir4.Observation => ({
  ...{ resourceType: 'Observation', status: 'preliminary', code: {} },
  ...(json === undefined ? {} : { extension: [{ url: MEASUREMENT_EXTENSION, valueString: json }] }),
});

test('a measurement is read once, however many images ask about it, and a resource without one is asked in vain', () => {
  const parse = jest.spyOn(Measurement, 'parse');
  const one = observation(JSON.stringify(measured()));
  const answers = [1, 2, 3].map(() => measurementOf(one));
  expect(answers[0]).toEqual(measured());
  expect(new Set(answers).size).toBe(1);
  expect(parse).toHaveBeenCalledTimes(1);
  expect(measurementOf(observation())).toBeUndefined();
  expect(() => measurementOf(observation('{}'))).toThrow();
});
