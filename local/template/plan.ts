import { z } from 'zod';
import { OkaError } from '../../schemas/errors.ts';
import { nameOfArn, physicalName } from './names.ts';
import type { Resource, Synthesized } from './read.ts';
import type { Resolver } from './resolve.ts';
import { NOT_PLAYED, PLAYED, PROPERTIES_NOT_PLAYED, PROPERTIES_PLAYED } from './types.ts';

const Count = z.coerce.number();
const FunctionProperties = z.looseObject({
  Code: z.looseObject({ S3Key: z.string() }),
  Handler: z.string().default('index.handler'),
  Timeout: Count.default(3),
  MemorySize: Count.default(128),
  Environment: z
    .looseObject({ Variables: z.record(z.string(), z.coerce.string()).default({}) })
    .default({ Variables: {} }),
  Layers: z.array(z.string()).default([]),
});
const MappingProperties = z.looseObject({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  Enabled: z.boolean().default(true),
  BatchSize: Count.default(10),
  FunctionResponseTypes: z.array(z.string()).default([]),
  ScalingConfig: z.looseObject({ MaximumConcurrency: Count.optional() }).default({}),
});
const Target = z.looseObject({ Arn: z.string(), Input: z.string().optional() });
const RuleProperties = z.looseObject({
  ScheduleExpression: z.string(),
  State: z.string().default('ENABLED'),
  Targets: z.array(Target).default([]),
});
const SchedulerProperties = z.looseObject({
  ScheduleExpression: z.string(),
  State: z.string().default('ENABLED'),
  Target,
});

export type PlannedFunction = {
  name: string;
  logicalId: string;
  /** Folder of the asset. */
  folder: string;
  handler: string;
  timeoutMs: number;
  memoryMb: number;
  environment: Record<string, string>;
  /** Folders of its layers, in order. */
  layers: string[];
};
export type PlannedMapping = {
  queue: string;
  functionName: string;
  batchSize: number;
  partialFailures: boolean;
  maximumConcurrency: number | undefined;
};
export type PlannedSchedule = { name: string; functionName: string; expression: string; input: string | undefined };
export type PlannedTable = { name: string; properties: Record<string, unknown> };
export type PlannedQueue = { name: string; attributes: Record<string, string> };
/** A resource of the API, still with its logical ids, its properties resolved. */
export type ApiResource = { logicalId: string; type: string; properties: Record<string, unknown> };

export type Plan = {
  buckets: string[];
  queues: PlannedQueue[];
  tables: PlannedTable[];
  functions: PlannedFunction[];
  mappings: PlannedMapping[];
  schedules: PlannedSchedule[];
  api: ApiResource[];
  /** What the template declares and one machine does not do: printed at start. */
  notPlayed: string[];
};

const played = (type: string) => (PLAYED as readonly string[]).includes(type);
const notPlayedType = (type: string) => (NOT_PLAYED as readonly string[]).includes(type);

function checkProperties(logicalId: string, { Type, Properties }: Resource, notPlayed: Set<string>): void {
  const known = PROPERTIES_PLAYED[Type];
  if (!known) return;
  for (const property of Object.keys(Properties)) {
    if (known.includes(property)) continue;
    if (!PROPERTIES_NOT_PLAYED[Type]?.includes(property))
      throw new OkaError(
        'configuration',
        `${logicalId}: the local region does not know ${Type}.${property}; play it or list it in local/template/types.ts`,
      );
    notPlayed.add(`${Type}.${property}`);
  }
}

/** A queue's attributes as the SQS API takes them: text, with policies as JSON. */
function queueAttributes(properties: Record<string, unknown>): Record<string, string> {
  const skipped = [...(PROPERTIES_NOT_PLAYED['AWS::SQS::Queue'] ?? []), 'QueueName'];
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([name, value]) => !skipped.includes(name) && value !== undefined)
      .map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]),
  );
}

/**
 * What the local region has to make, from every stack. Errors: `configuration` for a resource type or property that is
 * neither played nor on the list of what is not, and for a function without its asset.
 */
