import { contradictionsOf } from '../../domain/hl7/map/stated.ts';
import type { Chart } from '../../platform/chart/chart.ts';
import type { KeptStatement } from '../../platform/chart/stated.ts';
import type { PersonFacts } from './read.ts';

const ABOUT = 'pid-';

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
      await settle(
        statement,
        differs.map((what) => `${ABOUT}${what}`),
        chart,
      );
  }
}

async function settle(statement: KeptStatement, reasons: readonly string[], chart: Chart): Promise<void> {
  const listedFor = reasons.join(', ');
  if (!statement.hasListed) await chart.noteStatementListed(statement);
  for (const stating of await chart.inputsStating(statement)) {
    if (stating.listedFor === listedFor) continue;
    await chart.listForHuman(stating.input, reasons, ABOUT);
    await chart.noteInputListed(statement, stating.input, listedFor);
  }
}
