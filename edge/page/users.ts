import { isMap, isSeq, parseDocument } from 'yaml';
import { PageUser } from '../../schemas/edge/page.ts';
import { OkaError } from '../../schemas/errors.ts';

/** The place of the users in `edge.yaml`. */
const USERS = ['page', 'users'] as const;

function opened(text: string) {
  const document = parseDocument(text);
  if (document.errors.length > 0) throw new OkaError('configuration', 'edge.yaml is no YAML');
  if (!isMap(document.getIn(['page'])))
    throw new OkaError('configuration', 'edge.yaml has no "page": the users belong to it');
  return document;
}

const namesIn = (document: ReturnType<typeof opened>): string[] => {
  const users = document.getIn(USERS);
  return isSeq(users) ? users.items.map((one) => (isMap(one) ? String(one.get('name')) : '')) : [];
};

/**
 * `edge.yaml` with this user, in place of one of the same name; comments and all else stay as they were written.
 * @throws OkaError `wrong-use` for a name or role that may not be
 */
export function withUser(text: string, user: PageUser): string {
  const checked = PageUser.safeParse(user);
  if (!checked.success)
    throw new OkaError('wrong-use', `${checked.error.issues[0]?.path.join('.')}: ${checked.error.issues[0]?.message}`);
  const document = opened(text);
  const place = namesIn(document).indexOf(user.name);
  const users = document.getIn(USERS);
  if (!isSeq(users) || users.items.length === 0) document.setIn(USERS, document.createNode([checked.data]));
  else if (place < 0) document.addIn(USERS, document.createNode(checked.data));
  else document.setIn([...USERS, place], document.createNode(checked.data));
  return document.toString({ lineWidth: 0 });
}

/** @throws OkaError `not-found` */
export function withoutUser(text: string, name: string): string {
  const document = opened(text);
  const place = namesIn(document).indexOf(name);
  if (place < 0) throw new OkaError('not-found', `user ${name}`);
  document.deleteIn([...USERS, place]);
  return document.toString({ lineWidth: 0 });
}
