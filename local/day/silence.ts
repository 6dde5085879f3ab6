import { join } from 'node:path';
import { ConnectorState } from '../../edge/connector/state.ts';
import { readState } from '../../edge/state.ts';

/** The edge writes what it says of itself every few seconds. */
const PATIENCE_MS = 15_000;

/** What the connector of a clinic's edge says of its record system, once it says that nothing waits any more. */
export async function connectorState(dataFolder: string, clinic: string): Promise<ConnectorState | undefined> {
  let state: ConnectorState | undefined;
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; ) {
    const said = await readState(join(dataFolder, 'edge', clinic));
    state = ConnectorState.safeParse(said?.parts?.connector).data ?? state;
    if (state !== undefined && state.waiting === 0 && state.owed === 0) return state;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return state;
}

/** The silence of a record system in a line: since when, what had come together, and what became of it. */
export async function silenceOf(dataFolder: string, clinic: string): Promise<string> {
  const state = await connectorState(dataFolder, clinic);
  if (state === undefined) return `The edge of “${clinic}” says nothing of its record system.`;
  const { ehr, lastSilence, totals, waiting, human } = state;
  const seconds =
    lastSilence === undefined ? 0 : (Date.parse(lastSilence.until) - Date.parse(lastSilence.since)) / 1000;
  const silence =
    lastSilence === undefined
      ? 'was never silent'
      : `was silent for ${seconds.toFixed(1)} s; ${lastSilence.waited} results waited at the edge`;
  return `EHR ${ehr} over HL7: ${silence}; ${totals.delivered} delivered, ${totals.superseded} overtaken by a newer version, ${waiting} still wait, ${human.length} for a human`;
}
