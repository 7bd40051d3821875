// Variables of this process for the time of a test: other files run in it, too.

import type { TestContext } from 'node:test';

/** Sets them; what was there before is there again when the test has ended. */
export function setEnvironment(t: TestContext, env: Readonly<Record<string, string>>): void {
  const before = Object.keys(env).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, env);
  t.after(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
}
