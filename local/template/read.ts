import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { OkaError } from '../../schemas/errors.ts';

const Resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Condition: z.string().optional(),
});
export type Resource = z.infer<typeof Resource>;

const Template = z.looseObject({
  Parameters: z.record(z.string(), z.looseObject({ Default: z.unknown().optional() })).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(z.string(), Resource),
  Outputs: z
    .record(z.string(), z.looseObject({ Value: z.unknown(), Export: z.looseObject({ Name: z.unknown() }).optional() }))
    .default({}),
});
export type Template = z.infer<typeof Template>;

const Assets = z.looseObject({
  files: z
    .record(
      z.string(),
      z.looseObject({
        source: z.looseObject({ path: z.string(), packaging: z.enum(['zip', 'file']).default('file') }),
        destinations: z.record(z.string(), z.looseObject({ objectKey: z.string() })),
      }),
    )
    .default({}),
});

export type Synthesized = {
  /** Stack name → its template, in the order of the folder. */
  stacks: ReadonlyMap<string, Template>;
  /** Object key in the bootstrap bucket (`<hash>.zip`) → the folder or file it is made of. */
  assets: ReadonlyMap<string, string>;
};

async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new OkaError('configuration', `${path} is no synthesized template or asset manifest`, { cause });
  }
}

/** Reads every stack template and asset manifest of a CDK output folder. Errors: `configuration` when there is none. */
export async function readSynthesized(outdir: string): Promise<Synthesized> {
  const names = await readdir(outdir).catch((cause: unknown) => {
    throw new OkaError('configuration', `no synthesized CDK app in ${outdir}; run npx cdk synth`, { cause });
  });
  const stacks = new Map<string, Template>();
  const assets = new Map<string, string>();
  for (const name of names.sort()) {
    if (name.endsWith('.template.json'))
      stacks.set(name.slice(0, -'.template.json'.length), await readJson(join(outdir, name), Template));
    if (!name.endsWith('.assets.json')) continue;
    for (const { source, destinations } of Object.values((await readJson(join(outdir, name), Assets)).files))
      for (const { objectKey } of Object.values(destinations)) assets.set(objectKey, join(outdir, source.path));
  }
  if (stacks.size === 0) throw new OkaError('configuration', `no *.template.json in ${outdir}; run npx cdk synth`);
  return { stacks, assets };
}
