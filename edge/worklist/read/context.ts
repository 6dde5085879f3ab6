import { type Hl7Context, openContext } from '../../../domain/hl7/map/context.ts';
import type { WorklistSettings } from '../../../schemas/edge/worklist.ts';
import type { Sender } from '../../../schemas/region.ts';
import type { WorklistSender } from '../seam.ts';

/** What the worklist reads messages against. */
export type Reading = {
  readonly clinic: { readonly id: string; readonly oid: string };
  readonly zone: string;
  readonly idKey: string;
  readonly settings: WorklistSettings;
  readonly senders: readonly WorklistSender[];
};

/** Domain of numbers that name none, where nobody registered one. */
export const UNNAMED = 'unnamed';

const CHARSETS = ['utf-8', 'windows-1251', 'iso-8859-5', 'koi8-r', 'ibm866'] as const;

/**
 * The context of the clinic as its edge knows it: registered senders and domains where there are any, else whatever
 * messages name. Ids made in it are the edge's own and leave it never.
 */
export function contextOf({ clinic, zone, idKey, settings, senders }: Reading, receivedAt: string): Hl7Context {
  const open = openContext({ zone, idKey, receivedAt });
  const { domains } = settings;
  return {
    ...open,
    clinic: { ...clinic, zone },
    senderOf: (application, facility) => {
      if (senders.length === 0) return fullSender({ application: '*', facility: '*' }, domains[0]?.namespace);
      const found = senders.find((one) => fits(one.application, application) && fits(one.facility, facility));
      return found && fullSender(found, domains[0]?.namespace);
    },
    ownerOf: (name) => {
      if (domains.length === 0) {
        const owner = open.ownerOf(name);
        return owner && { clinic, domain: owner.domain };
      }
      const wanted = name.trim().toLowerCase();
      const domain = domains.find(({ namespace, oid }) => namespace.toLowerCase() === wanted || oid === wanted);
      return domain && { clinic, domain };
    },
  };
}

const fits = (registered: string, sent: string): boolean => registered === '*' || registered === sent;

const fullSender = (one: WorklistSender, firstDomain: string | undefined): Sender => {
  const charset = CHARSETS.find((known) => known === one.charset);
  return {
    application: one.application,
    facility: one.facility,
    role: one.role ?? 'his',
    orderKey: one.orderKey ?? 'filler',
    defaultDomain: one.defaultDomain ?? firstDomain ?? UNNAMED,
    ...(charset && { charset }),
  };
};
