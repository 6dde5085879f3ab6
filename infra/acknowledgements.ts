/** A finding of the rule packs that we leave as it is: where, why, and what would make the reason untrue. */
export type Acknowledgement = {
  /** As cdk-nag writes it, with the finding in brackets where the rule has several. */
  readonly rule: string;
  /** Path below the stack, `''` for the stack as a whole: everything under it is covered. */
  readonly scope: string;
  readonly reason: string;
  readonly untrueWhen: string;
};

/** Object keys are digests, so a box's right cannot be narrower than a bucket; which buckets is said in boxes.ts. */
const objectsOf = (bucket: string): Acknowledgement => ({
  rule: `AwsSolutions-IAM5[Resource::<Bucket${bucket}.Arn>/*]`,
  scope: 'Boxes',
  reason: `The right is one or two actions on the objects of the bucket ${bucket.toLowerCase()}, whose keys are digests that nobody knows beforehand.`,
  untrueWhen: 'keys get a part that separates boxes or clinics and that a policy could name',
});

export const ACKNOWLEDGEMENTS: readonly Acknowledgement[] = [
  objectsOf('Intake'),
  objectsOf('Archive'),
  objectsOf('Derived'),
  objectsOf('Audit'),
  {
    rule: 'AwsSolutions-IAM5[Resource::<ChartTable.Arn>/index/*]',
    scope: 'Boxes',
    reason: 'The indexes belong to the one table of charts; all of them are declared in schemas/table.ts.',
    untrueWhen: 'an index appears that some box must not read',
  },
  {
    rule: 'AwsSolutions-IAM5[Resource::*]',
    scope: 'Boxes/JoinNetwork',
    reason:
      'Lambda makes and removes network interfaces for functions in a VPC; these EC2 calls know no narrower resource.',
    untrueWhen: 'the policy gets an action that does not concern network interfaces, or functions leave the VPC',
  },
  {
    rule: 'HIPAA.Security-IAMNoInlinePolicy',
    scope: 'Boxes',
    reason: 'Each box has a role and a policy of its own that live and die together; nobody else uses either.',
    untrueWhen: 'a policy of a box is to be attached to another role',
  },
  ...['dicomweb', 'cds-services'].map((root) => ({
    rule: 'AwsSolutions-APIG4',
    scope: `Api/Rest/Default/${root}`,
    reason:
      'Browsers ask OPTIONS without a token before they send one (CORS). The answer names origins of the region file and holds no data; every other method asks the authoriser, which api.test.ts holds.',
    untrueWhen: 'OPTIONS answers anything but CORS headers, or api.test.ts no longer holds the other methods',
  })),
  {
    rule: 'AwsSolutions-APIG4',
    scope: 'Api/Rest/Default/desk',
    reason:
      'The page of the desk and its files are the same for everyone and hold no data: a browser has no token before it has the page. The box behind them has no right to any store; api.test.ts holds both.',
    untrueWhen: 'a file of the desk holds data of anyone, or its box gets a right to a store or queue',
  },
  {
    rule: 'HIPAA.Security-IAMNoInlinePolicy',
    scope: 'Network/Vpc/Flow',
    reason: 'The role that writes flow logs has one policy for one log group; nobody else uses either.',
    untrueWhen: 'another flow log is to share the role',
  },
  {
    rule: 'HIPAA.Security-LambdaConcurrency',
    scope: 'Boxes',
    reason:
      "Reserved concurrency takes capacity from everyone else. Shares are set on the event source mappings (maximumConcurrency), the API's by its throttling.",
    untrueWhen: 'a box is run by something other than a queue, the API or the minute rule',
  },
  {
    rule: 'HIPAA.Security-LambdaDLQ',
    scope: 'Boxes',
    reason:
      'Queues redrive to their own dead-letter queues and the API answers its caller. Only `due` is called asynchronously, and its next minute starts from the mark that the last good one left.',
    untrueWhen: 'a box is called asynchronously and does not begin again from a stored mark',
  },
  {
    rule: 'AwsSolutions-SMG4',
    scope: 'IdKey',
    reason: 'The key names every record (contract 2). With another key each patient would get a second record.',
    untrueWhen: 'identifiers stop being derived from this key, or every stored identifier can be re-keyed',
  },
  {
    rule: 'HIPAA.Security-SecretsManagerRotationEnabled',
    scope: 'IdKey',
    reason: 'The key names every record (contract 2). With another key each patient would get a second record.',
    untrueWhen: 'identifiers stop being derived from this key, or every stored identifier can be re-keyed',
  },
  {
    rule: 'HIPAA.Security-S3BucketReplicationEnabled',
    scope: 'Stores',
    reason:
      "Patients' images may not leave the region's country and AWS region; versions and retention protect against deletion, and the originals stay at the edge.",
    untrueWhen: 'the region runs in two AWS regions of the same jurisdiction, or edges stop keeping originals',
  },
  {
    rule: 'HIPAA.Security-S3DefaultEncryptionKMS',
    scope: 'Stores/AccessLogs',
    reason: 'S3 delivers access logs only to a bucket with keys of its own (SSE-S3); they hold digests and addresses.',
    untrueWhen: 'S3 delivers access logs to buckets with customer keys, or object keys get to hold patient data',
  },
  {
    rule: 'HIPAA.Security-DynamoDBInBackupPlan',
    scope: 'Chart',
    reason: 'Point-in-time recovery restores any second of the last 35 days, and deletion is locked.',
    untrueWhen: 'a restore point older than 35 days or in another account is required',
  },
  {
    rule: 'HIPAA.Security-VPCDefaultSecurityGroupClosed',
    scope: 'Network/Vpc',
    reason:
      'Nothing uses the default group: every function and endpoint names its own (held by a test). Closing it takes a custom resource with a Lambda and rights of its own.',
    untrueWhen: 'anything is put into the VPC without a security group of its own',
  },
  {
    rule: 'AwsSolutions-APIG2',
    scope: 'Api/Rest',
    reason:
      'The handlers check path, query, headers and body against the zod schemas of schemas/api and answer 400 with the path of the fault, which API Gateway does not say.',
    untrueWhen: 'a route is answered by anything but the handler wrapper of platform/handlers',
  },
  {
    rule: 'AwsSolutions-APIG3',
    scope: 'Api/Rest',
    reason: 'The API is private: only the endpoint in our VPC reaches it, and only the corporate network reaches that.',
    untrueWhen: 'the API gets a public endpoint, or parties outside the corporate network reach the VPC',
  },
  {
    rule: 'AwsSolutions-COG4',
    scope: 'Api/Rest',
    reason:
      'Machines and people carry JWTs of registered issuers (SMART Backend Services, OIDC); the authoriser checks them without a cache. Cognito would be a second register of the same people.',
    untrueWhen: 'a method appears without the authoriser (held by a test)',
  },
  {
    rule: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
    scope: 'Api/Rest/CloudWatchRole',
    reason: 'The role is the account-wide one of API Gateway, and this is the policy that API Gateway asks for.',
    untrueWhen: 'API Gateway accepts a role that is limited to our log groups',
  },
  {
    rule: 'HIPAA.Security-APIGWCacheEnabledAndEncrypted',
    scope: 'Api/Rest',
    reason: 'No answer may be cached: each read is authorised and audited before it is answered (contract 13).',
    untrueWhen: 'a route answers the same to everyone and needs no audit record',
  },
  {
    rule: 'HIPAA.Security-APIGWSSLEnabled',
    scope: 'Api/Rest',
    reason: 'A client certificate is for HTTP back ends; ours are Lambda functions, called with IAM over TLS.',
    untrueWhen: 'a route is integrated with an HTTP back end',
  },
];
