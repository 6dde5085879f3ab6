import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { log } from '../../platform/log.ts';
import { faultXml, notPlayed, S3Fault } from './answers.ts';
import { openObjectFiles } from './files.ts';
import { type Asked, getObject, listObjects, putObject } from './requests.ts';

/** Query parameters that the SDK adds to plain object requests; any other one asks for a sub-resource. */
const PLAIN = ['x-id', 'list-type', 'prefix', 'max-keys', 'continuation-token', 'start-after', 'encoding-type'];

async function answer(asked: Asked, path: string): Promise<void> {
  const { request, response, files, query } = asked;
  for (const name of query.keys()) if (!PLAIN.includes(name)) throw notPlayed(`?${name}`);
  const [bucket = '', ...rest] = path.slice(1).split('/');
  const key = decodeURIComponent(rest.join('/'));
  if (bucket === '') throw notPlayed('the list of buckets');
  const { method } = request;
  if (key === '') {
    if (method === 'PUT') {
      await files.createBucket(bucket);
      response.writeHead(200, { Location: `/${bucket}` }).end();
    } else if (method === 'HEAD') {
      await files.needBucket(bucket);
      response.writeHead(200).end();
    } else if (method === 'GET') await listObjects(asked, bucket);
    else throw notPlayed(`${method} of a bucket`);
  } else if (method === 'PUT') await putObject(asked, bucket, key);
  else if (method === 'GET' || method === 'HEAD') await getObject(asked, bucket, key);
  else if (method === 'DELETE') {
    await files.needBucket(bucket);
    await files.remove(bucket, key);
    response.writeHead(204).end();
  } else throw notPlayed(`${method} of an object`);
}

/**
 * A small S3 over files: what Oka uses of it, nothing else. Path-style addresses, any credentials, signatures unchecked.
 * Gives the HTTP server, not yet listening. Everything acknowledged is on disk with fsync.
 */
export async function createS3Server(root: string): Promise<Server> {
  const files = await openObjectFiles(root);
  return createServer((request: IncomingMessage, response: ServerResponse) => {
    const at = (request.url ?? '/').indexOf('?');
    const path = at < 0 ? (request.url ?? '/') : (request.url ?? '/').slice(0, at);
    const query = new URLSearchParams(at < 0 ? '' : (request.url ?? '').slice(at + 1));
    answer({ request, response, files, query }, path).catch((cause: unknown) => {
      if (!(cause instanceof S3Fault)) log.error('the local S3 failed', {}, cause);
      if (response.headersSent) {
        response.destroy();
        return;
      }
      const fault =
        cause instanceof S3Fault
          ? cause
          : new S3Fault(500, 'InternalError', `The local S3 failed: ${cause instanceof Error ? cause.message : cause}`);
      // The rest of a refused body is read and dropped, so that its sender gets to the answer.
      response.writeHead(fault.status, { 'Content-Type': 'application/xml' });
      response.end(request.method === 'HEAD' ? undefined : faultXml(fault, path));
    });
  });
}
