// `npm run format`: writes Biome's formatting and safe fixes.
import { spawnSync } from 'node:child_process';

process.exitCode = spawnSync(process.execPath, ['node_modules/@biomejs/biome/bin/biome', 'check', '--write'], {
  stdio: 'inherit',
}).status;
