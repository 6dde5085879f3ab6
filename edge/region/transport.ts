import http, { type IncomingHttpHeaders } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { gunzip } from 'node:zlib';
import { OkaError } from '../../schemas/errors.ts';

export type Asked = {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT';
  /** Behind the address of the region. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: readonly Uint8Array[];
  /** Until the answer begins, and between two pieces of it. */
  readonly timeoutMs: number;
  /** Largest answer, unpacked; default 1 MiB. */
  readonly mostBytes?: number;
};
export type Answered = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer };
export type Ask = (asked: Asked) => Promise<Answered>;

/** The line broke, or nobody answered: the region may or may not have what was sent. */
export class LineBroken extends OkaError {
  /** Only a connection that had long been idle was closed: nothing was under way on the line. */
  readonly wasIdle: boolean;
  constructor(cause: unknown, wasIdle = false) {
    super('unavailable', 'the region did not answer', { cause });
    this.wasIdle = wasIdle;
  }
}

export type TransportOptions = {
  readonly url: string;
  /** PEM of the authority that signed the region's certificate, where it is a private one. */
  readonly ca?: string | undefined;
  /** Connections at once; each is kept open, and TLS sessions are resumed. */
  readonly connections: number;
  readonly onConnected?: (tookMs: number) => void;
  readonly onSecured?: (socket: TLSSocket) => void;
};

/** A connection that rested so long may have been closed by the other side. */
const IDLE_MS = 2000;
/** An answer of the door is small. */
const MOST_ANSWER_BYTES = 1024 * 1024;

/**
 * Plain HTTP/1.1 over kept connections. `fetch` adds 150 bytes of headers of its own to each request; here only those go
 * that are named, with `host` and `content-length`.
 */
export function makeTransport(options: TransportOptions) {
  const { url, ca, connections, onConnected = () => undefined, onSecured = () => undefined } = options;
  const base = new URL(url);
  const isTls = base.protocol === 'https:';
  const kept = {
    keepAlive: true,
    maxSockets: connections,
    maxFreeSockets: connections,
    scheduling: 'lifo',
  } as const;
  const agent = isTls ? new https.Agent({ ...kept, ca, maxCachedSessions: 4 }) : new http.Agent(kept);
  const usedAt = new WeakMap<Socket, number>();
  const prefix = base.pathname.replace(/\/$/, '');

  const ask: Ask = ({ method, path, headers, body = [], timeoutMs, mostBytes = MOST_ANSWER_BYTES }) =>
    new Promise((resolve, reject) => {
      const length = body.reduce((sum, part) => sum + part.length, 0);
      const request = (isTls ? https : http).request({
        agent,
        host: base.hostname.replace(/^\[|\]$/g, ''),
        port: base.port || (isTls ? 443 : 80),
        method,
        path: prefix + path,
        headers: { ...headers, ...(method === 'PUT' || method === 'POST' ? { 'content-length': length } : {}) },
      });
      // HTTP/1.1 keeps a connection open without being told (RFC 9112 §9.3).
      request.removeHeader('connection');
      let restedMs = 0;
      let connection: Socket | undefined;
      const fail = (cause: unknown): void => {
        clearTimeout(timer);
        request.destroy();
        reject(new LineBroken(cause, request.reusedSocket && restedMs > IDLE_MS));
      };
      const timer = setTimeout(() => fail(new Error('no answer in time')), timeoutMs);
      request.on('error', fail);
      request.on('socket', (socket) => {
        connection = socket;
        restedMs = performance.now() - (usedAt.get(socket) ?? performance.now());
        if (!socket.connecting) return;
        socket.setNoDelay(true);
        if (socket instanceof TLSSocket) socket.once('secureConnect', () => onSecured(socket));
        const began = performance.now();
        socket.once('connect', () => onConnected(performance.now() - began));
      });
      request.on('response', (response) => {
        const pieces: Buffer[] = [];
        let bytes = 0;
        response.on('data', (piece: Buffer) => {
          bytes += piece.length;
          if (bytes > mostBytes) fail(new Error('an answer without end'));
          else pieces.push(piece);
          timer.refresh();
        });
        response.on('error', fail);
        response.on('end', () => {
          clearTimeout(timer);
          if (connection) usedAt.set(connection, performance.now());
          const whole = Buffer.concat(pieces);
          const answered = (plain: Buffer): void =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body: plain });
          if (response.headers['content-encoding'] !== 'gzip' || whole.length === 0) return answered(whole);
          gunzip(whole, { maxOutputLength: mostBytes }, (cause, plain) => (cause ? fail(cause) : answered(plain)));
        });
      });
      for (const part of body) request.write(part);
      request.end();
    });
  return { ask, close: (): void => agent.destroy() };
}
