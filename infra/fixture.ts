import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { CodeOf } from './constructs/bundle.ts';
import { makeApp } from './make-app.ts';
import type { OkaStack } from './oka-stack.ts';
import { readSettings } from './settings.ts';

export type Resource = {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
};
export type Synthesized = {
  readonly app: App;
  readonly stack: OkaStack;
  readonly outdir: string;
  readonly resources: Readonly<Record<string, Resource>>;
  /** Logical id and properties of every resource of a type. */
  ofType(type: string): [string, Record<string, unknown>][];
  remove(): void;
};

/** Synthesizes the sample region into a folder of its own; by default without the real bundles, which take longer. */
export function synthesizeSample({
  local = true,
  codeOf = () => Code.fromInline('exports.handler = async () => ({})'),
}: {
  local?: boolean;
  codeOf?: CodeOf;
} = {}): Synthesized {
  const outdir = mkdtempSync(join(tmpdir(), 'oka-synth-'));
  const { app, stack } = makeApp({ ...readSettings({ OKA_LOCAL: '1', CDK_OUTDIR: outdir }), local }, codeOf);
  app.synth();
  const template = JSON.parse(readFileSync(join(outdir, 'Oka.template.json'), 'utf8'));
  const resources = template.Resources as Record<string, Resource>;
  return {
    app,
    stack,
    outdir,
    resources,
    ofType: (type) =>
      Object.entries(resources)
        .filter(([, resource]) => resource.Type === type)
        .map(([id, resource]) => [id, resource.Properties as Record<string, unknown>]),
    remove: () => rmSync(outdir, { recursive: true, force: true }),
  };
}
