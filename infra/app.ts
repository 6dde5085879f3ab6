// Synthesizes the region's stack to cdk.out: `npx cdk synth`, or this file by itself (infra/README.md).
import { makeApp } from './make-app.ts';
import { readSettings } from './settings.ts';

makeApp(readSettings(process.env)).app.synth();
