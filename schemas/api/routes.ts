import { APPOINTMENT_ROUTES } from './appointments.ts';
import { CDS_HOOKS_ROUTES } from './cds-hooks.ts';
import { CHART_ROUTES } from './chart-api.ts';
import { CLINIC_DAY_ROUTES } from './clinic-day.ts';
import { DESK_ROUTES } from './desk.ts';
import { DESK_PAGE_ROUTES } from './desk-page.ts';
import { DICOMWEB_ROUTES } from './dicomweb.ts';
import { DUTY_ROUTES } from './duty.ts';
import { FOLLOW_UP_ROUTES } from './followups.ts';
import { OPERATE_ROUTES } from './operate.ts';
import { MODEL_ROUTES } from './operate-models.ts';
import { RECONCILE_ROUTES } from './reconcile.ts';
import type { Route } from './route.ts';
import { RULE_REPORT_ROUTES } from './rule-report.ts';
import { UPLOAD_ROUTES } from './uploads.ts';

/** The API: the OpenAPI document and the REST API of `infra/` are both made from this table. */
export const ROUTES: readonly Route[] = [
  ...UPLOAD_ROUTES,
  ...CHART_ROUTES,
  ...APPOINTMENT_ROUTES,
  ...CLINIC_DAY_ROUTES,
  ...OPERATE_ROUTES,
  ...RULE_REPORT_ROUTES,
  ...CDS_HOOKS_ROUTES,
  ...DESK_PAGE_ROUTES,
  ...DESK_ROUTES,
  ...DICOMWEB_ROUTES,
  ...DUTY_ROUTES,
  ...MODEL_ROUTES,
  ...RECONCILE_ROUTES,
  ...FOLLOW_UP_ROUTES,
];
