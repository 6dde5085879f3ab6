import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { NationalNumber } from '../../domain/identity/holder.ts';
import { stopList } from '../../domain/identity/stop.ts';
import { OkaError } from '../../schemas/errors.ts';
import { recordsOfAccession } from './accessions.ts';
import { markPublished, markUnsent, readAdvice, storeAdvice } from './advice.ts';
import { awaitingInputs } from './awaits.ts';
import type { Bulk } from './bulk.ts';
import { makeCalls } from './calls.ts';
import { makeCards } from './cards.ts';
import { makeCharsets } from './charsets.ts';
import type { Chart } from './chart.ts';
import { makeDynamoClient } from './client.ts';
import { appointmentsOf, imagingOrdersOf } from './clinic-day.ts';
import { makeContacts } from './contacts.ts';
import { alarmsOf, changeDelivery, deliveriesOf, deliveriesSince, readDelivery } from './deliveries.ts';
import { runDue } from './due.ts';
import { makeDuty } from './duty.ts';
import { personOf, survivorOf } from './edges.ts';
import { followUpRecords, listFollowUps } from './followups.ts';
import { endFormRetry, formRetriesOf, noteFormRetry, ripenFormRetry } from './form-retries.ts';
import { bump, readHead } from './head.ts';
import {
  addStep,
  endInput,
  inputsForHuman,
  listForHuman,
  marksOf,
  openInput,
  readInputState,
  reopenInput,
  waitingAfter,
} from './inputs.ts';
import { allItems, newestItems, newestOfEach, readItem } from './items.ts';
import { ledgerOf } from './ledger.ts';
import { makeModels } from './models.ts';
import { decideOrder, orderDecision } from './order-decisions.ts';
import { noteOrderListed, saidOfOrder, sharedOrders } from './orders.ts';
import { identityPair, listOpenPairs, oldestOnList, openPairs, recordsOnList } from './proposals.ts';
import { passQuiet, quietsOf, waitForQuiet } from './quiet.ts';
import { settledOf, settleStudy } from './settled.ts';
import { noteShown, shownVersions } from './shown.ts';
import { inputsStating, noteInputListed, noteStatementListed, statementsOn } from './stated.ts';
import { makeStore } from './store.ts';
import { sharedStudies } from './study-holders.ts';
import { makeStudies } from './study-rows.ts';
import { passedTurn, passTurn, planTurn } from './turns.ts';
import { makeCodes } from './unmapped.ts';
import { makeWorkLists } from './work-rows.ts';
import { writeChart } from './write.ts';

export type DynamoChartOptions = {
  readonly table: string;
  /** Sends AdviceRequested; the chart itself knows no queue. */
  readonly sendAdvice: (record: string, revision: number) => Promise<void>;
  /** Holds what is above 300 KB; without it such a row is refused as `configuration`. */
  readonly bulk?: Bulk;
  readonly client?: Pick<DynamoDBDocumentClient, 'send'>;
  readonly clock?: () => Date;
  /** What a national number is called in keys (`numberKey` in domain/fhir). Needed where Patients are written. */
  readonly numberKey?: ((number: NationalNumber) => string) | undefined;
  /** Numbers that stand for nobody in this region, in any notation. */
  readonly stopNumbers?: readonly string[];
  /** An input in flight for longer is `overdue` in the ledger. */
  readonly overdueAfterMs?: number;
};

const withoutIdKey = (): string => {
  throw new OkaError('configuration', 'a patient with a national number, and no id key to name it by');
};

