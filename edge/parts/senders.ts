import { headerOf } from '../../domain/hl7/answer/header.ts';

export type Sender = { readonly application: string; readonly facility: string };
export type Senders = ReturnType<typeof makeSenders>;

const MOST = 64;

/** Who sends HL7 to this edge, as the systems name themselves (MSH-3, MSH-4): the region must know them all. */
export function makeSenders() {
  const heard = new Map<string, Sender>();
  return {
    hear(bytes: Uint8Array): void {
      const header = heard.size < MOST ? headerOf(bytes) : undefined;
      const sender = { application: header?.component(3, 1) ?? '', facility: header?.component(4, 1) ?? '' };
      if (sender.application !== '') heard.set(`${sender.application}^${sender.facility}`, sender);
    },
    list: (): Sender[] => [...heard.values()],
  };
}
