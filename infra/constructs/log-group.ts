import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Keys } from './keys.ts';

/** A log group with our key and an end: logs hold keys and codes only, so a year is for faults, not for the record. */
export const logGroup = (scope: Construct, id: string, keys: Keys, name?: string): LogGroup =>
  new LogGroup(scope, id, {
    ...(name ? { logGroupName: name } : {}),
    retention: RetentionDays.ONE_YEAR,
    encryptionKey: keys.operations,
    removalPolicy: RemovalPolicy.DESTROY,
  });
