import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** The account of the image: the name and numbers that the vendor's own images use. */
const account = { user: 'wso2carbon', group: 'wso2', id: 802 };

/** Where the image has its server. */
export const imageHome = '/opt/wso2is';

export interface ImageRun {
  readonly status: number | null;
  readonly output: string;
}

/**
 * Does what the lines of a Dockerfile say, without a container engine: in mounts and a network of its own, where `/opt` and
 * `/tmp` are empty at first and no other machine can be reached. What runs has the account of the image, no rights, no
 * terminal, no input and an environment of PATH and WSO2_SERVER_HOME alone.
 *
 * @param request.context holds what COPY names, and `home`, the server that the image has.
 * @param request.after commands of the image's account that run once the image is built; `$ENTRYPOINT` stands for its entrypoint.
 * @param request.out a folder of the machine that is `/out` in there, for what the test wants to look at.
 */
export function buildImage(request: {
  readonly dockerfile: string;
  readonly context: string;
  readonly out: string;
  readonly after: readonly string[];
}): ImageRun {
  const { entrypoint, steps } = stepsOf(readFileSync(request.dockerfile, 'utf8'));
  const script = [
    'set -eu',
    'context=$1 out=$2 node=$3',
    'mount -t tmpfs tmpfs /mnt',
    'mkdir /mnt/context /mnt/out /mnt/bin',
    'mount --bind "$context" /mnt/context',
    'mount --bind "$out" /mnt/out',
    'touch /mnt/bin/node && mount --bind "$node" /mnt/bin/node',
    'mount -t tmpfs tmpfs /opt && mount -t tmpfs -o mode=1777 tmpfs /tmp',
    ...['passwd', 'group'].flatMap((name) => [
      `{ cat /etc/${name}; echo '${name === 'passwd' ? passwdLine : groupLine}'; } > /mnt/${name}`,
      `mount --bind /mnt/${name} /etc/${name}`,
    ]),
    `cp -r /mnt/context/home ${imageHome} && chown -R ${account.user}:${account.group} ${imageHome}`,
    ...steps,
    ...request.after.map((command) => asAccount(command, entrypoint)),
  ].join('\n');
  const args = ['--mount', '--net', 'sh', '-c', script, 'sh', request.context, request.out, process.execPath];
  const { status, stdout, stderr, error } = spawnSync(enclose, args, {
    input: '',
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
  if (error !== undefined) throw error;
  return { status, output: stdout + stderr };
}

const enclose = 'unshare';
const passwdLine = `${account.user}:x:${account.id}:${account.id}::/nonexistent:/bin/sh`;
const groupLine = `${account.group}:x:${account.id}:`;

/** The instructions as lines of a shell that root runs. */
function stepsOf(text: string): { readonly entrypoint: string; readonly steps: readonly string[] } {
  const lines = text
    .replace(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  let entrypoint = '';
  let user = 'root';
  const steps = lines.flatMap((line) => {
    const [, instruction = '', rest = ''] = /^(\w+) (.*)$/.exec(line) ?? [];
    switch (instruction) {
      case 'COPY':
        return copySteps(rest);
      case 'USER':
        user = rest;
        return [];
      case 'RUN':
        if (user !== account.user) throw new Error(`RUN would run as ${user}`);
        return [asAccount(rest, '')];
      case 'ENTRYPOINT':
        entrypoint = String(JSON.parse(rest));
        return [];
      default:
        throw new Error(`the test does not know what to do with ${line}`);
    }
  });
  return { entrypoint, steps };
}

function copySteps(rest: string): readonly string[] {
  const words = rest.split(' ');
  const option = (name: string): string | undefined =>
    words.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
  const [source = '', target = ''] = words.filter((word) => !word.startsWith('--'));
  const into = source.endsWith('/') ? target : target.replace(new RegExp(`/?${basename(target)}$`), '');
  return [
    `mkdir -p ${into}`,
    source.endsWith('/') ? `cp -r /mnt/context/${source}. ${target}` : `cp /mnt/context/${source} ${target}`,
    `chown -R ${option('chown') ?? 'root:root'} ${target}`,
    `chmod -R ${option('chmod') ?? 'a+rX'} ${target}`,
  ];
}

function asAccount(command: string, entrypoint: string): string {
  const drop = `setpriv --reuid=${account.user} --regid=${account.group} --clear-groups --inh-caps=-all --no-new-privs`;
  const environment = `env -i PATH=/mnt/bin:/usr/bin:/bin WSO2_SERVER_HOME=${imageHome} ENTRYPOINT=${entrypoint}`;
  return `${drop} setsid -w ${environment} sh -c '${command.replaceAll("'", `'\\''`)}' </dev/null`;
}
