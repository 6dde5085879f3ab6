/** The queues between the boxes (ARCHITECTURE.md, "The way of the data"), each with a dead-letter queue of its own. */
export const QUEUES = {
  images: { consumer: 'receive-image', batchSize: 1, maxConcurrency: 6, lateAfterSeconds: 300 },
  records: { consumer: 'receive-record', batchSize: 5, maxConcurrency: 6, lateAfterSeconds: 300 },
  // Lanes are shares of capacity: urgent studies find room however many routine ones wait.
  'recognition-urgent': { consumer: 'recognise', batchSize: 1, maxConcurrency: 6, lateAfterSeconds: 120 },
  'recognition-routine': { consumer: 'recognise', batchSize: 4, maxConcurrency: 4, lateAfterSeconds: 3600 },
  advice: { consumer: 'advise', batchSize: 10, maxConcurrency: 6, lateAfterSeconds: 300 },
  results: { consumer: 'publish', batchSize: 5, maxConcurrency: 6, lateAfterSeconds: 300 },
  acknowledgements: { consumer: 'acknowledge', batchSize: 10, maxConcurrency: 4, lateAfterSeconds: 300 },
  // A critical result has a quarter of an hour: two minutes in a queue are too many.
  notices: { consumer: 'notify', batchSize: 1, maxConcurrency: 6, lateAfterSeconds: 120 },
} as const satisfies Record<string, QueueShape>;

type QueueShape = {
  readonly consumer: BoxName;
  readonly batchSize: number;
  /** Of the event source mapping; never reserved concurrency, which would take capacity from everyone else. */
  readonly maxConcurrency: number;
  /** Age of the oldest message at which the duty alarm sounds. */
  readonly lateAfterSeconds: number;
};
export type QueueName = keyof typeof QUEUES;

/** An EHR or its connector reads its own queue; it has this long to apply a result and answer. */
export const EHR_QUEUE = { consumerTimeoutSeconds: 30, lateAfterSeconds: 900 } as const;

export const BUCKETS = ['intake', 'archive', 'derived', 'audit'] as const;
export type BucketName = (typeof BUCKETS)[number];
export type BucketRight = 'read' | 'write' | 'read-write';

export type BoxName =
  | 'authorise'
  | 'uploads'
  | 'receive-record'
  | 'receive-image'
  | 'recognise'
  | 'advise'
  | 'publish'
  | 'acknowledge'
  | 'notify'
  | 'due'
  | 'quarantine'
  | 'chart-api'
  | 'cds-hooks'
  | 'desk'
  | 'desk-page'
  | 'dicomweb'
  | 'duty'
  | 'operate'
  | 'reconcile';

/** What one Lambda may reach: every right here comes with its variable, and every variable with its right. */
export type BoxShape = {
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** Native modules have had no smoke test on arm64 in the real runtime yet, so they stay on x86_64. */
  readonly native?: true;
  readonly codecs?: true;
  readonly models?: true;
  /** The chart: table, its bulk in `derived`, and the advice trigger that every writer of charts sends. */
  readonly chart?: 'read' | 'write';
  readonly idKey?: true;
  readonly buckets?: Partial<Record<BucketName, BucketRight>>;
  readonly sends?: readonly QueueName[];
  readonly ehrQueues?: true;
};

export const BOXES: Readonly<Record<BoxName, BoxShape>> = {
  authorise: { timeoutSeconds: 10, memoryMb: 512 },
  uploads: {
    timeoutSeconds: 29,
    memoryMb: 1024,
    chart: 'write',
    buckets: { intake: 'read-write', audit: 'write' },
    sends: ['images', 'records'],
  },
  'receive-record': {
    timeoutSeconds: 20,
    memoryMb: 1024,
    chart: 'write',
    idKey: true,
    buckets: { intake: 'read' },
    // Inputs that were read by a guess are sent through again when the guess changes.
    sends: ['records'],
  },
  'receive-image': {
    // The longest film that `uploads` takes is decoded whole once, for its pixel hash: a tomosynthesis in JPEG 2000 of 360 MB
    // needs more than a minute (test/hostile/longest.test.ts).
    timeoutSeconds: 180,
    memoryMb: 3008,
    // sharp makes the previews of pictures that no model reads.
    native: true,
    codecs: true,
    chart: 'write',
    idKey: true,
    buckets: { archive: 'read-write', intake: 'read' },
    sends: ['recognition-urgent', 'recognition-routine'],
  },
  recognise: {
    timeoutSeconds: 60,
    memoryMb: 3008,
    native: true,
    codecs: true,
    models: true,
    chart: 'write',
    idKey: true,
    buckets: { intake: 'read' },
  },
  advise: { timeoutSeconds: 20, memoryMb: 1024, chart: 'write', sends: ['results'] },
  publish: { timeoutSeconds: 20, memoryMb: 1024, chart: 'write', idKey: true, ehrQueues: true, sends: ['notices'] },
  acknowledge: { timeoutSeconds: 20, memoryMb: 512, chart: 'write', sends: ['notices'] },
  // The models' manifests say what is to be expected of what comes in.
  due: { timeoutSeconds: 50, memoryMb: 512, models: true, chart: 'write', sends: ['acknowledgements'] },
  // One notice, and a gateway that is asked twice and has its time to answer.
  notify: { timeoutSeconds: 50, memoryMb: 512, chart: 'write', sends: ['acknowledgements'] },
  quarantine: { timeoutSeconds: 20, memoryMb: 512, chart: 'write', buckets: { intake: 'write' } },
  dicomweb: {
    // A study over a slow line: API Gateway streams for 15 minutes at most, and cuts off what stands still for 5.
    timeoutSeconds: 300,
    memoryMb: 3008,
    native: true,
    codecs: true,
    chart: 'read',
    idKey: true,
    buckets: { intake: 'read', archive: 'read', audit: 'write' },
  },
  'cds-hooks': { timeoutSeconds: 10, memoryMb: 1769, chart: 'write', idKey: true, buckets: { audit: 'write' } },
  'chart-api': { timeoutSeconds: 29, memoryMb: 1024, chart: 'read', buckets: { audit: 'write' } },
  // Cards of the models lie beside it; a signed statement is sealed in the audit bucket.
  desk: {
    timeoutSeconds: 29,
    memoryMb: 1769,
    models: true,
    chart: 'write',
    // A record system names its patient by a number: whose record that is follows from the key.
    idKey: true,
    buckets: { audit: 'write' },
    // Who opened a version that a newer one replaced is told of it.
    sends: ['notices'],
  },
  // Static files: no right to anything.
  'desk-page': { timeoutSeconds: 10, memoryMb: 512 },
  duty: { timeoutSeconds: 29, memoryMb: 512, chart: 'write', buckets: { audit: 'write' }, sends: ['acknowledgements'] },
  operate: {
    timeoutSeconds: 29,
    memoryMb: 512,
    models: true,
    chart: 'write',
    buckets: { intake: 'read', audit: 'write' },
    sends: ['images', 'records'],
  },
  // What waits for a human, and the follow-ups that are recommended: a decision sends the inputs of its study through again.
  reconcile: {
    timeoutSeconds: 29,
    memoryMb: 1024,
    chart: 'write',
    idKey: true,
    buckets: { intake: 'read', audit: 'write' },
    sends: ['images'],
  },
};
export const BOX_NAMES = Object.keys(BOXES) as BoxName[];
