/**
 * `npm start`: serves the built page, and /v1 from the service at the same origin, so that the page needs no CORS.
 */
import { createReadStream } from 'node:fs';
import { createServer, request } from 'node:http';
import { join } from 'node:path';

const {
  S3DEX_ENDPOINT = 'http://127.0.0.1:4000',
  PORT = '4100',
  DIST = join(import.meta.dirname, 'dist'),
} = process.env;
const FILES = {
  '/': ['index.html', 'text/html'],
  '/main.js': ['main.js', 'text/javascript'],
  '/amplify-storage-download/download-sw.js': ['download-sw.js', 'text/javascript'],
  '/main.css': ['main.css', 'text/css'],
};

const server = createServer((message, response) => {
  const [file, type] = FILES[message.url] ?? [];
  if (file) {
    response.writeHead(200, { 'content-type': type });
    createReadStream(join(DIST, file)).pipe(response);
    return;
  }
  if (!message.url.startsWith('/v1/')) {
    response.writeHead(404).end();
    return;
  }
  const { method, headers } = message;
  const forwarded = request(new URL(message.url, S3DEX_ENDPOINT), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  forwarded.on('error', () => response.writeHead(502).end());
  message.pipe(forwarded);
});
server.listen(Number(PORT), '127.0.0.1', () =>
  console.log(`http://127.0.0.1:${server.address().port}/#demo`),
);
