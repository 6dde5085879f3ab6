import { type Service, servicesOf } from '../../domain/cds-hooks/services.ts';
import { activeRules } from '../../domain/delivery/results.ts';
import type { Region } from '../../domain/region.ts';

const known = new WeakMap<Region, readonly Service[]>();

/** The services of a region's rules in force: the region is read once in a process, so they are made once. */
export function servicesInForce(region: Region): readonly Service[] {
  const services = known.get(region) ?? servicesOf(activeRules(region));
  known.set(region, services);
  return services;
}
