import type { OrderName } from '../../platform/chart/orders.ts';

/** How an order is called in the list: with a record from which its statements are found. */
export const orderName = ({ type, id }: OrderName, record: string): string => `${ORDER_KIND[type]}~${id}~${record}`;
const ORDER_KIND = { DiagnosticReport: 'report', ServiceRequest: 'order', MedicationRequest: 'medicine' } as const;
export const ORDER_TYPE: Readonly<Record<string, OrderName['type']>> = {
  report: 'DiagnosticReport',
  order: 'ServiceRequest',
  medicine: 'MedicationRequest',
};

export const inputName = (kind: string, sha256: string): string => `input~${kind}~${sha256}`;
