import type { DeskPerson } from '../../schemas/api/desk-parts.ts';
import type { Region } from '../region.ts';

/** How the region calls a person; without a name the page shows that it knows only his account. */
export type NamePerson = (id: string) => DeskPerson;

/** Names by the region's directory; of the reader himself, where it has none, by his token. */
export function namesOf(
  { people }: Pick<Region, 'people'>,
  reader: { readonly id: string; readonly name?: string | undefined },
): NamePerson {
  const known = new Map(people.map(({ id, name }) => [id, name]));
  return (id) => {
    const name = known.get(id) ?? (id === reader.id ? reader.name : undefined);
    return { id, ...(name ? { name } : {}) };
  };
}
