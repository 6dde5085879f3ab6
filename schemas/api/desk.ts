import { DESK_ACT_ROUTES } from './desk-acts.ts';
import { DESK_CHART_ROUTES } from './desk-chart.ts';
import { DESK_FIND_ROUTES } from './desk-find.ts';
import { DESK_ME_ROUTES } from './desk-me.ts';
import { DESK_RESULT_ROUTES } from './desk-result.ts';
import { DESK_STATEMENT_ROUTES } from './desk-statement.ts';
import { DESK_TRACE_ROUTES } from './desk-trace.ts';
import { DESK_WORKLIST_ROUTES } from './desk-worklist.ts';
import type { Route } from './route.ts';

/** The API of the physician's page. The schemas of its answers lie in `desk-*.ts` beside this file; see docs/desk-api.md. */
export const DESK_ROUTES: readonly Route[] = [
  ...DESK_ME_ROUTES,
  ...DESK_FIND_ROUTES,
  ...DESK_WORKLIST_ROUTES,
  ...DESK_RESULT_ROUTES,
  ...DESK_ACT_ROUTES,
  ...DESK_STATEMENT_ROUTES,
  ...DESK_TRACE_ROUTES,
  ...DESK_CHART_ROUTES,
];
