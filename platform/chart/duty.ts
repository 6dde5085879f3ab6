import { mergeChange } from '../../domain/duty/changes.ts';
import { canonicalJson } from '../../domain/fhir/canonical.ts';
import { StoredDutyChange } from '../../schemas/duty.ts';
import { DUTY_CHANGES, dutyChangeKey } from './keys.ts';
import { mergeRow } from './merged-row.ts';
import type { Row, Store } from './store.ts';

/** What was told of the days to come: absences, swaps, people who are on duty besides. */
export type Duty = {
  /** Changes of the whole region that are not over at this instant; those taken back are among them. */
  changes(at: string): Promise<StoredDutyChange[]>;
  /** Stores a change, or what is new of one that is stored: told twice it is one row. */
  tell(change: StoredDutyChange): Promise<StoredDutyChange>;
};

export const makeDuty = (store: Store): Duty => ({
  async changes(at) {
    // Whoever is absent is so in every clinic, so they lie together; the ended ones lie below and are never read.
    const rows = await store.query({ partition: DUTY_CHANGES, above: at });
    return rows.map(changeOf);
  },

  async tell(change) {
    let told = change;
    await mergeRow(store, dutyChangeKey(change), async (row) => {
      const stored = row && changeOf(row);
      told = mergeChange(stored, change);
      const text = canonicalJson(told);
      return stored !== undefined && canonicalJson(stored) === text ? undefined : { change: text };
    });
    return told;
  },
});

const changeOf = (row: Row): StoredDutyChange => StoredDutyChange.parse(JSON.parse(String(row.change)));
