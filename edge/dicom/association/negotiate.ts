import { IMPLEMENTATION } from '../../../domain/dicom/write/write.ts';
import type { Rejection } from '../events.ts';
import { MAX_PDU } from '../limits.ts';
import {
  type AnsweredContext,
  APPLICATION_CONTEXT,
  type AssociateAccept,
  type AssociateRequest,
  CONTEXT_RESULT,
  type ProposedContext,
} from '../pdu/associate.ts';
import type { DicomServices } from '../services.ts';
import { isStorageClass, plainSyntax, SOP_CLASS, storedSyntax } from '../uids.ts';

/** A context that was agreed upon. */
export type Context = { readonly id: number; readonly abstractSyntax: string; readonly transferSyntax: string };

export type Agreed = { readonly accept: AssociateAccept; readonly contexts: ReadonlyMap<number, Context> };

/** What Oka says of itself in every association. */
export const OURSELVES = {
  maxPdu: MAX_PDU,
  implementationUid: IMPLEMENTATION.uid,
  implementationVersion: IMPLEMENTATION.version,
} as const;

/** Level 2: every attribute is kept; nothing is coerced (PS3.4 §B.3.1). */
const FULL_STORAGE = Buffer.from([2, 0, 0, 0, 0, 0]);

/**
 * The answer to a request for an association that may come in, or why there is none. Contexts are judged one by one; roles
 * and extended information are answered where they were proposed for storage; asynchronous operations are not, which
 * leaves one operation at a time (PS3.7 §D.3.3.3).
 */
export function negotiate(request: AssociateRequest, services: DicomServices): Agreed | Rejection {
  if ((request.protocolVersion & 1) === 0) return 'protocol-version';
  if (request.applicationContext !== APPLICATION_CONTEXT) return 'application-context';
  const contexts = new Map<number, Context>();
  const answered = request.contexts.map((proposed): AnsweredContext => {
    const { id, abstractSyntax, transferSyntaxes } = proposed;
    const transferSyntax = chosenSyntax(proposed, services);
    if (typeof transferSyntax === 'string') {
      contexts.set(id, { id, abstractSyntax, transferSyntax });
      return { id, result: CONTEXT_RESULT.accepted, transferSyntax };
    }
    return { id, result: transferSyntax, transferSyntax: transferSyntaxes[0] ?? '' };
  });
  if (answered.length === 0) return 'no-context';
  const accepted = new Set([...contexts.values()].map(({ abstractSyntax }) => abstractSyntax));
  const accept: AssociateAccept = {
    ...request,
    protocolVersion: 1,
    contexts: answered,
    user: {
      ...OURSELVES,
      roles: request.user.roles
        .filter(({ sopClassUid }) => accepted.has(sopClassUid))
        .map(({ sopClassUid, scu }) => ({ sopClassUid, scu, scp: false })),
      extended: request.user.extended
        .filter(({ sopClassUid }) => accepted.has(sopClassUid) && isStorageClass(sopClassUid))
        .map(({ sopClassUid }) => ({ sopClassUid, info: FULL_STORAGE })),
    },
  };
  return { accept, contexts };
}

function chosenSyntax({ abstractSyntax, transferSyntaxes }: ProposedContext, services: DicomServices): string | number {
  const served =
    abstractSyntax === SOP_CLASS.verification ||
    (abstractSyntax === SOP_CLASS.worklist && services.find !== undefined) ||
    (abstractSyntax === SOP_CLASS.procedureStep && services.mpps !== undefined) ||
    (abstractSyntax === SOP_CLASS.commitment && services.commitment !== undefined);
  if (served) return plainSyntax(transferSyntaxes) ?? CONTEXT_RESULT.transferSyntaxes;
  if (!isStorageClass(abstractSyntax)) return CONTEXT_RESULT.abstractSyntax;
  return storedSyntax(transferSyntaxes) ?? CONTEXT_RESULT.transferSyntaxes;
}
