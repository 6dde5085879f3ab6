import { randomUUID } from 'node:crypto';
import { OkaError } from '../../schemas/errors.ts';
import type { PlannedSchedule } from '../template/plan.ts';
import { ACCOUNT, REGION } from '../template/resolve.ts';

const UNIT_SECONDS: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3600, day: 86_400 };

/**
 * Seconds between two runs of `rate(<n> <unit>)`; each minute runs every `dueSeconds` locally, so that a day of minutes can
 * be watched. Errors: `configuration` for any other expression.
 */
export function localSeconds(expression: string, dueSeconds: number): number {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (!rate) throw new OkaError('configuration', `the local region plays rate(…) schedules, not ${expression}`);
  const seconds = Number(rate[1]) * (UNIT_SECONDS[rate[2] ?? ''] ?? 0);
  return seconds === 60 ? dueSeconds : seconds;
}

/** Runs a schedule's function; a run that is still going takes the place of the next one. */
export function startSchedule(
  schedule: PlannedSchedule,
  { invoke, dueSeconds }: { invoke: (functionName: string, event: unknown) => Promise<unknown>; dueSeconds: number },
) {
  let running: Promise<unknown> | undefined;
  const run = () => {
    if (running) return;
    const event = schedule.input
      ? JSON.parse(schedule.input)
      : {
          version: '0',
          id: randomUUID(),
          'detail-type': 'Scheduled Event',
          source: 'aws.events',
          account: ACCOUNT,
          time: new Date().toISOString(),
          region: REGION,
          resources: [`arn:aws:events:${REGION}:${ACCOUNT}:rule/${schedule.name}`],
          detail: {},
        };
    // A failed run is in the function's log; the next one starts from the same mark.
    running = invoke(schedule.functionName, event)
      .catch(() => undefined)
      .finally(() => {
        running = undefined;
      });
  };
  const timer = setInterval(run, localSeconds(schedule.expression, dueSeconds) * 1000);
  return {
    async stop(): Promise<void> {
      clearInterval(timer);
      await running;
    },
  };
}
