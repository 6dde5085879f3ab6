import { OkaError } from '../../schemas/errors.ts';
import type { Resource, Synthesized, Template } from './read.ts';

export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';
const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::AccountId': ACCOUNT,
  'AWS::Region': REGION,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackId': `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/oka/local`,
  'AWS::NotificationARNs': '',
};

/** What the resolver asks about a resource: its `Ref` and its attributes as the local region names them. */
export type Names = {
  ref: (stack: string, logicalId: string, resource: Resource) => string;
  attribute: (stack: string, logicalId: string, resource: Resource, attribute: string) => string;
  /** The value of a `{{resolve:secretsmanager:…}}` reference. */
  secret: (id: string, jsonKey: string | undefined) => string;
};

const fail = (sentence: string): never => {
  throw new OkaError('configuration', sentence);
};
const text = (value: unknown, where: string): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : fail(`${where} needs text in the template, found ${JSON.stringify(value)}`);
const list = (value: unknown, where: string): unknown[] =>
  Array.isArray(value) ? value : fail(`${where} needs a list in the template`);

const SECRET =
  /\{\{resolve:secretsmanager:(arn:[^:}]+(?::[^:}]*){5}|[^:}]+)(?::SecretString)?(?::([^:}]*))?(?::[^:}]*)?(?::[^:}]*)?\}\}/g;

/**
 * Gives `resolve(stack, value)`: a template value with every intrinsic function, pseudo parameter, cross-stack import and
 * secret put in (CloudFormation, "Intrinsic function reference"). What it does not know is an error that names it.
 */
export function makeResolver({ stacks }: Synthesized, names: Names) {
  const exported = new Map<string, { stack: string; value: unknown }>();

  function resourceOf(stack: string, logicalId: string): Resource {
    return (
      templateOf(stack).Resources[logicalId] ??
      fail(`the template of ${stack} refers to ${logicalId}, which it does not declare`)
    );
  }
  function templateOf(stack: string): Template {
    return stacks.get(stack) ?? fail(`no stack ${stack}`);
  }

  function ref(stack: string, name: string): unknown {
    if (name === 'AWS::NoValue') return undefined;
    if (name === 'AWS::StackName') return stack;
    if (name in PSEUDO) return PSEUDO[name];
    const parameter = templateOf(stack).Parameters[name];
    if (parameter) return parameter.Default ?? fail(`parameter ${name} of ${stack} has no default value`);
    return names.ref(stack, name, resourceOf(stack, name));
  }
  const attribute = (stack: string, logicalId: string, name: string): string =>
    names.attribute(stack, logicalId, resourceOf(stack, logicalId), name);

  function condition(stack: string, value: unknown): boolean {
    if (typeof value === 'string') return condition(stack, templateOf(stack).Conditions[value]);
    const [[name, argument] = ['', undefined]] = Object.entries((value ?? {}) as Record<string, unknown>);
    if (name === 'Condition') return condition(stack, argument);
    const several = () => list(argument, name);
    if (name === 'Fn::Equals') return resolve(stack, several()[0]) === resolve(stack, several()[1]);
    if (name === 'Fn::And') return several().every((one) => condition(stack, one));
    if (name === 'Fn::Or') return several().some((one) => condition(stack, one));
    if (name === 'Fn::Not') return !condition(stack, several()[0]);
    return fail(`the local region does not know the condition ${JSON.stringify(value)} of ${stack}`);
  }

  function substitute(stack: string, argument: unknown): string {
    const [pattern, values] = Array.isArray(argument) ? argument : [argument, {}];
    return text(pattern, 'Fn::Sub').replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      const given = (values as Record<string, unknown>)[name];
      if (given !== undefined) return text(resolve(stack, given), `Fn::Sub ${name}`);
      const dot = name.indexOf('.');
      return text(
        dot < 0 ? ref(stack, name) : attribute(stack, name.slice(0, dot), name.slice(dot + 1)),
        `Fn::Sub ${name}`,
      );
    });
  }

  function importValue(name: string): unknown {
    if (exported.size === 0)
      for (const [stack, template] of stacks)
        for (const output of Object.values(template.Outputs))
          if (output.Export)
            exported.set(text(resolve(stack, output.Export.Name), 'Export'), { stack, value: output.Value });
    const found = exported.get(name) ?? fail(`no stack exports ${name}`);
    return resolve(found.stack, found.value);
  }

  const functions: Record<string, (stack: string, argument: unknown) => unknown> = {
    Ref: (stack, argument) => ref(stack, text(argument, 'Ref')),
    'Fn::GetAtt': (stack, argument) => {
      const [logicalId, ...rest] = Array.isArray(argument) ? argument : text(argument, 'Fn::GetAtt').split('.');
      return attribute(stack, text(logicalId, 'Fn::GetAtt'), rest.map((part) => resolve(stack, part)).join('.'));
    },
    'Fn::Join': (stack, argument) => {
      const [separator, parts] = list(argument, 'Fn::Join');
      return list(resolve(stack, parts), 'Fn::Join')
        .map((part) => text(part, 'Fn::Join'))
        .join(text(separator, 'Fn::Join'));
    },
    'Fn::Sub': substitute,
    'Fn::Select': (stack, argument) => {
      const [index, parts] = list(resolve(stack, argument), 'Fn::Select');
      return list(parts, 'Fn::Select')[Number(index)];
    },
    'Fn::Split': (stack, argument) => {
      const [separator, whole] = list(resolve(stack, argument), 'Fn::Split');
      return text(whole, 'Fn::Split').split(text(separator, 'Fn::Split'));
    },
    'Fn::FindInMap': (stack, argument) => {
      const [map, first, second] = list(resolve(stack, argument), 'Fn::FindInMap').map((part) =>
        text(part, 'Fn::FindInMap'),
      );
      return templateOf(stack).Mappings[map ?? '']?.[first ?? '']?.[second ?? ''];
    },
    'Fn::If': (stack, argument) => {
      const [name, then, otherwise] = list(argument, 'Fn::If');
      return resolve(stack, condition(stack, name) ? then : otherwise);
    },
    'Fn::GetAZs': () => [`${REGION}a`, `${REGION}b`],
    'Fn::ImportValue': (stack, argument) => importValue(text(resolve(stack, argument), 'Fn::ImportValue')),
    'Fn::Base64': (stack, argument) => Buffer.from(text(resolve(stack, argument), 'Fn::Base64')).toString('base64'),
  };

  function resolve(stack: string, value: unknown): unknown {
    if (Array.isArray(value)) return value.map((part) => resolve(stack, part)).filter((part) => part !== undefined);
    if (typeof value === 'string') return value;
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [first] = entries;
    if (entries.length === 1 && first && (first[0] === 'Ref' || first[0].startsWith('Fn::'))) {
      const evaluate = functions[first[0]] ?? fail(`the local region does not know ${first[0]} (in ${stack})`);
      return evaluate(stack, first[1]);
    }
    return Object.fromEntries(
      entries.map(([key, part]) => [key, resolve(stack, part)] as const).filter(([, part]) => part !== undefined),
    );
  }

  return {
    resolve,
    /** The text with its dynamic references to secrets put in; only where a value is handed to a program. */
    withSecrets: (value: string): string =>
      value.replace(SECRET, (_, id: string, jsonKey: string | undefined) => names.secret(id, jsonKey || undefined)),
    /** Whether a resource is made at all. */
    isMade: (stack: string, resource: Resource): boolean =>
      resource.Condition === undefined || condition(stack, resource.Condition),
  };
}
export type Resolver = ReturnType<typeof makeResolver>;
