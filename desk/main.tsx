import { render } from 'preact';
import { readConfig } from './config.ts';
import { handUp } from './session/renew.ts';
import { start } from './session/start.ts';
import { applyTheme } from './shell/preferences.tsx';
import { Root } from './shell/root.tsx';
import { keepShell } from './worker/register.ts';

const root = document.getElementById('desk');
// In the hidden frame of a silent renewal there is nothing to draw.
if (root && !handUp()) {
  applyTheme();
  const began = await start(readConfig());
  render(<Root start={began} />, root);
  keepShell();
}
