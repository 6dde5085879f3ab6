import { existsSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { Architecture, Code, LayerVersion, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { OkaError } from '../../schemas/errors.ts';
import { ModelManifest } from '../../schemas/manifest.ts';
import { ROOT, type Settings } from '../settings.ts';
import { digestOf, foldersWith, type LayerPart, layerFolder, packageVersion } from './layer-folder.ts';

const CODECS = [
  '@cornerstonejs/codec-charls',
  '@cornerstonejs/codec-libjpeg-turbo-8bit',
  '@cornerstonejs/codec-openjpeg',
  '@cornerstonejs/codec-openjph',
  'jpeg-lossless-decoder-js',
];
/** onnxruntime and sharp with what they load at run time; everything else in those packages is for installing them. */
const NATIVE = ['onnxruntime-node', 'onnxruntime-common', 'sharp', '@img/colour', 'detect-libc', 'semver'];
const SHARP_LINUX = ['@img/sharp-linux-x64', '@img/sharp-libvips-linux-x64'];

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

const inPackages = (name: string, keep: (path: string) => boolean): LayerPart => ({
  from: join('node_modules', name),
  to: join('nodejs', 'node_modules', name),
  keep: (path) => !/\.(d\.[cm]?ts|map|md|mjs)$/.test(path) && keep(path),
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
  const elsewhere = /[\\/]bin[\\/]napi-v6[\\/](darwin|win32|linux[\\/]arm64)/;
  const notForRunning =
    /[\\/](onnxruntime-node[\\/](lib|script)|onnxruntime-common[\\/](lib|dist[\\/]esm)|sharp[\\/](src|install))([\\/]|$)/;
  return layerFolder(
    'native',
    packages.map(packageVersion),
    packages.map((name) => inPackages(name, (path) => !elsewhere.test(path) && !notForRunning.test(path))),
  );
}

const codecsFolder = (): string =>
  layerFolder(
    'codecs',
    CODECS.map(packageVersion),
    CODECS.map((name) => inPackages(name, (path) => !/[\\/](tests?|src)([\\/]|$)/.test(path.slice(ROOT.length)))),
  );

/**
 * Every folder of models/ that has a manifest: the manifest and the file it names, under /opt/models/<folder>.
 * Whether the manifest is good, and the file the one it describes, `recognise` asks when it loads them.
 */
function modelsFolder(): string {
  const parts = foldersWith('models', 'manifest.json').flatMap((folder) => {
    const manifest = ModelManifest.pick({ file: true }).safeParse(
      JSON.parse(readFileSync(join(ROOT, 'models', folder, 'manifest.json'), 'utf8')),
    );
    if (!manifest.success) throw new OkaError('configuration', `models/${folder}/manifest.json names no file`);
    return ['manifest.json', manifest.data.file].map((name) => join('models', folder, name));
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
