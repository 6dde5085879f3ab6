// Jest's sandbox has typed arrays of its own; native modules (onnxruntime-node) accept only the outer realm's.
const { TestEnvironment } = require('jest-environment-node');

const shared = [
  'ArrayBuffer',
  'Float32Array',
  'Float64Array',
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'BigInt64Array',
  'BigUint64Array',
];

module.exports = class OkaEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    for (const name of shared) this.global[name] = globalThis[name];
  }
};
