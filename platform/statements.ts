import { contradictionsOf } from '../domain/hl7/map/patients/stated.ts';
import type { Chart } from './chart/chart.ts';
import type { Statement, StatingInput } from './chart/stated.ts';

/** How the reasons begin for which a statement brings an input on the list. */
export const ABOUT_PID = 'pid-';

type Listing = Pick<Chart, 'get' | 'listForHuman' | 'noteStatementListed' | 'noteInputListed'>;

/** In what a statement contradicts the demographics as they stand now; nothing while nobody is registered. */
export async function differsNow({ record, said }: Statement, chart: Pick<Chart, 'get'>): Promise<string[]> {
  const patient = (await chart.get(record, 'Patient', record))?.resource;
  return patient?.resourceType === 'Patient' ? contradictionsOf(said, patient) : [];
}

/**
 * Brings the inputs of a statement on their clinic's list, or off it. What is listed is noted, the statement before and each
 * input after; then the demographics are read once more, and who finds them corrected does it all over. So whoever corrects
 * them later finds the note, and nothing stays on the list that does not differ.
 */
export async function settleStatement(
  statement: Statement & { readonly hasListed?: boolean },
  stating: readonly StatingInput[],
  differs: readonly string[],
  chart: Listing,
): Promise<void> {
  let [now, inputs, noted] = [differs, stating, statement.hasListed === true];
  for (;;) {
    const reasons = now.map((what) => `${ABOUT_PID}${what}`);
    const listedFor = reasons.join(', ');
    const others = inputs.filter((one) => one.listedFor !== listedFor);
    if (others.length === 0) return;
    if (!noted) await chart.noteStatementListed(statement);
    noted = true;
    for (const { input } of others) {
      await chart.listForHuman(input, reasons, ABOUT_PID);
      await chart.noteInputListed(statement, input, listedFor);
    }
    inputs = inputs.map(({ input }) => ({ input, listedFor }));
    now = await differsNow(statement, chart);
  }
}
