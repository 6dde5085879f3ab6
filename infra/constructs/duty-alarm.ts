import { Aws, Duration } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Box } from './box.ts';
import type { Keys } from './keys.ts';
import type { WorkQueue } from './work-queue.ts';

type Watch = {
  readonly metric: IMetric;
  readonly above: number;
  /** Says what it means and what to do: it is read at night. */
  readonly description: string;
  readonly silence?: TreatMissingData;
};

const MINUTE = Duration.minutes(1);

/** The duty alarm: one encrypted topic, to which the region subscribes its people, and what sounds it. */
export class DutyAlarm extends Construct {
  private readonly topic: Topic;

  constructor(scope: Construct, id: string, { keys }: { keys: Keys }) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { masterKey: keys.operations, enforceSSL: true });
    // The policy that enforces TLS replaces the one SNS gives a topic, and with it the right of the account's alarms.
    // The grant brings the right to the topic's key.
    this.topic.grantPublish(
      new ServicePrincipal('cloudwatch.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
  }

  /** A queue whose oldest message is late, or anything at all among its dead letters. */
  watchQueue({ name, queue, deadLetters }: WorkQueue, lateAfterSeconds: number): void {
    this.alarm(`${name} late`, {
      metric: queue.metricApproximateAgeOfOldestMessage({ period: MINUTE, statistic: 'Maximum' }),
      above: lateAfterSeconds,
      description: `Queue ${name}: the oldest message waits longer than ${lateAfterSeconds} s. See whether its reader runs and fails, or whether there is more work than its share of capacity.`,
    });
    this.alarm(`${name} dead letters`, {
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({ period: MINUTE, statistic: 'Maximum' }),
      above: 0,
      description: `Queue ${name}: messages failed five times. oka trace names the inputs; mend the cause, then oka replay.`,
    });
  }

  watchBox({ name, function: lambda }: Box): void {
    this.alarm(`${name} errors`, {
      metric: lambda.metricErrors({ period: MINUTE }),
      above: 0,
      description: `Function ${name} failed as a whole (crash, time-out or configuration). See its log; single messages that fail do not count here.`,
    });
  }

  /** Handlers answer 503 for a store or queue that does not answer; to Lambda such a run is no error. */
  watchApi(api: RestApi): void {
    this.alarm('API failing', {
      metric: api.metricServerError({ period: MINUTE, statistic: 'Sum' }),
      above: 5,
      description:
        'The API refuses what it should take (more than five answers of 5xx in a minute). Edges keep and send again; see the logs of uploads, chart-api and operate for the code.',
    });
  }

  /** Quarantine empties dead-letter queues faster than their depth is sampled, so its own runs are watched as well. */
  watchQuarantine({ function: lambda }: Box): void {
    this.alarm('quarantine used', {
      metric: lambda.metricInvocations({ period: MINUTE }),
      above: 0,
      description:
        'Something failed five times and was quarantined. oka trace names it; mend the cause, then oka replay.',
    });
  }

  /** Contract 6: accepted = quarantined + stored + published + in flight. `due` says so each minute; silence is an alarm. */
  watchLedger(): void {
    const figure = (metricName: string, statistic: string) =>
      new Metric({ namespace: 'Oka', metricName, period: Duration.minutes(5), statistic });
    this.alarm('ledger overdue', {
      metric: figure('LedgerOverdue', 'Maximum'),
      above: 0,
      description:
        'Accepted inputs have had no end for too long, or the ledger is silent. See GET /ledger/{clinic}/{day} and the log of due.',
      silence: TreatMissingData.BREACHING,
    });
    this.alarm('ledger unbalanced', {
      metric: new MathExpression({
        expression: 'ABS(lacking) + ABS(excess)',
        usingMetrics: { lacking: figure('LedgerMissing', 'Maximum'), excess: figure('LedgerMissing', 'Minimum') },
        period: Duration.minutes(5),
      }),
      above: 0,
      description:
        'The ledger does not balance: inputs were lost or counted twice. See GET /ledger/{clinic}/{day}; nothing is to be deleted before it is understood.',
    });
  }

  /** Contract 11: a critical result that nobody met in time, or that cannot reach a physician's record, is the engineer's. */
  watchCriticalResults(): void {
    const figure = (metricName: string) =>
      new Metric({ namespace: 'Oka', metricName, period: MINUTE, statistic: 'Sum' });
    this.alarm('critical result overdue', {
      metric: figure('CriticalOverdue'),
      above: 0,
      description:
        'Nobody has acknowledged a critical result in time. The log of acknowledge names record and result: call the physician of that clinic now.',
    });
    this.alarm('critical result undelivered', {
      metric: figure('CriticalUndelivered'),
      above: 0,
      description:
        'A critical result was refused by its record system, or no record system can be told of its patient. See the logs of acknowledge and advise and GET /waiting/{clinic}; call the clinic.',
    });
  }

  /** Who is to answer for a critical result, and whether its clinic can be told: `due` says so each minute. */
  watchDuty(): void {
    const figure = (metricName: string) =>
      new Metric({ namespace: 'Oka', metricName, period: MINUTE, statistic: 'Maximum' });
    this.alarm('critical alarm', {
      metric: figure('CriticalAlarms'),
      above: 0,
      description:
        'A critical result has nobody: it sounds until somebody takes it. Open the page Duty of the desk, take the alarm, call the people on its list.',
    });
    this.alarm('nobody on duty', {
      metric: figure('NobodyOnDuty'),
      above: 0,
      description:
        'Nobody is on duty for a clinic now: all of its duty are absent. Name somebody on the page Duty of the desk; until then critical results go to the alarm at once.',
    });
    this.alarm('clinic offline', {
      metric: figure('ClinicOffline'),
      above: 0,
      description:
        'The edge of a clinic is not heard: critical results go round it, by SMS and telephone. Call the clinic; look at its line and its edge.',
    });
    this.alarm('record system silent', {
      metric: figure('RecordSystemSilent'),
      above: 0,
      description:
        'The record system of a clinic takes no results, as its edge says: physicians see them on the desk of Oka alone. Call its administrator; oka edge ehr at the edge.',
    });
  }

  /** A laboratory whose critical values no rule sees: nothing fails, and nobody is told of a potassium of 7. */
  watchClinics(): void {
    this.alarm('clinic red', {
      metric: new Metric({
        namespace: 'Oka',
        metricName: 'ClinicsRed',
        period: Duration.minutes(5),
        statistic: 'Maximum',
      }),
      above: 0,
      description:
        'Critical rules do not work for a clinic: its critical analytes come without a code. oka codes --clinic ID names the codes; extend the code map in the region file, then oka codes --replay. Until then tell its physicians.',
    });
  }

  /** Contract 10: a study that nobody says whose it is reaches no physician. The region says how long one may wait. */
  watchReconcile(alarmAfterSeconds: number): void {
    this.alarm('reconcile late', {
      metric: new Metric({
        namespace: 'Oka',
        metricName: 'ReconcileOldestSeconds',
        period: Duration.minutes(5),
        statistic: 'Maximum',
      }),
      above: alarmAfterSeconds,
      description: `A study, a pair of records or an order of a clinic has waited for a human for more than ${Math.round(alarmAfterSeconds / 3600)} h and reaches no physician until then. Its registry or radiographer decides on the desk's page “Reconciliation” (GET /reconcile/{clinic}); call them.`,
    });
  }

  /** A model that the watch took out of service at a clinic: its physicians no longer get what they were used to. */
  watchModels(): void {
    this.alarm('model suspended', {
      metric: new Metric({ namespace: 'Oka', metricName: 'ModelSuspended', period: MINUTE, statistic: 'Sum' }),
      above: 0,
      description:
        'A model was suspended for a clinic because its images, its scores or its failures have changed. oka model watch ID shows what; tell the clinic, find the cause (a new tube, another export), then oka model resume ID --clinic CLINIC.',
    });
  }

  private alarm(title: string, { metric, above, description, silence }: Watch): void {
    const id = title.replace(/[^A-Za-z0-9]+/g, '-');
    new Alarm(this, id, {
      metric,
      threshold: above,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: silence ?? TreatMissingData.NOT_BREACHING,
      alarmDescription: description,
    }).addAlarmAction(new SnsAction(this.topic));
  }
}
