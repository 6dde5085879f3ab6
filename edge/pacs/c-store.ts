import { readMeta } from '../../domain/dicom/reading/meta.ts';
import { SYNTAX } from '../../domain/dicom/syntax.ts';
import { type Encoding, type ObjectToSend, type Outcome, type Peer, store } from '../dicom/client.ts';
import { toImplicit } from './implicit.ts';
import { piecesOf, type ReadyObject, type Send, type Stored } from './send.ts';

const META_BYTES = 64 * 1024;
/** Larger objects are not held in memory to be written anew. */
const MOST_TRANSCODED_BYTES = 64 * 1024 * 1024;

/**
 * C-STORE: objects as they are, and in Implicit VR Little Endian for a PACS that takes them in nothing else. A refused
 * report keeps no heat map out: every object has its own presentation context and its own answer.
 */
export const cStore =
  (peer: Peer, storing: typeof store = store): Send =>
  async (objects) => {
    const asked = await Promise.all(objects.map(toSend));
    const outcomes = await storing(peer, asked);
    return outcomes.map(storedOf);
  };

async function toSend(object: ReadyObject): Promise<ObjectToSend> {
  const { sopClassUid, sopInstanceUid, bytes } = object;
  const { end, transferSyntax = SYNTAX.implicitLittle } = readMeta(await object.read(0, Math.min(META_BYTES, bytes)));
  const asItIs: Encoding = { transferSyntaxUid: transferSyntax, read: () => piecesOf(object, end, bytes) };
  const encodings = [asItIs];
  if (transferSyntax === SYNTAX.explicitLittle && bytes <= MOST_TRANSCODED_BYTES)
    encodings.push({
      transferSyntaxUid: SYNTAX.implicitLittle,
      async *read() {
        yield toImplicit(await object.read(end, bytes));
      },
    });
  return { sopClassUid, sopInstanceUid, encodings };
}

/** What is wrong with the way, a title that is not known or a certificate, is no fault of the object: it waits. */
function storedOf(outcome: Outcome): Stored {
  if (outcome.class === 'done') return { what: 'stored' };
  const { why, status } = outcome;
  const isOfTheObject = status !== undefined || why.includes('transfer syntaxes');
  if (outcome.class === 'permanent' && isOfTheObject) return { what: 'refused', why };
  return { what: 'later', why, isAway: status === undefined };
}
