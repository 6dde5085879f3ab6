import { decisionFor, shortfallsOf, standingAt } from '../../../domain/recognition/standing.ts';
import { installedModels, versionAmong } from '../../../platform/inference/installed.ts';
import { evidenceOf } from '../../../platform/inference/manifests.ts';
import type { World } from '../../../platform/world.ts';
import type { ModelsAnswer } from '../../../schemas/api/models.ts';
import { decisionsOf } from './known.ts';

/** Every version that is installed or that the region speaks of. */
export async function listModels(world: World): Promise<ModelsAnswer> {
  const { region, clock } = world;
  const decisions = await decisionsOf(world);
  const now = clock().toISOString();
  const here = installedModels(world);
  const named = [
    ...here.map(({ manifest: { id, version } }) => ({ id, version })),
    ...Object.entries(region.models).flatMap(([id, all]) => all.map(({ version }) => ({ id, version }))),
  ];
  const models = [...new Set(named.map(({ id }) => id))].sort().map((id) => ({
    id,
    versions: [...new Set(named.filter((one) => one.id === id).map(({ version }) => version))].sort().map((version) => {
      const model = versionAmong(here, { model: id, version });
      const evidence = model && evidenceOf(model);
      const decision = decisionFor(id, version, now, decisions);
      const shortfalls = decision?.state === 'active' ? shortfallsOf(decision, evidence) : [];
      const standing = Object.fromEntries(
        region.clinics.map(({ id: clinic }) => [
          clinic,
          standingAt({ model: id, version, clinic }, now, decisions, evidence),
        ]),
      );
      return {
        version,
        ...(model === undefined ? {} : { sha256: model.manifest.sha256, title: model.manifest.title }),
        ...(decision === undefined ? {} : { decision }),
        shortfalls,
        standing,
      };
    }),
  }));
  return { models };
}
