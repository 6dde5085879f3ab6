import type { Severity } from '../../schemas/result.ts';
import type { Told } from './answer.ts';

/** What a physician has answered of one matter, on these facts: he has heard it. */
export type Silence = {
  readonly matter: string;
  readonly facts: string;
  readonly severity: Severity;
  /** When he answered, as an instant. */
  readonly since: string;
};

const WEIGHT: Readonly<Record<Severity, number>> = { info: 0, warning: 1, critical: 2 };
const CRITICAL_RETURNS_AFTER_DAYS = 30;
const DAY_MS = 24 * 3600 * 1000;

/**
 * Whether this physician has answered this already: the same matter on the same facts, then no less grave. Any new value or
 * order is another fact and is told. What is critical returns after 30 days; to others it was never silent.
 */
export const isSilent = (told: Omit<Told, 'uuid' | 'rule'>, silences: readonly Silence[], asOf: string): boolean =>
  silences.some(
    ({ matter, facts, severity, since }) =>
      matter === told.matter &&
      facts === told.facts &&
      WEIGHT[severity] >= WEIGHT[told.severity] &&
      (told.severity !== 'critical' || Date.parse(asOf) - Date.parse(since) < CRITICAL_RETURNS_AFTER_DAYS * DAY_MS),
  );
