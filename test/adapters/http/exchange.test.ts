// One POST against servers that answer, refuse, break off, stall, redirect and never end.

import assert from 'node:assert/strict';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type Server } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { exchange, MAX_ANSWER_BYTES } from '../../../src/adapters/http/exchange.ts';
import { type Answer, hang, resetAtOnce, startServer } from '../aws/test-server.ts';
import { selfSigned } from './self-signed.ts';

/** Never waited out. */
const TIMEOUT_MS = 10_000;
/** Waited out: long enough for a busy machine to send a request, and the head of an answer. */
const SHORT_MS = 600;

async function post(t: TestContext, answer: Answer, timeoutMs = TIMEOUT_MS) {
  const { endpoint, received } = await startServer(t, [answer]);
  const done = await exchange(new URL(`${endpoint}/hook?x=1`), '{"a":"é"}', timeoutMs);
  return { done, received };
}

async function listen(t: TestContext, server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  return address.port;
}

describe('an exchange', () => {
  it('posts JSON once, and does not wait for the body of a success', async (t) => {
    const { done, received } = await post(t, (response) => response.writeHead(200).write('o'));
    assert.deepEqual(done, { kind: 'answered', status: 200, retryAfter: undefined, body: '' });
    assert.deepEqual(
      received.map(({ method, url, body }) => [method, url, body]),
      [['POST', '/hook?x=1', '{"a":"é"}']],
    );
    const { headers } = received[0] ?? {};
    assert.equal(headers?.['content-type'], 'application/json; charset=utf-8');
    assert.equal(headers?.['content-length'], '10');
    assert.equal(headers?.connection, 'close');
  });

  it('gives status, Retry-After and body of a refusal', async (t) => {
    const { done } = await post(t, (response) =>
      response.writeHead(429, { 'retry-after': '30' }).end('rate_limited'),
    );
    assert.deepEqual(done, {
      kind: 'answered',
      status: 429,
      retryAfter: '30',
      body: 'rate_limited',
    });
  });

  it('follows no redirect', async (t) => {
    const elsewhere = await startServer(t, []);
    const { done, received } = await post(t, (response) =>
      response.writeHead(307, { location: `${elsewhere.endpoint}/x` }).end(),
    );
    assert.equal(done.kind === 'answered' && done.status, 307);
    assert.deepEqual([received.length, elsewhere.received.length], [1, 0]);
  });

  it('reads no more of an endless body than its bound', async (t) => {
    const { done } = await post(t, (response) => {
      response.writeHead(500);
      const more = () => {
        if (response.writable && response.write('x'.repeat(65_536))) setImmediate(more);
      };
      response.on('drain', more);
      more();
    });
    assert.equal(done.kind === 'answered' && done.body.length, MAX_ANSWER_BYTES);
  });

  it('keeps the status of an answer whose body breaks off', async (t) => {
    const { done } = await post(t, (response) => {
      response.writeHead(404, { 'content-length': '100' }).write('no_ser');
      setTimeout(() => response.destroy(), 20);
    });
    assert.equal(done.kind === 'answered' && done.status, 404);
    assert.equal(done.kind === 'answered' && done.body, 'no_ser');
  });

  it('keeps the status of an answer whose body stalls', async (t) => {
    const stall: Answer = (response) => response.writeHead(404).write('no_ser');
    const { done } = await post(t, stall, SHORT_MS);
    assert.equal(done.kind === 'answered' && done.body, 'no_ser');
  });

  it('fails as sent where the connection breaks or nothing is answered', async (t) => {
    assert.deepEqual((await post(t, resetAtOnce)).done, {
      kind: 'failed',
      code: 'ECONNRESET',
      isSent: true,
    });
    assert.deepEqual((await post(t, hang, SHORT_MS)).done, {
      kind: 'failed',
      code: 'TIMEOUT',
      isSent: true,
    });
  });

  const NO_ANSWERS = [
    ['what is answered is no HTTP', '220 mail\r\n\r\n', /^HPE_/],
    [
      'the connection is to be another one',
      'HTTP/1.1 101 X\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
      /^CLOSED$/,
    ],
    ['a head has no end', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(70_000)}`, /^HPE_HEADER_OVERFLOW$/],
  ] as const;
  for (const [what, bytes, code] of NO_ANSWERS) {
    it(`fails as sent where ${what}`, async (t) => {
      const server = createTcpServer((socket) => {
        socket.on('error', () => undefined).once('data', () => socket.end(bytes));
      });
      const port = await listen(t, server);
      const done = await exchange(new URL(`http://127.0.0.1:${port}/`), '{}', TIMEOUT_MS);
      assert.equal(done.kind === 'failed' && done.isSent, true);
      assert.match(done.kind === 'failed' ? done.code : '', code);
    });
  }

  it('fails as not sent where nobody shakes hands', async (t) => {
    const server = createTcpServer((socket) => socket.on('error', () => undefined));
    const port = await listen(t, server);
    const done = await exchange(new URL(`https://127.0.0.1:${port}/`), '{}', 50);
    assert.deepEqual(done, { kind: 'failed', code: 'TIMEOUT', isSent: false });
  });

  it('fails as not sent where nobody listens', async (t) => {
    const server = createTcpServer();
    const port = await listen(t, server);
    await new Promise((resolve) => server.close(resolve));
    const done = await exchange(new URL(`http://127.0.0.1:${port}/`), '{}', TIMEOUT_MS);
    assert.deepEqual(done, { kind: 'failed', code: 'ECONNREFUSED', isSent: false });
  });

  it('posts over TLS to a server that somebody vouches for, and sends nothing to others', async (t) => {
    const identity = selfSigned();
    let requests = 0;
    const port = await listen(
      t,
      createTlsServer(identity, (_, response) => {
        requests++;
        response.end('ok');
      }),
    );
    const url = new URL(`https://127.0.0.1:${port}/`);
    const refused = await exchange(url, '{}', TIMEOUT_MS);
    assert.deepEqual(refused, {
      kind: 'failed',
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      isSent: false,
    });
    assert.equal(requests, 0);
    const before = getCACertificates('default');
    setDefaultCACertificates([...before, identity.cert]);
    t.after(() => setDefaultCACertificates(before));
    const done = await exchange(url, '{}', TIMEOUT_MS);
    assert.deepEqual(done, { kind: 'answered', status: 200, retryAfter: undefined, body: '' });
  });
});
