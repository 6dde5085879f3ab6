import type { ObjectToSend, Outcome, Peer } from '../client.ts';
import { COMMAND } from '../dimse/command.ts';
import { STATUS } from '../services.ts';
import { isDone, RequestFault } from './fault.ts';
import { faultOf, refused } from './request.ts';
import { MOST_CONTEXTS, type Proposal, Requestor } from './requestor.ts';

/**
 * C-STORE of several objects, as many as the contexts of an association allow on each; a context for every class and
 * syntax, so that the other side cannot choose one that we do not have.
 * @returns an outcome for each, in their order. `ambiguous`: it was sent whole and not answered; the same object may be
 * sent again, which a PACS takes for the one it has.
 */
export async function store(
  peer: Peer,
  objects: readonly ObjectToSend[],
  signal?: AbortSignal,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let from = 0; from < objects.length; ) {
    const batch = batchFrom(objects, from);
    outcomes.push(...(await storeBatch(peer, batch.objects, batch.proposals, signal)));
    from += batch.objects.length;
  }
  return outcomes;
}

function batchFrom(objects: readonly ObjectToSend[], from: number) {
  const proposals = new Map<string, Proposal>();
  const taken: ObjectToSend[] = [];
  for (const object of objects.slice(from)) {
    const { sopClassUid: abstractSyntax, encodings } = object;
    const needed = encodings
      .map(({ transferSyntaxUid }) => transferSyntaxUid)
      .filter((syntax) => !proposals.has(`${abstractSyntax} ${syntax}`));
    if (taken.length > 0 && proposals.size + needed.length > MOST_CONTEXTS) break;
    for (const syntax of needed)
      proposals.set(`${abstractSyntax} ${syntax}`, { abstractSyntax, transferSyntaxes: [syntax] });
    taken.push(object);
  }
  return { objects: taken, proposals: [...proposals.values()] };
}

async function storeBatch(
  peer: Peer,
  objects: readonly ObjectToSend[],
  proposals: readonly Proposal[],
  signal: AbortSignal | undefined,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let association: Requestor | undefined;
  try {
    association = await Requestor.open(peer, proposals, { signal });
    for (const object of objects) outcomes.push(await storeOne(association, object));
    await association.release();
  } catch (cause) {
    association?.abort();
    if (!(cause instanceof RequestFault)) throw cause;
    // The fault is of the one under way; those after it were not tried, and may be where it was of the line.
    outcomes.push(faultOf(cause));
    const rest = association === undefined ? faultOf(cause) : ({ class: 'transient', why: 'not tried' } as const);
    while (outcomes.length < objects.length) outcomes.push(rest);
  }
  return outcomes;
}

/** PS3.7 §9.3.1.1. */
const PRIORITY = { medium: 0, high: 1, low: 2 } as const;

/** @throws RequestFault where the association is lost */
async function storeOne(association: Requestor, object: ObjectToSend): Promise<Outcome> {
  const { sopClassUid: affectedClass, sopInstanceUid: affectedInstance, encodings } = object;
  const priority = PRIORITY[object.priority ?? 'medium'];
  for (const { transferSyntaxUid, read } of encodings) {
    const context = association.context(affectedClass, transferSyntaxUid);
    if (context === undefined) continue;
    await association.request(context, { field: COMMAND.store, affectedClass, affectedInstance, priority }, read());
    const { status = 0 } = (await association.reply()).command;
    // A PACS that has it already has what was to be done.
    if (isDone(status) || status === STATUS.duplicateInstance) return { class: 'done' };
    return faultOf(refused(status, 'permanent'));
  }
  return { class: 'permanent', why: 'it takes this object in none of its transfer syntaxes' };
}
