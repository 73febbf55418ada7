// Asks taplo's language server, which is what "Even Better TOML" runs, what it offers at the end of a file.
// Arguments: the folder with the package, the file. Prints a JSON array of labels.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const [packages = '', path = ''] = process.argv.slice(2);
const { TaploLsp } = createRequire(join(packages, 'node_modules/'))('@taplo/lsp');
const text = readFileSync(path, 'utf8');
const uri = String(pathToFileURL(path));
const answers = new Map();

const environment = {
  now: () => new Date(),
  envVar: () => undefined,
  envVars: () => [],
  stdErrAtty: () => false,
  stdin: process.stdin,
  stdout: process.stderr,
  stderr: process.stderr,
  glob: () => [],
  readFile: async (name) => readFileSync(name),
  writeFile: async () => {},
  urlToFilePath: (url) => (String(url).startsWith('file:') ? fileURLToPath(String(url)) : String(url)),
  isAbsolute: (name) => name.startsWith('/'),
  cwd: () => process.cwd(),
  findConfigFile: () => undefined,
  // It would look for a catalog of schemas on the network.
  fetch: { fetch: async () => Promise.reject(new Error('there is no network')), Headers, Request, Response },
};
const server = await TaploLsp.initialize(environment, {
  onMessage(message) {
    if (message.method === undefined) answers.get(message.id)?.(message.result);
    else if (message.id !== undefined) send({ id: message.id, result: [{}] });
  },
});
const send = (message) => server.send({ jsonrpc: '2.0', ...message });
const ask = (id, method, params) =>
  new Promise((resolve) => {
    answers.set(id, resolve);
    send({ id, method, params });
  });

// It completes only what lies in a folder that is open.
const rootUri = String(pathToFileURL(dirname(path)));
const capabilities = { textDocument: { completion: {} } };
await ask(1, 'initialize', { capabilities, rootUri, workspaceFolders: [{ uri: rootUri, name: 'folder' }] });
send({ method: 'initialized', params: {} });
send({ method: 'textDocument/didOpen', params: { textDocument: { uri, languageId: 'toml', version: 1, text } } });
const position = { line: text.split('\n').length - 1, character: 0 };
let labels = [];
// The schema is read in the background.
for (let id = 2; labels.length === 0 && id < 60; id++) {
  const offered = await ask(id, 'textDocument/completion', { textDocument: { uri }, position });
  labels = (Array.isArray(offered) ? offered : (offered?.items ?? [])).map(({ label }) => label);
  await new Promise((resolve) => setTimeout(resolve, 250));
}
console.log(JSON.stringify(labels));
process.exit();