export function planRegion(synthesized: Synthesized, resolver: Resolver): Plan {
  const plan: Plan = {
    buckets: [],
    queues: [],
    tables: [],
    functions: [],
    mappings: [],
    schedules: [],
    api: [],
    notPlayed: [],
  };
  const notPlayed = new Set<string>();
  const assetOf = (logicalId: string, key: string): string => {
    const folder = synthesized.assets.get(key);
    if (folder === undefined) throw new OkaError('configuration', `${logicalId}: no asset ${key}; run npx cdk synth`);
    return folder;
  };

  for (const [stack, template] of synthesized.stacks) {
    const layers = new Map<string, string>();
    const add = (logicalId: string, resource: Resource): void => {
      const properties = resolver.resolve(stack, resource.Properties) as Record<string, unknown>;
      const name = physicalName(logicalId, resource);
      switch (resource.Type) {
        case 'AWS::S3::Bucket':
          plan.buckets.push(name);
          return;
        case 'AWS::SQS::Queue':
          plan.queues.push({ name, attributes: queueAttributes(properties) });
          return;
        case 'AWS::DynamoDB::Table':
        case 'AWS::DynamoDB::GlobalTable':
          plan.tables.push({ name, properties });
          return;
        case 'AWS::Lambda::Function': {
          const { Code, Handler, Timeout, MemorySize, Environment, Layers } = FunctionProperties.parse(properties);
          plan.functions.push({
            name,
            logicalId,
            folder: assetOf(logicalId, Code.S3Key),
            handler: Handler,
            timeoutMs: Timeout * 1000,
            memoryMb: MemorySize,
            environment: Environment.Variables,
            layers: Layers.map((layer) => layers.get(layer) ?? '').filter((folder) => folder !== ''),
          });
          return;
        }
        case 'AWS::Lambda::EventSourceMapping': {
          const mapping = MappingProperties.parse(properties);
          if (!mapping.Enabled) return;
          plan.mappings.push({
            queue: nameOfArn(mapping.EventSourceArn),
            functionName: nameOfArn(mapping.FunctionName),
            batchSize: mapping.BatchSize,
            partialFailures: mapping.FunctionResponseTypes.includes('ReportBatchItemFailures'),
            maximumConcurrency: mapping.ScalingConfig.MaximumConcurrency,
          });
          return;
        }
        case 'AWS::Events::Rule': {
          const { ScheduleExpression, State, Targets } = RuleProperties.parse(properties);
          if (State !== 'ENABLED') return;
          for (const { Arn, Input } of Targets)
            plan.schedules.push({
              name: logicalId,
              functionName: nameOfArn(Arn),
              expression: ScheduleExpression,
              input: Input,
            });
          return;
        }
        case 'AWS::Scheduler::Schedule': {
          const { ScheduleExpression, State, Target: target } = SchedulerProperties.parse(properties);
          if (State !== 'ENABLED') return;
          plan.schedules.push({
            name: logicalId,
            functionName: nameOfArn(target.Arn),
            expression: ScheduleExpression,
            input: target.Input,
          });
          return;
        }
        default:
          if (resource.Type.startsWith('AWS::ApiGateway::'))
            plan.api.push({ logicalId, type: resource.Type, properties });
      }
    };
    const made = Object.entries(template.Resources).filter(([, resource]) => resolver.isMade(stack, resource));
    for (const [logicalId, resource] of made) {
      if (resource.Type !== 'AWS::Lambda::LayerVersion') continue;
      const content = resolver.resolve(stack, resource.Properties.Content) as { S3Key?: string };
      layers.set(logicalId, assetOf(logicalId, String(content.S3Key)));
    }
    for (const [logicalId, resource] of made) {
      if (notPlayedType(resource.Type)) {
        notPlayed.add(resource.Type);
        continue;
      }
      if (!played(resource.Type))
        throw new OkaError(
          'configuration',
          `${logicalId} of ${stack}: the local region does not know the resource type ${resource.Type}; play it, or list it in local/template/types.ts as not played`,
        );
      checkProperties(logicalId, resource, notPlayed);
      add(logicalId, resource);
    }
  }
  plan.notPlayed = [...notPlayed].sort();
  return plan;
}
