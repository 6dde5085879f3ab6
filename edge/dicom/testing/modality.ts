import { asked, finished, one, proposal } from '../association/request.ts';
import { Requestor } from '../association/requestor.ts';
import type { Outcome, Peer } from '../client.ts';
import { COMMAND } from '../dimse/command.ts';
import { readDataset } from '../dimse/read-dataset.ts';
import type { Dataset, SopReference } from '../services.ts';
import { COMMITMENT_INSTANCE, SOP_CLASS } from '../uids.ts';

/** What a modality asks of the edge beside C-STORE and the worklist; for tests. */
function ask(peer: Peer, sopClass: string, values: Parameters<typeof one>[2], dataset: Dataset) {
  return asked(async () => {
    const association = await Requestor.open(peer, [proposal(sopClass)]);
    return await finished(association, async () => {
      const {
        command,
        dataset: answer,
        transferSyntax,
      } = await one(association, sopClass, values, dataset, peer.charset);
      return { command, ...(answer ? { dataset: readDataset(answer, transferSyntax) } : {}) };
    });
  });
}

/** MPPS N-CREATE; without a UID the edge gives one, which the answer names. */
export const createStep = (peer: Peer, uid: string | undefined, dataset: Dataset) =>
  ask(
    peer,
    SOP_CLASS.procedureStep,
    { field: COMMAND.create, ...(uid === undefined ? {} : { affectedInstance: uid }) },
    dataset,
  );

/** MPPS N-SET. */
export const setStep = (peer: Peer, uid: string, dataset: Dataset): Promise<Outcome> =>
  ask(peer, SOP_CLASS.procedureStep, { field: COMMAND.set, requestedInstance: uid }, dataset);

/** N-ACTION: asks for storage commitment. */
export const requestCommitment = (
  peer: Peer,
  transactionUid: string,
  objects: readonly SopReference[],
): Promise<Outcome> =>
  ask(
    peer,
    SOP_CLASS.commitment,
    { field: COMMAND.action, requestedInstance: COMMITMENT_INSTANCE, actionType: 1 },
    {
      TransactionUID: transactionUid,
      ReferencedSOPSequence: objects.map(({ sopClassUid, sopInstanceUid }) => ({
        ReferencedSOPClassUID: sopClassUid,
        ReferencedSOPInstanceUID: sopInstanceUid,
      })),
    },
  );
