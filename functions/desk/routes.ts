import type { Action } from '../../domain/access/may.ts';
import type { ApiRoute } from '../../platform/handlers/api.ts';
import { acknowledge, noteActed, noteRead, takeAlarm } from './acts.ts';
import { readChart } from './chart.ts';
import { readDocument } from './document.ts';
import { findPerson } from './find.ts';
import { readMe } from './me.ts';
import { signOrder } from './orders.ts';
import { recordSubject } from './reader.ts';
import { readResult } from './result.ts';
import { signStatement } from './statements.ts';
import { readTrace } from './trace.ts';
import { readWorklist, worklistSubject } from './worklist.ts';

/** A route about a record: its clinic decides who may. */
const ofRecord = (action: Action, handle: ApiRoute['handle']): ApiRoute => ({
  action,
  resource: recordSubject,
  handle,
});

const RESULT = '/desk-api/results/{record}/{resultId}';

/** The API of the physician's page (docs/desk-api.md). */
export const routes: Readonly<Record<string, ApiRoute>> = {
  'GET /desk-api/me': { action: 'open-desk', resource: () => ({ about: 'desk' }), handle: readMe },
  'POST /desk-api/find': { action: 'open-desk', resource: () => ({ about: 'find' }), handle: findPerson },
  'GET /desk-api/worklist': { action: 'read-worklist', resource: worklistSubject, handle: readWorklist },
  [`GET ${RESULT}`]: ofRecord('read-result', readResult),
  [`GET ${RESULT}/trace`]: ofRecord('read-result', readTrace),
  [`POST ${RESULT}/read`]: ofRecord('note-read', noteRead),
  [`POST ${RESULT}/acknowledge`]: ofRecord('acknowledge-result', acknowledge),
  [`POST ${RESULT}/acted`]: ofRecord('acknowledge-result', noteActed),
  [`POST ${RESULT}/statement`]: ofRecord('sign-statement', signStatement),
  'POST /desk-api/alarms/{record}/{resultId}/take': ofRecord('take-alarm', takeAlarm),
  'GET /desk-api/chart/{record}': ofRecord('open-chart', readChart),
  'GET /desk-api/chart/{record}/documents/{document}': ofRecord('open-chart', readDocument),
  'POST /desk-api/chart/{record}/orders': ofRecord('sign-order', signOrder),
};
