import { existsSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { Architecture, Code, LayerVersion, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { OkaError } from '../../schemas/errors.ts';
import { ModelManifest } from '../../schemas/manifest.ts';
import { ROOT, type Settings } from '../settings.ts';
import { digestOf, foldersWith, layerFolder, packageVersion } from './layer-folder.ts';

/** The decoders that platform/codecs.ts loads (WASM); encoders and the slower builds in plain JavaScript stay out. */
const CODECS: Readonly<Record<string, readonly string[]>> = {
  '@cornerstonejs/codec-charls': ['dist/charlswasm_decode.js', 'dist/charlswasm_decode.wasm'],
  '@cornerstonejs/codec-libjpeg-turbo-8bit': ['dist/libjpegturbowasm_decode.js', 'dist/libjpegturbowasm_decode.wasm'],
  '@cornerstonejs/codec-openjpeg': ['dist/openjpegwasm_decode.js', 'dist/openjpegwasm_decode.wasm'],
  '@cornerstonejs/codec-openjph': ['dist/openjphjs.js', 'dist/openjphjs.wasm'],
};
/** onnxruntime and sharp with what they load at run time. */
const NATIVE = ['onnxruntime-node', 'onnxruntime-common', 'sharp', '@img/colour', 'detect-libc', 'semver'];
const SHARP_LINUX = ['@img/sharp-linux-x64', '@img/sharp-libvips-linux-x64'];
/** Of those packages: other platforms, sources, types, and what only installs them. */
const NOT_AT_RUN_TIME = [
  /\.(d\.[cm]?ts|map|md|mjs)$/,
  /[\\/]bin[\\/]napi-v6[\\/](darwin|win32|linux[\\/]arm64)/,
  /[\\/](onnxruntime-node[\\/](lib|script|node_modules)|onnxruntime-common[\\/](lib|dist[\\/]esm)|sharp[\\/](src|install))([\\/]|$)/,
];

/** What the functions share beside their code: native modules, codecs, models, the region's file. */
export class Layers extends Construct {
  readonly native: LayerVersion;
  readonly codecs: LayerVersion;
  readonly models: LayerVersion;
  readonly region: LayerVersion;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    this.native = this.layer('Native', nativeFolder(settings.local), [Architecture.X86_64]);
    this.codecs = this.layer('Codecs', codecsFolder());
    this.models = this.layer('Models', modelsFolder());
    this.region = this.layer('Region', regionFolder(settings.regionPath));
  }

  private layer(id: string, folder: string, architectures?: Architecture[]): LayerVersion {
    return new LayerVersion(this, id, {
      code: Code.fromAsset(folder),
      compatibleRuntimes: [Runtime.NODEJS_24_X],
      compatibleArchitectures: architectures ?? [Architecture.X86_64, Architecture.ARM_64],
    });
  }
}

const inPackages = (...path: string[]) => ({
  from: join('node_modules', ...path),
  to: join('nodejs', 'node_modules', ...path),
});

function nativeFolder(local: boolean): string {
  const missing = SHARP_LINUX.filter((name) => !existsSync(join(ROOT, 'node_modules', name)));
  if (missing.length > 0 && !local)
    throw new OkaError(
      'configuration',
      `${missing.join(', ')} is not installed on ${process.platform}/${process.arch}; for a deployment run npm ci --os=linux --cpu=x64 --libc=glibc`,
    );
  // On one machine the functions load native modules from node_modules; the layer may then be incomplete.
  const packages = [...NATIVE, ...SHARP_LINUX.filter((name) => !missing.includes(name))];
  const keep = (path: string) => !NOT_AT_RUN_TIME.some((one) => one.test(path));
  return layerFolder(
    'native',
    [...packages.map(packageVersion), ...NOT_AT_RUN_TIME.map(String)],
    packages.map((name) => ({ ...inPackages(name), keep })),
  );
}

function codecsFolder(): string {
  const files = Object.entries(CODECS).flatMap(([name, paths]) =>
    ['package.json', ...paths].map((path) => [name, path] as const),
  );
  return layerFolder(
    'codecs',
    [...Object.keys(CODECS).map(packageVersion), ...files.flat()],
    files.map(([name, path]) => inPackages(name, path)),
  );
}

/**
 * Every folder of models/ that has a manifest: the manifest and the networks it names, under /opt/models/<folder>.
 * Whether the manifest is good, and the files the ones it describes, `recognise` asks when it loads them.
 */
function modelsFolder(): string {
  const parts = foldersWith('models', 'manifest.json').flatMap((folder) => {
    const manifest = ModelManifest.pick({ file: true, gate: true }).safeParse(
      JSON.parse(readFileSync(join(ROOT, 'models', folder, 'manifest.json'), 'utf8')),
    );
    if (!manifest.success) throw new OkaError('configuration', `models/${folder}/manifest.json names no file`);
    const card = existsSync(join(ROOT, 'models', folder, 'CARD.md')) ? ['CARD.md'] : [];
    const { file, gate } = manifest.data;
    const networks = gate === undefined ? [file] : [file, gate.file];
    return ['manifest.json', ...networks, ...card].map((name) => join('models', folder, name));
  });
  const key = parts.map((path) => `${path.split(sep).join('/')} ${digestOf(path)}`);
  // A layer may not be empty, and a region may run without a model.
  return layerFolder('models', key, [
    ...parts.map((path) => ({ from: path, to: path })),
    { from: 'LICENSE', to: join('models', 'LICENSE') },
  ]);
}

const regionFolder = (path: string): string =>
  layerFolder('region', [digestOf(path)], [{ from: path, to: join('region', 'region.json') }]);
