import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

/** Two keys of our own: `data` for everything about patients, `operations` for logs and alarms, which hold none of it. */
export class Keys extends Construct {
  readonly data: Key;
  readonly operations: Key;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.data = this.key('Data', 'Oka: images, charts, results and their queues');
    this.operations = this.key('Operations', 'Oka: logs and alarms');
    this.allowLogs();
  }

  private key(id: string, description: string): Key {
    return new Key(this, id, { description, enableKeyRotation: true, removalPolicy: RemovalPolicy.RETAIN });
  }

  /** CloudWatch Logs may use the key for log groups of this account only (encryption context `aws:logs:arn`). */
  private allowLogs(): void {
    const stack = Stack.of(this);
    const groups = stack.formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: '*',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    this.operations.grant(
      new ServicePrincipal(`logs.${stack.region}.amazonaws.com`, {
        conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': groups } },
      }),
      'kms:Encrypt*',
      'kms:Decrypt*',
      'kms:ReEncrypt*',
      'kms:GenerateDataKey*',
      'kms:Describe*',
    );
  }
}
