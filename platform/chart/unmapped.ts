import { createHash } from 'node:crypto';
import type { CodeOfSender, CodesOfClinic } from '../../domain/codes/known.ts';
import type { SeenCodes } from '../../domain/codes/log.ts';
import { type InputKey, inputId, parseInputId } from '../../schemas/input.ts';
import { inBatches } from './batches.ts';
import { codeInputKey, codeInputsPartition, codesPartition } from './keys.ts';
import type { Row, Store } from './store.ts';

/** What one sender's messages of an input said in codes; `loinc` are those worth remembering. */
export type SeenOfSender = SeenCodes & { readonly sender: string; readonly laboratory: boolean };

/** A code without a map, under the name by which it is asked for. */
export type ListedCode = CodeOfSender & { readonly id: string };
/** In how many inputs a code came. `more`: there are more than were counted. */
export type CodeCount = {
  readonly inputs: number;
  readonly more: boolean;
  readonly firstSeen?: string;
  readonly lastSeen?: string;
};

export type CodeInput = { readonly input: InputKey; readonly receivedAt: string };

/** What came from clinics with and without a map; the access patterns stand in `README.md`. */
export type Codes = {
  /** Any order, any number of times: an input counts once for each code it brought. */
  note(input: InputKey, receivedAt: string, seen: readonly SeenOfSender[]): Promise<void>;
  of(clinic: string): Promise<Omit<CodesOfClinic, 'unmapped'> & { readonly unmapped: readonly ListedCode[] }>;
  count(clinic: string, id: string): Promise<CodeCount>;
  /** The inputs that brought a code, oldest first. */
  inputsWith(clinic: string, id: string, limit: number): Promise<CodeInput[]>;
  /** The input has been sent through again: it no longer counts for this code. */
  settle(clinic: string, id: string, input: CodeInput): Promise<void>;
};

/** Beyond this an operator needs no exact figure. */
const COUNTED = 1000;

export function makeCodes(store: Store): Codes {
  // What this process knows to be written; forgetting it only costs a write that changes nothing.
  const written = new Set<string>();
  const once = async (key: string, write: () => Promise<unknown>): Promise<void> => {
    if (written.has(key)) return;
    await write();
    if (written.size > 10_000) written.clear();
    written.add(key);
  };
  const remember = (clinic: string, sk: string, attributes: Readonly<Record<string, unknown>>): Promise<void> =>
    once(`${clinic} ${sk}`, () =>
      store.put({ pk: codesPartition(clinic), sk, ...attributes }, { condition: 'attribute_not_exists(pk)' }),
    );

  return {
    async note(input, receivedAt, seen) {
      const { clinic } = input;
      for (const { sender, laboratory, loinc, unmapped } of seen) {
        const from = digest([sender]);
        if (laboratory) await remember(clinic, `Laboratory#${from}`, { sender });
        await inBatches(loinc, (code) => remember(clinic, `Loinc#${from}#${code}`, { sender, code }));
        await inBatches(unmapped, async ({ count: _, ...one }) => {
          const code: CodeOfSender = { sender, ...one };
          const id = codeId(code);
          // The list first: an input must not stand under a code that nobody can find.
          await remember(clinic, `Unmapped#${id}`, { ...code });
          await store.put(codeInputKey(clinic, id, receivedAt, inputId(input)));
        });
      }
    },

    async of(clinic) {
      const rows = await store.query({ partition: codesPartition(clinic) });
      const under = (kind: string): Row[] => rows.filter(({ sk }) => sk.startsWith(`${kind}#`));
      return {
        unmapped: under('Unmapped').map(listed),
        loinc: under('Loinc').map(({ sender, code }) => ({ sender: String(sender), code: String(code) })),
        laboratories: under('Laboratory').map(({ sender }) => String(sender)),
      };
    },

    async count(clinic, id) {
      const partition = codeInputsPartition(clinic, id);
      const rows = await store.query({ partition, limit: COUNTED });
      const [first] = rows;
      if (first === undefined) return { inputs: 0, more: false };
      const [last = first] = await store.query({ partition, newestFirst: true, limit: 1 });
      return {
        inputs: rows.length,
        more: rows.length === COUNTED && last.sk !== rows.at(-1)?.sk,
        firstSeen: receivedAtOf(first),
        lastSeen: receivedAtOf(last),
      };
    },

    async inputsWith(clinic, id, limit) {
      const rows = await store.query({ partition: codeInputsPartition(clinic, id), limit });
      return rows.map((row) => ({
        input: parseInputId(row.sk.slice(row.sk.indexOf('#') + 1)),
        receivedAt: receivedAtOf(row),
      }));
    },

    settle: (clinic, id, { input, receivedAt }) => store.remove(codeInputKey(clinic, id, receivedAt, inputId(input))),
  };
}

const receivedAtOf = ({ sk }: Row): string => sk.slice(0, sk.indexOf('#'));

/** Names a code of a sender in keys and addresses: it may hold any character. */
const codeId = ({ sender, kind, code, name = '', of = '' }: CodeOfSender): string =>
  digest([sender, kind, code, name, of]);

const digest = (parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts), 'utf8').digest('hex').slice(0, 24);

function listed({ sk, sender, kind, code, name, of }: Row): ListedCode {
  return {
    id: sk.slice('Unmapped#'.length),
    sender: String(sender),
    kind: kind as ListedCode['kind'],
    code: String(code),
    ...(name !== undefined && { name: String(name) }),
    ...(of !== undefined && { of: String(of) }),
  };
}
