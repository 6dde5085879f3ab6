import { afterAll, expect, test } from '@jest/globals';
import { TABLE } from '../schemas/table.ts';
import { synthesizeSample } from './fixture.ts';

const synthesized = synthesizeSample();
afterAll(synthesized.remove);

test('rows of CDS Hooks that have an end leave the table by themselves', () => {
  const [[, table] = ['', {} as Record<string, unknown>]] = synthesized.ofType('AWS::DynamoDB::Table');
  expect(table.TimeToLiveSpecification).toEqual({ AttributeName: TABLE.expiry, Enabled: true });
});
