import { App } from 'aws-cdk-lib';
import { bundleBoxes, type CodeOf } from './constructs/bundle.ts';
import { OkaStack } from './oka-stack.ts';
import { holdToRulePacks } from './rule-packs.ts';
import type { Settings } from './settings.ts';

/** Behaviour of CDK that we rely on, set here so that every way of synthesizing gives the same template. */
const FEATURES = {
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/aws-s3:createDefaultLoggingPolicy': true,
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  '@aws-cdk/aws-s3:publicAccessBlockedByDefault': true,
  '@aws-cdk/core:target-partitions': ['aws'],
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  // What the command line would switch by itself: paths of assets are read by local/, the rest by nobody.
  'aws:cdk:enable-asset-metadata': true,
  'aws:cdk:enable-path-metadata': false,
  'aws:cdk:version-reporting': false,
};

/** The app with its one stack. Locally the rule packs and CDK's check of the template are left out: `npm test` runs them. */
export function makeApp(settings: Settings, codeOf: CodeOf = bundleBoxes()): { app: App; stack: OkaStack } {
  const app = new App({
    outdir: settings.outdir,
    postCliContext: FEATURES,
    treeMetadata: !settings.local,
    builtinCloudFormationValidation: !settings.local,
  });
  const stack = new OkaStack(app, 'Oka', { settings, codeOf });
  if (!settings.local) holdToRulePacks(app, stack);
  return { app, stack };
}
