import { z } from 'zod';
import { ClinicId, Instant } from '../input.ts';
import { json, none, type Route } from './route.ts';

const count = z.number().int().nonnegative();

/** What became of the cards of one rule. A card is one matter on its facts before one physician, however often it was shown. */
export const RuleFigures = z.strictObject({
  /** Cards; `shown` counts each showing. */
  n: count,
  shown: count,
  accepted: count,
  /** Overridden, by the code of the reason; `not-stated` where none was given. */
  overridden: z.record(z.string(), count),
  /** Shown more than a day ago and never answered. */
  ignored: count,
  /** Shown within the last day and not answered yet. */
  waiting: count,
  /** From the first showing to its acceptance, in seconds, of the cards whose clocks agree. */
  timeToAct: z.strictObject({ n: count, median: z.number().optional(), p90: z.number().optional() }),
  /** Share that was accepted of all that are not waiting, with its 95 % interval (Wilson); absent where there is none. */
  acceptance: z.strictObject({ rate: z.number(), low: z.number(), high: z.number() }).optional(),
  /** Only from thirty cards on that are not waiting. */
  verdict: z.enum(['followed', 'mixed', 'not-followed', 'data-doubted']).optional(),
});
export type RuleFigures = z.infer<typeof RuleFigures>;

export const RuleReportAnswer = z.strictObject({
  /** Days (UTC) on which the cards were first shown, both included. */
  from: z.iso.date(),
  to: z.iso.date(),
  asOf: Instant,
  rules: z.array(
    z.strictObject({
      rule: z.string(),
      all: RuleFigures,
      /** Clinic → figures; `ehr:<id>` for a record system of several clinics, `unknown` for a client no longer registered. */
      places: z.record(z.string(), RuleFigures),
    }),
  ),
});
export type RuleReportAnswer = z.infer<typeof RuleReportAnswer>;

export const RuleReportQuery = z.strictObject({
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  clinic: ClinicId.optional(),
  rule: z
    .string()
    .regex(/^[a-z0-9_]{2,60}$/, 'the id of a rule')
    .optional(),
});

/** What physicians do with the cards of each rule: figures for those who answer for the rules, no patient data. */
export const RULE_REPORT_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/rules/report',
    function: 'operate',
    operationId: 'reportRules',
    summary:
      'Of each rule, by clinic and period (at most 92 days, by default the last 30): cards shown, accepted, overridden by reason, ignored, and the time to act.',
    parameters: none,
    query: RuleReportQuery,
    success: json(200, RuleReportAnswer),
    refusals: ['malformed-request', 'not-found'],
  },
];
