/**
 * Figures that sound the duty alarm (infra/constructs/duty-alarm.ts); every name has an alarm there.
 * `Ledger…`: sums of contract 6. `Critical…`: a critical result that nobody met in time, or that no record system takes.
 * `ModelSuspended`: the watch has suspended a model for a clinic.
 * `CriticalAlarms`: alarms that nobody has taken. `NobodyOnDuty`, `ClinicOffline`, `RecordSystemSilent`: 1 while it is so.
 * `ReconcileOldestSeconds`: how long the oldest study, pair or order waits for somebody of a clinic to say whose it is.
 * `ClinicsRed`: 1 for a clinic whose critical analytes come without a code, so that the rules are silent there.
 */
export type Figure =
  | 'LedgerOverdue'
  | 'LedgerMissing'
  | 'CriticalOverdue'
  | 'CriticalUndelivered'
  | 'CriticalAlarms'
  | 'NobodyOnDuty'
  | 'ClinicOffline'
  | 'RecordSystemSilent'
  | 'ClinicsRed'
  | 'ReconcileOldestSeconds'
  | 'ModelSuspended';

/**
 * Figures to look at by day; they sound nothing. `IdentityOldestSeconds`: the oldest pair of records that waits for a human.
 * `ModelSignals`: what the watch saw of a model and a human should look at.
 */
export type Gauge = 'IdentityOldestSeconds' | 'ModelSignals';

type Figures = Readonly<Partial<Record<Figure | Gauge, number>>>;

const unitOf = (name: string): string => (name.endsWith('Seconds') ? 'Seconds' : 'Count');

/** One line in CloudWatch's Embedded Metric Format: the log becomes the metric, nothing else is called. */
export const metricLine = (figures: Figures, clinic: string, at: Date): string =>
  JSON.stringify({
    _aws: {
      Timestamp: at.getTime(),
      CloudWatchMetrics: [
        {
          Namespace: 'Oka',
          Dimensions: [['clinic'], []],
          Metrics: Object.keys(figures).map((Name) => ({ Name, Unit: unitOf(Name) })),
        },
      ],
    },
    clinic,
    ...figures,
  });

/** Writes a figure where CloudWatch reads it. Clinic ids only, never patient data (contract 13). */
export const report = (figures: Figures, clinic: string, at: Date): void => {
  process.stdout.write(`${metricLine(figures, clinic, at)}\n`);
};
