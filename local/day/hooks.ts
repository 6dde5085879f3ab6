import { randomBytes } from 'node:crypto';
import type { DiscoveredService, HookCard } from '../../schemas/cds-hooks/response.ts';
import type { Day, DayCall } from '../../schemas/day.ts';
import { type HookAnswer, type HookClient, hookClient } from '../ehr/hooks/client.ts';
import { type RecordServer, startRecordServer } from '../ehr/hooks/fhir-server.ts';
import { answerTo } from '../ehr/hooks/search.ts';
import type { AddressesOf, LocalKeys } from '../keys.ts';

const OVERRIDE_SYSTEM = 'https://oka.health/fhir/override-reason';

/** One service's answer to what a physician did. */
export type Told = { readonly call: DayCall; readonly service: string; readonly answer: HookAnswer };

export type DayHooks = {
  /** Base addresses by record system, for the region's allow-list. */
  readonly addressesOf: AddressesOf;
  /** Plays the calls of the day; gives every answer in the order of the calls. */
  readonly play: (day: Day, to: { apiUrl: string; keys: LocalKeys }) => Promise<readonly Told[]>;
  readonly asked: RecordServer['asked'];
  readonly stop: () => Promise<void>;
};

/** The record systems' side of CDS Hooks on the sample day: their FHIR servers, and the physicians who open and sign. */
export async function openDayHooks(): Promise<DayHooks> {
  const token = randomBytes(16).toString('hex');
  const held = new Map<string, DayCall['held']>();
  const server = await startRecordServer(token, () => held);
  return {
    addressesOf: (ehr) => ({ fhirServers: [server.baseOf(ehr, 'answers'), server.baseOf(ehr, 'silent')] }),
    asked: server.asked,
    stop: server.stop,
    async play({ calls }, { apiUrl, keys }) {
      for (const { context, held: own } of calls) held.set(context.patientId, own);
      const clients = new Map<string, { client: HookClient; services: readonly DiscoveredService[] }>();
      for (const ehr of new Set(calls.map((call) => call.ehr))) {
        const client = hookClient({ apiUrl, keys, ehr });
        clients.set(ehr, { client, services: await client.discover() });
      }
      const told: Told[] = [];
      for (const call of calls) {
        const { client, services = [] } = clients.get(call.ehr) ?? {};
        if (client === undefined) continue;
        // A record system asks all services of a hook at once, as its page waits for all of them.
        const answers = await Promise.all(
          services
            .filter(({ hook }) => hook === call.hook)
            .map(async (service) => {
              const body = bodyOf(call, service, server, token);
              return { call, service: service.id, answer: await asked(client, service.id, body) };
            }),
        );
        for (const one of answers) await answerCards(one, client);
        told.push(...answers);
      }
      return told;
    },
  };
}

/** A machine that plays a whole region may not give a chart in half a second: whoever reads that it did not come asks again. */
const TRIES = 4;
async function asked(client: HookClient, service: string, body: object): Promise<HookAnswer> {
  for (let tries = 1; ; tries += 1) {
    const answer = await client.call(service, body);
    const isLate = answer.cards.some(({ summary, source }) => source.label === 'Oka' && LATE.test(summary));
    if (!isLate || tries === TRIES) return answer;
  }
}
/** In the words of the "Not checked" card. */
const LATE = /не пришло: региональная карта|regional chart did not arrive/;

function bodyOf(call: DayCall, { prefetch }: DiscoveredService, server: RecordServer, token: string): object {
  const { hook, context, held, brings, ehr } = call;
  const keys = Object.entries(prefetch).filter(([key]) => brings === 'everything' || brings.includes(key));
  const given = keys.map(([key, query]) => {
    const path = query.replaceAll('{{context.patientId}}', context.patientId);
    return [key, answerTo(path, held) ?? null] as const;
  });
  return {
    hook,
    context,
    ...(given.length ? { prefetch: Object.fromEntries(given) } : {}),
    fhirServer: server.baseOf(ehr, call.server),
    fhirAuthorization: {
      access_token: token,
      token_type: 'Bearer',
      expires_in: 300,
      scope: 'user/*.read',
      subject: 'oka',
    },
  };
}

async function answerCards({ call: { overrides }, service, answer }: Told, client: HookClient): Promise<void> {
  if (overrides === undefined) return;
  for (const card of answer.cards.filter((one) => ruleOf(one) === overrides.rule))
    await client.answer(service, {
      card: card.uuid,
      outcome: 'overridden',
      outcomeTimestamp: new Date().toISOString(),
      overrideReason: { reason: { system: OVERRIDE_SYSTEM, code: overrides.reason } },
    });
}

/** The rule that a card is of; its topic names it. */
export const ruleOf = ({ source }: HookCard): string | undefined => source.topic.code;
