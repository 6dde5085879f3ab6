import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type CfnBucket,
  type IBucket,
  ObjectLockRetention,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { BUCKETS, type BucketName } from '../boxes.ts';
import type { Keys } from './keys.ts';

/** Every bucket: private, TLS only, versioned, kept when the stack goes. */
const SAFE = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  versioned: true,
  removalPolicy: RemovalPolicy.RETAIN,
} as const satisfies BucketProps;

/** An access record can be deleted by nobody, an administrator included, before its time (S3 object lock, compliance). */
const AUDIT_RETENTION = Duration.days(3 * 365);

/** The four buckets (ARCHITECTURE.md, "Storage") and the one that takes their access logs. */
export class Stores extends Construct {
  private readonly buckets = new Map<BucketName, Bucket>();

  constructor(scope: Construct, id: string, { keys }: { keys: Keys }) {
    super(scope, id);
    const accessLogs = new Bucket(this, 'AccessLogs', {
      ...SAFE,
      // S3 delivers access logs only to buckets with its own keys; they hold digests and addresses, no patient data.
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ expiration: Duration.days(400), noncurrentVersionExpiration: Duration.days(30) }],
    }) as IBucket;
    for (const name of BUCKETS) {
      const title = name[0]?.toUpperCase() + name.slice(1);
      const bucket = new Bucket(this, title, {
        ...SAFE,
        encryption: BucketEncryption.KMS,
        encryptionKey: keys.data,
        bucketKeyEnabled: true,
        serverAccessLogsBucket: accessLogs,
        serverAccessLogsPrefix: `${name}/`,
        lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(7) }],
        ...(name === 'audit' ? { objectLockDefaultRetention: ObjectLockRetention.compliance(AUDIT_RETENTION) } : {}),
      });
      // A plain name in the template: acknowledgements and the local runner call the bucket by it.
      (bucket.node.defaultChild as CfnBucket).overrideLogicalId(`Bucket${title}`);
      this.buckets.set(name, bucket);
    }
  }

  bucket(name: BucketName): Bucket {
    return this.buckets.get(name) as Bucket;
  }
}
