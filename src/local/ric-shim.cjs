// Stands in for the native addon of aws-lambda-ric: its HTTP to the Runtime API, in JavaScript.
// Preloaded by `--require`, so that AWS's own runtime client runs without a C++ toolchain (installs ignore scripts).
// Differs from the addon in one thing: `done` and `error` return before the answer is sent, so a process that exits
// within the same turn of the event loop may take its answer along.

const http = require('node:http');
const Module = require('node:module');

// biome-ignore lint/style/noProcessEnv: it runs in the sandbox, which is told the address in this variable alone.
const [hostname, port] = (process.env.AWS_LAMBDA_RUNTIME_API ?? '').split(':');
// One socket: the request for the next invocation cannot overtake the answer to the last.
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const INVOCATION = '/2018-06-01/runtime/invocation/';
/** What a header may hold; an error's name may be any text. */
const HEADER_TEXT = /^[\x20-\x7e]+$/;

function call(method, path, body, headers = {}) {
  const json = { 'content-type': 'application/json', ...headers };
  const options = { hostname, port, agent, method, path, headers: body === undefined ? {} : json };
  return new Promise((resolve, reject) => {
    const request = http.request(options, (response) => {
      const chunks = [];
      response.on('error', reject);
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => {
        const bodyJson = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode, bodyJson, headers: response.headers });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

async function next() {
  const { status, bodyJson, headers } = await call('GET', `${INVOCATION}next`);
  if (status !== 200) throw new Error(`no next invocation: the Runtime API answered ${status}`);
  // Only where shifted-clock.cjs was loaded before.
  globalThis[Symbol.for('sigma-lambda.local.clock')]?.shift(
    Number(headers['local-clock-offset-ms']),
  );
  return { bodyJson, headers };
}

/** Sends an answer. A runtime that cannot is of no more use, as with the addon. */
function send(path, body, headers) {
  call('POST', INVOCATION + path, body, headers).catch((error) => {
    process.stderr.write(`cannot reach the Runtime API: ${error.stack}\n`);
    process.exit(1);
  });
}

const rapidClient = {
  initializeClient: () => undefined,
  next,
  done: (id, body) => send(`${id}/response`, body),
  error(id, body) {
    const { errorType } = JSON.parse(body);
    const isSafe = typeof errorType === 'string' && HEADER_TEXT.test(errorType);
    const header = isSafe ? { 'Lambda-Runtime-Function-Error-Type': errorType } : {};
    send(`${id}/error`, body, header);
  },
};

const load = Module._load;
Module._load = function loadWithShim(request, ...rest) {
  if (request.endsWith('rapid-client.node')) return rapidClient;
  return load.call(this, request, ...rest);
};
