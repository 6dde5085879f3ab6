import { z } from 'zod';
import { Severity } from '../result.ts';
import { AnyResource, HOOK_NAMES, type HookName } from './context.ts';

const text = z.string().min(1);
const absoluteUrl = z.url({ protocol: /^https?$/ });

/** FHIR R4 Coding, with the words that a physician reads. */
const Coding = z.strictObject({ system: text.optional(), code: text.optional(), display: text });
export type OverrideReason = z.infer<typeof Coding>;

/** `create` and `update` carry the whole resource, `delete` only its reference (CDS Hooks 2.0.1, "Action"). */
const Action = z.discriminatedUnion('type', [
  z.strictObject({ type: z.enum(['create', 'update']), description: text, resource: AnyResource }),
  z.strictObject({ type: z.literal('delete'), description: text, resourceId: text }),
]);

export const Suggestion = z.strictObject({
  label: text,
  uuid: z.uuid(),
  isRecommended: z.boolean().optional(),
  actions: z.array(Action).min(1),
});
export type Suggestion = z.infer<typeof Suggestion>;

const Link = z.strictObject({
  label: text,
  url: absoluteUrl,
  type: z.enum(['absolute', 'smart']),
  appContext: text.optional(),
});

/** A card as Oka writes it (CDS Hooks 2.0.1, "Card Attributes"). */
export const HookCard = z.strictObject({
  uuid: z.uuid(),
  summary: text.max(139),
  detail: text,
  indicator: Severity,
  source: z.strictObject({ label: text, url: absoluteUrl.optional(), topic: Coding }),
  suggestions: z.array(Suggestion).min(1).optional(),
  selectionBehavior: z.literal('at-most-one').optional(),
  overrideReasons: z.array(Coding).min(1).optional(),
  links: z.array(Link).min(1).optional(),
});
export type HookCard = z.infer<typeof HookCard>;

export const HookResponse = z.strictObject({ cards: z.array(HookCard) });
export type HookResponse = z.infer<typeof HookResponse>;

/** One line of discovery; `version` and `hookVersion` are of 3.0 and older clients leave them out. */
export const DiscoveredService = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  hook: z.enum(HOOK_NAMES as [HookName, ...HookName[]]),
  title: text,
  description: text,
  prefetch: z.record(z.string(), text),
  usageRequirements: text,
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  hookVersion: z.string().regex(/^\d+\.\d+(\.\d+)?$/),
});
export type DiscoveredService = z.infer<typeof DiscoveredService>;
