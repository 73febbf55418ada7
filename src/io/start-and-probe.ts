/** What a server in the enclosure is started with; it comes by standard input, since it may hold secrets. */
export interface StartOrder {
  readonly home: string;
  /** The start script, absolute. */
  readonly script: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Where HTTPS has to answer. */
  readonly port: number;
  readonly seconds: number;
}

/** How a start ended, with the last lines of what the server said on its console and in its log. */
export interface StartResult {
  /** `up`: it answers HTTPS. `ended`: its process is gone. `silent`: it runs, and HTTPS does not answer. */
  readonly outcome: 'up' | 'ended' | 'silent';
  readonly seconds: number;
  readonly console: readonly string[];
  readonly log: readonly string[];
}

/**
 * Runs as a program of its own in the enclosure, as its first process: when it ends, all that it started ends. So it
 * refers to nothing but what Node has.
 */
export async function startAndProbe(): Promise<void> {
  const { spawn } = process.getBuiltinModule('node:child_process');
  const { readFileSync, writeSync } = process.getBuiltinModule('node:fs');
  const { request } = process.getBuiltinModule('node:https');
  const { createInterface } = process.getBuiltinModule('node:readline');

  const lastLines = 200;
  const longestLine = 2000;
  /** "WSO2 Carbon started" is printed even where HTTPS failed; where it works it answers by then. */
  const graceSeconds = 30;
  const begun = Date.now();
  const secondsSince = (time: number): number => (Date.now() - time) / 1000;

  const order = await new Promise<StartOrder>((resolve) => {
    const input = createInterface({ input: process.stdin });
    input.once('line', (line) => resolve(JSON.parse(line)));
    // Whoever asked is gone.
    input.once('close', () => process.exit(1));
  });

  const console_: string[] = [];
  let saidStarted: number | undefined;
  let isOver = false;
  const server = spawn('sh', [order.script], {
    cwd: order.home,
    env: order.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  server.once('close', () => {
    isOver = true;
  });
  server.once('error', () => {
    isOver = true;
  });
  for (const stream of [server.stdout, server.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      console_.push(line.slice(0, longestLine));
      if (console_.length > lastLines) console_.shift();
      if (/WSO2 Carbon started in/.test(line)) saidStarted ??= Date.now();
    });
  }

  const logLines = (): readonly string[] => {
    try {
      const text = readFileSync(`${order.home}/repository/logs/wso2carbon.log`, 'utf8');
      return text
        .split('\n')
        .slice(-lastLines)
        .map((line) => line.slice(0, longestLine));
    } catch {
      return [];
    }
  };
  const finish = (outcome: StartResult['outcome']): void => {
    const result: StartResult = { outcome, seconds: secondsSince(begun), console: console_, log: logLines() };
    writeSync(1, `${JSON.stringify(result)}\n`);
    process.exit(0);
  };

  /** Any answer but that of a broken server counts, and so does being asked for a client certificate. */
  const answers = (): Promise<boolean> =>
    new Promise((resolve) => {
      const probe = request(
        { host: '127.0.0.1', port: order.port, path: '/', rejectUnauthorized: false, agent: false, timeout: 20_000 },
        (response) => {
          response.resume();
          resolve((response.statusCode ?? 500) < 500);
        },
      );
      probe.on('timeout', () => probe.destroy());
      probe.on('error', (error: NodeJS.ErrnoException) =>
        resolve(/CERTIFICATE_REQUIRED|ALERT_BAD_CERTIFICATE/.test(error.code ?? '')),
      );
      probe.end();
    });

  for (;;) {
    if (await answers()) return finish('up');
    if (isOver) return finish('ended');
    const isLate = saidStarted !== undefined && secondsSince(saidStarted) > graceSeconds;
    if (isLate || secondsSince(begun) > order.seconds) return finish('silent');
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
