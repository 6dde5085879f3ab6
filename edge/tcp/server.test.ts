import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from '@jest/globals';
import { listen, makeServer } from './server.ts';

test('a door outlives callers whom the system cannot let in, however many', async () => {
  const server = makeServer({
    allowHalfOpen: false,
    serve: (socket) => void socket.end('served'),
    onHandshakeFailed: () => undefined,
  });
  const port = await listen(server, 0, '127.0.0.1');
  // As Node tells it where accept fails: more than once, for the second is the one that finds nobody waiting for it.
  for (let k = 0; k < 3; k += 1) server.emit('error', Object.assign(new Error('accept EMFILE'), { code: 'EMFILE' }));
  const socket = connect(port, '127.0.0.1');
  const [served] = (await once(socket, 'data')) as [Buffer];
  expect(String(served)).toBe('served');
  socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});
