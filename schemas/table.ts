/**
 * The one table, as data: infra declares it and the tests create it from here, so that both are the same. All keys are
 * strings. What lies under which key stands in `platform/chart/README.md`.
 */
export const TABLE = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /**
   * Seconds since 1970 after which a row may go (DynamoDB, "Time to Live"): rows of CDS Hooks alone, no input and no chart.
   * The table takes days to remove one, and the local stand-in never does: who reads a row asks whether it still counts.
   */
  expiry: 'expiresAt',
  /** Made with the table, because later it cannot be; read consistently; carries whole items. */
  localIndexes: [{ name: 'byCodeTime', sortKey: 'codeTime' }],
  /** Work lists only: a row is in an index while it has the index's keys. They carry keys and the attributes in `include`. */
  globalIndexes: [
    { name: 'byDue', partitionKey: 'duePk', sortKey: 'dueSk', include: [] },
    { name: 'byDay', partitionKey: 'dayPk', sortKey: 'daySk', include: ['endState', 'openSince'] },
    { name: 'byWaiting', partitionKey: 'waitPk', sortKey: 'waitSk', include: [] },
  ],
} as const;

export type LocalIndexName = (typeof TABLE.localIndexes)[number]['name'];
export type GlobalIndexName = (typeof TABLE.globalIndexes)[number]['name'];
