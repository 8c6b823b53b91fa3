// The real program, on temporary data, as the demo starts it.

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
export const program = process.env.AZUKARI || path.join(root, 'target/debug/azukari');

// Resolves once it answers: `{ url, tokens, stop }`.
export function start(policies = path.join(root, 'policies')) {
  const child = spawn(program, ['demo', '--json', '--listen', '127.0.0.1:0', '--policies', policies], {
    cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LANG: 'C.UTF-8' },
  });
  let said = '';
  let talked = '';
  child.stderr.on('data', bytes => { talked += bytes; });
  return new Promise((resolve, reject) => {
    child.once('exit', code => reject(new Error(`the program ended with ${code}: ${talked}`)));
    child.stdout.on('data', bytes => {
      said += bytes;
      if (!said.includes('\n')) return;
      const { url, tokens } = JSON.parse(said.split('\n')[0]);
      resolve({
        url, tokens,
        reread: () => child.kill('SIGHUP'),
        stop: () => new Promise(done => { child.removeAllListeners('exit'); child.once('exit', done); child.kill('SIGTERM'); }),
      });
    });
  });
}
