import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { OkaError } from '../schemas/errors.ts';
import { ACKNOWLEDGEMENTS } from './acknowledgements.ts';

/** Holds the stack to AWS Solutions and HIPAA Security (cdk-nag): a finding that is not acknowledged fails the synthesis. */
export function holdToRulePacks(app: App, stack: IConstruct): void {
  for (const { rule, scope, reason, untrueWhen } of ACKNOWLEDGEMENTS)
    Validations.of(placeOf(stack, scope)).acknowledge({ id: rule, reason: `${reason} Untrue when: ${untrueWhen}.` });
  Validations.of(app).addPlugins(...rulePacks(app));
}

export const rulePacks = (app: App) => [new AwsSolutionsChecks(app), new HIPAASecurityChecks(app)];

/** The construct at a path below the stack. */
function placeOf(stack: IConstruct, scope: string): IConstruct {
  let place = stack;
  for (const id of scope.split('/').filter((part) => part !== '')) {
    const child = place.node.tryFindChild(id);
    if (!child) throw new OkaError('configuration', `acknowledgements.ts names ${scope}, which is not in the stack`);
    place = child;
  }
  return place;
}
