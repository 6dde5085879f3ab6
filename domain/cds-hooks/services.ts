import type { HookName } from '../../schemas/cds-hooks/context.ts';
import type { Refusal } from '../../schemas/cds-hooks/refusals.ts';
import type { DiscoveredService } from '../../schemas/cds-hooks/response.ts';
import type { Language } from '../rules/cards.ts';
import type { Rule } from '../rules/rule.ts';
import { MATTERS, type Matter } from './matters.ts';
import { keysOf, type PrefetchKey } from './queries.ts';

/** A matter with those of its rules that are in force. */
export type Service = {
  readonly matter: Matter;
  readonly rules: readonly Rule[];
  /** Every hook that one of its rules states. */
  readonly hooks: readonly HookName[];
  readonly keys: readonly PrefetchKey[];
};

/** HL7/cds-hooks-library, page of each hook; the one that went on is order-dispatch. */
const HOOK_VERSION: Readonly<Partial<Record<HookName, string>>> = { 'order-dispatch': '1.1' };

const listed = new Set(MATTERS.flatMap(({ rules }) => rules));

/** A rule that no matter names yet is a matter of its own: none is lost. */
const matterOf = (rule: Rule): Matter => ({
  id: `oka-${rule.id.replaceAll('_', '-')}`,
  version: rule.version,
  short: rule.title,
  title: rule.title,
  rules: [rule.id],
});

/** The services of the rules that are in force. A matter without such a rule is no service: its silence would be untrue. */
export function servicesOf(rules: readonly Rule[]): Service[] {
  const matters = [...MATTERS, ...rules.filter(({ id }) => !listed.has(id)).map(matterOf)];
  return matters.flatMap((matter) => {
    const own = rules.filter(({ id }) => matter.rules.includes(id));
    const hooks = [...new Set(own.flatMap((rule) => rule.hooks))];
    return own.length ? [{ matter, rules: own, hooks, keys: keysOf(own) }] : [];
  });
}

/** What GET /cds-services answers: a line for each service and hook (CDS Hooks 2.0.1, "Discovery"). */
export const discoveryOf = (
  services: readonly Service[],
  language: Language,
): { readonly services: readonly DiscoveredService[] } => ({
  services: services.flatMap(({ matter, rules, hooks, keys }) =>
    hooks.map((hook) => ({
      id: matter.id,
      hook,
      title: matter.title[language],
      description: rules.map(({ title }) => title[language]).join('; '),
      prefetch: Object.fromEntries(keys.map(({ key, query }) => [key, query])),
      usageRequirements: USAGE[language],
      version: matter.version,
      hookVersion: HOOK_VERSION[hook] ?? '1.0',
    })),
  ),
});

const USAGE = {
  en: 'A JWT of a registered record system. Medicines by ATC, observations by LOINC with UCUM units, diagnoses by ICD-10.',
  ru: 'JWT зарегистрированной системы. Препараты по АТХ, измерения по LOINC с единицами UCUM, диагнозы по МКБ-10.',
};

/** The service of this id, if it answers the hook; with those of its rules that state the hook. */
export function serviceFor(
  services: readonly Service[],
  id: string,
  hook: HookName,
): { readonly service: Service } | Refusal {
  const service = services.find(({ matter }) => matter.id === id);
  if (!service) return { refused: 'unknown-service' };
  if (!service.hooks.includes(hook)) return { refused: 'wrong-hook', at: 'hook' };
  return { service: { ...service, rules: service.rules.filter((rule) => rule.hooks.includes(hook)) } };
}
