import { lookUp } from '../../look-up.ts';
import type { OrderBlock } from './orders.ts';

/** What a message makes of an order. `stopped`: it had begun; `revoked`: it was taken back. */
export type OrderState = 'active' | 'on-hold' | 'completed' | 'revoked' | 'stopped';

/**
 * ORC-1, HL7 table 0119: order control codes that state how an order stands. The others describe it (XO, XR, XX, CN, PA,
 * CH), number it (SN, NA) or answer for it (RE, PR, SC): they leave its state to ORC-5.
 */
const OF_CONTROL: Readonly<Record<string, OrderState>> = {
  NW: 'active',
  OK: 'active',
  RO: 'active',
  AF: 'active',
  CA: 'revoked',
  CR: 'revoked',
  OC: 'revoked',
  UA: 'revoked',
  DF: 'revoked',
  RP: 'revoked',
  RQ: 'revoked',
  RU: 'revoked',
  DC: 'stopped',
  DR: 'stopped',
  OD: 'stopped',
  HD: 'on-hold',
  HR: 'on-hold',
  OH: 'on-hold',
  UR: 'on-hold',
  RL: 'active',
  OR: 'active',
  OE: 'active',
  UC: 'active',
  UD: 'active',
  UH: 'active',
  UM: 'active',
};
/** Control codes that only change the state: what else they carry restates the order, often in part. */
const ONLY_STATE = new Set(
  'CA CR OC UC DC DR OD UD HD HR OH UH RL OR OE UR SC SR SS RP RQ RU UM UA DF DE OK RE PR'.split(' '),
);
/** A command holds also where ORC-5 still has the former state. */
const COMMANDS = new Set('CA CR OC UA DF RP RQ RU DC DR OD HD HR OH RL OR OE'.split(' '));

/** ORC-5, HL7 table 0038: order status. `ER` (order not found) says nothing of an order that we have. */
const OF_STATUS: Readonly<Record<string, OrderState>> = {
  A: 'active',
  IP: 'active',
  SC: 'active',
  HD: 'on-hold',
  CM: 'completed',
  CA: 'revoked',
  RP: 'revoked',
  DC: 'stopped',
};

export const controlOf = ({ orc }: OrderBlock): string => orc?.text(1)?.toUpperCase() ?? '';

/** The state that the message states, if any: by a command in ORC-1, else ORC-5, else what ORC-1 says beside it. */
export function statedState(block: OrderBlock): OrderState | undefined {
  const control = controlOf(block);
  const ofControl = lookUp(OF_CONTROL, control);
  if (COMMANDS.has(control)) return ofControl;
  return lookUp(OF_STATUS, block.orc?.text(5)?.toUpperCase()) ?? ofControl;
}

/**
 * The group that takes what a message says of an order itself. One that only changes its state restates it in part: what
 * it says lies under the order (`about` comes before `base`), so it takes nothing away and serves where nothing else came.
 */
export const contentGroup = (block: OrderBlock): 'base' | 'about' =>
  ONLY_STATE.has(controlOf(block)) ? 'about' : 'base';

/** Whether a state ends the order: such a word weighs more than one of the same time that does not (contract 3). */
export const isEnd = (state: OrderState): boolean => state === 'revoked' || state === 'stopped';
