import type { StatementBody } from '../../../schemas/api/desk-statement.ts';
import type { Principal } from '../../../schemas/principal.ts';
import type { Result } from '../../../schemas/result.ts';
import type { SignedStatement } from '../../../schemas/signed-statement.ts';
import { signingRole } from '../../access/roles.ts';
import { canonicalHash, canonicalJson } from '../../fhir/canonical.ts';
import { uuidOfHash } from '../../fhir/uuid.ts';

type Signing = {
  readonly body: StatementBody;
  readonly result: Pick<Result, 'record' | 'resultId' | 'producer' | 'producerVersion'>;
  readonly principal: Principal & { readonly session: NonNullable<Principal['session']> };
  readonly name: string | undefined;
  /** The region's clock. */
  readonly at: string;
  /** What he signed of this result before, the newest last. */
  readonly before: readonly SignedStatement[];
};

/**
 * A statement as it is sealed. Its id follows from what is signed, by whom, and after which other statement of his: sent again
 * it is the same one, and who returns to an earlier opinion says something new. The session and the time are no part of the id,
 * so that a retry after a new sign-in does not double it.
 * @returns undefined for a role that signs nothing
 */
export function statementOf({ body, result, principal, name, at, before }: Signing): SignedStatement | undefined {
  const role = signingRole(principal.roles);
  if (role === undefined) return undefined;
  const { record, resultId, producer, producerVersion } = result;
  const last = before.at(-1);
  const said = { ...body, record, resultId, producer, producerVersion };
  const isRepeat = last !== undefined && saidIn(last) === canonicalJson({ ...body, record, resultId });
  if (isRepeat) return last;
  const after = last === undefined ? {} : { after: last.id };
  const id = uuidOfHash(
    Buffer.from(
      canonicalHash(['statement', body, record, resultId, principal.session.iss, principal.id, after]),
      'hex',
    ),
  );
  const [staff] = principal.staff ?? [];
  return {
    ...said,
    id,
    by: { id: principal.id, role, ...(name === undefined ? {} : { name }), ...(staff === undefined ? {} : { staff }) },
    session: principal.session,
    at,
    ...after,
  };
}

/** The part of a statement that a human chose, as one text. */
function saidIn({ version, contentHash, verdict, reason, corrected, record, resultId }: SignedStatement): string {
  return canonicalJson({ version, contentHash, verdict, reason, corrected, record, resultId });
}
