import type { ChartItem, FieldGroup } from '../../schemas/chart.ts';
import { newerGroup } from './merge.ts';

/**
 * What a sender says in a character set that is only guessed, or that a human confirmed and may correct, lies in a slot of
 * the group: `base@<sender>`. A slot can be written again from another reading of the same bytes, and taken back where
 * that reading does not say it any more, without touching what others say in `base`. So a guess that changes leaves
 * nothing behind, and the order in which messages came does not matter.
 */
const SLOT = '@';

/** A reading of a sender's messages: which slot it writes, and its number, which rises whenever the set changes. */
export type Reading = { readonly slot: string; readonly reading: number };

/** The item with all its groups in the slot of a reading. */
export const inSlot = (item: ChartItem, { slot, reading }: Reading): ChartItem => ({
  ...item,
  groups: Object.fromEntries(
    Object.entries(item.groups).map(([name, group]) => [`${name}${SLOT}${slot}`, { ...group, reading }]),
  ),
});

/**
 * What earlier readings of the same bytes wrote into the slot and the new one does not: as groups that are taken back.
 * Beside anything that another message of the sender says there in the new reading they count for nothing.
 */
export function takenBack(
  before: readonly ChartItem[],
  now: readonly ChartItem[],
  { slot, reading }: Reading,
): ChartItem[] {
  const nameOf = ({ record, resourceType, id }: ChartItem): string => `${record}#${resourceType}#${id}`;
  const kept = Map.groupBy(now, nameOf);
  return before.flatMap((item) => {
    const said = new Set((kept.get(nameOf(item)) ?? []).flatMap(({ groups }) => Object.keys(groups)));
    const gone = Object.entries(item.groups).filter(([name]) => name.endsWith(`${SLOT}${slot}`) && !said.has(name));
    if (gone.length === 0) return [];
    const groups = gone.map(([name, { stamp }]) => [name, { stamp, value: {}, reading, retracted: true as const }]);
    return [{ ...item, groups: Object.fromEntries(groups) }];
  });
}

/** The groups that hold, by their plain names: of a group and its slots the one with the highest stamp. */
export function groupsInForce(groups: ChartItem['groups']): ChartItem['groups'] {
  // Nearly every item is without slots.
  if (!Object.keys(groups).some((name) => name.includes(SLOT))) return groups;
  const inForce: Record<string, FieldGroup> = {};
  for (const [name, { reading: _, ...group }] of Object.entries(groups)) {
    if (group.retracted) continue;
    const plain = name.split(SLOT, 1)[0] ?? name;
    const other = inForce[plain];
    inForce[plain] = other === undefined ? group : newerGroup(other, group);
  }
  return inForce;
}
