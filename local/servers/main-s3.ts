// The S3 server as a process of its own: port and folder as arguments, reports over IPC that it listens.
import { createS3Server } from '../s3/server.ts';
import { serve } from './child.ts';

const [port, folder = ''] = process.argv.slice(2);
serve(await createS3Server(folder), Number(port));