/** Charts in one DynamoDB table (`schemas/table.ts`); every access pattern stands in `README.md` beside this file. */
export function makeDynamoChart({
  table,
  sendAdvice,
  bulk,
  client = makeDynamoClient(),
  clock = () => new Date(),
  numberKey = withoutIdKey,
  stopNumbers,
  overdueAfterMs = 15 * 60_000,
}: DynamoChartOptions): Chart {
  const store = makeStore(client, table);
  const identities = { store, isStopped: stopList(stopNumbers) };
  return {
    get: (record, type, id) => readItem(store, bulk, record, type, id),
    newest: (record, facet, count) => newestItems(store, bulk, record, facet, count),
    newestOfEach: (record, wanted) => newestOfEach(store, bulk, record, wanted),
    appointments: (clinic, time) => appointmentsOf(store, bulk, clinic, time),
    imagingOrders: (clinic, time) => imagingOrdersOf(store, bulk, clinic, time),
    everything: (record) => allItems(store, bulk, record),
    head: (record) => readHead(store, record),
    person: (record) => personOf(identities, record),
    survivor: (record) => survivorOf(store, record),
    recordsOfAccession: (domain, accession) => recordsOfAccession(store, bulk, domain, accession),
    sharedOrders: (record) => sharedOrders(store, record),
    saidOfOrder: (order) => saidOfOrder(store, order),
    orderDecision: (order) => orderDecision(store, order),
    decideOrder: (order, decision) =>
      decideOrder(store, order, decision, async (record) => sendAdvice(record, await bump(store, record))),
    noteOrderListed: (order, record, input) => noteOrderListed(store, order, record, input),
    sharedStudies: (record) => sharedStudies(store, record),
    openPairs: (record) => openPairs(identities, record),
    identityPair: (a, b) => identityPair(identities, a, b),
    listOpenPairs: (head) => listOpenPairs(identities, clock(), head),
    listFollowUps: (of) => listFollowUps(store, of),
    followUpRecords: (clinic, above, limit) => followUpRecords(store, clinic, above, limit),
    recordsWithOpenPairs: (clinic, limit) => recordsOnList(store, clinic, limit),
    oldestOpenPair: (clinic) => oldestOnList(store, clinic),
    write: (write) => writeChart({ ...identities, numberKey, bulk, clock, sendAdvice }, write),

    advice: (record) => readAdvice(store, bulk, record),
    putAdvice: (record, revision, results, basedOn) => storeAdvice(store, bulk, record, revision, results, basedOn),
    markPublished: (record, resultId, version, revision) => markPublished(store, record, resultId, version, revision),
    markUnsent: (record, resultId, version) => markUnsent(store, record, resultId, version),

    awaiting: (record, revision) => awaitingInputs(store, record, revision),
    openInput: (input, length, receivedAt) => openInput(store, clock(), input, length, receivedAt),
    step: (input, step, detail, mark) => addStep(store, clock(), input, { step, detail, mark }),
    marks: (input) => marksOf(store, input),
    endInput: (input, end) => endInput(store, clock(), input, end),
    input: (input) => readInputState(store, input),
    waitingForHuman: (clinic) => inputsForHuman(store, clinic),
    waitingAfter: (clinic, above, limit) => waitingAfter(store, clinic, above, limit),
    listForHuman: (input, reasons, about) => listForHuman(store, clock(), input, reasons, about),
    statements: (record) => statementsOn(store, record),
    inputsStating: (statement) => inputsStating(store, statement),
    noteStatementListed: (statement) => noteStatementListed(store, statement),
    noteInputListed: (statement, input, listedFor) => noteInputListed(store, statement, input, listedFor),
    reopenInput: (input) => reopenInput(store, clock(), input),
    ledger: (clinic, day) => ledgerOf(store, clock(), clinic, day, overdueAfterMs),

    charsets: makeCharsets(store),

    codes: makeCodes(store),

    cards: makeCards(store),
    models: makeModels(store),
    renew: async (record) => sendAdvice(record, await bump(store, record)),

    work: makeWorkLists(store, clock),
    shown: (record, resultId) => shownVersions(store, record, resultId),
    noteShown: (record, shown) => noteShown(store, record, shown),
    studies: makeStudies(store),

    duty: makeDuty(store),
    calls: makeCalls(store),
    contacts: makeContacts(store),

    delivery: (record, resultId) => readDelivery(store, record, resultId),
    alarms: (clinic) => alarmsOf(store, clinic),
    deliveries: (record) => deliveriesOf(store, record),
    deliveriesSince: (clinic, from) => deliveriesSince(store, clinic, from),
    changeDelivery: (record, resultId, change) => changeDelivery(store, clock(), record, resultId, change),
    due: (now, each) =>
      runDue(store, now, {
        each,
        eachQuiet: (wait) => passQuiet({ ...identities, sendAdvice }, wait),
        eachForm: (retry) => ripenFormRetry(store, sendAdvice, retry),
        eachTurn: (turn) => passTurn({ ...identities, sendAdvice }, turn),
      }),
    noteFormRetry: (retry) => noteFormRetry(store, clock(), retry),
    formRetries: (record) => formRetriesOf(store, record),
    endFormRetry: (record, resultId) => endFormRetry(store, record, resultId),
    planTurn: (turn) => planTurn(store, clock(), turn),
    passedTurn: (record) => passedTurn(store, record),
    waitForQuiet: (wait) => waitForQuiet(store, clock(), wait),
    quiets: (record) => quietsOf(store, record),
    settled: (record) => settledOf(store, record),
    settle: (record, study) => settleStudy(store, record, study),
  };
}
