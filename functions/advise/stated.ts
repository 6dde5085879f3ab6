import { contradictionsOf } from '../../domain/hl7/map/patients/stated.ts';
import type { Chart } from '../../platform/chart/chart.ts';
import type { PersonFacts } from '../../platform/chart/person-facts.ts';
import { settleStatement } from '../../platform/statements.ts';

/**
 * What laboratories and radiology said of the patient in their PID, against the demographics as they stand now: an input
 * that differs comes on its clinic's list, whichever came first, and leaves it when the demographics are corrected.
 */
export async function settleStatements(record: string, { entries }: PersonFacts, chart: Chart): Promise<void> {
  const own = entries.find((entry) => entry.record === record && entry.resource?.resourceType === 'Patient');
  const patient = own?.resource as fhir4.Patient | undefined;
  for (const statement of await chart.statements(record)) {
    const differs = patient === undefined ? [] : contradictionsOf(statement.said, patient);
    if (differs.length > 0 || statement.hasListed)
      await settleStatement(statement, await chart.inputsStating(statement), differs, chart);
  }
}
